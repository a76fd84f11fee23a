"""Where something was signed: what stands in a sentence as the place of an act, and what is only where something lies."""

from collections.abc import Iterator
from dataclasses import replace

from publisher.extract.drafts import Fact, FactValue
from publisher.extract.masks import Mask
from publisher.extract.setting import AttachWords, Setting, make_fact, same_clause
from publisher.extract.statement import Statement
from publisher.extract.telling import Telling
from publisher.extract.units import Unit
from publisher.model import Certainty

_CONTEXT = 60  # characters before a unit that say what it is mentioned for
_OPENING = 12  # characters at the head of a sentence in which "In Tokyo," stands
_NAME = 4  # words of the name of a place that no list has
_BEFORE = 3  # units before a place in which another form says what lies there


def places(statement: Statement, telling: Telling, setting: Setting) -> Iterator[Fact]:
    """Yield where something was signed: the first place that stands there as one, or that of the occasion by inference."""
    slot, mask = setting.roles.place, statement.mask
    if slot is None:
        return
    if telling.verb is None:
        yield from _handed_over(statement, telling, setting)
        return
    for index, (unit, at) in enumerate(mask.placed()):
        thing = _place(mask, index, setting)
        if thing is None:
            continue
        fact = make_fact(slot, thing, statement, telling, unit.mentions[0])
        is_near = same_clause(mask, at, telling, setting)
        if is_near and _is_venue(mask, index, telling, setting):
            yield replace(fact, certainty=Certainty.INFERRED) if _is_seat(unit, setting) else fact
            return
        if (is_near or at > telling.verb_start) and setting.words.occasion.search(mask.text[max(0, at - _CONTEXT) : at]):
            yield replace(fact, certainty=Certainty.INFERRED)
            return
    yield from _unlisted(statement, telling, setting)


def _handed_over(statement: Statement, telling: Telling, setting: Setting) -> Iterator[Fact]:
    """Yield the place of a form that a sentence only refers to: "the document, exchanged in Tunis, provides for surveys"."""
    mask = statement.mask
    for index, (unit, at) in enumerate(mask.placed()):
        thing = _place(mask, index, setting)
        if thing is not None and setting.roles.place is not None and _is_of_form(mask, at, telling, setting):
            yield make_fact(setting.roles.place, thing, statement, telling, unit.mentions[0])
            return


def _is_of_form(mask: Mask, at: int, telling: Telling, setting: Setting) -> bool:
    """Tell whether a place stands right behind a participle of signing that goes with the form: "the pact, inked in Lima, …"."""
    if telling.unit is None or not (begin := mask.place_of(telling.unit)) < at:
        return False
    between = mask.text[begin + len(telling.unit.mark) : at]
    return "§F" not in between and ";" not in between and setting.words.signed_in.search(between) is not None


def _unlisted(statement: Statement, telling: Telling, setting: Setting) -> Iterator[Fact]:
    """Yield a place that no list has: a name behind "signed in", or that of a building behind "signed at"."""
    mask, slot = statement.mask, setting.roles.place
    for index, at in enumerate(mask.starts):
        found = setting.words.signed_in.search(mask.text[:at])
        if found is None or slot is None or not same_clause(mask, at, telling, setting):
            continue
        end = _end_of_name(mask, index, setting.words)
        name = mask.sentence.text[mask.units[index].start : mask.units[end - 1].end] if end > index else ""
        is_building = name.rpartition(" ")[2].lower() in setting.words.buildings
        if name and (
            is_building or (found["where"] in setting.words.within and mask.units[index].code != "O" and _is_name(name, setting.words))
        ):
            yield make_fact(slot, name, statement, telling, Unit(mask.units[index].start, mask.units[end - 1].end, "", name))
            return


def _end_of_name(mask: Mask, index: int, words: AttachWords) -> int:
    """Return where the capitalised words end that begin here, if a mark, a day or a preposition follows them; else where they begin."""
    end = index
    while end < len(mask.units) and end - index < _NAME and _is_of_name(mask.units[end]):
        end += 1
    following = mask.units[end] if end < len(mask.units) else None
    ends = following is None or following.code == "D" or following.low in words.behind_place
    return end if ends else index


