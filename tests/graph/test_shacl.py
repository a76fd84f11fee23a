"""Validation: what breaks a rule stays out with all that hangs on it, the rest is published unchanged."""

import hashlib
import itertools
from pathlib import Path

import pyshacl
import pytest
import rdflib

from publisher.domain import Domain, find_domain, load_domain
from publisher.errors import DomainError, UsageError
from publisher.graph import partition
from publisher.graph.infer import infer
from publisher.graph.partition import cut, divide
from publisher.graph.shacl import judge, to_rdflib, validate, validate_file
from publisher.graph.shapes import prepare_shapes
from publisher.model import Dataset, Severity
from publisher.rdf import IRI, OA, PROV, RDF, SCHEMA, SKOS, XSD, Literal, Quad, Triple
from publisher.rdf.store import open_memory_store

CASES = Path(__file__).parents[1] / "shapes"
TEXT = {
    "a": "Japan and Indonesia signed a pact on nickel in Tokyo on 15 March 2026.",
    "b": "Japan and Namibia agreed on cobalt. Zed Mining joined.",
}


@pytest.fixture(scope="module")
def domain() -> Domain:
    return load_domain(find_domain())


class World:
    """Quads of two articles with a record each, as the build makes them."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self.quads: set[Quad] = set()

    def say(self, subject: str, predicate: IRI, value: str | Literal | IRI, graph: str) -> None:
        term = self.domain.iri(value) if isinstance(value, str) else value
        self.quads.add(Quad(self.domain.iri(subject), predicate, term, self.domain.iri(f"graph/{graph}")))

    def article(self, key: str, url: str = "https://example.org/") -> None:
        pact, graph, subject = self.domain.namespace, f"article/{key}", f"article/{key}"
        self.say(subject, RDF.type, pact.Article, graph)
        self.say(subject, SCHEMA.headline, Literal(f"Article {key}", language="en"), graph)
        self.say(subject, SCHEMA.url, IRI(url + key), graph)
        self.say(subject, SCHEMA.datePublished, Literal("2026-03-16", datatype=XSD.date), graph)
        self.say(subject, pact.textSha256, Literal(hashlib.sha256(TEXT[key].encode()).hexdigest()), graph)
        self.say(f"graph/article/{key}", PROV.wasDerivedFrom, subject, "provenance")

    def record(self, name: str, key: str, facts: dict[str, str]) -> None:
        pact, subject = self.domain.namespace, f"agreement/{name}"
        self.say(subject, RDF.type, pact.Agreement, f"article/{key}")
        self.say(subject, SKOS.prefLabel, Literal(f"Agreement {name}", language="en"), f"article/{key}")
        self.say(subject, pact.reportedIn, f"article/{key}", f"article/{key}")
        for number, (value, words) in enumerate(facts.items()):
            self.fact(name, key, number, value, words)

    def fact(self, name: str, key: str, number: int, value: str, words: str) -> None:
        pact = self.domain.namespace
        predicate = {"commodity": pact.coversCommodity, "place": pact.placeSigned, "status": pact.status}.get(
            value.partition("/")[0], pact.hasParty
        )
        self.say(f"agreement/{name}", predicate, value, f"article/{key}")
        start = TEXT[key].index(words)
        evidence = f"article/{key}#char={start},{start + len(words)}"
        claim = f"claim/{name}{number}"
        for prop, term in (
            (RDF.type, pact.Claim),
            (pact.claimSubject, f"agreement/{name}"),
            (pact.claimPredicate, predicate),
            (pact.claimObject, value),
            (pact.certainty, "certainty/asserted"),
            (pact.byRule, Literal("sign")),
            (pact.evidence, evidence),
            (PROV.wasGeneratedBy, "run/1"),
        ):
            self.say(claim, prop, term, "claims")
        self.say(evidence, RDF.type, OA.SpecificResource, "claims")
        self.say(evidence, OA.hasSource, f"article/{key}", "claims")
        self.say(evidence, OA.exact, Literal(words), "claims")
        self.say(evidence, OA.start, Literal(str(start), datatype=XSD.nonNegativeInteger), "claims")
        self.say(evidence, OA.end, Literal(str(start + len(words)), datatype=XSD.nonNegativeInteger), "claims")

    def replace(self, subject: str, predicate: IRI, value: Literal | IRI | None) -> None:
        found = {quad for quad in self.quads if quad.subject == self.domain.iri(subject) and quad.predicate == predicate}
        assert found, (subject, predicate)
        self.quads -= found
        if value is not None:
            self.quads |= {Quad(quad.subject, predicate, value, quad.graph_name) for quad in found}

    def dataset(self) -> Dataset:
        inferred = infer(self.quads, self.domain, self.domain.iri("graph/inferred"))
        reference = {
            Quad(*triple, self.domain.iri("graph/reference")) for triple in self.domain.reference if "state/JPN" in str(triple.subject)
        }
        return Dataset(
            tuple(sorted({*self.quads, *inferred, *reference}, key=str)),
            {self.domain.iri("agreement/old"): self.domain.iri("agreement/one")},
        )


@pytest.fixture
def world(domain: Domain) -> World:
    made = World(domain)
    made.article("a")
    made.article("b")
    facts = {
        "state/JPN": "Japan",
        "state/IDN": "Indonesia",
        "commodity/nickel": "nickel",
        "place/tokyo": "in Tokyo",
        "status/signed": "signed",
    }
    made.record("one", "a", facts)
    made.record("two", "b", {"state/JPN": "Japan", "state/NAM": "Namibia", "organization/zed": "Zed Mining", "status/concluded": "agreed"})
    made.say("organization/zed", RDF.type, domain.namespace.PrivateCompany, "article/b")
    made.say("organization/zed", SKOS.prefLabel, Literal("Zed Mining", language="en"), "article/b")
    made.say("agreement/two", domain.namespace.follows, "agreement/one", "article/b")
    return made


def mentions(dataset: Dataset, path: str) -> set[str]:
    """Return all nodes of a dataset whose IRI holds the path."""
    nodes = {term.value for quad in dataset.quads for term in (quad.subject, quad.object) if isinstance(term, IRI)}
    return {node for node in nodes if path in node}


def test_a_good_dataset_comes_out_as_it_went_in(world: World, domain: Domain) -> None:
    dataset = world.dataset()
    validated = validate(dataset, domain, TEXT)
    assert validated.dataset == dataset
    assert validated.withheld == ()


def test_warnings_stay_and_are_listed(world: World, domain: Domain) -> None:
    validated = validate(world.dataset(), domain, TEXT)
    assert {result.code for result in validated.results} == {"AGR-17", "ART-05"}
    assert {result.severity for result in validated.results} == {Severity.WARNING}
    assert list(validated.results) == sorted(validated.results)


def test_a_quotation_that_is_not_in_the_text_keeps_its_record_back_with_all_that_hangs_on_it(world: World, domain: Domain) -> None:
    world.replace(
        "article/b#char=46,56" if "#char=46,56" in str(world.quads) else next(_evidence(world, "Zed Mining")),
        OA.exact,
        Literal("Zed Minerals"),
    )
    validated = validate(world.dataset(), domain, TEXT)
    [withheld] = validated.withheld
    assert (withheld.iri, withheld.label, withheld.code) == (domain.iri("agreement/two"), "Agreement two", "EVD-01")
    assert withheld.articles == (domain.iri("article/b").value,)
    assert withheld.quads > 20
    assert "quotation" in withheld.reason
    for path in ("agreement/two", "claim/two", "article/b#char", "organization/zed"):
        assert mentions(validated.dataset, path) == set(), path
    assert domain.iri("article/b").value in mentions(validated.dataset, "article/b")


def _evidence(world: World, words: str):
    return (
        quad.subject.value.removeprefix(world.domain.base)
        for quad in world.quads
        if quad.object == Literal(words) and quad.predicate == OA.exact
    )


def test_the_other_record_is_untouched_but_for_its_links(world: World, domain: Domain) -> None:
    before = world.dataset()
    world.replace(next(_evidence(world, "nickel")), OA.exact, Literal("cobalt"))
    after = validate(world.dataset(), domain, TEXT).dataset
    assert mentions(after, "agreement/one") == set()
    kept = [quad for quad in before.quads if "agreement/two" in str(quad.subject) and "agreement/one" not in str(quad)]
    assert [quad for quad in after.quads if "agreement/two" in str(quad.subject)] == kept
    assert after.redirects == {}


def test_an_article_whose_text_is_not_given_has_no_verbatim_words(world: World, domain: Domain) -> None:
    validated = validate(world.dataset(), domain, {"a": TEXT["a"]})
    assert [(item.iri.value.rpartition("/")[2], item.code) for item in validated.withheld] == [("two", "EVD-01")]


def test_a_broken_article_goes_with_the_records_it_reports(world: World, domain: Domain) -> None:
    world.replace("article/b", domain.namespace.textSha256, Literal("none"))
    validated = validate(world.dataset(), domain, TEXT)
    assert {item.iri.value.removeprefix(domain.base) for item in validated.withheld} == {"agreement/two", "article/b"}
    assert mentions(validated.dataset, "article/b") == set()
    assert validated.dataset.redirects == {domain.iri("agreement/old"): domain.iri("agreement/one")}


def test_a_broken_entity_goes_and_the_record_that_cannot_stand_without_it(world: World, domain: Domain) -> None:
    world.replace("organization/zed", SKOS.prefLabel, None)
    validated = validate(world.dataset(), domain, TEXT)
    assert {item.code for item in validated.withheld} == {"ORG-01", "PRT-01"}
    assert mentions(validated.dataset, "organization/zed") == mentions(validated.dataset, "agreement/two") == set()


def test_what_is_kept_conforms(world: World, domain: Domain) -> None:
    world.replace(next(_evidence(world, "Namibia")), OA.exact, Literal("Angola"))
    validated = validate(world.dataset(), domain, TEXT)
    again = validate(validated.dataset, domain, TEXT)
    assert again.withheld == ()
    assert again.results == validated.results


def test_broken_reference_data_stop_the_build(world: World, domain: Domain) -> None:
    world.say("state/JPN", SKOS.notation, Literal("JP"), "reference")
    with pytest.raises(DomainError, match=r"D320 .*state/JPN breaks STA-01"):
        validate(world.dataset(), domain, TEXT)


def test_two_processes_and_small_parts_give_what_one_gives(world: World, domain: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    world.replace(next(_evidence(world, "Namibia")), OA.exact, Literal("Angola"))
    dataset = world.dataset()
    whole = validate(dataset, domain, TEXT)
    monkeypatch.setattr(partition, "PART_SIZE", 1)
    assert validate(dataset, domain, TEXT) == whole
    assert validate(dataset, domain, TEXT, jobs=2) == whole


def test_parts_own_every_node_once(world: World, domain: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partition, "PART_SIZE", 1)
    parts = divide(world.dataset().quads, domain)
    owned = [node for part in cut(parts, parts.by_subject, domain, TEXT) for node in part.own]
    assert len(owned) == len(set(owned)) == len(parts.by_subject)


QUERIED = sorted(path for code in ("AGR-21", "EVT-02", "EVT-03", "EVD-01", "DAT-0") for path in CASES.glob(f"*/invalid/{code}*.ttl"))
MIXED = [CASES / "Agreement/invalid/AGR-05-planned-yet-dated.ttl", CASES / "PartyRole/invalid/PRT-05-a-date-on-the-role.ttl"]
WHOLE = [CASES / "Agreement/valid/whole.ttl", CASES / "Evidence/valid/whole.ttl", CASES / "Dataset/valid/whole.ttl"]


@pytest.mark.parametrize("path", [*QUERIED, *MIXED, *WHOLE], ids=lambda path: path.stem)
def test_the_house_engine_finds_what_pyshacl_finds_in_the_shapes_as_written(path: Path, domain: Domain) -> None:
    quads = list(open_memory_store([path, CASES / "support.ttl"]).quads_for_pattern(None, None, None, None))
    text = "Japan and Indonesia signed a memorandum on nickel in Tokyo on 15 March 2026. " * 8
    parts = divide(quads, domain)
    context = {triple for part in cut(parts, parts.by_subject, domain, None) for triple in part.triples}
    context.add(Triple(domain.iri("article/a"), domain.namespace.fullText, Literal(text)))
    written = to_rdflib(itertools.chain.from_iterable(domain.load_shapes().values()))
    data = to_rdflib([*context, *prepare_shapes(domain).classes])
    _, report, _ = pyshacl.validate(data, shacl_graph=written, inference="none")
    own = {str(subject.value) for subject in parts.by_subject if isinstance(subject, IRI)}
    theirs = {
        (str(report.value(result, rdflib.SH.resultMessage))[:6], str(report.value(result, rdflib.SH.focusNode)))
        for result in report.objects(None, rdflib.SH.result)
    }
    ours = {(result.code, result.focus) for result in judge(quads, domain, {"a": text})}
    assert ours == {(code, focus) for code, focus in theirs if code != "ART-10" and focus in own}
    assert bool(ours) == ("invalid" in path.parts)


def test_a_file_is_judged_beside_the_reference_data(domain: Domain) -> None:
    assert validate_file([CASES / "Agreement/valid/whole.ttl", CASES / "support.ttl"], domain) == ()
    found = validate_file([CASES / "Agreement/invalid/AGR-08-covers-a-place.ttl", CASES / "support.ttl"], domain)
    assert [(result.code, result.value) for result in found] == [("AGR-08", domain.iri("place/tokyo").value)]


def test_a_file_that_is_no_rdf_is_refused_with_its_name(domain: Domain, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a> <b> ", "utf-8")
    for path in (broken, tmp_path / "missing.ttl", Path(__file__)):
        with pytest.raises(UsageError, match="U109") as caught:
            validate_file([path], domain)
        assert path.name in str(caught.value)


def test_only_this_module_makes_validated_datasets() -> None:
    engine = Path(__file__).parents[2] / "publisher"
    makers = {path.name for path in engine.rglob("*.py") if "ValidatedDataset(" in path.read_text("utf-8")}
    assert makers == {"shacl.py"}
