"""Who only stood by when something was done: ", with Chancellor Pia Aho looking on"."""

from collections.abc import Sequence

from publisher.extract.units import PARTIES, MaskWords, Unit, phrase_at

_REACH = 12  # units from "with" to the words that say that somebody stood by
_MARKS = frozenset({",", ";", ".", ":"})


def drop_bystanders(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Leave out those of whom a phrase with "with" says no more than that they stood by."""
    out: list[Unit] = []
    at = 0
    while at < len(units):
        end = _end_of_phrase(units, at, words)
        if not end:
            out.append(units[at])
            at += 1
            continue
        at = end
        if out and out[-1].text == ",":
            del out[-1]
            at += at < len(units) and units[at].text == ","
    return out


def _end_of_phrase(units: Sequence[Unit], at: int, words: MaskWords) -> int:
    """Return where the phrase ends that names bystanders from this place on (0: none begins here)."""
    if units[at].low not in words.with_bystanders:
        return 0
    has_party = False
    for index in range(at + 1, min(len(units), at + _REACH)):
        if phrase_at(units, index, words.standing_by):
            return next((i for i in range(index, len(units)) if units[i].text in _MARKS), len(units)) if has_party else 0
        if units[index].text in _MARKS or units[index].code == "F":
            return 0
        has_party = has_party or units[index].code in PARTIES
    return 0
