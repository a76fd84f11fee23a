"""What extraction sees of one article, for whoever writes rules: zones, sentences, their masks and mentions, the rules that fired."""

from collections.abc import Sequence
from dataclasses import dataclass

from publisher.extract.extractor import Extractor
from publisher.extract.frames import match_frames
from publisher.extract.statement import Statement
from publisher.model import Article, Reading, Span


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence as extraction sees it: its masked words, its mentions with their kinds, in order, and the rules that match."""

    span: Span
    mask: str
    mentions: tuple[tuple[str, Span], ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """An article's reading, with the zones it was cut into, each with its kind, and the sentences that were read.

    Both are in the order of the text, and both are empty where the gate let the article go no further.
    """

    reading: Reading
    zones: tuple[tuple[str, Span], ...]
    sentences: tuple[Seen, ...]


def trace(article: Article, extractor: Extractor) -> Trace:
    """Read an article and keep what was seen on the way."""
    reading, zones, statements = extractor.look(article)
    return Trace(reading, tuple((str(part.kind), part.span) for part in zones), _sentences(statements, extractor))


def _sentences(statements: Sequence[Statement], extractor: Extractor) -> tuple[Seen, ...]:
    return tuple(sorted((_seen(statement, extractor) for statement in statements), key=lambda seen: seen.span))


def _seen(statement: Statement, extractor: Extractor) -> Seen:
    mask = statement.mask
    mentions = tuple((mention.kind, statement.span(mention)) for mention in statement.mentions)
    rules = tuple(dict.fromkeys(match.frame.id for match in match_frames(mask, extractor.kit.frames)))
    return Seen(mask.sentence.span, mask.text.strip(), mentions, rules)
