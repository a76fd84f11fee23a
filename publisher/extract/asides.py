"""What a masked sentence leaves out: brackets, suffixes of names, who asked, who reported, what a party is."""

from collections.abc import Callable, Sequence
from itertools import takewhile

from publisher.extract.units import PARTIES, MaskWords, Unit, phrase_at

_QUESTION = 12  # units from "joined" within which "to announce" stands
_REACH = 36  # units an aside may have with its commas
_REPRESENTED = 16  # units from a party to who represents it
_SAYING = 14  # units of a saying
_APPOSITION = 32  # units of an apposition
_OFFICE = 14  # units of an office that ends a sentence
_INTRODUCED = 4  # units from "its" to the name it introduces
_LAST = 4  # units from a comma in which "and" comes before the last of a list: "economic growth, energy and the environment"
_MARKS = frozenset({",", ";", ".", ":"})
_SIDES = PARTIES | {"L"}


def drop_brackets(units: list[Unit], _words: MaskWords) -> list[Unit]:
    """Leave out what stands in brackets."""
    out: list[Unit] = []
    depth = 0
    for unit in units:
        if unit.text in {"(", "["}:
            depth += 1
        elif unit.text in {")", "]"}:
            depth = max(0, depth - 1)
        elif depth == 0:
            out.append(unit)
    return out


