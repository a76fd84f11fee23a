"""Labels that mean two things: of a name that several agents share the text decides, of any other nothing would.

``lexicon`` finds all meanings of a label; reading an article takes the first of them, save for agents and adjectives, where
it takes the one of the state spoken of. So two concepts or two places under one label are a fault of the data.
"""

from collections.abc import Iterator
from pathlib import Path

from publisher.domain import Domain
from publisher.domain.files import find_files
from publisher.errors import DomainError
from publisher.extract.extractor import Extractor
from publisher.extract.lexicon import Entry, Lexicon
from publisher.rdf import IRI, Literal

_DECIDED_BY_TEXT = frozenset({"agent", "adjective"})


def check_labels(domain: Domain, extractor: Extractor) -> None:
    """See that no label of the reference data stands for two concepts or two places of one kind.

    Raises:
        DomainError: D113 for the first label that does, at the last place where it is written.

    """
    lexicon = extractor.kit.annotator.lexicon
    for label, first, second in _find_doubles(domain, lexicon):
        file, line = _find_line(domain, label)
        names = f"{domain.labels.get(first.iri, first.iri.value)} and {domain.labels.get(second.iri, second.iri.value)}"
        raise DomainError(
            "D113", f'"{label}" means two of the kind `{first.kind}`: {names}', file=file, line=line, remedy="leave it to one of them"
        )


def _find_doubles(domain: Domain, lexicon: Lexicon) -> Iterator[tuple[str, Entry, Entry]]:
    labels = {
        t.object.value
        for t in domain.reference
        if isinstance(t.subject, IRI) and isinstance(t.object, Literal) and t.object.language in {"en", None}
    }
    for label in sorted(labels):
        for find in lexicon.find(label):
            if (find.start, find.end) == (0, len(label)):
                yield from _of_one_kind(label, find.entries)


def _of_one_kind(label: str, entries: tuple[Entry, ...]) -> Iterator[tuple[str, Entry, Entry]]:
    seen: dict[str, Entry] = {}
    for entry in entries:
        other = seen.setdefault(entry.kind, entry)
        if other.iri != entry.iri and entry.kind not in _DECIDED_BY_TEXT:
            yield label, other, entry


def _find_line(domain: Domain, label: str) -> tuple[Path, int | None]:
    """Return where a label is written last, in any case of its letters."""
    place: tuple[Path, int | None] = (domain.root / "ontology", None)
    for path in find_files(domain.root / "ontology", "**/*.ttl"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if f'"{label}"'.lower() in line.lower():
                place = (path, number)
    return place
