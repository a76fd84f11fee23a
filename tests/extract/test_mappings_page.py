"""The page on the mapping files names every key that they have."""

import pytest

from publisher.domain import find_domain, load_domain
from publisher.extract.frames import _KEYS

DOMAIN = load_domain(find_domain())
FIXED = ("anaphora", "forms", "names", "placeholders", "scope", "words")


@pytest.fixture(scope="module")
def page(checkout):
    return (checkout / "site/docs/reference/mappings.md").read_text()


@pytest.mark.parametrize("name", FIXED)
def test_every_key_of_a_word_list_is_explained(name, page):
    assert not [key for key in DOMAIN.mappings[f"lexicon/{name}"] if f"`{key}`" not in page and f"`{key}." not in page]


def test_every_list_of_names_is_explained(page):
    names = DOMAIN.mappings["lexicon/names"]
    assert not [f"{part}.{key}" for part in ("organisation", "person") for key in names[part] if f"`{part}.{key}`" not in page]


def test_every_key_of_a_kind_and_of_a_rule_is_explained(page):
    kinds = {key for spec in DOMAIN.mappings["lexicon/kinds"].values() for key in spec}
    assert not [key for key in kinds | _KEYS if f"`{key}`" not in page]


def test_every_file_is_named(page):
    assert not [name for name in DOMAIN.mappings if f"`{name.rsplit('/', 1)[0]}/*.yml`" not in page and f"{name}.yml`" not in page]


def test_every_slot_key_is_explained(page):
    from publisher.domain.record import _SlotDoor

    assert not [key for key in _SlotDoor.model_fields if f"`{key.removesuffix('_')}`" not in page]
