"""Masking a sentence: mentions become one-letter units, lists become one unit, asides are left out.

What stays is the skeleton that frames match: ``" A and P sign F with A"``. Every unit knows its mentions, so a match
leads back to them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publisher.extract.mentions import Mention
from publisher.extract.spans import Sentence
from publisher.extract.tokens import tokenize

CODES = {
    "agent": "A", "name": "N", "person": "P", "group": "G", "organisation": "Z", "state": "Y", "subject": "I", "adjective": "J",
    "matter": "O", "form": "F", "date": "D", "amount": "M", "commodity": "C", "place": "L", "stage": "S", "instrument": "T",
}  # fmt: skip
PARTIES = frozenset("ANPGZY")


@dataclass(frozen=True, slots=True)
class Unit:
    """One word, or one mention or list of mentions, of the masked sentence; ``code`` is its letter, or "" for a word."""

    start: int
    end: int
    code: str
    text: str
    mentions: tuple[Mention, ...] = ()

    @property
    def mark(self) -> str:
        """Return how the unit stands in the masked text."""
        return f"§{self.code}" if self.code else self.text.lower()


@dataclass(frozen=True, slots=True)
class Mask:
    """A masked sentence: the text frames are matched on, and where in it each unit begins."""

    sentence: Sentence
    units: tuple[Unit, ...]
    text: str
    starts: tuple[int, ...]

    def units_at(self, start: int, end: int) -> tuple[Unit, ...]:
        """Return the units of a stretch of the masked text."""
        return tuple(unit for unit, at in zip(self.units, self.starts, strict=True) if start <= at < end)


@dataclass(frozen=True, slots=True)
class MaskWords:
    """The word lists masking needs."""

    nouns: frozenset[str]
    legal: frozenset[str]
    interviews: frozenset[str]
    government: frozenset[str]
    prepositions: frozenset[str]
    verbs: frozenset[str]
    sayings: frozenset[str]
    openers: frozenset[str]
    states: frozenset[object]


def make_mask(sentence: Sentence, mentions: Sequence[Mention], words: MaskWords) -> Mask:
    """Mask one sentence."""
    units = _units(sentence, mentions, words)
    for step in _STEPS:
        units = step(units, words)
    text, starts = "", []
    for unit in units:
        starts.append(len(text) + 1)
        text += " " + unit.mark
    return Mask(sentence, tuple(units), text + " ", tuple(starts))


def _units(sentence: Sentence, mentions: Sequence[Mention], words: MaskWords) -> list[Unit]:
    units: list[Unit] = []
    at = 0
    for mention in (*mentions, None):
        stop = mention.start if mention else len(sentence.text)
        units.extend(Unit(at + t.start, at + t.end, "", t.text) for t in tokenize(sentence.text[at:stop]))
        if mention:
            code = _capital(units, words, sentence.text[mention.end : mention.end + 20]) if mention.kind == "capital" else CODES.get(mention.kind, "C")  # a concept of any scheme
            if mention.kind == "agent" and mention.values[0] in words.states and units and units[-1].text.lower() in _LOCATING:
                code = "L"  # a state after "in" is where something lies, no party
            if mention.kind == "name" and units and units[-1].text.lower() in _WITHIN:
                code = CODES["matter"]  # a name right after "in" is a place nobody knows, no party
            units.append(Unit(mention.start, mention.end, code, sentence.text[mention.start : mention.end], (mention,)))
            at = mention.end
    return units


_LOCATING = frozenset({"in", "across", "throughout", "within", "outside", "near", "inside"})
_WITHIN = frozenset({"in", "at", "near", "across", "outside"})


def _capital(before: Sequence[Unit], words: MaskWords, after: str) -> str:
    """A capital after "in" or "from" is a place; elsewhere it speaks for its government (extraction: metonymy)."""
    last = next((u.text.lower() for u in reversed(before[-2:]) if u.text.lower() not in {"the", "downtown", "central", "capital", "city"}), ",")
    if last in words.prepositions or (not before and after.strip()[:1] in {":", ",", "-", "(", "/"}):
        return "L"
    following = tokenize(after)
    acts = not following or not following[0].is_word or following[0].low in words.verbs | {"and", "'s"}
    return "A" if acts or last in {"with", "between", "by", "and"} else "L"


def _drop_brackets(units: list[Unit], _words: MaskWords) -> list[Unit]:
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


def _drop_suffixes(units: list[Unit], words: MaskWords) -> list[Unit]:
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
    return (text in {",", "."} and following in words.legal) or (text == "." and at > 0 and units[at - 1].text in words.legal and at + 1 < len(units))


def _drop_interviews(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Leave out "joined Ana Soto from Minetalk" before "to announce": who asks is no party."""
    for at, unit in enumerate(units):
        if unit.text.lower() in words.interviews:
            stop = next((i for i in range(at + 1, min(len(units), at + 12)) if units[i].text.lower() == "to"), None)
            if stop and any(u.text.lower() == "from" for u in units[at:stop]):
                return [*units[:at], *units[stop + 1 :]]
    return units