def _is_of_name(unit: Unit) -> bool:
    return unit.code in {"O", "N"} or (not unit.code and unit.text[:1].isupper())


def _is_name(name: str, words: AttachWords) -> bool:
    """Tell whether words can be the name of a town: letters only, none of them all capitals."""
    parts = name.split()
    return parts[0] not in words.no_towns and all(p.replace("-", "").isalpha() and not p.isupper() and len(p) > 1 for p in parts)


def _place(mask: Mask, index: int, setting: Setting) -> FactValue | None:
    """Return the place that a unit names: itself, or the capital of the state before the word ("in the Serbian capital")."""
    unit = mask.units[index]
    if unit.code not in {"L", "A", "J"} or not unit.mentions:
        return None
    mention = unit.mentions[0]
    if index + 1 < len(mask.units) and mask.units[index + 1].low in setting.words.capital_words:
        return setting.capitals.get(mention.thing)
    if _is_seat(unit, setting):
        return setting.capitals[mention.thing]
    is_named = unit.code == "L" or (unit.code == "A" and (mention.kind == "capital" or mention.thing in setting.states))
    return mention.thing if is_named else None


def _is_seat(unit: Unit, setting: Setting) -> bool:
    """Tell whether a unit is a body that is called by the building it is in: "at the White House"."""
    thing = unit.mentions[0].thing if len(unit.mentions) == 1 else None
    return unit.code in {"A", "L"} and thing in setting.capitals and thing not in setting.states


def _is_venue(mask: Mask, index: int, telling: Telling, setting: Setting) -> bool:
    """Tell whether a place stands where the place of an act does: right behind the verb, at the head, before the day, at the end."""
    unit, at = mask.units[index], mask.starts[index]
    if at > telling.verb_start and setting.words.locating.search(mask.text[:at]):
        ends = (
            (unit.mentions[0].kind == "capital" or _is_seat(unit, setting))
            and _is_last(mask, index)
            and not setting.words.asset.search(mask.text[:at])
        )
        if ends or _follows_date(mask, index, setting.words):
            return True
    if at <= telling.verb_start and at >= _OPENING and not (telling.verb == setting.words.signing and _opens(mask, index)):
        return _is_of_form(mask, at, telling, setting)
    if any(u.code == "F" and u is not telling.unit for u in mask.units[max(0, index - _BEFORE) : index]):
        return False  # "an agreement on a joint venture in Colombia"
    return setting.words.place_verb.search(mask.text[:at]) is not None and _is_free(mask, index)


def _opens(mask: Mask, index: int) -> bool:
    """Tell whether a place stands in the phrase a sentence opens with, before whoever acts: "At a ceremony in Lima on Monday, …"."""
    head = next((i for i, unit in enumerate(mask.units) if unit.text == ","), 0)
    return index < head and not any(unit.code and unit.code not in "LDOCSJ" for unit in mask.units[:head])


def _is_last(mask: Mask, index: int) -> bool:
    """Tell whether nothing but a mark, a reporting clause or a day follows a place."""
    following = mask.units[index + 1] if index + 1 < len(mask.units) else None
    return following is None or following.text in {".", ","} or following.code == "D"


def _follows_date(mask: Mask, index: int, words: AttachWords) -> bool:
    """Tell whether a date stands right behind a place: "… on lithium in Santiago on 9 May"."""
    following = [u for u in mask.units[index + 1 : index + 3] if u.low not in words.dating]
    return bool(following) and following[0].code == "D"


def ceremony(statement: Statement, setting: Setting) -> Iterator[Fact]:
    """Yield the place of a ceremony that a sentence of its own tells ("The ceremony was held in Astana")."""
    slot, mask = setting.roles.place, statement.mask
    for index, (unit, at) in enumerate(mask.placed()):
        if slot is not None and unit.code in {"L", "A"} and setting.words.ceremony.search(mask.text[:at]):
            thing = _place(mask, index, setting)
            if thing is not None:
                yield Fact(slot.name, thing, Certainty.INFERRED, statement.number, statement.span(unit), "ceremony")


def _is_free(mask: Mask, index: int) -> bool:
    """A place that a party follows at once ("in Tokyo Steel") or that is a party itself is no place of signing."""
    following = mask.units[index + 1] if index + 1 < len(mask.units) else None
    return following is None or following.text != "'s"
