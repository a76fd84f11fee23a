"""What each paragraph of a text is: news, its title, notes on its origin, or furniture of the page.

Signatures::

    compile_zones(zones: Mapping, language: Mapping) -> ZoneWords
    zone(text: str, title: str | None, words: ZoneWords) -> list[Zone]     # in order; all that is no blank lies in one zone
    Zone(span: Span, kind: Kind)      Kind.TITLE | META | CAPTION | BODY | HEADING | TEASER | DUPLICATE | UI | TAIL | BOILERPLATE
    Zone.is_news                      # BODY or TITLE: what may carry a claim

One walk over the paragraphs: what is furniture by its own words (``mappings/zones.yml``), what is prose by its shape, and what
both mean by where they stand. A dateline, a byline or a prefix of the page is cut off the paragraph that begins with it.
Sentences that stood before are duplicates: evidence is taken at the first place.
Neighbours: ``sentences`` cuts, ``anchors`` looks for the day of publication in the META zones.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from publisher.extract.datelines import find_dateline
from publisher.extract.duplicates import Seen, alike, normal_words
from publisher.extract.sentences import find_paragraphs, split_sentences
from publisher.extract.zonemarks import Mark, ZoneWords, compile_zones, count_words, is_heading, mark_of
from publisher.model import Span

__all__ = ["Kind", "Zone", "ZoneWords", "compile_zones", "zone"]

_OPENING: Final = 2
_LIKE_TITLE: Final = 0.4
_LONGEST_TITLE: Final = 600


class Kind(StrEnum):
    """The kinds of zone."""

    TITLE = "title"
    META = "meta"
    CAPTION = "caption"
    BODY = "body"
    HEADING = "heading"
    TEASER = "teaser"
    DUPLICATE = "duplicate"
    UI = "ui"
    TAIL = "tail"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the text and what it is."""

    span: Span
    kind: Kind

    @property
    def is_news(self) -> bool:
        """Tell whether the article itself speaks here, so that claims may rest on it."""
        return self.kind in (Kind.BODY, Kind.TITLE)


@dataclass(slots=True)
class _Walk:
    """What the walk over the paragraphs has seen so far."""

    zones: list[Zone] = field(default_factory=list)
    candidates: list[Span] = field(default_factory=list)
    section: Kind | None = None
    bodies: int = 0
    dateline: str = ""
    title: tuple[str, ...] = ()


def zone(text: str, title: str | None, words: ZoneWords) -> list[Zone]:
    """Return the zones of a text, in order.

    ``title`` is the headline the source declares, if it does: the first line equal or most like it is the title; without one
    the first line that can be a headline is. Only the first stand of a repeated sentence is body.
    """
    walk = _Walk(title=tuple(normal_words(title or "")))
    for paragraph in _cut_paragraphs(text, words):
        _take(text, paragraph, walk, words)
    zones = sorted([*walk.zones, *_settle_candidates(text, title, walk.candidates, words)], key=lambda zone: zone.span)
    return list(_mark_duplicates(text, zones, words))


def _cut_paragraphs(text: str, words: ZoneWords) -> Iterator[Span]:
    """Yield paragraphs; one that holds the same words twice in a row gives two."""
    for paragraph in find_paragraphs(text):
        length = paragraph.end - paragraph.start
        half = paragraph.start + length // 2
        is_double = length > 2 * words.sizes["body"] and length % 2 == 0 and text[paragraph.start : half] == text[half : paragraph.end]
        yield from (Span(paragraph.start, half), Span(half, paragraph.end)) if is_double else (paragraph,)


def _take(text: str, paragraph: Span, walk: _Walk, words: ZoneWords) -> None:
    """Put one paragraph into its zone."""
    paragraph = _cut_prefix(text, paragraph, walk, words)
    if paragraph.start == paragraph.end:
        return
    if not walk.bodies and walk.title and tuple(normal_words(text[paragraph.slice][:_LONGEST_TITLE])) == walk.title:
        walk.candidates.append(paragraph)
        return
    mark = mark_of(text, paragraph, words)
    kind = _open_section(text, paragraph, mark, walk, words)
    if kind is not None:
        walk.zones.append(Zone(paragraph, kind))
    elif mark in (Mark.PROSE, Mark.ITEM) and (walk.bodies or mark is Mark.PROSE):
        _take_body(text, paragraph, walk, words)
    elif mark is Mark.CUT:
        walk.zones.append(Zone(paragraph, Kind.TEASER))
    elif walk.bodies and count_words(text, paragraph) >= words.sizes["unended"]:
        _take_body(text, paragraph, walk, words)
    elif walk.bodies:
        walk.zones.append(Zone(paragraph, Kind.HEADING if is_heading(text, paragraph, words) else Kind.TEASER))
    else:
        walk.candidates.append(paragraph)


