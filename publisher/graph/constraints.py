"""SHACL-SPARQL constraints, run as they are written on the SPARQL engine of the house.

A constraint is asked once for all its focus nodes instead of once for each (SHACL, 5.3.1, binds ``$this`` to one after the other):
the results are the answers whose ``$this`` is a focus node. So a query costs its joins and not a start per node.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from publisher.errors import DomainError
from publisher.model import Severity, ValidationResult
from publisher.rdf import IRI, RDF, SH, Literal, Store, Term, Triple

TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
_CODE = re.compile(r"([A-Z]{3}-\d{2}) (.*)", re.DOTALL)
_NAME = re.compile(r"\b([a-z]\w*):([A-Za-z]\w*)|<([^>\s]+)>")


@dataclass(frozen=True, slots=True)
class Constraint:
    """One query of a shape; ``targets`` are pairs of a target property and an IRI, subclasses of a target class included."""

    code: str
    severity: Severity
    message: str
    query: str
    targets: tuple[tuple[IRI, IRI], ...]

    @property
    def vocabulary(self) -> frozenset[str]:
        """Return the IRIs that the query and the targets name: triples of other properties cannot change its answers."""
        prefixes = dict(re.findall(r"PREFIX (\w+): <([^>]*)>", self.query))
        named = {iri or prefixes.get(prefix, "") + local for prefix, local, iri in _NAME.findall(self.query)}
        return frozenset(named | {iri.value for _, iri in self.targets} | {RDF.type.value})

    def results(self, store: Store) -> Iterator[ValidationResult]:
        """Yield a result for each answer whose ``$this`` is a focus node."""
        focus = frozenset(self._focus_nodes(store))
        if not focus:
            return
        answers = store.query(self.query)
        names = [variable.value for variable in answers.variables]  # type: ignore[union-attr]  # a constraint is a SELECT
        for answer in answers:  # type: ignore[union-attr]
            found = {name: term for name, term in zip(names, answer, strict=True) if term is not None}
            if found["this"] in focus:
                yield self._result(found)

    def _focus_nodes(self, store: Store) -> Iterator[object]:
        for kind, iri in self.targets:
            if kind == SH.targetClass:
                yield from (quad.subject for quad in store.quads_for_pattern(None, RDF.type, iri, None))
            elif kind == SH.targetSubjectsOf:
                yield from (quad.subject for quad in store.quads_for_pattern(None, iri, None, None))
            elif kind == SH.targetObjectsOf:
                yield from (quad.object for quad in store.quads_for_pattern(None, iri, None, None))
            else:
                yield iri

    def _result(self, found: Mapping[str, Term]) -> ValidationResult:
        message = re.sub(r"\{[?$](\w+)\}", lambda name: text_of(found[name[1]]) if name[1] in found else name[0], self.message)
        path = text_of(found["path"]) if "path" in found else ""
        focus = text_of(found["this"])
        value = text_of(found["value"]) if "value" in found else focus
        return ValidationResult(self.code, self.severity, focus, path, value, message)


def text_of(term: Term) -> str:
    """Return a term as it stands in a report: an IRI or a literal's lexical form bare, a blank node with its mark."""
    return term.value if isinstance(term, IRI | Literal) else str(term)


def split_message(message: str) -> tuple[str, str]:
    """Split a message into the code it begins with and the words.

    >>> split_message("ABC-02 two things")
    ('ABC-02', 'two things')

    Raises:
        DomainError: D321 when it begins with no code.

    """
    found = _CODE.fullmatch(message)
    if found is None:
        raise DomainError(
            "D321", f"the message of a shape begins with no code: {message!r}", remedy="begin it with three capitals, -, two digits"
        )
    return found[1], found[2]


def read_constraints(triples: Iterable[Triple], superclasses: Mapping[IRI, frozenset[IRI]]) -> tuple[Constraint, ...]:
    """Collect the SPARQL constraints of shapes, sorted by code.

    Raises:
        DomainError: D321 for a message without a code.

    """
    index: dict[tuple[Term, IRI], list[Term]] = {}
    for triple in triples:
        index.setdefault((triple.subject, triple.predicate), []).append(triple.object)  # type: ignore[arg-type]
    found = [
        _constraint(shape, node, index, superclasses)
        for (shape, predicate), nodes in index.items()
        if predicate == SH.sparql
        for node in nodes
    ]
    return tuple(sorted(found, key=lambda constraint: constraint.code))


def _constraint(
    shape: Term, node: Term, index: Mapping[tuple[Term, IRI], list[Term]], superclasses: Mapping[IRI, frozenset[IRI]]
) -> Constraint:
    [select] = index[node, SH.select]
    [message] = index[node, SH.message]
    declared = [declaration for holder in index.get((node, SH.prefixes), ()) for declaration in index.get((holder, SH.declare), ())]
    header = sorted(f"PREFIX {index[d, SH.prefix][0].value}: <{index[d, SH.namespace][0].value}>" for d in declared)
    severity = index.get((shape, SH.severity), [SH.Violation])[0]
    code, words = split_message(message.value)
    targets = [(kind, iri) for kind in TARGETS for iri in index.get((shape, kind), ()) if isinstance(iri, IRI)]
    below = [(kind, c) for kind, iri in targets if kind == SH.targetClass for c, above in superclasses.items() if iri in above and c != iri]
    return Constraint(code, severity_of(severity.value), words, "\n".join((*header, select.value)), tuple(targets + below))


def severity_of(iri: str) -> Severity:
    """Return the severity of an IRI such as ``sh:Warning``."""
    return Severity(iri.rpartition("#")[2])
