"""Paragraphs and sentences, as spans of the unmodified text.

Signatures::

    compile_sentences(language: Mapping) -> SentenceWords
    find_paragraphs(text: str, span: Span | None = None) -> list[Span]
    split_sentences(text: str, span: Span, words: SentenceWords) -> list[Span]      # of one paragraph: its line breaks are blanks
    find_sentences(text: str, span: Span, words: SentenceWords) -> list[Span]       # of any stretch: paragraphs first

A line break ends a paragraph, unless the lines were wrapped by a program: then they belong together. A full stop ends a
sentence unless it belongs to an abbreviation, an initial, a list number or a name with a dot. All in one pass over the text.
Neighbours: ``zones`` names what kind each paragraph is; frames are matched inside one sentence.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from publisher.extract.wordlists import alternation, section, strings
from publisher.model import Span

_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]+")
_BULLET: Final = re.compile(r"\s{0,40}(?:[-*•·●▪‣–—+o]|\d{1,3}[.)]|\(?[a-z\dA-Z]{1,2}\)|#{1,6}|>)\s")
_WIDEST: Final = 120
_NARROWEST: Final = 45
_FEWEST: Final = 3
_END: Final = re.compile(r"(?<![.!?…。])[.!?…。]{1,12}[\"'”’»)\]*_]{0,4}(?=\s|$|[\"“‘(]?[A-Z])")
_QUOTES: Final = "\"'“‘«([*_"
_CLOSERS: Final = "\"'”’»)]*_"
_TOKEN: Final = re.compile(r"[^\s(\[\"“‘]{1,40}$")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SHORTEST_GLUED: Final = 4
_SHORTEST_TOKEN: Final = 2
_LONGEST_NUMBER: Final = 3


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """The compiled words of one language that decide whether a full stop ends a sentence."""

    titles: frozenset[str]
    before_number: frozenset[str]
    abbreviations: frozenset[str]
    opener: re.Pattern[str]


def compile_sentences(language: Mapping[str, Any]) -> SentenceWords:
    """Compile the section ``sentence`` of a language mapping.

    Raises:
        DomainError: D103 when a list is missing.

    """
    words = section(language, "sentence")
    return SentenceWords(
        titles=frozenset(strings(words, "titles")),
        before_number=frozenset(strings(words, "before_number")),
        abbreviations=frozenset(strings(words, "abbreviations")),
        opener=re.compile(rf"(?!{alternation(strings(words, 'no_openers'))}){alternation(strings(words, 'openers'))}(?!\w)"),
    )


def find_paragraphs(text: str, span: Span | None = None) -> list[Span]:
    r"""Return the paragraphs of a text in order: trimmed, not empty, wrapped lines joined.

    >>> find_paragraphs("Title\n\nOne line.\nAnother line.")
    [Span(start=0, end=5), Span(start=7, end=16), Span(start=17, end=30)]
    """
    span = span or Span(0, len(text))
    paragraphs: list[Span] = []
    for run in _find_runs(text, span):
        paragraphs.extend(_join_wrapped(text, run))
    return paragraphs


def _find_runs(text: str, span: Span) -> Iterator[list[Span]]:
    """Yield runs of lines between blank ones, each line trimmed at its end only: the indent tells a list."""
    run: list[Span] = []
    last = span.start
    for match in _LINE.finditer(text, span.start, span.end):
        content = _trimmed(text, match.start(), match.end())
        is_apart = text.count("\n", last, match.start()) > 1
        if run and (content is None or is_apart):
            yield run
            run = []
        if content is not None:
            run.append(content)
        last = match.end()
    if run:
        yield run


def _join_wrapped(text: str, lines: list[Span]) -> Iterator[Span]:
    """Yield the paragraphs of one run of lines: a break that a program made is no border."""
    is_wrapped = _is_wrapped(text, lines)
    current = lines[0]
    for line in lines[1:]:
        if _continues(text, current, line, is_wrapped=is_wrapped):
            current = Span(current.start, line.end)
        else:
            yield current
            current = line
    yield current


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Tell whether most lines are as full as the next word allows: the mark of a program, not of a writer."""
    width = max(line.end - line.start for line in lines)
    if len(lines) < _FEWEST or not _NARROWEST <= width <= _WIDEST:
        return False
    pairs = [pair for pair in pairwise(lines) if not _BULLET.match(text, pair[1].start, pair[1].end)]
    full = sum(line.end - line.start + 1 + _first_word_length(text, after) >= width for line, after in pairs)
    return len(pairs) + 1 >= _FEWEST and full * 10 >= len(pairs) * 7


def _first_word_length(text: str, line: Span) -> int:
    blank = text.find(" ", line.start, line.end)
    return (line.end if blank < 0 else blank) - line.start


