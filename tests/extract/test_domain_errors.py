"""What is wrong in mappings/ or in the labels is said with its code, file and line, before any article is read."""

import re
import shutil

import pytest

from publisher.domain import load_domain
from publisher.errors import DomainError
from publisher.pipeline import check_rules

FRAMES = "mappings/frames/contract.yml"
FORMS = "mappings/lexicon/forms.yml"
KINDS = "mappings/lexicon/kinds.yml"
RECORD = "mappings/record.yml"
NAMES = "mappings/lexicon/names.yml"
PLACEHOLDERS = "mappings/lexicon/placeholders.yml"
ANAPHORA = "mappings/lexicon/anaphora.yml"
WORDS = "mappings/lexicon/words.yml"
SCHEMES = "ontology/schemes/schemes.ttl"

LINES_OF_A_RULE = 5
"""A fault of a rule may be said to be where the rule begins."""

# Code, file, what stands there, what is put in its place, what the message names.
FAULTS = {
    "a kind of a class nobody declared": ("D110", KINDS, "bake:Grain", "bake:Gravel", "Gravel"),
    "a kind of an undeclared prefix": ("D110", KINDS, "bake:Grain", "cake:Grain", "cake:Grain"),
    "a kind that finds nothing": ("D110", KINDS, "classes: [bake:Grain]", "classes: [bake:Claim]", "grain"),
    "a form of a class that is no record": ("D111", FORMS, "bake:OvenLease, words: [oven]", "bake:Oven, words: [oven]", "bake:Oven"),
    "a form of an undeclared prefix": ("D111", FORMS, 'bake:OvenLease, words: ["oven', 'cake:OvenLease, words: ["oven', "cake:OvenLease"),
    "a soft form the ontology lacks": ("D111", FORMS, "soft: []", "soft: [bake:Handshake]", "bake:Handshake"),
    "a record without agents": ("D112", RECORD, "range: agent", "range: literal", "agent"),
    "a label of two concepts": ("D113", SCHEMES, '"oats"@en', '"Dinkel"@en', "Dinkel and spelt"),
    "a verb of a status nobody declared": ("D114", WORDS, "sign: {status: signed", "sign: {status: sgined", "standing/sgined"),
    "a list of statuses nobody declared": ("D114", WORDS, "done: [signed", "done: [sgined", "standing/sgined"),
    "a modality that makes a status nobody declared": ("D114", WORDS, "{committed: planned", "{committed: plannned", "standing/plannned"),
    "a class of sides the ontology lacks": (
        "D114",
        WORDS,
        "sides-of-their-own: [bake:Bakery",
        "sides-of-their-own: [bake:Backery",
        "Backery",
    ),
    "a class of names the ontology lacks": ("D114", NAMES, "company: bake:Bakery", "company: bake:Backery", "Backery"),
    "a purpose of a class the ontology lacks": ("D114", FORMS, "purposes: []", "purposes: [{class: bake:Feast, pattern: feast}]", "Feast"),
    "a slot of a property the ontology lacks": ("D114", RECORD, "bake:grain,", "bake:gravel,", "gravel"),
    "a slot of a scheme nobody declared": ("D114", RECORD, "scheme: grain", "scheme: gravel", "scheme/gravel"),
    "a record of a class the ontology lacks": ("D114", RECORD, "class: bake:Contract", "class: bake:Contrakt", "Contrakt"),
    "a placeholder of a kind there is not": ("D114", PLACEHOLDERS, "form: [form]", "form: [farm]", "farm"),
    "names of a prefix nobody declared": ("D104", NAMES, "company: bake:Bakery", "company: cake:Bakery", "cake:Bakery"),
    "a word list with a broken pattern": ("D115", WORDS, 'place-after: "', 'place-after: "(', "pattern"),
    "an anaphor with a broken pattern": ("D115", ANAPHORA, "the (?:bakery|mill)", "the (?:bakery|mill", "bakery|mill"),
    "a rule whose counter-example is no list": (
        "D120",
        FRAMES,
        'counter: ["Hill Mill and Crumb Bakery met at the fair."]',
        "counter: They met.",
        "counter",
    ),
    "a rule whose example is no mapping": (
        "D120",
        FRAMES,
        "    examples:\n      - {text",
        "    examples:\n      - They signed.\n      - {text",
        "examples",
    ),
    "a rule that needs no number": ("D120", FRAMES, "    why: the passive", "    needs: two", "needs"),
    "a rule that sets no mapping": ("D120", FRAMES, "    why: the passive", "    set: signed", "set"),
    "a rule without an id": ("D120", FRAMES, "id: contract-signed-by\n    why", "why", "id"),
    "a rule without a counter-example": ("D120", FRAMES, '    counter: ["The flour contract was praised by Hill Mill."]', "", "counter"),
    "a rule with an unknown key": ("D120", FRAMES, "    why: the passive", "    wyh: the passive", "wyh"),
    "a pattern with an unknown placeholder": ("D121", FRAMES, "(by|between) {party}", "(by|between) {guild}", "guild"),
    "a pattern with an unknown verb class": ("D121", FRAMES, "<sign|end> ~8 (by", "<sign|shake> ~8 (by", "shake"),
    "a pattern that ends too early": ("D121", FRAMES, "(by|between) {party}", "(by|between {party}", "contract-signed-by"),
    "a rule that fills no slot": ("D122", FRAMES, "    why: the passive", "    set: {colour: white}", "colour"),
    "a rule that names a concept the ontology lacks": ("D122", FRAMES, "    why: the passive", "    set: {standing: baked}", "baked"),
    "a rule that names a class the ontology lacks": (
        "D122",
        FRAMES,
        "    why: the passive",
        "    set: {form: bake:Handshake}",
        "Handshake",
    ),
    "two rules of one id": ("D123", FRAMES, "id: contract-signed-by", "id: baker-signs", "baker-signs"),
    "an example of another form": (
        "D124",
        FRAMES,
        'was signed by Hill Mill and Crumb Bakery.", party: ["Hill Mill", "Crumb Bakery"], form: FlourContract',
        'was signed by Hill Mill and Crumb Bakery.", party: ["Hill Mill", "Crumb Bakery"], form: OvenLease',
        "flour contract",
    ),
    "an example of one party too many": ("D124", FRAMES, 'Crumb Bakery."', 'Crumb Bakery and Brook Mill."', "Brook Mill"),
    "an example of one party too few": (
        "D124",
        FRAMES,
        'signed by Hill Mill and Crumb Bakery.", party: ["Hill Mill", "Crumb Bakery"]',
        'signed by Hill Mill and Crumb Bakery.", party: ["Hill Mill", "Crumb Bakery", "Brook Mill"]',
        "Crumb Bakery",
    ),
    "an example that says nothing": ("D124", FRAMES, "The flour contract was signed by", "The flour was sold by", "no record"),
    "an example that another rule finds": (
        "D124",
        FRAMES,
        "The flour contract was signed by Hill Mill and Crumb Bakery.",
        "Hill Mill and Crumb Bakery signed a flour contract.",
        "other rules",
    ),
    "an example with a key that is no slot": (
        "D124",
        FRAMES,
        'form: FlourContract, standing: signed}\n    counter: ["Hill Mill and Crumb Bakery met',
        'form: FlourContract, colour: white}\n    counter: ["Hill Mill and Crumb Bakery met',
        "colour",
    ),
    "a counter-example that the rule makes a claim of": (
        "D124",
        FRAMES,
        "Hill Mill and Crumb Bakery met at the fair.",
        "Hill Mill and Crumb Bakery signed a flour contract.",
        "counter-example",
    ),
}


