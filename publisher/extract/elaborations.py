"""Whether a sentence that names no record goes on about the one told before: its content, its terms."""

from collections.abc import Sequence

from publisher.extract.amounts import Amount
from publisher.extract.drafts import Draft
from publisher.extract.kit import Kit
from publisher.extract.matching import NEAR
from publisher.extract.statement import Statement

ALONE = 4
"""Sentences behind the only record told so far in which what both sides do is of it."""
_COVERS_REACH = 40  # characters at the head of a sentence in which "it covers" stands
_TOLD = frozenset("GZIF")
_HEAD = 4  # units in which the subject of a sentence stands
_DETERMINED = 40  # characters before a form in which its article stands
_TERMS = 4  # sentences behind a record in which its terms are told


def goes_on(focus: Draft, statement: Statement, kit: Kit) -> bool:
    """Tell whether a sentence goes on about a record: its subject is both sides, the record, or a party that will do something."""
    mask = statement.mask
    head = mask.units[:_HEAD]
    if any(u.code == "G" or (u.code == "I" and i and head[i - 1].low in kit.means) for i, u in enumerate(head)):
        return True
    if statement.number - focus.last != 1:
        return False
    if head and head[0].code == "I" and kit.covers.search(mask.text[:_COVERS_REACH]):
        return True
    if not kit.field.words.search(mask.sentence.text) and not any(u.code == "C" for u in mask.units):
        return False
    first = next((u for u in head if u.code in {"A", "N", "Z", "J"}), None)
    is_party = first is not None and (first.code == "Z" or first.mentions[0].thing in focus.values(kit.roles.party.name))
    return is_party and kit.statuses.modality(mask.text) == "committed"


def tells_terms(focus: Draft, statement: Statement, kit: Kit) -> bool:
    """Tell whether a sentence says what is paid under a record told not long before."""
    distance, mask = statement.number - focus.last, statement.mask
    if distance > _TERMS or _tells_of_another(statement, kit):
        return False
    if distance <= NEAR and (kit.terms_alone.search(mask.text) or _tells_worth(statement, kit)):
        return True
    return (kit.terms.search(mask.text) or kit.pays.search(mask.text)) is not None and _is_about(focus, statement, kit)


def of_title(statement: Statement, told: Sequence[Draft], kit: Kit) -> Draft | None:
    """Return the record that a sum in a title is of, where no record was told in it: the first with a party named there.

    None where the sum is told of another record.
    """
    slot = kit.roles.parts.get("amount")
    sums = {(m.amount.value, m.amount.currency) for m in statement.mentions if m.amount is not None}
    held = {(v.value, v.currency) for draft in told for v in (draft.values(slot.name) if slot else ()) if isinstance(v, Amount)}
    if sums & held or any(statement.number in draft.sentences for draft in told):
        return None
    named = {agent for mention in statement.mentions if mention.kind == "agent" for agent in mention.named}
    return next((draft for draft in told if named.intersection(draft.values(kit.roles.party.name))), None)


def _tells_of_another(statement: Statement, kit: Kit) -> bool:
    """Tell whether a sentence names a form of its own: "in a separate $2 million deal"."""
    for unit, at in statement.mask.placed():
        form = unit.mentions[0].form if unit.code == "F" else None
        before = statement.mask.text[max(0, at - _DETERMINED) : at]
        if form is not None and not form.definite and (kit.statuses.marks.is_indefinite(before) or kit.statuses.marks.is_new(before)):
            return True
    return False


def _tells_worth(statement: Statement, kit: Kit) -> bool:
    """Tell whether a sentence begins with what the project or the sale comes to: "the investment is put at $3 million"."""
    mask = statement.mask
    return any(unit.code == "M" and kit.worth.search(mask.text[:at]) for unit, at in mask.placed())


def _is_about(draft: Draft, statement: Statement, kit: Kit) -> bool:
    """Tell whether a sentence names a party of a record, or somebody or something told before."""
    parties = set(draft.values(kit.roles.party.name))
    units = statement.mask.units
    return any(u.code in _TOLD for u in units) or any(
        m.kind == "agent" and parties.intersection(m.named) for u in units for m in u.mentions
    )
