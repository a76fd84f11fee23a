"""Extraction: one pure function from an article to what it says."""

import re
from collections.abc import Iterator, Sequence

from publisher.domain import Domain
from publisher.extract.amounts import find_default_dollar
from publisher.extract.anchors import find_anchor
from publisher.extract.annotate import Noted
from publisher.extract.claims import ClaimMaker
from publisher.extract.discourse import Discourse
from publisher.extract.drafts import Draft
from publisher.extract.kit import Kit
from publisher.extract.relations import find_links
from publisher.extract.scans import Scan
from publisher.extract.sentences import split_sentences
from publisher.extract.setting import Setting
from publisher.extract.silences import Outcome, Reason, find_silences, is_passed_over
from publisher.extract.spans import Sentence, fold, make_sentence
from publisher.extract.statement import Statement
from publisher.extract.subjects import fill_subject
from publisher.extract.zones import Kind, Zone, zone
from publisher.model import Article, Certainty, Reading, Relation, Silence, Span

LEAD = 3
"""Sentences of the body that count as the lead: what is told there is the article's own news."""

LONGEST = 2_000
"""Code points a sentence may have; longer ones are tables and lists without a full stop."""
BUDGET = 40_000
"""Steps that reading an article may cost: a word is one, whatever is recognised ``MENTION`` of them. News costs some
thousand; what stands behind that much in a book or a list is not read, and a silence says so."""
MENTION = 16
FOREIGN = 3
"""Words of a field that borrows this one's vocabulary, from which on an article is taken to be about that."""
ABOUT = 3
"""Sentences that must speak of the field before the article as a whole is about it."""