def test_the_bakery_itself_is_in_order(bakery):
    check_rules(load_domain(bakery))


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_code_file_and_line(fault, bakery, tmp_path):
    code, name, held, put, said = fault
    root = tmp_path / "domain"
    shutil.copytree(bakery, root)
    text = (root / name).read_text()
    assert held in text
    changed = text.replace(held, put, 1)
    (root / name).write_text(changed)
    with pytest.raises(DomainError) as caught:
        check_rules(load_domain(root))
    error = caught.value
    assert (error.code, str(error.file)) == (code, str(root / name)), error
    assert said in error.message
    assert error.remedy
    at = changed[: text.index(held)].count("\n") + 1
    assert (error.line is None) == (code == "D112")
    assert error.line is None or 0 <= at - error.line <= LINES_OF_A_RULE, f"says line {error.line}, is on line {at}"


def test_all_examples_that_fail_are_named_at_once(bakery, tmp_path):
    root = tmp_path / "domain"
    shutil.copytree(bakery, root)
    text = (root / FRAMES).read_text()
    (root / FRAMES).write_text(text.replace("standing: signed", "standing: ended"))
    with pytest.raises(DomainError, match=r"baker-signs.*1 more in contract-signed-by") as caught:
        check_rules(load_domain(root))
    assert caught.value.code == "D124"


def test_every_code_that_extraction_raises_has_a_fault_here(checkout):
    sources = "".join(path.read_text() for path in (checkout / "publisher" / "extract").glob("*.py"))
    raised = set(re.findall(r'DomainError\(\s*"(D1[12]\d)"', sources))
    assert raised == {code for code, *_ in FAULTS.values()} - {"D104"}


def test_nothing_is_published_by_rules_that_fail_their_examples(bakery, orepact, tmp_path):
    root = tmp_path / "domain"
    shutil.copytree(bakery, root)
    text = (root / FRAMES).read_text()
    (root / FRAMES).write_text(text.replace("standing: signed", "standing: ended", 1))
    done = orepact("publish", "--domain", root, "--jobs", "1", cwd=tmp_path)
    assert done.returncode == 2
    assert f"{FRAMES}:6: D124 " in done.stderr
    assert not (tmp_path / "public").exists()
