"""An article with what extraction sees in it, for an editor of the rules: in colour on a terminal, plain in a pipe."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from publisher.console import show_faults, value_text
from publisher.extract import Seen, Trace
from publisher.model import Claim, Fault, Silence, Span
from publisher.rdf import IRI

_PASSED: Final = 100  # code points shown of a zone that was passed over
_STYLES: Final = {
    "form": "bold yellow", "date": "cyan", "amount": "blue",
    **dict.fromkeys(("agent", "name", "person", "state", "home", "adjective"), "green"),
    **dict.fromkeys(("group", "organisation", "office", "subject"), "italic green"),
    **dict.fromkeys(("place", "capital"), "red"),
}  # fmt: skip
_CONCEPT: Final = "magenta"  # a commodity, a stage: all that stand in schemes


def show_seen(items: Iterable[Trace | Fault], labels: Mapping[IRI, str]) -> None:
    """Print articles with what is seen in them; rich leaves colours out in a pipe, and where NO_COLOR is set."""
    console = Console(highlight=False, soft_wrap=True)
    for item in items:
        if isinstance(item, Fault):
            show_faults([item])
            continue
        for line in seen_lines(item, labels):
            console.print(line)


def seen_lines(seen: Trace, labels: Mapping[IRI, str]) -> Iterator[Text]:
    """Give the lines of one article, zone by zone: each sentence, its mask, its mentions, its rules, and its claims or its silence."""
    article = seen.reading.article
    yield Text(article.title or "untitled", "bold")
    yield Text(f"article {article.key}  {article.source}", "dim")
    if not seen.zones:
        yield Text("not read: no word of the field, or none of agreeing", "yellow")
    text, silences = article.text, {silence.span: silence for silence in seen.reading.silences}
    claims = _by_sentence(seen)
    for kind, zone in sorted(seen.zones, key=lambda pair: pair[1]):
        inside = [sentence for sentence in seen.sentences if zone.start <= sentence.span.start < zone.end]
        passed = "" if inside else f"  {_short(text[zone.slice])}"
        yield Text(f"── {kind} {zone.start}–{zone.end}{passed}", "dim")
        for sentence in inside:
            yield from _sentence_lines(text, sentence)
            yield from _claim_lines(claims.get(sentence.span, ()), labels)
            yield from _relation_lines(seen, sentence, labels)
            if silence := silences.pop(sentence.span, None):
                yield Text(f"   nothing  {silence_text(silence)}", "yellow")
        within = [silence for span, silence in silences.items() if zone.covers(span)]
        yield from (Text(f"   passed over  {_short(text[silence.span.slice])}", "yellow") for silence in within)


def silence_text(silence: Silence) -> str:
    """Return why a sentence gave nothing, in words.

    >>> silence_text(Silence(Span(0, 9), "not-enough", "form-with-party", "… signed §F with §A"))
    'not-enough; matched form-with-party; told as … signed §F with §A'

    """
    parts = silence.reason, silence.detail and f"matched {silence.detail}", silence.shape and f"told as {silence.shape}"
    return "; ".join(part for part in parts if part)


def _by_sentence(seen: Trace) -> dict[Span, list[Claim]]:
    """Return the claims of each sentence: those whose words begin in it."""
    held: dict[Span, list[Claim]] = {}
    for claim in sorted(seen.reading.claims, key=lambda claim: (claim.record, claim.evidence)):
        start = claim.evidence.span.start
        span = next((sentence.span for sentence in seen.sentences if sentence.span.start <= start < sentence.span.end), None)
        if span is not None:
            held.setdefault(span, []).append(claim)
    return held


def _sentence_lines(text: str, sentence: Seen) -> Iterator[Text]:
    yield _coloured(text, sentence)
    yield Text("   mask     ", "dim").append(sentence.mask, "not dim")
    if sentence.mentions:
        yield Text("   mentions ", "dim").append("; ".join(f"{kind} “{_plain(text[span.slice])}”" for kind, span in sentence.mentions))
    if sentence.rules:
        yield Text("   rules    ", "dim").append(", ".join(sentence.rules), "not dim bold")


def _coloured(text: str, sentence: Seen) -> Text:
    """Return the words of a sentence, each mention in the colour of its kind."""
    line, at = Text("  "), sentence.span.start
    for kind, span in _apart(sentence.mentions):
        line.append(_plain(text[at : span.start], ends=True))
        line.append(_plain(text[span.slice]), _STYLES.get(kind, _CONCEPT))
        at = span.end
    return line.append(_plain(text[at : sentence.span.end], ends=True))


def _apart(mentions: Sequence[tuple[str, Span]]) -> Iterator[tuple[str, Span]]:
    """Yield the mentions that do not lie in one before them."""
    at = 0
    for kind, span in sorted(mentions, key=lambda pair: pair[1]):
        if span.start >= at:
            yield kind, span
            at = span.end


def _claim_lines(claims: Sequence[Claim], labels: Mapping[IRI, str]) -> Iterator[Text]:
    """Give a line for each claim, with its words where they differ from those of the claim before."""
    before = ""
    for claim in claims:
        source = f" according to {claim.source}" if claim.source else ""
        line = Text(f"   claim    {claim.record} {claim.slot}: {value_text(claim.value, labels)}", "bold green")
        line.append(f"  {claim.certainty}{source}, {claim.rule}", "not bold")
        yield line if claim.evidence.exact == before else line.append(f"  “{_short(claim.evidence.exact)}”", "not bold dim")
        before = claim.evidence.exact


def _relation_lines(seen: Trace, sentence: Seen, labels: Mapping[IRI, str]) -> Iterator[Text]:
    """Give a line for each link between records whose words begin in a sentence."""
    for link in seen.reading.relations:
        if sentence.span.start <= link.evidence.span.start < sentence.span.end:
            yield Text(f"   relation {link.record} {value_text(link.property, labels)} {link.other}", "bold green").append(
                f"  {link.certainty}, {link.rule}", "not bold"
            )


def _short(words: str) -> str:
    plain = _plain(words)
    return plain if len(plain) <= _PASSED else f"{plain[:_PASSED]}…"


def _plain(words: str, *, ends: bool = False) -> str:
    """Return words on one line; ``ends``: a blank at an end stays one."""
    plain = " ".join(words.split())
    if not ends:
        return plain
    if not plain:
        return " " if words else ""
    return " " * words[:1].isspace() + plain + " " * words[-1:].isspace()