class Extractor:
    """Reads articles with the compiled rules of one domain."""

    def __init__(self, domain: Domain) -> None:
        """Compile the domain's words and rules: the ``kit``.

        Raises:
            DomainError: for the first thing found wrong in ``mappings/``.

        """
        self.kit = Kit(domain)

    def read(self, article: Article) -> Reading:
        """Return what an article says: its claims, each with the words it rests on, in the order of records and slots."""
        return self.look(article)[0]

    def look(self, article: Article) -> tuple[Reading, Sequence[Zone], Sequence[Statement]]:
        """Return what an article says, with the zones and the sentences it was read from; none where the gate stops it."""
        if not self.kit.gate.may_tell(article.text):
            return Reading(article), (), ()
        zones = zone(article.text, article.title, self.kit.zone_words)
        noted, rest = self._note(article.text, zones)
        registry = self.kit.annotator.survey(n for n, _ in noted)
        anchor = find_anchor(article, zones, self.kit.annotator.dates)
        setting = Setting(self.kit.roles, self.kit.attach_words, anchor, self.kit.states, self.kit.capitals)
        dollar = find_default_dollar(article.text, article.url, self.kit.annotator.amounts)
        discourse = Discourse(self.kit, article.text, registry, setting, dollar=dollar)
        told = discourse.read(noted)
        drafts = self._choose(told, discourse)
        for draft in drafts:
            fill_subject(draft, discourse.statements, article.text, self.kit)
        maker = ClaimMaker(self.kit, article.text, [n.sentence for n, _ in noted], registry)
        claims = [claim for number, draft in enumerate(drafts, start=1) for claim in maker.claims(number, draft)]
        relations = tuple(self._relations(discourse, drafts, maker))
        primary = frozenset(number for number, draft in enumerate(drafts, start=1) if _is_primary(draft))
        silent = find_silences(discourse.statements, discourse.verdicts, Outcome(drafts, told, discourse.drafts), self.kit.shape_words)
        silences = sorted((*silent, *rest, *self._passed_over(article.text, zones)), key=lambda silence: silence.span)
        return Reading(article, tuple(claims), primary, relations, tuple(silences)), zones, discourse.statements

    def _choose(self, told: list[Draft], discourse: Discourse) -> list[Draft]:
        """Return the records of this domain, and those of their parties among each other, unless the article is of another field."""
        if not told:
            return []
        strict = len(self.kit.field.foreign.findall(discourse.text)) >= FOREIGN
        fields = [self.kit.speaks_of_field(s.mask.sentence.text, s.mentions) for s in discourse.statements]
        ours = [d for d in told if self._in_scope(d, discourse, fields, strict=strict)]
        about = set().union(*(d.sides for d in ours))
        return [d for d in told if d in ours or (not strict and len(d.sides) > 1 and d.sides & about)]

    def _relations(self, discourse: Discourse, drafts: Sequence[Draft], maker: ClaimMaker) -> Iterator[Relation]:
        """Yield how the records kept hang together."""
        numbers = {draft.number: number for number, draft in enumerate(drafts, start=1)}
        for link in find_links(discourse.spots, discourse.statements, self.kit.relation_words):
            if link.draft in numbers and link.spot.draft in numbers:
                span = discourse.statements[link.spot.sentence].span(link.spot.unit)
                evidence = maker.quote(link.spot.sentence, span)
                yield Relation(numbers[link.draft], link.property, numbers[link.spot.draft], Certainty.ASSERTED, evidence, "relation")

    def _passed_over(self, text: str, zones: list[Zone]) -> Iterator[Silence]:
        """Yield the sentences outside the news that look as if they told of a record, as far as the budget goes."""
        spent = 0
        for part in zones:
            if not part.is_news and self.kit.forms.hints.find_matches_as_indexes(fold(text[part.span.slice])):
                for sentence in self._cut_out(text, part):
                    if spent > BUDGET:
                        return
                    scan = self.kit.annotator.recogniser.scan(sentence)
                    spent += _cost(scan)
                    if is_passed_over(scan):
                        yield Silence(sentence.span, Reason.ZONE, part.kind)

    def _note(self, text: str, zones: list[Zone]) -> tuple[list[tuple[Noted, str]], list[Silence]]:
        """Note what each sentence holds, as far as the budget goes; where it ends, a silence begins."""
        noted: list[tuple[Noted, str]] = []
        spent = 0
        for sentence, kind in self._sentences(text, zones):
            if spent > BUDGET:
                return noted, [Silence(Span(sentence.span.start, len(text)), Reason.TOO_LONG)]
            note = self.kit.annotator.note(sentence)
            spent += _cost(note.scan) + MENTION * len(note.names)
            noted.append((note, kind))
        return noted, []

    def _sentences(self, text: str, zones: list[Zone]) -> Iterator[tuple[Sentence, str]]:
        for part in zones:
            if part.is_news:
                yield from ((sentence, part.kind) for sentence in self._cut_out(text, part))

    def _cut_out(self, text: str, part: Zone) -> Iterator[Sentence]:
        """Yield the sentences of a zone that hold a word."""
        for whole in split_sentences(text, part.span, self.kit.sentence_words):
            for span in _cut(text, whole):
                if re.search(r"\w", text[span.slice]):
                    yield make_sentence(text, span)

    def _in_scope(self, draft: Draft, discourse: Discourse, fields: list[bool], *, strict: bool) -> bool:
        """Tell whether a record is of this domain: it has a commodity, or a sentence about it speaks of the field.

        ``strict``: the article is about a field that borrows this one's words; there only a commodity counts.
        """
        if any(self.kit.field.beside.search(discourse.statements[number].mask.sentence.text) for number in draft.sentences):
            return False
        if any(draft.values(slot.name) for slot in self.kit.roles.concepts if slot.match != "none"):
            return True
        if strict:
            return False
        if any(self.kit.field.names.search(self.kit.name(agent)) for agent in draft.agents(self.kit.roles.party.name)):
            return True
        numbers = {*draft.sentences, *(range(min(LEAD, len(fields))) if _is_primary(draft) else ())}
        is_named = any(f.slot == self.kit.roles.form.name and f.rule not in self.kit.deal_rules for f in draft.facts)
        return any(fields[number] for number in numbers) or (is_named and _is_primary(draft) and sum(fields) >= ABOUT)


def _cost(scan: Scan) -> int:
    """Return the steps that a sentence costs."""
    return len(scan.tokens) + MENTION * (len(scan.finds) + len(scan.forms))


def _cut(text: str, span: Span) -> Iterator[Span]:
    """Cut what is too long to be a sentence at blanks, so that the cost of reading follows its length."""
    start = span.start
    while span.end - start > LONGEST:
        blank = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        end = blank if blank > 0 else start + LONGEST
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


def _is_primary(draft: Draft) -> bool:
    return draft.sentences[0] < LEAD or draft.zone == Kind.TITLE


def compile_domain(domain: Domain) -> Extractor:
    """Compile a domain for extraction: once per process.

    Raises:
        DomainError: for the first thing found wrong in ``mappings/``.

    """
    return Extractor(domain)
