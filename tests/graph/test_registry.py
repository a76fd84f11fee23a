"""The registry of minted ids: what it keeps, what it refuses, and that an id once given stays."""

import pytest

from publisher.errors import DomainError
from publisher.graph import Registry, append_rows, load_registry
from publisher.model import RegistryRow


def write(tmp_path, *lines):
    path = tmp_path / "registry.tsv"
    path.write_text("".join(f"{line}\n" for line in ("key\tmatch_key\tminted\tstate\tnote", *lines)), encoding="utf-8")
    return path


def test_an_absent_registry_is_empty(tmp_path):
    assert load_registry(None) == load_registry(tmp_path / "registry.tsv") == Registry()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("deal/x\tm\t2026-01-01\tactive", "has 4 fields"),
        ("deal/x\tm\t2026-01-01\tasleep\t", "state 'asleep'"),
        ("x\tm\t2026-01-01\tactive\t", "no path like kind/key"),
        ("deal/x\tm\t2026-01-01\tmerged\tdeal/y", "never minted"),
    ],
)
def test_a_malformed_line_is_reported_with_its_place(tmp_path, line, words):
    path = write(tmp_path, "deal/a\tm\t2026-01-01\tactive\t", line)
    with pytest.raises(DomainError) as caught:
        load_registry(path)
    assert (caught.value.code, caught.value.line) == ("D301", 3)
    assert words in str(caught.value)


def test_a_ring_of_merges_is_refused(tmp_path):
    rows = [f"deal/{key}\tm\t2026-01-01\tactive\t" for key in "ab"]
    path = write(tmp_path, *rows, "deal/a\tm\t2026-01-02\tmerged\tdeal/b", "deal/b\tm\t2026-01-03\tmerged\tdeal/a")
    with pytest.raises(DomainError, match="D301"):
        load_registry(path)


def test_a_chain_of_merges_leads_to_its_end(tmp_path):
    rows = [f"deal/{key}\tm{key}\t2026-01-01\tactive\t" for key in "abc"]
    registry = load_registry(write(tmp_path, *rows, "deal/c\t\t2026-01-02\tmerged\tdeal/b", "deal/b\t\t2026-01-03\tmerged\tdeal/a"))
    assert registry.merged == {"deal/b": "deal/a", "deal/c": "deal/a"}
    assert {row.key for row in registry.active("deal")} == {"deal/a"}


def test_rows_are_appended_and_read_back(tmp_path):
    path = tmp_path / "registry.tsv"
    rows = (RegistryRow("deal/a", "x|y||", ""), RegistryRow("deal/b", "z|||", ""))
    assert append_rows(path, rows[:1], "2026-03-01") == 1
    before = path.read_text(encoding="utf-8")
    assert append_rows(path, rows[1:], "2026-03-02") == 1
    assert path.read_text(encoding="utf-8").startswith(before)
    assert [(row.key, row.minted) for row in load_registry(path).rows] == [("deal/a", "2026-03-01"), ("deal/b", "2026-03-02")]


def test_a_build_from_its_own_registry_mints_nothing(make):
    readings = [
        make.reading("a", {"party": ["JPN", "Ulan Metals (KAZ)"], "form": "Supply", "good": "copper"}),
        make.reading("b", {"party": "IDN JPN", "form": "Cooperation", "signed": "2026-03-15"}),
    ]
    first = make.build(*readings)
    again = make.build(*readings, registry=Registry(first.minted))
    assert again.minted == ()
    assert again.quads == first.quads


def test_an_id_keeps_its_year_when_a_better_date_is_learnt(make):
    first = make.build(make.reading("a", {"party": "JPN PER", "form": "Memorandum", "status": "planned"}, published="2025-12-20"))
    assert set(make.records(first)) == {"jpn-per-mou"}
    signed = make.reading(
        "b", {"party": "JPN PER", "form": "Memorandum", "status": "signed", "signed": "2026-01-30"}, published="2026-01-31"
    )
    assert set(make.records(make.build(signed, registry=Registry(first.minted)))) == {"jpn-per-mou"}


def test_an_id_is_kept_when_its_first_article_is_gone(make):
    one = make.reading("a", {"party": "JPN PER", "form": "Memorandum", "signed": "2026-01-30"}, published="2026-01-31")
    two = make.reading("b", {"party": "PER JPN", "form": "Cooperation", "good": "copper"}, published="2026-02-01")
    both = make.build(one, two)
    [key] = make.records(both)
    assert set(make.records(make.build(two, registry=Registry(both.minted)))) == {key}


def test_an_id_is_never_given_to_something_else(make):
    first = make.build(make.reading("a", {"party": "JPN PER", "form": "Memorandum", "signed": "2026-01-30"}))
    other = make.reading("b", {"party": "JPN PER", "form": "Memorandum", "signed": "2026-09-30"}, published="2026-10-01")
    assert set(make.records(make.build(other, registry=Registry(first.minted)))) == {"jpn-per-mou-2026-2"}


def test_a_withdrawn_id_is_not_used_again(make):
    rows = make.build(make.reading("a", {"party": "JPN PER", "form": "Memorandum", "signed": "2026-01-30"})).minted
    registry = Registry((*rows, RegistryRow(rows[0].key, "", "2026-04-01", "withdrawn", "never happened")))
    same = make.reading("a", {"party": "JPN PER", "form": "Memorandum", "signed": "2026-01-30"})
    assert set(make.records(make.build(same, registry=registry))) == {"jpn-per-mou-2026-2"}


def test_a_company_keeps_its_id_when_a_longer_name_is_learnt(make):
    short = make.reading("a", {"party": ["JPN", make.company("Kestrel Lithium", "AUS")], "form": "Supply"})
    long = make.reading("b", {"party": ["CAN", make.company("Kestrel Lithium Processing", "AUS", "Kestrel Lithium")], "form": "Loan"})
    first = make.build(short)
    dataset = make.build(short, long, registry=Registry(first.minted))
    iris = {item for record in make.records(dataset) for item in make.objects(dataset, f"deal/{record}", "party")}
    assert "organization/kestrel-lithium" in iris
    assert "organization/kestrel-lithium-processing" not in iris


def test_two_companies_that_turn_out_to_be_one_keep_the_older_id_and_the_younger_leads_on(make):
    short = make.reading("a", {"party": ["JPN", make.company("Kestrel", "AUS")], "form": "Supply"})
    long = make.reading("b", {"party": ["JPN", make.company("Kestrel Lithium", "AUS")], "form": "Supply"}, published="2020-01-01")
    first = make.build(short, long)
    assert len(first.minted) == 4
    told = make.reading("c", {"party": ["CAN", make.company("Kestrel Lithium", "AUS", "Kestrel")], "form": "Loan"})
    dataset = make.build(short, long, told, registry=Registry(first.minted))
    old, new = make.domain.iri("organization/kestrel-lithium"), make.domain.iri("organization/kestrel")
    assert dataset.redirects == {old: new}
    assert set(make.records(first)) < set(make.records(dataset))
    assert make.objects(dataset, "deal/jpn-kestrel-lithium-supply", "party") == {"state/JPN", "organization/kestrel"}
    later = make.build(short, long, registry=Registry((*first.minted, *dataset.minted)))
    assert later.redirects == {old: new}
    assert set(make.records(later)) == set(make.records(first))
    assert later.minted == ()
