"""Which names a sentence holds: capitalised runs told apart as organisations, people, matters and names nothing explains yet.

Neighbours: ``names`` finds the runs, ``trims`` cuts them, ``people`` knows titles, ``affiliations`` tells whose a name is, ``annotate`` makes mentions.
"""

import re
from collections.abc import Sequence

from publisher.domain import Domain
from publisher.extract.callings import Callings
from publisher.extract.forms import FormWords, find_forms
from publisher.extract.lexicon import Find, Lexicon
from publisher.extract.names import NameWords, Run, find_runs, is_title_case
from publisher.extract.people import TitleWords
from publisher.extract.scans import Name, Scan
from publisher.extract.spans import Sentence
from publisher.extract.tokens import Token, tokenize
from publisher.extract.trims import Trimmer
from publisher.extract.wordlists import alternation
from publisher.rdf import IRI

_OFFICE = 3  # words of an office
_POSSESSIVE = 3  # characters of "'s " between a state and a name
_WHOLE = frozenset({"agent", "place"})


class Recogniser:
    """Finds names by their form, with the words of one domain."""

    def __init__(self, domain: Domain, lexicon: Lexicon, forms: FormWords, words: NameWords) -> None:
        """Compile the words that end names and those that say what stands beside them.

        Raises:
            DomainError: D101 when a list is missing.

        """
        grammar, person = domain.mappings["language/grammar"], domain.mappings["lexicon/names"]["person"]
        self.lexicon, self.forms, self.words = lexicon, forms, words
        self._trimmer = Trimmer(words, grammar, person["offices"])
        self.titles, self.callings = TitleWords(words), Callings(words, grammar)
        self.states = frozenset(_states(domain))
        self._inner = {"agent", "adjective", "place"} | {
            kind for kind, spec in domain.mappings["lexicon/kinds"].items() if "in-names" in spec
        }
        self._breakers = frozenset(person["breakers"])
        self._headline_breakers = self._breakers | _headline_words(domain, forms)
        self._qualified = frozenset(word.lower() for word in words.matters) - set(grammar["counted"])
        self._indefinite = frozenset(grammar["indefinite"])
        self._own = frozenset(grammar["own"])
        self._venture = re.compile(rf" {alternation(grammar['owned-nouns'])}\b")
        self._no_employers = {word.lower() for word in words.portfolio | words.joining} | words.noun
        self._office_words = (words.joining | words.trade | words.public) - words.matters | words.portfolio
        self._no_own_words = words.joining | words.trade | words.legal | words.public
        self._ordinary = words.joining | words.trade
        self._suffixes = words.legal | {".", ","}
        offices = "|".join(person["offices"])
        self._office = re.compile(rf" (?:{offices})\b", re.IGNORECASE)
        linking = alternation({*grammar["linking"], grammar["of"]})
        self._leading = re.compile(rf"(?:{linking} )*")
        self._near = re.compile(rf"(?:'s|')?(?: (?!{alternation([*grammar['edges'], *grammar['linking']])}\b)[a-z-]+){{0,3}} ?")
        self._acting = re.compile(rf",? {alternation(grammar['acting-for'])}(?: {alternation(grammar['articles'])})? ")
        self._polity = re.compile(rf"{alternation(grammar['polities'])} {grammar['of']} ")
        self._partner_before = re.compile(rf"\b{alternation(grammar['partner-before'])}(?: the)? $")
        self._partner_after = re.compile(rf"(?:'s)? {alternation(grammar['partner-after'])}\b")

    def scan(self, sentence: Sentence) -> Scan:
        """Return what is seen in a sentence by itself."""
        tokens = tuple(tokenize(sentence.text))
        finds, forms = self.lexicon.find(sentence.text), find_forms(sentence.text, self.forms)
        return Scan(sentence, tokens, tuple(finds), tuple(forms), is_title_case(tokens))

    def names(self, scan: Scan) -> list[Name]:
        """Return the names of a sentence in order."""
        breakers = self._headline_breakers if scan.is_headline else self._breakers
        firm = [form for form in scan.forms if form.firm or form.plural]
        out = []
        for run in find_runs(scan.text, scan.tokens, self.words, breakers):
            start, end = scan.tokens[run.first].start, scan.tokens[run.last - 1].end
            if any(start < form.end and form.start < end for form in firm):
                continue
            name = self._classify(scan, run)
            if name is not None and not self._is_office(scan.text, name):
                out.append(name)
        return out

    def as_state(self, find: Find) -> IRI | None:
        """Return the state that a label or adjective names."""
        return next((e.iri for e in find.entries if e.kind in {"agent", "adjective"} and e.iri in self.states), None)

    def _is_office(self, text: str, name: Name) -> bool:
        """Tell whether a run is what a minister is minister of ("Natural Resources Minister")."""
        return name.what in {"organisation", "person"} and self._office.match(text, name.end) is not None

    def _classify(self, scan: Scan, run: Run) -> Name | None:
        """Say what a run is; None where the reference data knows it or it says nothing by itself."""
        run = self._trimmer.trim(scan, run)
        start, end = scan.tokens[run.first].start, scan.tokens[run.last - 1].end
        if any(_covers(find, start, end) for find in scan.finds if find.entries[0].kind in _WHOLE):
            return None
        inside = [f for f in scan.finds if start <= f.start and f.end <= end and f.entries[0].kind in self._inner]
        rest = _uncovered(scan.tokens[run.first : run.last], inside)
        if not rest or (run.kind == "name" and all(t.text in self.words.joining for t in rest)) or self._is_of_form(scan, run):
            return None
        if inside and inside[0].start == start and self._leads(scan, inside[0], run):
            return self._behind(scan, inside[0], run)
        if self._repeats_known(run, inside, rest, end):
            return None
        return self._name(scan, run, start, end)

    def _is_of_form(self, scan: Scan, run: Run) -> bool:
        """Tell whether ordinary words of names only say what a form is about: "a Critical Minerals Investment Partnership"."""
        end = scan.tokens[run.last - 1].end
        words = (t.text for t in scan.tokens[run.first : run.last] if t.is_word)
        return any(f.start == end + 1 for f in scan.forms) and all(w in self._ordinary for w in words)

    def _behind(self, scan: Scan, find: Find, run: Run) -> Name | None:
        """Classify what follows a state at the head of a run."""
        first = next(i for i in range(run.first, run.last) if scan.tokens[i].start >= find.end)
        while first < run.last and not scan.tokens[first].is_word:
            first += 1
        return self._classify(scan, scan.run(first, run.last, run.kind)) if first < run.last else None

    def _repeats_known(self, run: Run, inside: Sequence[Find], rest: Sequence[Token], end: int) -> bool:
        """Tell whether a run is an agent of the reference data with no more than a suffix, "Republic of" or an acronym added."""
        if not inside:
            return False
        if all(t.text in self._suffixes for t in rest) and any(e.kind == "agent" for f in inside for e in f.entries):
            return True
        tail = inside[-1]
        if tail.end != end:
            return False
        if self._polity.match(run.text):
            return True
        acronym = len(rest) == 1 and rest[0].text.isupper()
        return acronym and any(e.kind == "agent" and e.iri not in self.states for e in tail.entries)

    def _name(self, scan: Scan, run: Run, start: int, end: int) -> Name:
        if run.kind == "matter" or self._qualifies(scan, run) or self._titles_form(scan, run):
            return Name(start, end, "matter", run.text)
        holder = self.titles.holder(scan.text, run, scan.tokens) if run.kind == "name" else None
        if holder is not None:
            left, right = min(holder.office_start, start), max(holder.office_end, end)
            left = self._widen(scan, left) if left < start else start
            return Name(start, end, "person", run.text, "person", holder.office, left, right)
        if run.kind in {"company", "public"}:
            return Name(start, end, "organisation", run.text, run.kind)
        if self.titles.is_person_name(run.text) and self._acts(scan, end):
            return Name(start, end, "person", run.text, "person", "", start, end)
        return Name(start, end, "name", run.text, self._standing(scan, run, start, end))

    def _standing(self, scan: Scan, run: Run, start: int, end: int) -> str:
        """Return what the words beside a name say it is."""
        if self._employs(scan, run):
            return "employer"
        if self.callings.introduces(scan.text, start) or self._is_of_state(scan, start):
            return "introduced"
        partner = self._partner_before.search(scan.text[:start]) or self._partner_after.match(scan.text, end)
        return "partner" if partner else "name"

    def _employs(self, scan: Scan, run: Run) -> bool:
        """Tell whether an office and its holder stand right behind a name: "Quill Chief Executive Ana Soto"."""
        following = [t.low for t in scan.tokens[run.last : run.last + _OFFICE]]
        office = next((n for n in range(len(following), 0, -1) if tuple(following[:n]) in self.words.corporate), 0)
        holder = scan.tokens[run.last + office] if office and run.last + office < len(scan.tokens) else None
        return holder is not None and holder.is_capital and scan.tokens[run.first].low not in self._no_employers

    def _acts(self, scan: Scan, end: int) -> bool:
        """Tell whether who is named before ``end`` acts for a state: "Ana Soto on behalf of Chile"."""
        found = self._acting.match(scan.text, end)
        return found is not None and any(
            find.start == found.end() and self.as_state(find) and not scan.text.startswith("'", find.end) for find in scan.finds
        )

    def _is_of_state(self, scan: Scan, start: int) -> bool:
        """Tell whether a state or its adjective stands right before a name: "Chile's Quill", "Chilean Quill"."""
        near = (find for find in scan.finds if find.end < start <= find.end + _POSSESSIVE and self.as_state(find))
        return any(scan.text[find.end : start] == (" " if find.entries[0].kind == "adjective" else "'s ") for find in near)

    def _titles_form(self, scan: Scan, run: Run) -> bool:
        """Tell whether a run is the title of the form behind it: "a Metallurgical Testing Agreement"."""
        if run.kind != "name" or scan.is_headline or not run.first or scan.tokens[run.first - 1].low not in self._indefinite:
            return False
        end = scan.tokens[run.last - 1].end
        return any(form.start == end + 1 and scan.text[form.start].isupper() for form in scan.forms)

    def _qualifies(self, scan: Scan, run: Run) -> bool:
        """Tell whether a run only qualifies the noun behind it: "the Research and Development program", "its Smackover joint venture"."""
        following = scan.tokens[run.last].low if run.last < len(scan.tokens) else ""
        if following in self._qualified:
            return True
        before = scan.tokens[run.first - 1].low if run.first else ""
        return before in self._own and self._venture.match(scan.text, scan.tokens[run.last - 1].end) is not None

    def _widen(self, scan: Scan, left: int) -> int:
        """Move the left end of an office over the portfolio and the state that stand right before it."""
        words = scan.text[:left].split(" ")
        at = left
        for word in reversed(words[:-1] if words[-1] == "" else words):
            bare = word.rstrip(",")
            if bare not in self._office_words and bare.lower() not in self.words.portfolio:
                break
            at -= len(word) + 1
        at = max(at, 0)
        if self._cuts_name(scan, at):
            return left
        leading = self._leading.match(scan.text, at)
        at = leading.end() if leading else at
        for find in scan.finds:
            near = find.end <= at + 1 and self._near.fullmatch(scan.text[find.end : at])
            if near and find.entries[0].kind in {"agent", "adjective"}:
                return min(find.start, left)
        return at

    def _cuts_name(self, scan: Scan, at: int) -> bool:
        """Tell whether a capitalised word that no label ends in stands right before: "Quill" before "Mining Chief Executive"."""
        before = scan.text[:at].rstrip(" ").rpartition(" ")[2]
        is_name = before[:1].isupper() and before.isalpha() and before not in self.words.common
        return is_name and not any(at - 1 <= find.end <= at for find in scan.finds)

    def _leads(self, scan: Scan, find: Find, run: Run) -> bool:
        """Tell whether a state or adjective at the head of a run only stands before a name ("Canadian Teck Resources")."""
        if not self.as_state(find):
            return False
        rest = [t for t in scan.tokens[run.first : run.last] if t.start >= find.end and t.is_word]
        adjective = all(e.kind == "adjective" for e in find.entries)
        own = any(t.is_capital and t.text not in self._no_own_words for t in rest)
        return own and (adjective or run.kind == "name") and run.kind != "public"


