"""The dataset as a whole: sorted, closed, the same in any order; labels, parts, relations, inference, explanation."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from graph_builder import Builder, small_domain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.domain import load_domain
from publisher.errors import DomainError
from publisher.graph import Curation, Registry, explain
from publisher.graph.build import resolve
from publisher.rdf import BlankNode

SMALL = small_domain()
STATES_LEFT, STATES_RIGHT = ("JPN", "USA", "CAN", "CHN", "AUS"), ("IDN", "CHL", "PER", "NAM", "KAZ")
GOODS = ("nickel", "nickel copper", "nickel bauxite", "key-minerals")
STATES = ["JPN", "IDN", "USA", "AUS", "jogmec", "meti", "Ulan Metals (KAZ)", "Ulan Metals ()", "Kestrel Lithium Ltd (AUS)"]


def some_readings(make):
    return [
        make.reading(
            "a",
            {
                "party": "IDN JPN",
                "form": "Cooperation",
                "status": "signed",
                "signed": "2026-03-15",
                "place": "tokyo",
                "good": "nickel bauxite",
            },
            publisher="Ore News",
        ),
        make.reading(
            "b",
            {
                "party": ["JPN IDN", make.company("PT Ore Indonesia Tbk", "IDN", "Ore Indonesia")],
                "good": "key-minerals",
                "amount": make.money("500000000"),
            },
            published="2026-03-17",
        ),
        make.reading(
            "c",
            {"party": "jogmec IDN", "form": "Memorandum", "signed": "2026-03"},
            {"party": "JPN PER", "form": "Statement"},
            relations=[(0, "follows", 1)],
        ),
    ]


@st.composite
def collections(draw):
    """Draw a few articles over few parties and days, so that many meet, nearly meet or collide."""
    record = st.fixed_dictionaries(
        {"party": st.lists(st.sampled_from(STATES), min_size=1, max_size=3, unique=True)},
        optional={
            "form": st.sampled_from(["Deal", "Memorandum", "Cooperation", "Statement", "Loan"]),
            "signed": st.sampled_from(["2026", "2026-03", "2026-03-15", "2026-03-16", "2025-03-15", "2026-04-10"]),
            "good": st.sampled_from(["nickel", "lithium", "rare-earths", "dysprosium", "key-minerals"]),
            "status": st.sampled_from(["planned", "signed", "signed?"]),
            "place": st.sampled_from(["tokyo", "canberra"]),
        },
    )
    days = st.sampled_from([None, "2026", "2026-03-16", "2026-03-20", "2026-06-01", "2025-03-16"])
    articles = draw(st.lists(st.tuples(st.lists(record, min_size=1, max_size=2), days, st.booleans()), min_size=1, max_size=7))
    return [
        SMALL.reading(f"a{number}", *records, published=day, news=(0,) if is_news else ())
        for number, (records, day, is_news) in enumerate(articles)
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(collections(), st.randoms(use_true_random=False))
def test_the_order_of_the_articles_has_no_influence(readings, random):
    shuffled = list(readings)
    random.shuffle(shuffled)
    first, second = SMALL.build(*readings), SMALL.build(*shuffled)
    assert (first.quads, first.minted, first.undecided) == (second.quads, second.minted, second.undecided)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(collections())
def test_a_second_build_finds_every_id_again(readings):
    entities, records, _ = resolve(readings, SMALL.domain, Registry(), Curation())
    registry = Registry((*entities.minted, *records.minted))
    again_entities, again, _ = resolve(readings, SMALL.domain, registry, Curation())
    assert again.keys == records.keys
    assert again_entities.iris == entities.iris
    assert not again.minted
    assert not again_entities.minted


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(collections(), st.data())
def test_ids_stay_when_articles_are_removed_or_added(readings, data):
    entities, records, _ = resolve(readings, SMALL.domain, Registry(), Curation())
    registry = Registry((*entities.minted, *records.minted))
    fewer = [reading for reading in readings if data.draw(st.booleans())]
    _, less, _ = resolve(fewer, SMALL.domain, registry, Curation())
    assert less.keys == {report: key for report, key in records.keys.items() if report in less.keys}
    more = [*readings, SMALL.reading("z", {"party": ["JPN", "IDN"], "form": "Framework", "signed": "2026-07-01"})]
    _, grown, _ = resolve(more, SMALL.domain, registry, Curation())
    assert {report: grown.keys[report] for report in records.keys} == dict(records.keys)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(collections())
def test_records_that_an_article_tells_apart_by_the_same_names_are_never_joined(readings):
    _, records, _ = resolve(readings, SMALL.domain, Registry(), Curation())
    for reading in readings:
        parties = {}
        for claim in reading.claims:
            parties.setdefault(claim.record, set()).update({claim.value} if claim.slot == "party" else ())
        if len(parties) == 2 and parties[0] == parties[1]:
            assert records.keys[reading.article.key, 0] != records.keys[reading.article.key, 1]


def test_a_short_name_in_the_title_and_the_full_one_below_are_one_record_of_an_article(make):
    title = {"party": ["JPN", "Kestrel Lithium ()"], "form": "Supply", "good": "lithium"}
    body = {"party": ["JPN", "Kestrel Lithium Ltd (AUS)"], "form": "Supply", "signed": "2026-03-15"}
    assert make.records(make.build(make.reading("a", title, body, news=(0, 1)))) == {"jpn-kestrel-lithium-supply-2026": {"a"}}
    other = {"party": ["JPN", "Kestrel Lithium Ltd (AUS)"], "form": "Loan", "signed": "2026-03-15"}
    assert len(make.records(make.build(make.reading("a", title, other, news=(0, 1))))) == 2


def test_the_dataset_is_sorted_and_closed_and_holds_no_blank_node(make):
    dataset = make.build(*some_readings(make))
    assert list(dataset.quads) == sorted(set(dataset.quads), key=str)
    assert not [quad for quad in dataset.quads if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)]
    subjects = {quad.subject.value for quad in dataset.quads}
    named = {
        quad.object.value
        for quad in dataset.quads
        if str(quad.object).startswith(f"<{make.domain.base}") and "/ontology#" not in quad.object.value
    }
    assert named <= subjects


def test_every_direct_fact_of_a_record_has_a_claim_in_its_article(make):
    dataset = make.build(*some_readings(make))
    terms = make.domain.namespace
    claims = {}
    for quad in dataset.quads:
        claims.setdefault(quad.subject, {})[quad.predicate] = quad.object
    backed = {
        (
            c[terms["claimSubject"]],
            c[terms["claimPredicate"]],
            c[terms["claimObject"]],
            c[terms["evidence"]].value.partition("#")[0].rpartition("/")[2],
        )
        for c in claims.values()
        if terms["claimSubject"] in c
    }
    slots = {slot.property for slot in make.domain.record.slots.values()} | {terms["follows"]}
    kind = make.domain.iri("deal/").value
    for quad in dataset.quads:
        graph = quad.graph_name.value
        is_fact = "/graph/article/" in graph and quad.subject.value.startswith(kind) and "/provision/" not in quad.subject.value
        if is_fact and quad.predicate in slots and quad.object != make.domain.record.type:
            assert (quad.subject, quad.predicate, quad.object, graph.rpartition("/")[2]) in backed


def test_an_article_read_twice_counts_once(make):
    readings = some_readings(make)
    assert make.build(*readings, *readings).quads == make.build(*readings).quads


@pytest.mark.parametrize(
    ("slots", "label"),
    [
        (
            {"party": "JPN IDN", "form": "Cooperation", "good": "nickel bauxite", "signed": "2026-03-15"},
            "Indonesia–Japan memorandum of cooperation on bauxite and nickel (2026)",
        ),
        ({"party": "eu CHL", "form": "Deal"}, "Chile–European Union deal"),
        ({"party": "jogmec JPN NAM"}, "Japan–Namibia deal"),
        ({"party": ["Ulan Metals (KAZ)", "JPN"], "form": "Supply", "good": "copper"}, "Japan–Ulan Metals supply agreement on copper"),
        ({"party": "JPN IDN", "good": "nickel lithium copper bauxite"}, "Indonesia–Japan deal on bauxite, copper, lithium and more"),
        ({"party": "JPN IDN USA AUS PER CAN"}, "Australia–Canada–Indonesia–Japan and 2 more deal"),
        ({"party": ["Aa Mines ()", "JPN"], "good": "rare-earths dysprosium minerals"}, "Japan–Aa Mines deal on dysprosium"),
        ({"form": "Statement", "signed": "2025"}, "Joint statement (2025)"),
    ],
)
def test_a_record_is_called_by_parties_form_subjects_and_year(make, slots, label):
    dataset = make.build(make.reading("a", slots))
    [key] = make.records(dataset)
    assert {
        quad.object.value
        for quad in dataset.quads
        if quad.subject == make.domain.iri(f"deal/{key}") and quad.predicate.value.endswith("prefLabel")
    } == {label}


def test_a_sum_is_a_child_of_its_record_once_however_often_it_is_reported(make):
    sums = [
        make.reading(key, {"party": "IDN JPN", "amount": make.money(amount)}, published=day)
        for key, amount, day in [("a", "5", "2026-03-16"), ("b", "5", "2026-03-17"), ("c", "7", "2026-03-15")]
    ]
    dataset = make.build(*sums)
    assert make.objects(dataset, "deal/idn-jpn-deal", "provision") == {"deal/idn-jpn-deal/provision/1", "deal/idn-jpn-deal/provision/2"}
    assert make.objects(dataset, "deal/idn-jpn-deal/provision/1", "amount") == {"7"}


@pytest.mark.parametrize("relation", ["follows", "implements", "amends", "supersedes", "partOfAgreement", "mentionedWith"])
def test_a_relation_is_a_fact_with_a_claim_and_holds_across_articles(make, relation):
    readings = [
        make.reading(
            "a",
            {"party": "IDN JPN", "form": "Memorandum", "signed": "2026-03-15"},
            {"party": "IDN JPN", "form": "Framework", "signed": "2024-01-20"},
            relations=[(0, relation, 1)],
        ),
        make.reading("b", {"party": "IDN JPN", "form": "Framework", "signed": "2024-01-20"}, published="2024-01-21"),
    ]
    dataset = make.build(*readings)
    assert make.objects(dataset, "deal/idn-jpn-mou-2026", relation) == {"deal/idn-jpn-framework-2024"}
    assert make.records(dataset)["idn-jpn-framework-2024"] == {"a", "b"}
    found = explain(dataset.quads, make.domain.iri("deal/idn-jpn-mou-2026"), make.domain)
    assert [item.rule for fact in found.facts if fact.predicate == make.domain.namespace[relation] for item in fact.support] == [
        "rule-relation"
    ]


def test_a_relation_to_a_record_of_which_nothing_is_claimed_is_left_out(make):
    dataset = make.build(make.reading("a", {"party": "IDN JPN"}, relations=[(0, "follows", 7)]))
    assert make.objects(dataset, "deal/idn-jpn-deal", "follows") == set()


@pytest.mark.parametrize(
    ("field", "value"), [("url", "no address"), ("url", "http://[half"), ("language", "en_US"), ("published", "2026-13-40")]
)
def test_what_a_source_says_badly_of_an_article_is_left_out(make, field, value):
    reading = make.reading("a", {"party": "IDN JPN"})
    dataset = make.build(replace(reading, article=replace(reading.article, **{field: value})))
    said = {quad.predicate.value.rpartition("/")[2] for quad in dataset.quads if quad.subject == make.domain.iri("article/a")}
    assert {"headline", "url", "inLanguage", "datePublished"} - said == {
        {"language": "inLanguage", "published": "datePublished"}.get(field, field)
    }


def test_rules_rest_on_each_other_and_repeat_nothing(make):
    dataset = make.build(*some_readings(make))
    inferred = make.domain.iri("graph/inferred")
    added = [quad.triple for quad in dataset.quads if quad.graph_name == inferred]
    assert make.objects(dataset, "state/PER", "dealt") == {"deal/jpn-per-joint-statement"}
    assert not set(added) & {quad.triple for quad in dataset.quads if quad.graph_name != inferred}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("CONSTRUCT { ?a ?b ", "D306"),
        ("SELECT * { ?a ?b ?c }", "D306"),
        ("CONSTRUCT { ?a deal:part [] } WHERE { ?a deal:party ?c }", "D306"),
        ('CONSTRUCT { ?n deal:party ?c } WHERE { ?a deal:party ?c BIND (IRI(CONCAT(STR(?a), "x")) AS ?n) }', "D307"),
    ],
)
def test_a_rule_that_cannot_hold_stops_the_build(tmp_path, query, code):
    root = tmp_path / "domain"
    shutil.copytree(Path(__file__).parent / "domain", root)
    (root / "ontology" / "rules" / "03-wrong.rq").write_text(query, encoding="utf-8")
    make = Builder(load_domain(root))
    with pytest.raises(DomainError) as caught:
        make.build(make.reading("a", {"party": "IDN JPN"}))
    assert caught.value.code == code


def test_an_explanation_gives_words_articles_rules_and_what_stayed_a_claim(make):
    dataset = make.build(*some_readings(make))
    found = explain(dataset.quads, make.domain.iri("deal/idn-jpn-moc-2026"), make.domain)
    assert found.label == "Indonesia–Japan memorandum of cooperation on bauxite, key minerals and nickel (2026)"
    facts = {(fact.predicate.value.rpartition("#")[2], fact.name): fact for fact in found.facts}
    assert facts["signed", "2026-03-15"].is_direct
    assert not facts["signed", "2026-03"].is_direct
    assert [item.quote for item in facts["signed", "2026-03"].support] == ["[003]"]
    assert facts["party", "Indonesia"].articles == ("a", "b", "c")
    assert facts["involves", "Japan"].rules == ("01-involves",)
    assert explain(dataset.quads, make.domain.iri("deal/never"), make.domain) is None


def synthetic(make, count):
    """Give as many articles: half about 500 agreements of 25 pairs of states, half about agreements of companies, four about each."""
    readings = []
    for number in range(count):
        agreement = number // 2 % 500 if number % 2 else number // 8
        left, right = STATES_LEFT[agreement % 5], STATES_RIGHT[agreement // 5 % 5]
        day = date(2005, 1, 1) + timedelta(days=agreement * 37 % 7500)
        parties = [left, right] if number % 2 else [left, make.company(f"Mine {agreement // 50}", right)]
        slots = {"party": parties, "form": ["Memorandum", "Supply", "Loan"][agreement % 3], "good": GOODS[number % 4]}
        if number % 3:
            slots["signed"] = day.isoformat()
        readings.append(make.reading(f"a{number}", slots, published=(day + timedelta(days=number % 5)).isoformat()))
    return readings


def test_the_number_of_comparisons_grows_with_the_articles_and_not_with_their_square(make):
    small, large = (resolve(synthetic(make, count), make.domain, Registry(), Curation())[1] for count in (2_000, 20_000))
    assert large.comparisons <= 12 * small.comparisons