def _continues(text: str, current: Span, line: Span, *, is_wrapped: bool) -> bool:
    if _BULLET.match(text, line.start, line.end):
        return False
    if is_wrapped or _hangs(text, current, line):
        return True
    last, first = text[current.end - 1], text[line.start]
    return first.islower() and (last.islower() or last == ",")


def _hangs(text: str, current: Span, line: Span) -> bool:
    """Tell whether a line stands below the words of a list item, indented as they are."""
    bullet = _BULLET.match(text, current.start, current.end)
    return bullet is not None and _column(text, line.start) == _column(text, current.start) + bullet.end() - bullet.start() + _blanks(
        text, bullet.end()
    )


def _column(text: str, at: int) -> int:
    """Return how many blanks stand before a place in its line; one that is reached by other characters counts as the margin."""
    start = at
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    return at - start if start == 0 or text[start - 1] in "\r\n" else 0


def _blanks(text: str, at: int) -> int:
    return _skip(text, at, min(at + 8, len(text))) - at


def find_sentences(text: str, span: Span, words: SentenceWords) -> list[Span]:
    """Return the sentences of all paragraphs within a span, in order: a paragraph never shares a sentence with the next."""
    return [sentence for paragraph in find_paragraphs(text, span) for sentence in split_sentences(text, paragraph, words)]


def split_sentences(text: str, span: Span, words: SentenceWords) -> list[Span]:
    """Return the sentences of one paragraph, in order, trimmed; together they hold every character that is no blank.

    Semicolons and line breaks do not split; a missing blank after a full stop does ("minerals.The ministry").
    """
    return list(_split(text, span, words))


def _split(text: str, paragraph: Span, words: SentenceWords) -> Iterator[Span]:
    start = paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        if match.end() < paragraph.end and _ends_sentence(text, start, match, paragraph.end, words):
            sentence = _trimmed(text, start, match.end())
            if sentence is not None:
                yield sentence
            start = match.end()
    rest = _trimmed(text, start, paragraph.end)
    if rest is not None:
        yield rest


def _ends_sentence(text: str, start: int, match: re.Match[str], end: int, words: SentenceWords) -> bool:
    """Decide about one run of end marks from the token before it and the word after it."""
    following = _skip(text, match.end(), end)
    if following >= end:
        return False
    token = _token_before(text, start, match.start())
    if following == match.end() and not _is_glued(text, token, following, words):
        return False
    at = _skip(text, following, end, _QUOTES)
    first = text[at] if at < end else text[following]
    if text[match.start()] != ".":
        return not first.islower()
    if first.islower() or _is_list_number(text, token, start, match.start()):
        return False
    return not _is_abbreviation(text, token, match, following, words)


def _token_before(text: str, start: int, stop: int) -> str:
    match = _TOKEN.search(text, max(start, stop - 40), stop)
    return match.group() if match else ""


def _is_glued(text: str, token: str, following: int, words: SentenceWords) -> bool:
    """Tell whether a full stop without a blank after it ends a sentence: a long word or an opener follows, and no address."""
    if len(token.rpartition(".")[2]) < _SHORTEST_TOKEN or "/" in token or "@" in token or token.lower().startswith("www"):
        return False
    at = _skip(text, following, following + 2, _QUOTES)
    opener = words.opener.match(text, at)
    if opener is not None and text[opener.end() : opener.end() + 1].isspace():
        return True
    word = _WORD.match(text, at)
    return (
        word is not None
        and len(word.group()) >= _SHORTEST_GLUED
        and "." not in token
        and text[word.end() : word.end() + 1] not in {".", "@", "/"}
    )


def _is_abbreviation(text: str, token: str, match: re.Match[str], following: int, words: SentenceWords) -> bool:
    bare = token.lstrip("-–—/").rpartition("-")[2] if token not in words.titles else token
    if match.end() - match.start() > 1 and text[match.start() + 1] not in ")]":
        return False
    if bare in words.titles:
        return True
    if text[following].isdigit() and bare in words.before_number:
        return True
    is_initial = len(bare) == 1 and bare.isupper()
    return (is_initial or bare in words.abbreviations) and not words.opener.match(text, following)


def _is_list_number(text: str, token: str, start: int, stop: int) -> bool:
    """Tell whether the token stands alone at the head of the sentence, as the number of a list item does."""
    return (
        len(token) <= _LONGEST_NUMBER
        and token.isalnum()
        and (token.isdigit() or len(token) == 1)
        and not text[start:stop].replace(token, "", 1).strip(" \t\n-*•#>")
    )


def _skip(text: str, at: int, end: int, more: str = "") -> int:
    while at < end and (text[at].isspace() or text[at] in more):
        at += 1
    return at


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the span without blanks at its ends, or None when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