def drop_suffixes(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Let "Co., Ltd." behind a name be part of it."""
    out: list[Unit] = []
    at = 0
    while at < len(units):
        out.append(units[at])
        at += 1
        while out[-1].code in PARTIES and at < len(units) and not units[at].code and _is_suffix(units, at, words):
            at += 1
    return out


def _is_suffix(units: Sequence[Unit], at: int, words: MaskWords) -> bool:
    text = units[at].text
    if text in words.legal:
        return True
    following = units[at + 1].text if at + 1 < len(units) else ""
    if text in {",", "."} and following in words.legal:
        return True
    return text == "." and at > 0 and units[at - 1].text.rsplit(" ", maxsplit=1)[-1] in words.legal and at + 1 < len(units)


def drop_excluded(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Leave out "not Peru", "unlike Peru" and "rather than with Peru": who is said to stand aside is no party."""
    if not any(unit.low in words.excluding for unit in units):
        return units

    def step(out: list[Unit], at: int) -> int:
        end = _find_excluded(units, at, words)
        return end and end + (_opens_aside(out, words) and end < len(units) and units[end].text in {",", "-"})

    return _rewrite(units, step)


def _opens_aside(out: list[Unit], words: MaskWords) -> bool:
    """Take "and", "but" and the comma from before an aside; tell whether a comma opens it, or the sentence, so that one closes it."""
    if out and out[-1].low in words.before_excluded:
        del out[-1]
    if out and out[-1].text not in {",", "-"}:
        return False
    del out[-1:]
    return True


def _find_excluded(units: Sequence[Unit], at: int, words: MaskWords) -> int:
    """Return where the parties end that words such as "rather than" at this place leave out (0: none)."""
    phrase = phrase_at(units, at, words.excluding)
    if not phrase:
        return 0
    first = at + len(phrase)
    while first < len(units) and units[first].low in words.linking:
        first += 1
    if first < len(units) and units[first].low in words.possessive:  # "not its neighbour Peru"
        first = next((i for i in range(first + 1, min(len(units), first + _INTRODUCED)) if units[i].code in _SIDES), first)
    end = _end_of_parties(units, first, words)
    return end if end > first and not (end < len(units) and units[end].text == "'s") else 0


def _end_of_parties(units: Sequence[Unit], at: int, words: MaskWords) -> int:
    """Return where a list of parties ends: "Peru", "Peru and Bolivia", "Peru, Bolivia and Ecuador"; the place itself where none begins."""
    end = at
    if at < len(units) and units[at].code in _SIDES:
        end = at + 1
        while end + 1 < len(units) and units[end + 1].code in _SIDES and (units[end].low in words.linking or _is_listed(units, end, words)):
            end += 2
    return end


def _is_listed(units: Sequence[Unit], at: int, words: MaskWords) -> bool:
    """Tell whether a comma stands inside a list that "and" closes: "Peru, Bolivia and Ecuador"."""
    while at + 2 < len(units) and units[at].text == "," and units[at + 1].code in _SIDES:
        at += 2
        if units[at].low == words.conjunction:
            return True
    return False


def drop_mandates(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Leave out whom a person acts for: "Ana Soto on behalf of Chile", "on behalf of Chile by Ana Soto"."""
    if not any(unit.code == "P" for unit in units):
        return units

    def step(out: list[Unit], at: int) -> int:
        comma = units[at].text == "," and at + 1 < len(units)
        phrase = phrase_at(units, at + comma, words.acting_for)
        state = at + comma + len(phrase)
        while phrase and state < len(units) and units[state].low in words.list_words:
            state += 1
        if not phrase or state + 1 >= len(units) or units[state].code != "A" or units[state + 1].text == "'s":
            return 0
        behind = out and out[-1].code == "P"
        before = units[state + 1].low == words.by and state + 2 < len(units) and units[state + 2].code == "P"
        return state + 1 + (comma and units[state + 1].text == ",") if behind or before else 0

    return _rewrite(units, step)


def drop_bases(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Leave out "Tokyo-based": where somebody is from is no party and no place of signing."""

    def step(_out: list[Unit], at: int) -> int:
        unit = units[at]
        if not unit.code:
            return at + 1 if "-" in unit.text and unit.low.rpartition("-")[2] in words.based else 0
        return at + 3 if at + 2 < len(units) and units[at + 1].text == "-" and units[at + 2].low in words.based else 0

    return _rewrite(units, step)


def drop_interviews(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Leave out who asked: "joined Ana Soto from Minetalk" before "to announce", "sat down with Minetalk's Ana Soto"."""
    for at, unit in enumerate(units):
        phrase = phrase_at(units, at, words.interviews) if unit.low in words.interviews else ()
        stop = phrase and _end_of_interview(units, at + len(phrase), words)
        if stop:
            return [*units[:at], *units[stop:]]
    return units


def _end_of_interview(units: Sequence[Unit], at: int, words: MaskWords) -> int:
    """Return where the words for who asked end (0: nobody did)."""
    if at + 2 < len(units) and units[at].code in {"", "N"} and units[at + 1].text == "'s" and units[at + 2].code in {"N", "P"}:
        return at + 3
    stop = next((i for i in range(at, min(len(units), at + _QUESTION)) if units[i].low == words.infinitive), at)
    return stop + 1 if any(u.low == words.origin for u in units[at:stop]) else 0


def drop_sayings(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Leave out ", Nikkei reports," and ", according to the ministry,"."""

    def is_saying(_holder: Unit, inner: Sequence[Unit]) -> bool:
        return len(inner) <= _SAYING and any(u.low in words.sayings for u in inner) and not any(u.code == "F" for u in inner)

    return _drop_asides(units, is_saying, words)


def join_representatives(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Let who signs for a party be named with it: "Chile, represented by the minister of mines, Ana Soto, signed"."""
    if not any(unit.low in words.representing for unit in units):
        return units

    def step(out: list[Unit], at: int) -> int:
        person = _find_representative(units, at, words) if out and out[-1].code == "A" else None
        if person is None:
            return 0
        party, by = out[-1], units[person]
        out[-1] = Unit(party.start, party.end, "A", party.text, (*party.mentions, *by.mentions))
        return person + 1 + (person + 1 < len(units) and units[person + 1].text == ",")

    return _rewrite(units, step)


def _find_representative(units: Sequence[Unit], at: int, words: MaskWords) -> int | None:
    """Return where the person stands who ", represented by" at this place leads to: the next one, with no other party before."""
    phrase = phrase_at(units, at + 1, words.representing) if units[at].text == "," and at + 1 < len(units) else ()
    if not phrase:
        return None
    for index in range(at + 1 + len(phrase), min(len(units), at + _REPRESENTED)):
        if units[index].code == "P":
            return index
        if units[index].code in _SIDES or units[index].text == ";":
            return None
    return None


def drop_appositions(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Leave out ", a lithium miner in Australia," behind a party."""

    def is_apposition(holder: Unit, inner: Sequence[Unit]) -> bool:
        if not any(_describes(holder, u, words) for u in inner):
            return False  # "Japan, the United States, Australia and India" is a list
        if len(inner) > 1 and inner[0].code == "Z" and inner[1].low in words.predicates:
            return False  # "Under a deal with Quill, the company will buy …": a clause of its own
        owner = len(inner) > 1 and inner[0].code == "A" and inner[1].text in {"'s", "'"}
        noun = inner[0].code == "Z" and len(inner[0].mentions) == 1
        relative = len(inner) > 1 and inner[1].low in words.relative
        opens = owner or noun or relative or inner[0].is_joined or inner[0].low in words.openers or inner[0].code == "J"
        return opens and len(inner) <= _APPOSITION and not any(u.code == "F" for u in inner)

    return _drop_last(_drop_asides(units, is_apposition, words, after=PARTIES))


def _describes(holder: Unit, unit: Unit, words: MaskWords) -> bool:
    """Tell whether a unit is of a description: a word of its own, "miner", or the office of a person."""
    return (
        unit.code == "Z"
        or (holder.code == "P" and unit.is_joined)
        or (not unit.code and unit.low not in words.list_words and unit.text[0].isalpha())
    )


def _drop_last(units: list[Unit]) -> list[Unit]:
    """Leave out the office that ends a sentence behind a person: "…, and Ana Soto, Chile's minister of mining."."""
    for at in range(len(units) - 3, max(0, len(units) - _OFFICE), -1):
        owner = units[at + 1].is_joined or (units[at + 1].code in {"A", "J"} and units[at + 2].text == "'s")
        if units[at].text == "," and units[at - 1].code == "P" and owner:
            return [*units[:at], units[-1]] if units[-1].text == "." else units[:at]
    return units


def _drop_asides(
    units: list[Unit], is_aside: Callable[[Unit, Sequence[Unit]], bool], words: MaskWords, after: frozenset[str] | None = None
) -> list[Unit]:

    def step(out: list[Unit], at: int) -> int:
        if units[at].text not in {",", "-"} or not out or (after is not None and out[-1].code not in after):
            return 0
        close = _find_close(units, at, out[-1], is_aside, words)
        return close and close + 1

    return _rewrite(units, step)


def _rewrite(units: Sequence[Unit], step: Callable[[list[Unit], int], int]) -> list[Unit]:
    """Copy units from left to right; a step tells where it goes on past what is left out (0: the unit stays), and may mend what it has."""
    out: list[Unit] = []
    at = 0
    while at < len(units):
        end = step(out, at)
        if not end:
            out.append(units[at])
        at = end or at + 1
    return out


def _find_close(units: Sequence[Unit], at: int, holder: Unit, is_aside: Callable[[Unit, Sequence[Unit]], bool], words: MaskWords) -> int:
    """Return the comma that ends the longest aside beginning at this one (0: none)."""
    mark = units[at].text
    best = 0
    for close in range(at + 2, min(len(units), at + _REACH)):
        if units[close].text == mark and is_aside(holder, units[at + 1 : close]):
            best = close
            if not _goes_on(units, close, words):
                break
    return best


def _goes_on(units: Sequence[Unit], close: int, words: MaskWords) -> bool:
    """Tell whether a comma is one inside a list of the aside: a capitalised word follows it, or more parties behind one of the aside."""
    following = units[close + 1] if close + 1 < len(units) else None
    if following is None:
        return False
    if following.code in PARTIES:
        return units[close - 1].code in PARTIES and any(u.low == words.conjunction for u in units[close + 2 : close + 4])
    if not following.code and following.text[0].isupper():
        return True
    rest = list(takewhile(lambda u: u.text not in _MARKS and u.code not in _SIDES and u.low not in words.member_edges, units[close + 1 :]))
    return (
        bool(rest)
        and rest[0].low != words.conjunction
        and any(u.low == words.conjunction for u in rest[:_LAST])
        and _ends(units, close + len(rest) + 1)
    )


def _ends(units: Sequence[Unit], at: int) -> bool:
    return at < len(units) and units[at].text == ","