def _covers(find: Find, start: int, end: int) -> bool:
    """Tell whether a label covers a run, or overlaps it and is the longer one."""
    if find.start <= start and end <= find.end:
        return True
    return find.start < end and start < find.end and find.end - find.start > end - start


def _uncovered(tokens: Sequence[Token], finds: Sequence[Find]) -> list[Token]:
    """Return the words that lie in no label; one pass, since a run may hold as many labels as words."""
    out, ahead, reach = [], sorted(finds, key=lambda find: find.start, reverse=True), 0
    for token in tokens:
        while ahead and ahead[-1].start <= token.start:
            reach = max(reach, ahead.pop().end)
        if token.is_word and token.end > reach:
            out.append(token)
    return out


def _states(domain: Domain) -> set[IRI]:
    """Return what is a state of its own."""
    return {subject for subject in domain.types if subject in domain.objects(subject, domain.namespace.ofState)}


def _headline_words(domain: Domain, forms: FormWords) -> frozenset[str]:
    """Return the words that end a name in a headline, where every word is capitalised: verbs and the nouns of forms."""
    verbs = {word.lower() for spec in domain.mappings["lexicon/words"]["verbs"].values() for word in spec["words"]}
    nouns = {word for label in forms.classes for word in label.split()} - set(domain.mappings["language/grammar"]["headline-joining"])
    return frozenset(verbs | nouns | {word.lower() for word in domain.mappings["lexicon/forms"]["generic"]})
