"""What a masked sentence makes one unit of: parties in a list, commodities in a list, a name and the words that introduce it."""

from collections.abc import Sequence

from publisher.extract.mentions import Mention
from publisher.extract.units import PARTIES, MaskWords, Unit
from publisher.extract.wordlists import stands

_FILLERS = frozenset("SCT")
_OWNER_REACH = 7  # words between "the Chilean" and the name they introduce
_OPENING = 8  # units of the phrase a sentence begins with
_HOLDER_REACH = 4  # words between "Chile's" and "minister"
_MEMBER_REACH = 6  # units that may introduce the next member of a list ("and the miner Lynas")
_COMMA_REACH = 2  # … behind a mere comma
_FAMILIES = {"J": frozenset("J"), "L": frozenset("LA")}
_AGENTS = frozenset("ANPZY")
_MEANT = frozenset("ZY")


def join_owners(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Let words that say whose or what a name is be part of it.

    "Namibia's state-owned firm, Epangelo" and "the Chilean company CMAQ" are the firm alone, "the Emirati government" the state.
    """
    out: list[Unit] = []
    for at, unit in enumerate(units):
        if unit.code in {"A", "N"} and (cut := _find_owner(out, words)) is not None and not _owns_form(out, units[at + 1 : at + 3], words):
            del out[cut:]
        if unit.code == "P" and out and out[-1].code in {"A", "N"} and out[-1].end + 1 == unit.start and not _is_state(out[-1], words):
            del out[-1]  # "Quill Chief Executive Ana Soto": who acts for it stands for it
        if unit.code == "P" and len(out) > 1 and out[-1].text == "'s" and out[-2].code in {"A", "N"} and not _is_state(out[-2], words):
            del out[-2:]  # "Quill's chief executive, Ana Soto"
        if unit.code == "A" and _drop_or_keep(out, unit, words):
            continue
        out.append(_with_holder(out, unit, words))
    return out


def _is_state(unit: Unit, words: MaskWords) -> bool:
    return any(mention.kind == "capital" or mention.thing in words.states for mention in unit.mentions)


def _owns_form(out: Sequence[Unit], following: Sequence[Unit], words: MaskWords) -> bool:
    """Tell whether two companies are the sides of what comes: "Northfield's Harbour deal"."""
    if len(out) < 2 or out[-1].text != "'s" or not out[-2].mentions:  # noqa: PLR2004 - an owner and its sign
        return False
    is_company = (
        out[-2].code in {"A", "N"} and out[-2].mentions[0].kind in {"agent", "name"} and out[-2].mentions[0].thing not in words.states
    )
    return is_company and any(unit.code == "F" for unit in following)


def _drop_or_keep(out: list[Unit], unit: Unit, words: MaskWords) -> bool:
    """Take "the government of" from before a state, or tell that the state itself only says where the agent before it is from."""
    if len(out) < 2:  # noqa: PLR2004 - a noun and its preposition
        return False
    noun, preposition = out[-2:]
    if preposition.low == words.possession and noun.is_joined and unit.mentions[0].kind == "capital":
        del out[-2:]  # "the US state of Texas"
        return False
    if preposition.low in words.seat and noun.code == "A" and _is_seat(noun, unit, words):
        del out[-1]
        return True
    if preposition.low == words.possession and noun.low in words.rulers:
        del out[-2:]
    return False


def _with_holder(out: list[Unit], unit: Unit, words: MaskWords) -> Unit:
    """Return a noun joined with the state before it: "the Emirati government" is the state, "the Japanese company" an organisation."""
    rules = unit.low in words.rulers
    at = None if unit.code or not (rules or unit.low in words.nouns) else _find_holder(out, words)
    if at is None:
        return unit
    holder = out[at]
    owns = len(out) > at + 1 and out[at + 1].text == "'s"
    if rules and holder.mentions[0].kind != "organisation":
        del out[at:]
        return Unit(holder.start, unit.end, "A", holder.text, holder.mentions)
    is_known = not owns and not (at and out[at - 1].low in words.indefinite)
    if unit.low in words.nouns and len(holder.mentions) == 1 and is_known:
        del out[at:]
        mention = Mention(holder.start, unit.end, "organisation", holder.mentions[0].values)
        return Unit(holder.start, unit.end, "Z", holder.text, (mention,))
    return unit


def _find_holder(out: Sequence[Unit], words: MaskWords) -> int | None:
    """Return where whoever a noun belongs to stands: "Chilean", "Chile's foreign"."""
    index = len(out) - 1
    stop = index - _HOLDER_REACH
    while index > stop and index > 0 and out[index].code not in {"J", "A"} and _introduces(out[index], words):
        index -= 1
    if index < 0:
        return None
    near = index == len(out) - 1
    if out[index].text == "'s" and index > 0 and out[index - 1].code == "A":
        return index - 1
    return index if out[index].code == "J" or (near and out[index].code == "A") else None


def _is_seat(holder: Unit, unit: Unit, words: MaskWords) -> bool:
    """Tell whether a state behind "of" only says where an organisation is from ("SK Ecoplant of Korea")."""
    return len(holder.mentions) == 1 and holder.mentions[0].thing not in words.states and unit.mentions[0].thing in words.states


def _find_owner(out: Sequence[Unit], words: MaskWords) -> int | None:
    """Return where the words that only introduce the coming name begin."""
    index = len(out) - 1
    if index > 1 and out[index].low in words.describing and out[index - 1].text == "-" and out[index - 2].code in {"A", "J", "N"}:
        return index - 2  # "the Chinese-led Quill Consortium"
    if index > 1 and out[index].text == "," and out[index - 2].low in words.counts and not out[index - 1].code:
        return index - 2  # "the two developers, Quill and Dray"
    if index > 0 and out[index].text == "," and out[index - 1].low in words.nouns:
        index -= 1
    if index >= 0 and out[index].code == "Z":
        return index
    noun = index >= 0 and out[index].low in words.nouns
    stop = index - _OWNER_REACH
    while index >= 0 and index > stop and _introduces(out[index], words):
        index -= 1
    if index < 0:
        return None
    if out[index].text == "'s" and index > 0 and out[index - 1].code in {"A", "J", "N", "P"}:
        return index - 1
    return index if out[index].code == "J" or (noun and out[index].code == "A") else None


def _introduces(unit: Unit, words: MaskWords) -> bool:
    """Tell whether a word can stand between an owner and the name: no word that parts phrases, and no other mention."""
    if unit.low in words.owner_edges:
        return False
    return unit.code in _FILLERS or (not unit.code and unit.text[0].isalnum())


def join_lists(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Make one unit of "Japan, Korea and the United States"."""
    out: list[Unit] = []
    at = 0
    while at < len(units):
        unit = units[at]
        at += 1
        if unit.code and unit.code in "ANPJLZY":
            end, joined = _gather(units, at, unit, words)
            if end == at or not _closes_phrase(units, at, end, words):
                at, unit = end, joined
        out.append(unit)
    return out


def _closes_phrase(units: Sequence[Unit], at: int, end: int, words: MaskWords) -> bool:
    """Tell whether a comma behind a party closes the phrase a sentence begins with: "Amid tensions with China, Japan signed"."""
    if units[at].text != "," or (at + 1 < end and units[at + 1].low == words.conjunction) or (end < len(units) and units[end].text == ","):
        return False
    before = [unit for unit in units[: at - 1] if unit.low not in words.list_words]
    opens = 1 < len(before) < _OPENING and before[0].low in words.heading and before[-1].low in words.closing
    return opens and not any(unit.text in {",", ":", ";"} or unit.code in PARTIES for unit in before)


def _gather(units: Sequence[Unit], at: int, unit: Unit, words: MaskWords) -> tuple[int, Unit]:
    """Join to a unit all members of the list it begins; return where the list ends, too."""
    members, after_comma, is_aside = 1, False, False
    while (separator := _find_separator(units, at, unit, words)) is not None:
        following = _find_member(units, at + len(separator), unit, words, strict=separator == (",",))
        if following is None:
            break
        first = members == 1 and not after_comma
        if first and separator == (",", words.conjunction) and not _are_people(units, following, unit, words):
            break
        if members == 1 and separator == (",",) and not _goes_on(units, following + 1, words):
            break
        unit = _join(unit, units[following])
        is_aside = is_aside or (separator[0] == "," and separator not in {(",",), (",", words.conjunction)})
        members, after_comma, at = members + 1, separator == (",",), following + 1
    return at + (is_aside and at < len(units) and units[at].text in {",", "-"}), unit


def _find_separator(units: Sequence[Unit], at: int, unit: Unit, words: MaskWords) -> tuple[str, ...] | None:
    """Return the words at a place that join members of a list; a spaced dash parts what a hyphen joins."""
    if at >= len(units):
        return None
    if units[at].text == "-" and units[at].start > unit.end:
        return next(
            (s for s in words.separators if s[0] == "," and s[1:] not in {(), (words.conjunction,)} and stands(s[1:], units, at + 1)), None
        )
    return next((s for s in words.separators if units[at].low == s[0] and stands(s, units, at)), None)


def _join(unit: Unit, other: Unit) -> Unit:
    """Return two members as one unit: people stay people, what is only meant stays meant, whatever else is joined are agents."""
    codes = {unit.code, other.code}
    mixed = "P" if "P" in codes else "Z" if codes & _MEANT else "A"
    code = unit.code if unit.code in {other.code, "L"} or other.code == "J" else mixed
    return Unit(unit.start, other.end, code, unit.text, (*unit.mentions, *other.mentions))


def _are_people(units: Sequence[Unit], following: int, unit: Unit, words: MaskWords) -> bool:
    """Tell whether "A, and B" are two people with one verb: "the minister, Ana Soto, and her colleague, Pia Aho, signed"."""
    after = units[following + 1].low if following + 1 < len(units) else ""
    return unit.code == "P" and units[following].code == "P" and after not in words.sayings


def _find_member(units: Sequence[Unit], at: int, unit: Unit, words: MaskWords, *, strict: bool) -> int | None:
    """Return where the next member of a list stands; a few words may introduce it ("and the miner Lynas")."""
    family = _FAMILIES.get(unit.code, _AGENTS)
    for index in range(at, min(len(units), at + (_COMMA_REACH if strict else _MEMBER_REACH))):
        candidate = units[index]
        if strict and candidate.code == "Z":
            return None  # "Quill, a Chilean miner" is one
        if candidate.code in family or (unit.code == "J" and candidate.code == "A" and index == at):
            return index
        if candidate.code and candidate.code not in "JSCT":
            return None
        if not candidate.code and (not candidate.text[0].isalpha() or candidate.low in words.member_edges):
            return None
    return None


def _goes_on(units: Sequence[Unit], at: int, words: MaskWords) -> bool:
    """Tell whether after "Japan, Peru" comes "and …", ", …" or a verb, so that the comma joined parties."""
    return at < len(units) and units[at].low in words.list_goes_on


def join_concepts(units: list[Unit], words: MaskWords) -> list[Unit]:
    """Make one unit of "lithium, cobalt and nickel"."""
    out: list[Unit] = []
    at = 0
    while at < len(units):
        unit = units[at]
        at += 1
        while unit.code in {"C", "S"} and at < len(units) and (step := _step(units, at, unit, words)):
            other = units[at + step]
            unit = Unit(unit.start, other.end, unit.code, unit.text, (*unit.mentions, *other.mentions))
            at += step + 1
        out.append(unit)
    return out


def _step(units: Sequence[Unit], at: int, unit: Unit, words: MaskWords) -> int:
    """Return how many units lead to the next of a list of concepts (0: none)."""
    comma_and = units[at].text == "," and at + 1 < len(units) and units[at + 1].low == words.conjunction
    step = 2 if comma_and else 1
    joins = units[at].low in words.concept_separators and at + step < len(units) and units[at + step].code == unit.code
    return step if joins else 0
