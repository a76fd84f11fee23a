"""Validation: the only door to a ``ValidatedDataset``.

Core constraints are judged by pySHACL, SPARQL constraints by the same queries on the SPARQL engine of the house, part by part,
in as many processes as wanted. What breaks a rule is withheld and the rest judged again, until it conforms.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyshacl
import rdflib
from rdflib import SH as SHACL

from publisher.domain import Domain
from publisher.errors import DomainError, ServeError, UsageError
from publisher.graph.constraints import severity_of, split_message, text_of
from publisher.graph.partition import Part, cut, divide
from publisher.graph.shapes import Shapes, prepare_shapes
from publisher.graph.withhold import withhold
from publisher.model import Dataset, Severity, ValidatedDataset, ValidationResult, Withheld
from publisher.processes import deaf_to_interrupts, new_pool
from publisher.rdf import IRI, XSD, BlankNode, Literal, Quad, Store, Term, Triple
from publisher.rdf.load import rdf_suffix
from publisher.rdf.store import open_memory_store

Results = tuple[ValidationResult, ...]


def validate(dataset: Dataset, domain: Domain, texts: Mapping[str, str], jobs: int = 1) -> ValidatedDataset:
    """Judge a dataset by the shapes of its domain, and withhold what breaks a rule until the rest conforms.

    ``texts`` maps the keys of articles to their texts; a quotation from an article it lacks cannot be verbatim. The results are
    those of what is published, sorted: warnings and hints. The order of the quads stays.

    Raises:
        DomainError: D320 when reference data break a rule: they are mended, not withheld; D321 for a shape without a code.

    """
    judging = _Judging(prepare_shapes(domain), domain, texts, jobs)
    quads = dataset.quads
    withheld: list[Withheld] = []
    local: set[ValidationResult] = set()
    again: Iterable[Term] | None = None
    while True:
        judged, found = judging.judge(quads, again)
        local = {result for result in local if result.focus not in judged} | found
        results = local | judging.judge_wide(quads)
        violations = [result for result in results if result.severity is Severity.VIOLATION]
        if not violations:
            break
        _refuse_reference(violations, quads, domain)
        rest = withhold(quads, violations, domain)
        withheld.extend(rest.withheld)
        quads, again = rest.quads, rest.touched
        present = {text_of(quad.subject) for quad in quads}  # type: ignore[arg-type]
        local = {result for result in local if result.focus in present and result.severity is not Severity.VIOLATION}
    gone = {item.iri for item in withheld}
    redirects = {old: new for old, new in dataset.redirects.items() if new not in gone}
    return ValidatedDataset(
        Dataset(quads, redirects, dataset.undecided, dataset.minted),
        tuple(sorted(results)),
        tuple(sorted(withheld, key=lambda item: item.iri.value)),
    )


def validate_file(paths: Sequence[Path], domain: Domain) -> Results:
    """Judge RDF files by the shapes of a domain, beside its reference data; the results are sorted, violations among them.

    Whether quotations are verbatim is not judged, unless the files hold the texts.

    Raises:
        UsageError: U109 for a file that is missing or of no RDF format, or not what its suffix says.

    """
    for path in paths:
        if not rdf_suffix(path) or not path.is_file():
            raise UsageError("U109", "is no RDF file", file=path, remedy="name .ttl, .nt, .nq, .trig, .jsonld or .rdf files, plain or .gz")
    try:
        quads = tuple(open_memory_store(paths).quads_for_pattern(None, None, None, None))
    except ServeError as error:
        raise UsageError("U109", error.message, file=error.file, line=error.line, remedy=error.remedy) from error
    return judge(quads, domain)


def judge(quads: Iterable[Quad], domain: Domain, texts: Mapping[str, str] | None = None, shapes: Shapes | None = None) -> Results:
    """Judge quads by shapes, by default all of the domain, and withhold nothing; without ``texts`` no quotation is compared."""
    quads = tuple(quads)
    judging = _Judging(shapes or prepare_shapes(domain), domain, texts)
    _, found = judging.judge(quads)
    return tuple(sorted(found | judging.judge_wide(quads)))


def judge_part(shapes: Shapes, part: Part) -> Results:
    """Judge one part; only results about its own nodes count, since of the others it holds a piece."""
    store = Store()
    store.extend(Quad(*triple) for triple in part.triples)
    store.extend(Quad(IRI(article), shapes.text, Literal(text)) for article, text in part.texts)
    queried = itertools.chain.from_iterable(constraint.results(store) for constraint in shapes.local)
    found = itertools.chain(_judge_core(shapes, part), queried)
    return tuple(sorted({result for result in found if result.focus in part.own}))


@dataclass(frozen=True, slots=True)
class _Judging:
    """What every round of validation is done with."""

    shapes: Shapes
    domain: Domain
    texts: Mapping[str, str] | None
    jobs: int = 1

    def judge(self, quads: Iterable[Quad], again: Iterable[Term] | None = None) -> tuple[frozenset[str], set[ValidationResult]]:
        """Judge the owners of some subjects, or everything; return the names of the nodes judged and the results."""
        ontology = self.domain.iri("graph/ontology")
        parts = divide((quad for quad in quads if quad.graph_name != ontology), self.domain)
        subjects = parts.by_subject.keys() if again is None else parts.by_subject.keys() & set(again)
        own: set[str] = set()
        found: set[ValidationResult] = set()
        for piece, results in self._all_results(cut(parts, subjects, self.domain, self.texts)):
            own |= piece.own
            found.update(results)
        return frozenset(own), found

    def _all_results(self, pieces: Iterator[Part]) -> Iterator[tuple[Part, Results]]:
        if self.jobs == 1:
            yield from ((piece, judge_part(self.shapes, piece)) for piece in pieces)
            return
        with new_pool(self.jobs) as pool:
            while batch := tuple(itertools.islice(pieces, self.jobs * 4)):
                with deaf_to_interrupts():
                    answers = pool.map(partial(judge_part, self.shapes), batch)
                yield from zip(batch, answers, strict=True)

    def judge_wide(self, quads: Iterable[Quad]) -> set[ValidationResult]:
        """Ask the constraints on the dataset as a whole, of the triples they can see."""
        seen = frozenset(IRI(iri) for constraint in self.shapes.wide for iri in constraint.vocabulary)
        store = Store()
        store.bulk_extend(Quad(*quad.triple) for quad in quads if quad.predicate in seen)
        store.bulk_extend(Quad(*triple) for triple in self.domain.reference if triple.predicate in seen)
        return set(itertools.chain.from_iterable(constraint.results(store) for constraint in self.shapes.wide))


def _refuse_reference(violations: Iterable[ValidationResult], quads: Iterable[Quad], domain: Domain) -> None:
    reference = domain.iri("graph/reference")
    subjects = {text_of(quad.subject) for quad in quads if quad.graph_name == reference}  # type: ignore[arg-type]
    for result in sorted(violations):
        if result.focus in subjects:
            message = f"{result.focus} breaks {result.code}: {result.message}"
            raise DomainError("D320", message, file=domain.root / "ontology", remedy="mend the reference data")


def _judge_core(shapes: Shapes, part: Part) -> Iterator[ValidationResult]:
    data = to_rdflib(itertools.chain(part.triples, shapes.classes))
    _, report, _ = pyshacl.validate(
        data, shacl_graph=to_rdflib(shapes.core), inplace=True, inference="none", advanced=False, meta_shacl=False
    )
    if not isinstance(report, rdflib.Graph):
        raise DomainError(
            "D322", f"the shapes cannot be run: {report}", remedy="mend the shape it names; `orepact validate` runs them on one file"
        )
    for result in report.objects(None, SHACL.result):
        code, message = split_message(str(report.value(result, SHACL.resultMessage)))
        path = report.value(result, SHACL.resultPath)
        inverse = report.value(path, SHACL.inversePath) if path is not None else None
        yield ValidationResult(
            code=code,
            severity=severity_of(str(report.value(result, SHACL.resultSeverity))),
            focus=_name(report.value(result, SHACL.focusNode)),
            path=f"^{inverse}" if inverse is not None else _name(path),
            value=_name(report.value(result, SHACL.value)),
            message=message,
        )


def _name(node: object) -> str:
    if node is None:
        return ""
    return f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)


def to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """Copy triples into an rdflib graph, each term made once."""
    graph = rdflib.Graph(bind_namespaces="none")
    made: dict[object, rdflib.term.Node] = {}

    def term(node: object) -> rdflib.term.Node:
        if node not in made:
            made[node] = _to_rdflib(node)
        return made[node]

    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return graph


def _to_rdflib(node: object) -> rdflib.term.Node:
    if isinstance(node, IRI):
        return rdflib.URIRef(node.value)
    if isinstance(node, BlankNode):
        return rdflib.BNode(node.value)
    if not isinstance(node, Literal):
        raise TypeError(node)
    if node.language:
        return rdflib.Literal(node.value, lang=node.language)
    datatype = None if node.datatype == XSD.string else rdflib.URIRef(node.datatype.value)
    return rdflib.Literal(node.value, datatype=datatype, normalize=False)
