"""Who signed: the people in a party's place of a telling that says it was signed."""

from collections.abc import Iterator

from publisher.extract.drafts import Fact
from publisher.extract.kit import Kit
from publisher.extract.mentions import Mention
from publisher.extract.registry import Registry
from publisher.extract.statement import Statement
from publisher.extract.telling import Telling


def find_signatories(telling: Telling, statement: Statement, kit: Kit, registry: Registry) -> Iterator[Fact]:
    """Yield who signed, as far as a sentence tells it."""
    slot, statuses = kit.roles.person, kit.statuses
    is_signing = telling.verb == statuses.signing or telling.signs
    if slot is None or not is_signing or kit.status_name(telling) != statuses.signed:
        return
    act = statuses.marks.signing_of.match(statement.mask.text, telling.verb_start)
    for mention in telling.parties:
        if act is not None and mention.start < statement.mask.sentence_place(act.end()):
            continue  # "Ana Soto watched the signing of the pact"
        if mention.kind == "person" and mention.name in registry.people and not _owns(mention, statement):
            yield Fact(slot.name, mention.name, telling.certainty, statement.number, statement.span(mention), telling.rule)


def _owns(mention: Mention, statement: Statement) -> bool:
    """Tell whether what was done was done by somebody's cabinet, and not by whom it is named for."""
    return statement.mask.sentence.text.startswith("'s", mention.end)
