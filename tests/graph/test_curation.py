"""What an editor decides holds in the build and in every later one; what an editor misspells is reported with its place."""

import shutil
from pathlib import Path

import pytest
from graph_builder import Builder

from publisher.domain import load_domain
from publisher.errors import DomainError
from publisher.graph import Registry, load_curation

SIGNED = "who: An Editor\n  when: 2026-04-01\n  why: the ministry says so"


@pytest.fixture
def curated(tmp_path):
    """Return a builder over a copy of the domain in which the given files of decisions stand."""

    def with_files(**files):
        root = tmp_path / "domain"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(Path(__file__).parent / "domain", root)
        (root / "mappings" / "curation").mkdir()
        for name, text in files.items():
            (root / "mappings" / "curation" / f"{name}.yml").write_text(text, encoding="utf-8")
        return Builder(load_domain(root))

    return with_files


def decisions(*entries):
    return "decisions:\n" + "".join(f"- {entry}\n  {SIGNED}\n" for entry in entries)


def doubtful(make):
    """Return two reports that cannot be told: same parties and form, three weeks apart."""
    return (
        make.reading("a", {"party": "IDN JPN", "form": "Memorandum", "signed": "2026-05-05"}, published="2026-05-06"),
        make.reading("b", {"party": "JPN IDN", "form": "Memorandum", "signed": "2026-05-26"}, published="2026-05-27"),
    )


def test_a_doubtful_pair_waits_on_the_review_list_with_its_reason(make):
    dataset = make.build(*doubtful(make))
    [pair] = dataset.undecided
    assert (pair.left, pair.right) == ("deal/idn-jpn-mou-2026", "deal/idn-jpn-mou-2026-2")
    assert "21 days apart" in pair.reason


def test_a_pair_declared_the_same_is_one_with_a_redirect_and_stays_so(make, curated):
    first = make.build(*doubtful(make))
    make_same = curated(same=decisions("records: [deal/idn-jpn-mou-2026, deal/idn-jpn-mou-2026-2]"))
    curation = load_curation(make_same.domain)
    merged = make_same.build(*doubtful(make), registry=Registry(first.minted), curation=curation)
    assert make.records(merged) == {"idn-jpn-mou-2026": {"a", "b"}}
    assert merged.undecided == ()
    old, new = (make.domain.iri(f"deal/idn-jpn-mou-2026{end}") for end in ("-2", ""))
    assert merged.redirects == {old: new}
    later = make.build(*doubtful(make), registry=Registry((*first.minted, *merged.minted)))
    assert make.records(later) == {"idn-jpn-mou-2026": {"a", "b"}}
    assert later.redirects == {old: new}
    stated = {
        (quad.predicate.value.rpartition("/")[2].rpartition("#")[2], quad.object.value) for quad in later.quads if quad.subject == old
    }
    assert stated == {("deprecated", "true"), ("isReplacedBy", new.value)}


def test_a_pair_told_apart_leaves_the_review_list(make, curated):
    first = make.build(*doubtful(make))
    make_apart = curated(different=decisions("records: [deal/idn-jpn-mou-2026-2, deal/idn-jpn-mou-2026]"))
    dataset = make_apart.build(*doubtful(make), registry=Registry(first.minted), curation=load_curation(make_apart.domain))
    assert dataset.undecided == ()
    assert len(make.records(dataset)) == 2


def test_an_article_is_split_from_a_record_it_was_joined_to(make, curated):
    readings = [
        make.reading("a", {"party": "IDN JPN", "form": "Memorandum", "signed": "2026-05-05"}),
        make.reading("b", {"party": "IDN JPN", "form": "Memorandum"}, published="2026-05-08"),
    ]
    first = make.build(*readings)
    assert make.records(first) == {"idn-jpn-mou-2026": {"a", "b"}}
    make_apart = curated(different=decisions("records: [deal/idn-jpn-mou-2026, article/b]"))
    dataset = make_apart.build(*readings, registry=Registry(first.minted), curation=load_curation(make_apart.domain))
    assert sorted(make.records(dataset).values()) == [{"a"}, {"b"}]


def test_an_article_is_joined_to_a_record_it_was_not_found_for(make, curated):
    readings = [
        make.reading("a", {"party": "IDN JPN", "form": "Memorandum", "signed": "2026-05-05"}),
        make.reading("b", {"party": "IDN JPN AUS", "form": "Statement"}, published="2026-05-08"),
    ]
    first = make.build(*readings)
    make_same = curated(same=decisions("records: [article/b, deal/idn-jpn-mou-2026]"))
    dataset = make_same.build(*readings, registry=Registry(first.minted), curation=load_curation(make_same.domain))
    assert make.records(dataset) == {"idn-jpn-mou-2026": {"a", "b"}}


def test_a_retracted_claim_is_gone_and_the_next_value_stands(make, curated):
    readings = [
        make.reading("a", {"party": "IDN JPN", "signed": "2026-05-05"}, published="2026-05-06"),
        make.reading("b", {"party": "IDN JPN", "signed": "2026-05"}, published="2026-05-07"),
    ]
    first = make.build(*readings)
    assert make.objects(first, "deal/idn-jpn-deal-2026", "signed") == {"2026-05-05"}
    subject = {quad.subject for quad in first.quads if quad.object.value == "2026-05-05" and "claimObject" in quad.predicate.value}.pop()
    claim = subject.value.removeprefix(make.domain.base)
    make_retract = curated(retract=decisions(f"claim: {claim}"))
    dataset = make_retract.build(*readings, registry=Registry(first.minted), curation=load_curation(make_retract.domain))
    assert make.objects(dataset, "deal/idn-jpn-deal-2026", "signed") == {"2026-05"}
    assert subject not in {quad.subject for quad in dataset.quads}


