"""Why the dataset says what it says of one thing: its facts, the claims and words behind each, and the rules that made them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from publisher.domain import Domain
from publisher.graph.infer import construct
from publisher.rdf import DCTERMS, IRI, OA, SCHEMA, SKOS, BlankNode, Literal, Quad, Store, Triple

Plain = IRI | Literal
Pair = tuple[IRI, Plain]


@dataclass(frozen=True, slots=True, order=True)
class Support:
    """One claim for a fact: the words, where they stand, and how they became a claim."""

    article: str
    title: str
    quote: str
    start: int
    certainty: str
    rule: str
    source: str
    claim: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one property.

    ``is_direct`` tells a triple of the dataset from a value that stayed a claim (possible, denied, or outweighed by another);
    ``articles`` are the keys of the articles that assert it, ``rules`` the inference rules it follows from.
    """

    predicate: IRI
    object: Plain
    name: str
    is_direct: bool
    articles: tuple[str, ...]
    rules: tuple[str, ...]
    support: tuple[Support, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is said of one IRI; ``replaced`` is the IRI that was asked for when another took its place."""

    iri: IRI
    label: str
    facts: tuple[Fact, ...]
    replaced: IRI | None = None


def explain(data: Store | Iterable[Quad], iri: IRI, domain: Domain) -> Explanation | None:
    """Explain what the data say of an IRI, facts in the order of predicate and value; None when they say nothing."""
    store = data if isinstance(data, Store) else _store(data)
    replacement = next((quad.object for quad in store.quads_for_pattern(iri, DCTERMS.isReplacedBy, None, None)), None)
    if isinstance(replacement, IRI):
        found = explain(store, replacement, domain)
        return None if found is None else Explanation(found.iri, found.label, found.facts, iri)
    graphs: dict[Pair, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(iri, None, None, None):
        graphs[quad.predicate, _plain(quad.object)].add(_graph(quad))
    support = _support(store, iri, domain)
    rules = _rules(iri, [pair for pair, names in graphs.items() if domain.iri("graph/inferred").value in names], store, domain)
    pairs = sorted({*graphs, *support}, key=lambda pair: (pair[0].value, str(pair[1])))
    return Explanation(iri, _label(iri, store), tuple(_fact(pair, graphs, rules, support, store) for pair in pairs)) if pairs else None


def _fact(
    pair: Pair, graphs: Mapping[Pair, set[str]], rules: Mapping[Pair, list[str]], support: Mapping[Pair, list[Support]], store: Store
) -> Fact:
    asserted = sorted(name.partition("/graph/article/")[2] for name in graphs.get(pair, ()) if "/graph/article/" in name)
    name = _label(pair[1], store) if isinstance(pair[1], IRI) else pair[1].value
    return Fact(*pair, name, pair in graphs, tuple(asserted), tuple(rules.get(pair, ())), tuple(sorted(support.get(pair, ()))))


def _support(store: Store, subject: IRI, domain: Domain) -> dict[Pair, list[Support]]:
    """Collect the claims about a subject by what they claim."""
    terms = domain.namespace
    out: dict[Pair, list[Support]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, terms["claimSubject"], subject, None):
        claim = quad.subject
        values = {found.predicate: _plain(found.object) for found in store.quads_for_pattern(claim, None, None, None)}
        predicate = values[terms["claimPredicate"]]
        evidence = values[terms["evidence"]]
        if not isinstance(predicate, IRI) or not isinstance(evidence, IRI) or not isinstance(claim, IRI):
            continue
        words = {found.predicate: _plain(found.object) for found in store.quads_for_pattern(evidence, None, None, None)}
        article = IRI(words[OA.hasSource].value)
        titles = [_plain(found.object).value for found in store.quads_for_pattern(article, SCHEMA.headline, None, None)]
        source = values.get(terms["attributedTo"])
        out[predicate, values[terms["claimObject"]]].append(
            Support(
                article=article.value,
                title=min(titles, default=""),
                quote=words[OA.exact].value,
                start=int(words[OA.start].value),
                certainty=values[terms["certainty"]].value.rpartition("/")[2],
                rule=values[terms["byRule"]].value,
                source=source.value if source is not None else "",
                claim=claim.value,
            )
        )
    return out


def _rules(iri: IRI, pairs: list[Pair], store: Store, domain: Domain) -> dict[Pair, list[str]]:
    """Find for each inferred fact the rules whose result holds it."""
    out: dict[Pair, list[str]] = defaultdict(list)
    if pairs:
        for rule in domain.rules:
            made = construct(rule, store, domain)
            for pair in pairs:
                if Triple(iri, *pair) in made:
                    out[pair].append(rule.name)
    return out


def _store(quads: Iterable[Quad]) -> Store:
    store = Store()
    store.bulk_extend(quads)
    return store


def _label(term: IRI, store: Store) -> str:
    labels = [quad.object.value for quad in store.quads_for_pattern(term, SKOS.prefLabel, None, None) if isinstance(quad.object, Literal)]
    return min(labels, default=term.value)


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, IRI) else ""


def _plain(term: Plain | BlankNode | Triple) -> Plain:
    if isinstance(term, (BlankNode, Triple)):
        raise TypeError(term)
    return term