def _cut_prefix(text: str, paragraph: Span, walk: _Walk, words: ZoneWords) -> Span:
    """Put words of the page that stand before a paragraph into a zone of their own; return the rest."""
    prefix = words.prefix.match(text, paragraph.start, paragraph.end)
    if prefix is None:
        return paragraph
    walk.zones.append(Zone(Span(paragraph.start, paragraph.start + len(prefix.group().rstrip())), Kind.META))
    return Span(prefix.end(), paragraph.end)


def _open_section(text: str, paragraph: Span, mark: Mark, walk: _Walk, words: ZoneWords) -> Kind | None:
    """Return the zone of a paragraph that is furniture, by its mark or by the section it stands in; None when it is neither."""
    if walk.section is Kind.UI and mark is Mark.PROSE and count_words(text, paragraph) >= words.sizes["promo_ends"]:
        walk.section = None
    if mark is Mark.TAIL:
        walk.section = Kind.TAIL if walk.bodies else walk.section
        return walk.section or Kind.UI
    if walk.section is Kind.TAIL:
        return Kind.TAIL
    if walk.bodies and (mark is Mark.BOILERPLATE or (mark is Mark.CONTACT and count_words(text, paragraph) <= words.sizes["heading"])):
        walk.section = Kind.BOILERPLATE
    if mark is Mark.PROMO:
        walk.section = walk.section or Kind.UI
    return walk.section or _FURNITURE.get(mark)


_FURNITURE: Final[Mapping[Mark, Kind]] = {
    Mark.META: Kind.META,
    Mark.CAPTION: Kind.CAPTION,
    Mark.UI: Kind.UI,
    Mark.CONTACT: Kind.BOILERPLATE,
}


def _take_body(text: str, paragraph: Span, walk: _Walk, words: ZoneWords) -> None:
    """Add a paragraph of the body, its dateline cut off."""
    start = paragraph.start
    dateline = find_dateline(
        text,
        Span(start, paragraph.end),
        words.datelines,
        is_opening=walk.bodies < _OPENING or (walk.dateline != "" and text.startswith(walk.dateline, start)),
    )
    if dateline is not None:
        walk.dateline = walk.dateline or text[start : dateline.end]
        walk.zones.append(Zone(Span(start, dateline.start), Kind.META))
        start = dateline.end
    walk.zones.append(Zone(Span(start, paragraph.end), Kind.BODY))
    walk.bodies += 1


def _settle_candidates(text: str, title: str | None, candidates: Sequence[Span], words: ZoneWords) -> Iterator[Zone]:
    """Yield the zones of the short lines before the body: one may be the title, a long one after it is a heading."""
    chosen = _choose_title(text, title, candidates, words)
    for candidate in candidates:
        if candidate == chosen:
            yield Zone(candidate, Kind.TITLE)
        elif chosen is not None and candidate > chosen and normal_words(text[candidate.slice]) == normal_words(text[chosen.slice]):
            yield Zone(candidate, Kind.DUPLICATE)
        elif chosen is not None and candidate > chosen and count_words(text, candidate) >= words.sizes["heading"]:
            yield Zone(candidate, Kind.HEADING)
        else:
            yield Zone(candidate, Kind.UI)


def _choose_title(text: str, title: str | None, candidates: Sequence[Span], words: ZoneWords) -> Span | None:
    if title:
        wanted = set(normal_words(title))
        scored = [(alike(wanted, set(normal_words(text[span.slice]))), -span.start, span) for span in candidates]
        best = max(scored, default=(0.0, 0, None))
        if best[0] >= _LIKE_TITLE:
            return best[2]
    return next((span for span in candidates if count_words(text, span) >= words.sizes["title"]), None)


def _mark_duplicates(text: str, zones: Sequence[Zone], words: ZoneWords) -> Iterator[Zone]:
    """Yield the zones with every sentence that stood before cut out as a duplicate."""
    seen = Seen()
    for one in zones:
        if one.kind is Kind.BODY:
            yield from _cut_duplicates(text, one, seen, words)
        elif one.kind in (Kind.TITLE, Kind.HEADING, Kind.TEASER) and seen.add(_key(text, one.span, words)):
            yield Zone(one.span, Kind.DUPLICATE)
        else:
            yield one


def _cut_duplicates(text: str, body: Zone, seen: Seen, words: ZoneWords) -> Iterator[Zone]:
    """Yield a body zone cut into what is new and what stood before."""
    start, end, kind = body.span.start, body.span.start, Kind.BODY
    for sentence in split_sentences(text, body.span, words.sentences):
        key = _key(text, sentence, words)
        this = Kind.DUPLICATE if len(key) >= words.sizes["duplicate"] and seen.add(key) else Kind.BODY
        if this is not kind and end > start:
            yield Zone(Span(start, end), kind)
            start = sentence.start
        kind, end = this, sentence.end
    yield Zone(Span(start, body.span.end), kind)


def _key(text: str, span: Span, words: ZoneWords) -> tuple[str, ...]:
    opener = words.opener.match(text, span.start, span.end)
    return tuple(normal_words(text[opener.end() if opener else span.start : span.end]))