def test_a_retracted_record_is_gone_with_all_that_is_said_of_it(make, curated):
    reading = make.reading("a", {"party": "IDN JPN"}, {"party": "AUS JPN"}, news=(0, 1), relations=[(1, "follows", 0)])
    first = make.build(reading)
    make_retract = curated(retract=decisions("records: [deal/idn-jpn-deal]"))
    dataset = make_retract.build(reading, registry=Registry(first.minted), curation=load_curation(make_retract.domain))
    assert set(make.records(dataset)) == {"aus-jpn-deal"}
    gone = make.domain.iri("deal/idn-jpn-deal")
    assert not [quad for quad in dataset.quads if gone in {quad.subject, quad.object}]


def test_two_companies_are_joined_or_kept_apart_by_an_editor(make, curated):
    short = make.reading("a", {"party": ["JPN", make.company("Kestrel", "AUS")], "form": "Supply"})
    long = make.reading("b", {"party": ["JPN", make.company("Kestrel Lithium", "AUS")], "form": "Supply"}, published="2020-01-01")
    told = make.reading("c", {"party": ["CAN", make.company("Kestrel Lithium", "AUS", "Kestrel")], "form": "Loan"})
    pair = decisions("records: [organization/kestrel-lithium, organization/kestrel]")
    registry = Registry(make.build(short, long).minted)
    make_same = curated(same=pair)
    joined = make_same.build(short, long, registry=registry, curation=load_curation(make_same.domain))
    assert joined.redirects == {make.domain.iri("organization/kestrel-lithium"): make.domain.iri("organization/kestrel")}
    make_apart = curated(different=pair)
    parted = make_apart.build(short, long, told, registry=registry, curation=load_curation(make_apart.domain))
    assert parted.redirects == {}
    assert make.objects(parted, "deal/can-kestrel-lithium-loan", "party") == {"state/CAN", "organization/kestrel-lithium"}
    make_reference = curated(same=decisions("records: [organization/kestrel, organization/jogmec]"))
    known = make_reference.build(short, registry=registry, curation=load_curation(make_reference.domain))
    assert known.redirects == {make.domain.iri("organization/kestrel"): make.domain.iri("organization/jogmec")}
    assert make.objects(known, next(iter(f"deal/{key}" for key in make.records(known))), "party") == {"state/JPN", "organization/jogmec"}


ASSERTED = "record: deal/idn-jpn-deal\n  slot: place\n  value: place/tokyo\n  article: a\n  quote: '{quote}'"


def test_an_editor_adds_a_value_with_the_words_that_carry_it(make, curated):
    reading = make.reading("a", {"party": "IDN JPN"})
    registry = Registry(make.build(reading).minted)
    make_more = curated(**{"assert": decisions(ASSERTED.format(quote="[007]"))})
    dataset = make_more.build(reading, registry=registry, curation=load_curation(make_more.domain))
    assert make.objects(dataset, "deal/idn-jpn-deal", "place") == {"place/tokyo"}
    assert {quad.object.value for quad in dataset.quads if quad.object.value == "[007]"} == {"[007]"}


def test_an_added_value_without_its_words_is_refused(make, curated):
    reading = make.reading("a", {"party": "IDN JPN"})
    registry = Registry(make.build(reading).minted)
    make_more = curated(**{"assert": decisions(ASSERTED.format(quote="never said"))})
    with pytest.raises(DomainError, match=r"assert\.yml:2: D304"):
        make_more.build(reading, registry=registry, curation=load_curation(make_more.domain))


def test_a_decision_about_an_unknown_id_stops_the_build_with_its_line(make, curated):
    make_same = curated(same=decisions("records: [deal/idn-jpn-mou-2026, deal/typo]"))
    with pytest.raises(DomainError, match=r"same\.yml:2: D303 deal/idn-jpn-mou-2026 is unknown"):
        make_same.build(*doubtful(make), curation=load_curation(make_same.domain))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("same", "decisions:\n- records: [deal/a, deal/b]\n  who: An Editor\n  when: 2026-04-01\n", "lacks why"),
        ("same", decisions("records: [deal/a]"), "two different"),
        ("same", decisions("pair: [deal/a, deal/b]"), "either `records`"),
        ("different", decisions("records: [deal/a, a b]"), "no path like"),
        ("retract", decisions("claim: claim/12"), "16 hex digits"),
        ("retract", decisions("records: [deal/a, deal/b]"), "one `claim`"),
        ("same", "pairs: []\n", "a list `decisions`"),
        ("same", decisions("records: [deal/a, deal/b]").replace("2026-04-01", "April"), "is not YYYY-MM-DD"),
        ("assert", decisions("record: deal/a"), "has exactly"),
        ("assert", decisions(ASSERTED.replace("slot: place", "slot: venue")), "no slot 'venue'"),
    ],
)
def test_a_malformed_decision_is_reported_with_its_place(curated, name, text, words):
    make = curated(**{name: text})
    with pytest.raises(DomainError) as caught:
        load_curation(make.domain)
    assert caught.value.code == "D302"
    assert caught.value.file.endswith(f"{name}.yml")
    assert caught.value.line
    assert words in str(caught.value)


def test_no_decisions_are_no_error(curated):
    assert list(load_curation(curated(same="decisions: []\n").domain).decisions()) == []
