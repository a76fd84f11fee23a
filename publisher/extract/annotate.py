"""Annotating sentences with what they mention, in two passes: who is who first, then every mention."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from publisher.domain import Domain
from publisher.extract.amounts import compile_amounts, find_amounts
from publisher.extract.dates import compile_dates, find_dates
from publisher.extract.forms import compile_forms, find_forms
from publisher.extract.lexicon import Find, compile_lexicon
from publisher.extract.mentions import Mention, without_overlap
from publisher.extract.names import Run, find_runs, is_title_case, load_name_words
from publisher.extract.people import TitleWords
from publisher.extract.registry import Agent, Registry
from publisher.extract.spans import Sentence
from publisher.extract.tokens import Token, tokenize
from publisher.rdf import IRI, SCHEMA


@dataclass(frozen=True, slots=True)
class Name:
    """A name found by its form: an organisation, a person or one that only its place in a frame can explain."""

    start: int
    end: int
    what: str
    text: str
    kind: str = "name"
    office: str = ""
    left: int = 0
    right: int = 0


class Annotator:
    """The recognisers of one domain, compiled once per process."""

    def __init__(self, domain: Domain) -> None:
        """Compile all word lists.

        Raises:
            DomainError: when a list names what the ontology lacks.

        """
        self.domain = domain
        self.lexicon = compile_lexicon(domain)
        self.forms = compile_forms(domain)
        self.words = load_name_words(domain.mappings["lexicon/names"])
        self.titles = TitleWords(self.words)
        self.dates = compile_dates(domain.mappings["language/en"])
        self.amounts = compile_amounts(domain.mappings["language/en"])
        self.states = {s for s, types in domain.types.items() if (s, domain.namespace.ofState) and s in domain.objects(s, domain.namespace.ofState)}
        self.matter_nouns = frozenset(word.lower() for word in self.words.matters if word not in {"Units", "Shares"})
        self.seats = self._seats(domain)
        verbs = {word.lower() for spec in domain.mappings["lexicon/words"]["verbs"].values() for word in spec["words"]}
        single = set(domain.mappings["lexicon/names"]["person"]["breakers"])
        forms = {w for label in self.forms.classes for w in label.split()} - {"plan", "work", "of"}
        self._breakers = frozenset(single)
        self._ministers = re.compile(r" (?:" + "|".join(domain.mappings["lexicon/names"]["person"]["ministers"]) + r")\b", re.IGNORECASE)
        ministers = "|".join(domain.mappings["lexicon/names"]["person"]["ministers"])
        self._portfolio = re.compile(rf"\b(?:{ministers}) (?:of|for)(?: the)?(?: [A-Z][\w-]*,?| and| of| &)* ?$", re.IGNORECASE)
        self._headline_breakers = frozenset(verbs | single | forms | {"agreement", "deal", "pact", "accord", "contract"})
        anaphora = domain.mappings["lexicon/anaphora"]
        self._anaphora = {kind: re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])", re.IGNORECASE) for kind, patterns in anaphora.items()}

    def _seats(self, domain: Domain) -> dict[IRI, IRI]:
        """Map a place to the government that its name can stand for: a capital to its state, a province to its own."""
        seats = {o: s for s in self.states for o in domain.objects(s, domain.namespace.capital) if isinstance(o, IRI)}
        for triple in domain.reference:
            if triple.predicate == SCHEMA.areaServed and isinstance(triple.subject, IRI) and isinstance(triple.object, IRI):
                seats.setdefault(triple.object, triple.subject)
        return seats

    def survey(self, sentences: Iterable[Sentence]) -> Registry:
        """Enter every organisation and person of the article, with short forms, states and offices."""
        registry = Registry()
        for sentence in sentences:
            finds, tokens = self.lexicon.find(sentence.text), tokenize(sentence.text)
            registry.lower.update(t.text for t in tokens if t.text[0].islower())
            headline = is_title_case(tokens)
            for name in self._names(sentence.text, tokens, finds):
                if headline:
                    continue
                self._enter(sentence.text, name, finds, registry)
            for find in finds:
                if find.entries[0].kind == "agent" and find.entries[0].iri not in self.states:
                    registry.known.setdefault(sentence.text[find.start : find.end], find.entries[0].iri)
                    registry.add_aliases(find.entries[0].iri, sentence.text[find.end : find.end + 100])
        registry.link_short_forms(self.words.joining | self.words.common | self.words.prefix)
        registry.merge_nested()
        return registry

    def _enter(self, text: str, name: Name, finds: Sequence[Find], registry: Registry) -> None:
        registry.seen[name.text] = registry.seen.get(name.text, 0) + (name.start > 0)
        if name.what == "person":
            registry.add_person(name.text, name.office, self._side_of(text, name, finds, registry))
        elif name.what == "organisation":
            canonical = registry.add_organisation(name.text, self._kind(text, name), self._state_of(text, name, finds))
            registry.add_aliases(canonical, text[name.end : name.end + 100])
        elif name.what == "name" and re.match(r" \((?:\"|[A-Z]{2,}[A-Z&-]*\)|[A-Z][A-Za-z.]{1,14}: ?[A-Z0-9])", text[name.end :]):
            canonical = registry.add_organisation(name.text, "company", self._state_of(text, name, finds))
            registry.add_aliases(canonical, text[name.end : name.end + 100])

    def _kind(self, text: str, name: Name) -> str:
        around = text[max(0, name.start - 60) : name.start].split(",")[-1] + text[name.end : name.end + 50]
        if name.kind != "public" and any(word in around.lower() for word in self.words.owned):
            return "owned"
        return name.kind

    def _state_of(self, text: str, name: Name, finds: Sequence[Find]) -> IRI | None:
        """Return the state named with an organisation: inside its name, right before it, or right behind it."""
        inside = [f for f in finds if name.start <= f.start and f.end <= name.end]
        if name.kind == "public":
            for find in inside:
                if state := self._as_state(find):
                    return state
        for find in reversed([f for f in finds if f.end <= name.start and name.start - f.end < 45]):
            state = self._as_state(find)
            if state and re.fullmatch(r"(?:'s|'|s')?(?: [a-z][\w-]*| and| [A-Z][\w-]*|,)* ?", text[find.end : name.start]) and not re.search(r"\b(?:with|and|by|to|of|in|for|from|signed|between)\b", text[find.end : name.start]):
                return state
        for find in [f for f in finds if name.end <= f.start < name.end + 45]:
            state = self._as_state(find)
            if state and re.fullmatch(r"(?: \([^)]*\))?(?: of| from|, (?:a|an|the)|, (?:a|an|the)(?: [\w-]+){0,3} (?:of|from|in))?(?: the)? ", text[name.end : find.start]):
                return state
        return None

    def _side_of(self, text: str, name: Name, finds: Sequence[Find], registry: Registry) -> Agent | None:
        """Return whom a person acts for: the state or organisation named nearest to the office."""
        near: list[tuple[int, Agent]] = []
        for find in finds:
            gap = max(name.left - find.end, find.start - name.right, 0)
            state = self._as_state(find)
            iri = state or next((e.iri for e in find.entries if e.kind == "agent"), None)
            if iri is not None and gap <= 3 and not (name.start <= find.start < name.end):
                near.append((gap if find.start < name.start else gap + 1, iri))
        for alias, agent in registry.aliases.items():
            at = text.find(alias, max(0, name.left - len(alias) - 4), name.right + 1)
            if at >= 0 and len(alias) > 2 and not name.start <= at < name.end:
                near.append((2, agent))
        if near:
            return min(near, key=lambda pair: pair[0])[1]
        if re.search(r"\b(?:its|their|his|her|the country's)(?: [\w-]+){0,3} $", text[max(0, name.left - 40) : name.left]):
            return next((state for find in reversed(finds) if find.end <= name.left and (state := self._as_state(find))), None)
        return None

    def _as_state(self, find: Find) -> IRI | None:
        return next((e.iri for e in find.entries if e.kind in {"agent", "adjective"} and e.iri in self.states), None)

    def _names(self, text: str, tokens: Sequence[Token], finds: Sequence[Find]) -> list[Name]:
        breakers = self._headline_breakers if is_title_case(tokens) else self._breakers
        firm = [form for form in find_forms(text, self.forms) if form.firm]
        out = []
        for run in find_runs(text, tokens, self.words, breakers):
            if any(tokens[run.first].start < form.end and form.start < tokens[run.last - 1].end for form in firm):
                continue
            name = self._classify(text, tokens, run, finds)
            if name is not None and not self._is_office(text, name):
                out.append(name)
        return out

    def _is_office(self, text: str, name: Name) -> bool:
        """Tell whether a run is what a minister is minister of ("Natural Resources Minister")."""
        return name.what == "organisation" and self._ministers.match(text, name.end) is not None

    def _classify(self, text: str, tokens: Sequence[Token], run: Run, finds: Sequence[Find]) -> Name | None:
        run = self._without_portfolio(text, tokens, run)
        first = run.first
        start, end = tokens[run.first].start, tokens[run.last - 1].end
        inside = [f for f in finds if start <= f.start and f.end <= end and f.entries[0].kind in {"agent", "adjective", "place", "commodity"}]
        if any(f.start <= start and end <= f.end or (f.start < end and start < f.end and f.end - f.start > end - start) for f in finds if f.entries[0].kind in {"agent", "place"}):
            return None
        rest = _uncovered(tokens[run.first : run.last], inside)
        if not rest or (run.kind == "name" and all(t.text in self.words.joining for t in rest)):
            return None
        if inside and inside[0].start == start and self._leads(inside[0], tokens, run):
            first = next(i for i in range(run.first, run.last) if tokens[i].start >= inside[0].end)
            while first < run.last and not tokens[first].is_word:
                first += 1
            return self._classify(text, tokens, Run(first, run.last, text[tokens[first].start : end], run.kind), finds) if first < run.last else None
        if all(t.text in self.words.legal | {".", ","} for t in rest) and any(e.kind == "agent" for f in inside for e in f.entries):
            return None
        if re.match(r"(?:Government|Republic|State|Kingdom|Commonwealth|Union) of ", run.text) and inside and inside[-1].end == end:
            return None
        tail = inside[-1] if inside else None
        if tail and tail.end == end and tail.start > start and len(rest) == 1 and rest[0].text.isupper() and any(e.kind == "agent" and e.iri not in self.states for e in tail.entries):
            return None
        if run.kind == "matter" or self._qualifies(text, tokens, run):
            return Name(start, end, "matter", run.text)
        holder = self.titles.holder(text, run, tokens) if run.kind == "name" else None
        if holder is not None:
            left, right = min(holder.office_start, start), max(holder.office_end, end)
            left = self._widen(text, left, finds) if left < start else start
            return Name(start, end, "person", run.text, "person", holder.office, left, right)
        if run.kind in {"company", "public"}:
            return Name(start, end, "organisation", run.text, run.kind)
        partner = re.search(r"\b(?:with|by|from|between|to|and)(?: the)? $", text[:start]) is not None or re.match(r"(?:'s)? (?:signed|has|have|and|will|agreed)\b", text[end:]) is not None
        return Name(start, end, "name", run.text, "partner" if partner else "name")

    def _qualifies(self, text: str, tokens: Sequence[Token], run: Run) -> bool:
        """Tell whether a run only qualifies the noun behind it: "the Research and Development program", "its Smackover joint venture"."""
        following = tokens[run.last].low if run.last < len(tokens) else ""
        if following in self.matter_nouns:
            return True
        own = tokens[run.first - 1].low if run.first else ""
        return own in {"its", "their", "the"} and re.match(r" (?:joint venture|JV)\b", text[tokens[run.last - 1].end :]) is not None

    def _without_portfolio(self, text: str, tokens: Sequence[Token], run: Run) -> Run:
        """Cut the portfolio off a person's name: "Secretary of State Marco Rubio", "Minister of Mines Ana Soto"."""
        start = tokens[run.first].start
        if not self._portfolio.search(text[max(0, start - 60) : start]):
            return run
        first = run.first
        while first < run.last - 1 and (tokens[first].text in self.words.joining | self.words.trade | self.words.public | {"Affairs", "and", "&"}):
            first += 1
        if first == run.first or run.last - first > _PERSON_WORDS:
            return run
        return Run(first, run.last, text[tokens[first].start : tokens[run.last - 1].end], "name")

    def _widen(self, text: str, left: int, finds: Sequence[Find]) -> int:
        """Move the left end of an office over the portfolio and the state that stand right before it."""
        words = text[:left].split(" ")
        at = left
        for word in reversed(words[:-1] if words[-1] == "" else words):
            bare = word.rstrip(",")
            if not (bare in self.words.joining | self.words.trade | self.words.public | self.words.portfolio or bare.lower() in self.words.portfolio):
                break
            at -= len(word) + 1
        at = max(at, 0)
        for find in finds:
            if find.end <= at + 1 and re.fullmatch(r"(?:'s|')?(?: [a-z-]+){0,3} ?", text[find.end : at]) and find.entries[0].kind in {"agent", "adjective"}:
                return min(find.start, left)
        return at

    def _leads(self, find: Find, tokens: Sequence[Token], run: Run) -> bool:
        """Tell whether a state or adjective at the head of a run only stands before a name ("Canadian Teck Resources")."""
        if not self._as_state(find) and not any(e.kind == "agent" for e in find.entries):
            return False
        rest = [t for t in tokens[run.first : run.last] if t.start >= find.end and t.is_word]
        if not rest:
            return False
        adjective = all(e.kind == "adjective" for e in find.entries)
        own = [t for t in rest if t.text not in self.words.joining | self.words.trade | self.words.legal | self.words.public and t.is_capital]
        return bool(own) and (adjective or run.kind == "name") and run.kind != "public"

    def annotate(self, text: str, sentence: Sentence, registry: Registry, dollar: str = "USD") -> list[Mention]:
        """Return the mentions of one sentence in order, none overlapping; ``text`` is the article's."""
        finds, tokens = self.lexicon.find(sentence.text), tokenize(sentence.text)
        names = self._names(sentence.text, tokens, finds)
        if is_title_case(tokens):
            names = [known for name in names if (known := _known_part(name, registry)) is not None]
        forms = list(find_forms(sentence.text, self.forms))
        found = [m for find in finds if (m := self._found(find, sentence.text, finds)) is not None]
        mentions = [
            *(Mention(*sentence.local(d.span), "date", (d,)) for d in find_dates(text, sentence.span, self.dates)),
            *(Mention(*sentence.local(a.span), "amount", (a,)) for a in find_amounts(text, sentence.span, self.amounts, dollar)),
            *(self._named(name, registry) for name in names if name.what == "person"),
            *(self._named(name, registry) for name in names if name.what == "organisation" or name.text in registry.aliases),
            *(self._named(name, registry) for name in names if name.what == "matter"),
            *(Mention(f.start, f.end, "form", (f,)) for f in forms if f.firm),
            *(self._named(name, registry) for name in names if name.what == "name" and any(name.start < f.start and f.end <= name.end for f in finds)),
            *(m for m in found if m.kind in {"agent", "capital", "place"}),
            *(Mention(f.start, f.end, "form", (f,)) for f in forms if not f.firm),
            *(self._named(name, registry) for name in names if name.what == "name" and " " in name.text),
            *found,
            *(self._named(name, registry) for name in names),
            *(Mention(m.start(), m.end(), kind, ()) for kind, pattern in self._anaphora.items() for m in pattern.finditer(sentence.text)),
        ]
        return without_overlap([m for m in mentions if m.end > m.start])

    def _named(self, name: Name, registry: Registry) -> Mention:
        if name.what == "matter":
            return Mention(name.start, name.end, "matter", ())
        if name.what == "person":
            return Mention(min(name.left, name.start), name.end, "person", (registry.surnames.get(name.text, name.text),))
        agent: Agent | None = registry.aliases.get(name.text)
        if agent is not None:
            return Mention(name.start, name.end, "agent", (agent,))
        if name.text in registry.surnames or name.text in registry.people:
            return Mention(name.start, name.end, "person", (registry.surnames.get(name.text, name.text),))
        if name.start == 0 and " " not in name.text and not registry.seen.get(name.text):
            return Mention(name.start, name.start, "name", ())
        if " " not in name.text and not self._is_credible(name, registry):
            return Mention(name.start, name.start, "name", ())
        if (name.text.isupper() and len(name.text) <= _ACRONYM):
            return Mention(name.start, name.end, "matter", ())
        return Mention(name.start, name.end, "name", (name.text,))

    def _is_credible(self, name: Name, registry: Registry) -> bool:
        """Tell whether one capitalised word that nothing explains may be a name: told twice, oddly spelt, or somebody's partner."""
        word = name.text
        if word.lower() in registry.lower or _NO_NAME.search(word) or word in self.words.joining:
            return False
        return registry.seen.get(word, 0) > 1 or any(c.isupper() or c.isdigit() for c in word[1:]) or name.kind == "partner"

    def _found(self, find: Find, text: str, finds: Sequence[Find]) -> Mention | None:
        kind = find.entries[0].kind
        values = tuple(sorted((e.iri for e in find.entries if e.kind == kind), key=lambda iri: iri not in self.seats)) if kind == "place" else tuple(e.iri for e in find.entries if e.kind == kind)
        if find.ambiguous and not self._is_meant(find, text, finds):
            return None
        if kind == "place" and values[0] in self.seats:
            kind = "capital"
        return Mention(find.start, find.end, kind, values)

    def _is_meant(self, find: Find, text: str, finds: Sequence[Find]) -> bool:
        """Tell whether an ordinary word ("lead") is used as the name: in a list with others of its kind, or with a telling noun."""
        kind = find.entries[0].kind
        near = [f for f in finds if f is not find and f.entries[0].kind == kind and not f.ambiguous or (f is not find and f.entries[0].kind == kind)]
        for other in near:
            between = text[find.end : other.start] if other.start >= find.end else text[other.end : find.start]
            if re.fullmatch(r",? ?(?:and |or |as well as |& )?,? ?|-", between):
                return True
        return re.match(self.domain.mappings["lexicon/context"][kind]["after"], text[find.end :]) is not None or re.search(self.domain.mappings["lexicon/context"][kind]["before"] + "$", text[: find.start]) is not None


def _known_part(name: Name, registry: Registry) -> Name | None:
    """Of a run of headline capitals, take the longest beginning that the body of the article knows as a name."""
    words = name.text.split(" ")
    for length in range(len(words), 0, -1):
        part = " ".join(words[:length])
        if part in registry.aliases or part in registry.people or (length < len(words) or len(words) == 1) and part in registry.surnames:
            return Name(name.start, name.start + len(part), "name" if name.what == "organisation" else name.what, part, name.kind, name.office, name.left, name.right)
    return None


_PERSON_WORDS = 4
_NO_NAME = re.compile(r"-(?:[a-z]+ed|[a-z]+ing|friendly|free|based|wide)$")
_ACRONYM = 4  # letters of an acronym that nothing in the article explains: no party


def _uncovered(tokens: Sequence[Token], finds: Sequence[Find]) -> list[Token]:
    return [t for t in tokens if t.is_word and not any(f.start <= t.start and t.end <= f.end for f in finds)]
