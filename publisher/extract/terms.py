"""What the mappings name has to exist: concepts, classes, properties, schemes, kinds of mention; what they hold has to be of its kind.

A misspelt status would otherwise make rules that say nothing, and nobody would be told. Looked at before anything is compiled;
what ``forms``, ``frames`` and ``lexicon`` name they check themselves.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from itertools import chain

from publisher.domain import Domain
from publisher.domain.files import YamlMap
from publisher.errors import DomainError
from publisher.extract.units import CODES
from publisher.rdf import IRI
from publisher.rdf.files import expand

Named = tuple[str, str, int]
"""A name of a term, the file that names it and the line."""


def check_terms(domain: Domain) -> None:
    """See that whatever the mappings name exists and that their regular expressions can be read.

    Raises:
        DomainError: D104 for a prefix nobody declared, D114 for a term the ontology lacks or a kind of mention there is not,
            D115 for a regular expression that cannot be read, D120 for a rule whose keys hold something else than they must.

    """
    declared = {triple.subject.value for triple in (*domain.ontology, *domain.reference) if isinstance(triple.subject, IRI)}
    _check_known(_own(domain, chain(_statuses(domain), _classes(domain), _slots(domain))), declared, "the ontology")
    _check_known(_kinds(domain), CODES, "masking")
    for name, data in domain.mappings.items():
        if name.startswith("frames/"):
            _check_rules(data["frames"], data)
    for pattern, file, line in _patterns(domain):
        try:
            re.compile(pattern)
        except re.error as error:
            raise DomainError(
                "D115", f"{pattern!r} is no pattern: {error}", file=file, line=line, remedy="mend the regular expression"
            ) from error


def _check_known(named: Iterable[Named], known: Container[str], holder: str) -> None:
    for name, file, line in named:
        if name not in known:
            raise DomainError("D114", f"names {name}, which {holder} lacks", file=file, line=line, remedy="correct the name or declare it")


def _check_rules(rows: object, data: YamlMap) -> None:
    """See that each rule is a mapping and its keys hold what they must; which keys it needs, ``frames`` checks."""
    if not isinstance(rows, list):
        raise DomainError(
            "D120", "`frames` has to be a list", file=data.file, line=data.key_lines["frames"], remedy="begin each rule with `- id:`"
        )
    for row in rows:
        if not isinstance(row, YamlMap):
            raise DomainError("D120", f"the rule {row!r} is no mapping", file=data.file, line=data.line, remedy="begin it with `- id:`")
        for key, (fits, kind) in _MUST_BE.items():
            if key in row and not fits(row[key]):
                raise DomainError(
                    "D120", f"`{key}` has to be {kind}", file=row.file, line=row.key_lines[key], remedy="see docs/reference/mappings.md"
                )


def _all_of(kind: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(isinstance(item, kind) for item in value)


_MUST_BE: dict[str, tuple[Callable[[object], bool], str]] = {
    "id": (lambda value: isinstance(value, str), "a word"),
    "pattern": (lambda value: isinstance(value, str), "a text"),
    "set": (lambda value: isinstance(value, YamlMap), "a mapping of slots to terms"),
    "needs": (lambda value: str(value).isdecimal(), "a whole number"),
    "examples": (_all_of(YamlMap), "a list of mappings, each with its `text`"),
    "counter": (_all_of(str), "a list of texts"),
}


def _statuses(domain: Domain) -> Iterator[Named]:
    """Yield the concepts of the status scheme that verbs, modality and lists name."""
    words = domain.mappings["lexicon/words"]
    scheme = words.get("status-scheme")
    lists = ((name, words, key) for key in ("done", "dated", "ending", "strength") for name in words[key])
    modal = ((name, words["modal-status"], key) for key, name in words["modal-status"].items())
    verbs = (
        (spec[key], spec, key)
        for name in ("verbs", "verb-nouns")
        for spec in words[name].values()
        for key in ("status", "commit")
        if key in spec
    )
    for name, holder, key in chain([(words["named-status"], words, "named-status")], lists, modal, verbs):
        if scheme is not None:
            yield domain.iri(f"{scheme}/{name}").value, holder.file, holder.key_lines[key]


def _classes(domain: Domain) -> Iterator[Named]:
    """Yield the classes that recognised names, sides and purposes name."""
    words, types = domain.mappings["lexicon/words"], domain.mappings["lexicon/names"]["types"]
    yield from ((_expand(domain, name, types, key), types.file, types.key_lines[key]) for key, name in types.items())
    key = "sides-of-their-own"
    yield from ((_expand(domain, name, words, key), words.file, words.key_lines[key]) for name in words[key])
    for row in domain.mappings["lexicon/forms"]["purposes"]:
        yield _expand(domain, row["class"], row, "class"), row.file, row.line


def _slots(domain: Domain) -> Iterator[Named]:
    """Yield the class of the record, and the properties, schemes and classes of its slots."""
    data = domain.mappings["record"]
    yield domain.record.type.value, data.file, data.key_lines["record"]
    for slot in domain.record.slots.values():
        line = data["slots"].key_lines[slot.name]
        scheme = [domain.iri(f"scheme/{slot.scheme}")] if slot.scheme else []
        for term in (slot.property, *slot.parts.values(), *([slot.type] if slot.type else []), *scheme):
            yield term.value, data.file, line


def _kinds(domain: Domain) -> Iterator[Named]:
    data = domain.mappings["lexicon/placeholders"]
    places = data["placeholders"]
    yield from ((kind, data.file, places.key_lines[name]) for name, kinds in places.items() for kind in kinds)
    yield from ((kind, data.file, data.key_lines["stops"]) for kind in data["stops"])


def _patterns(domain: Domain) -> Iterator[Named]:
    """Yield the regular expressions of the word lists; what stands alone under a key of ``words.yml`` is a pattern or a plain word."""
    words, context, anaphora = (domain.mappings[f"lexicon/{name}"] for name in ("words", "context", "anaphora"))
    yield from ((value, words.file, words.key_lines[key]) for key, value in words.items() if isinstance(value, str))
    yield from ((phrase, spec.file, spec.key_lines["phrases"]) for spec in words["verbs"].values() for phrase in spec.get("phrases", ()))
    yield from ((spec[key], spec.file, spec.key_lines[key]) for spec in context.values() for key in ("after", "before") if spec[key])
    yield from ((item, anaphora.file, anaphora.key_lines[key]) for key, items in anaphora.items() for item in items)
    yield from ((row["pattern"], row.file, row.line) for row in domain.mappings["lexicon/forms"]["purposes"])


def _own(domain: Domain, named: Iterable[Named]) -> Iterator[Named]:
    """Leave out the terms of vocabularies that are not the domain's own: nobody here declares them."""
    return (name for name in named if name[0].startswith((domain.namespace, domain.base)))


def _expand(domain: Domain, name: str, holder: YamlMap, key: str) -> str:
    try:
        return expand(name, domain.prefixes).value
    except KeyError as error:
        remedy = "declare it in ontology/prefixes.ttl"
        raise DomainError(
            "D104", f"the prefix of {name} is not declared", file=holder.file, line=holder.key_lines[key], remedy=remedy
        ) from error