def _drop_sayings(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Leave out ", Nikkei reports," and ", according to the ministry,"."""
    return _drop_asides(units, lambda inner: len(inner) <= 14 and any(u.text.lower() in words.sayings for u in inner) and not any(u.code == "F" for u in inner))


def _drop_appositions(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Leave out ", a lithium miner in Australia," behind a party."""

    def is_apposition(inner: Sequence[Unit]) -> bool:
        if not any(not u.code and u.text.lower() not in _ARTICLES and u.text[0].isalpha() for u in inner):
            return False  # "Japan, the United States, Australia and India" is a list
        opener = inner[0].text.lower() in words.openers or inner[0].code == "J" or (len(inner) > 1 and inner[0].code == "A" and inner[1].text == "'s")
        return opener and len(inner) <= 32 and not any(u.code == "F" for u in inner)

    return _drop_asides(units, is_apposition, after=PARTIES)


_ARTICLES = frozenset({"the", "a", "an", "and", "its", "both"})


def _drop_asides(units: list[Unit], is_aside: Callable[[Sequence[Unit]], bool], after: frozenset[str] | None = None) -> list[Unit]:
    out: list[Unit] = []
    at = 0
    while at < len(units):
        unit = units[at]
        if unit.text in {",", "-"} and out and (after is None or out[-1].code in after):
            close = _closing(units, at, is_aside)
            if close:
                at = close + 1
                continue
        out.append(unit)
        at += 1
    return out


def _closing(units: Sequence[Unit], at: int, is_aside: Callable[[Sequence[Unit]], bool]) -> int:
    """Return the comma that ends the longest aside beginning at this one, within 36 units (0: none)."""
    mark = units[at].text
    best = 0
    for close in range(at + 2, min(len(units), at + 36)):
        if units[close].text == mark and is_aside(units[at + 1 : close]):
            best = close
            if not _goes_on(units, close):
                break
    return best


def _goes_on(units: Sequence[Unit], close: int) -> bool:
    """Tell whether a comma is one inside a list of the aside: no verb, party or "and" follows it at once."""
    following = units[close + 1] if close + 1 < len(units) else None
    return following is not None and not following.code and following.text[0].isupper()


def _join_owners(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Let "Namibia's state-owned firm, Epangelo" and "the Chilean company CMAQ" be the firm alone, "the Emirati government" the state."""
    out: list[Unit] = []
    for unit in units:
        if unit.code in {"A", "N"} and (cut := _owner(out, words)) is not None:
            del out[cut:]
        if unit.code == "A" and len(out) > 1 and out[-1].text.lower() in {"of", "from"} and out[-2].code == "A" and _is_seat(out[-2], unit, words):
            del out[-1]
            continue
        if unit.code == "A" and len(out) > 1 and out[-1].text.lower() == "of" and out[-2].text.lower() in words.government:
            del out[-2:]
        if not unit.code and unit.text.lower() in words.government and out and out[-1].code in {"J", "A"} and out[-1].mentions[0].kind != "organisation":
            holder = out.pop()
            out.append(Unit(holder.start, unit.end, "A", holder.text, holder.mentions))
            continue
        if not unit.code and unit.text.lower() in words.nouns and out and out[-1].code in {"J", "A"} and len(out[-1].mentions) == 1:
            holder = out.pop()
            mention = Mention(holder.start, unit.end, "organisation", holder.mentions[0].values)
            out.append(Unit(holder.start, unit.end, "Z", holder.text, (mention,)))
            continue
        out.append(unit)
    return out


def _is_seat(holder: Unit, unit: Unit, words: MaskWords) -> bool:
    """Tell whether a state behind "of" only says where an organisation is from ("SK Ecoplant of Korea")."""
    return len(holder.mentions) == 1 and holder.mentions[0].values[0] not in words.states and unit.mentions[0].values[0] in words.states


_FILLERS = frozenset("SCT")


def _owner(out: Sequence[Unit], words: MaskWords) -> int | None:
    """Return where the words that only introduce the coming name begin."""
    index = len(out) - 1
    if index >= 0 and out[index].text == "," and index > 0 and out[index - 1].text.lower() in words.nouns:
        index -= 1
    if index >= 0 and out[index].code == "Z":
        return index
    noun = index >= 0 and out[index].text.lower() in words.nouns
    steps = 0
    while index >= 0 and (out[index].code in _FILLERS or (not out[index].code and out[index].text[0].isalnum())) and out[index].text.lower() not in words.prepositions | words.verbs | {"and", "with", "by", "the", "a", "an"} and steps < 7:
        index -= 1
        steps += 1
    if index < 0:
        return None
    if out[index].text == "'s" and index > 0 and out[index - 1].code in {"A", "J", "N"}:
        return index - 1
    if out[index].code == "J" or (noun and out[index].code == "A"):
        return index
    return None


def _join_lists(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Make one unit of "Japan, Korea and the United States"."""
    out: list[Unit] = []
    at = 0
    while at < len(units):
        unit = units[at]
        at += 1
        if unit.code in "ANPJL" and unit.code:
            at, unit = _gather(units, at, unit, words)
        out.append(unit)
    return out


_SEPARATORS = (("as", "well", "as"), ("along", "with"), ("together", "with"), (",", "and"), ("and",), ("&",), (",",), ("-",), ("/",), ("plus",))


def _gather(units: Sequence[Unit], at: int, unit: Unit, words: MaskWords) -> tuple[int, Unit]:
    members, last_comma = 1, False
    while True:
        if at < len(units) and units[at].text == "-" and units[at].start > unit.end:
            return at, unit  # a spaced dash parts what a hyphen joins
        separator = next((s for s in _SEPARATORS if tuple(u.text.lower() for u in units[at : at + len(s)]) == s), None)
        if separator is None:
            return at, unit
        following = _member(units, at + len(separator), unit, words, strict=separator == (",",))
        if following is None:
            return at, unit
        if separator == (",", "and") and members == 1 and not last_comma and not _are_people(units, following, unit, words):
            return at, unit
        other = units[following]
        if separator == (",",) and members == 1 and not _list_goes_on(units, following + 1, unit, words):
            return at, unit
        code = unit.code if unit.code in {other.code, "L"} or other.code == "J" else ("P" if "P" in (unit.code, other.code) else "A")
        unit = Unit(unit.start, other.end, code, unit.text, (*unit.mentions, *other.mentions))
        members += 1
        last_comma = separator == (",",)
        at = following + 1


def _are_people(units: Sequence[Unit], following: int, unit: Unit, words: MaskWords) -> bool:
    """Tell whether "A, and B" are two people with one verb: "the minister, Ana Soto, and her colleague, Pia Aho, signed"."""
    after = units[following + 1].text.lower() if following + 1 < len(units) else ""
    return unit.code == "P" and units[following].code == "P" and after not in words.sayings


def _member(units: Sequence[Unit], at: int, unit: Unit, words: MaskWords, *, strict: bool) -> int | None:
    """Return where the next member of a list stands; a few words may introduce it ("and the miner Lynas")."""
    reach = 2 if strict else 6
    family = {"J"} if unit.code == "J" else ({"L", "A"} if unit.code == "L" else {"A", "N", "P"})
    for index in range(at, min(len(units), at + reach)):
        candidate = units[index]
        if candidate.code in family:
            return index
        if unit.code == "J" and candidate.code == "A" and index == at:
            return index
        if candidate.code and candidate.code not in "JSCT":
            return None
        if not candidate.code and (not candidate.text[0].isalpha() or candidate.text.lower() in words.prepositions | words.verbs):
            return None
    return None


def _list_goes_on(units: Sequence[Unit], at: int, unit: Unit, words: MaskWords) -> bool:
    """Tell whether after "Japan, Peru" comes "and …", ", …" or a verb, so that the comma joined parties."""
    if at >= len(units):
        return False
    following = units[at]
    return following.text.lower() in {"and", ",", "&"} | words.verbs or (following.code == "" and following.text.lower() in {"to", "will", "have", "are"})


def _join_commodities(units: list[Unit], _words: MaskWords) -> list[Unit]:
    out: list[Unit] = []
    at = 0
    while at < len(units):
        unit = units[at]
        at += 1
        while unit.code in {"C", "S"} and at < len(units):
            skip = 2 if units[at].text == "," and at + 1 < len(units) and units[at + 1].text.lower() == "and" else 1
            if units[at].text.lower() not in {",", "and", "or", "&", "/"} or at + skip >= len(units) or units[at + skip].code != unit.code:
                break
            other = units[at + skip]
            unit = Unit(unit.start, other.end, unit.code, unit.text, (*unit.mentions, *other.mentions))
            at += skip + 1
        out.append(unit)
    return out


_STEPS = (_drop_interviews, _drop_brackets, _drop_suffixes, _join_commodities, _drop_sayings, _join_owners, _drop_appositions, _join_owners, _join_lists)
