import pytest

from publisher.extract.registry import Registry

KINDS = {"company": "organization", "public": "organization", "owned": "organization"}
TYPES = {"company": "urn:company", "public": "urn:body", "owned": "urn:owned"}


def registry(*names):
    made = Registry()
    for name in names:
        made.add_organisation(name, "company", None)
    return made


@pytest.mark.parametrize(
    ("after", "aliases"),
    [
        (" (QHV) signed", {"QHV"}),
        (' ("Quill" or the "Company") signed', {"Quill", "Company"}),
        (" (Quill, the miner) signed", {"Quill"}),
        (" (a miner of lithium) signed", set()),
        (" signed (QHV)", set()),
    ],
)
def test_a_bracket_behind_a_name_gives_its_short_forms(after, aliases):
    made = registry("Quillhaven Lithium")
    made.add_aliases("Quillhaven Lithium", after)
    assert made.organisations["Quillhaven Lithium"].aliases == aliases
    assert all(made.aliases[alias] == "Quillhaven Lithium" for alias in aliases)


def test_the_first_words_of_a_name_stand_for_it():
    made = registry("Quillhaven Lithium Ltd")
    made.link_short_forms(frozenset())
    assert made.aliases["Quillhaven"] == made.aliases["Quillhaven Lithium"] == "Quillhaven Lithium Ltd"


@pytest.mark.parametrize(("names", "stop"), [(("Quill Lithium", "Quill Copper"), frozenset()), (("Quill Lithium",), frozenset({"Quill"}))])
def test_what_two_names_begin_with_or_what_says_nothing_stands_for_none(names, stop):
    made = registry(*names)
    made.link_short_forms(stop)
    assert "Quill" not in made.aliases


def test_a_name_and_its_longer_form_are_one_unless_the_longer_one_says_more():
    made = registry("Quill Lithium", "Quill Lithium Corporation", "Dray Copper", "Dray Copper Peru")
    made.link_short_forms(frozenset(), frozenset({"Corporation"}))
    made.merge_nested()
    assert list(made.organisations) == ["Quill Lithium Corporation", "Dray Copper", "Dray Copper Peru"]
    assert made.aliases["Quill Lithium"] == "Quill Lithium Corporation"


def test_an_acronym_that_nothing_explains_stands_for_the_one_name_with_its_letters():
    made = registry("Quill Copper Limited", "Dray Lithium Works", "Delta Lithium Works")
    made.link_initials(["QCL", "DLW", "Quill"])
    assert made.aliases["QCL"] == "Quill Copper Limited"
    assert not {"DLW", "Quill"} & set(made.aliases)


def test_an_organisation_named_by_its_short_form_is_the_one_it_was_introduced_for():
    made = registry("Atlas Quill Corporation")
    made.add_aliases("Atlas Quill Corporation", ' ("Atlas Quill")')
    assert made.add_organisation("Atlas Quill", "public", None) == "Atlas Quill Corporation"
    assert list(made.organisations) == ["Atlas Quill Corporation"]
    assert made.entity("Atlas Quill Corporation", KINDS, TYPES).aliases == ("Atlas Quill",)


def test_the_more_telling_kind_of_an_organisation_wins():
    made = registry("Quill")
    made.add_organisation("Quill", "owned", None)
    made.add_organisation("Quill", "company", None)
    assert made.entity("Quill", KINDS, TYPES).type == "urn:owned"


def test_a_surname_leads_to_the_person_first_named_with_it():
    made = Registry()
    made.add_person("Ana Soto", "minister", None)
    made.add_person("Pia Soto", "", None)
    assert made.surnames["Soto"] == "Ana Soto"
    assert made.add_person("Ana Soto", "envoy", None).office == "minister"
