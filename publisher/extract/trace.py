"""What extraction sees of one article, for whoever writes rules: zones, sentences, their masks and mentions, the rules that fired."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publisher.extract.extractor import Extractor
from publisher.extract.frames import match_frames
from publisher.extract.statement import Statement
from publisher.extract.zones import Zone
from publisher.model import Article, Reading, Span


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence as extraction sees it: its zone, its masked words, its mentions as pairs of kind and words, the rules that match."""

    span: Span
    zone: str
    mask: str
    mentions: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """An article's reading, with the zones it was cut into and the sentences that were read."""

    reading: Reading
    zones: tuple[tuple[str, Span], ...]
    sentences: tuple[Seen, ...]


def trace(article: Article, extractor: Extractor) -> Trace:
    """Read an article and keep what was seen on the way; what the gate stops was not seen at all."""
    reading, zones, statements = extractor.look(article)
    return Trace(reading, tuple(_named(zones)), tuple(_seen(statement, extractor) for statement in statements))


def _named(zones: Sequence[Zone]) -> Iterator[tuple[str, Span]]:
    for part in zones:
        yield str(part.kind), part.span


def _seen(statement: Statement, extractor: Extractor) -> Seen:
    mask, text = statement.mask, statement.mask.sentence.text
    mentions = tuple((mention.kind, text[mention.start : mention.end]) for mention in statement.mentions)
    rules = tuple(dict.fromkeys(match.frame.id for match in match_frames(mask, extractor.kit.frames)))
    return Seen(mask.sentence.span, statement.zone, mask.text.strip(), mentions, rules)
