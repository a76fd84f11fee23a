"""What every term, concept and file of the ontology has to be like, so that people and tools can rely on it."""

import re
from collections import Counter, defaultdict

import pytest

from publisher.domain import Domain, find_domain, load_domain
from publisher.rdf import DCTERMS, IRI, OWL, RDF, RDFS, SCHEMA, SKOS, VANN, VOID, BlankNode, Literal, Term, Triple

KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
STATUS = IRI("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
ENGINE = [
    "Article",
    "Claim",
    "claimSubject",
    "claimPredicate",
    "claimObject",
    "certainty",
    "evidence",
    "reportedIn",
    "attributedTo",
    "byRule",
    "textSha256",
    "articleKind",
    "fullText",
    "ofState",
]


@pytest.fixture(scope="module")
def domain() -> Domain:
    return load_domain(find_domain())


@pytest.fixture(scope="module")
def said(domain: Domain) -> dict[Term, dict[IRI, list[Term]]]:
    """Map each subject of the ontology to its properties and their values."""
    out: dict[Term, dict[IRI, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in domain.ontology:
        out[triple.subject][triple.predicate].append(triple.object)
    return out


@pytest.fixture(scope="module")
def terms(domain: Domain, said: dict[Term, dict[IRI, list[Term]]]) -> list[IRI]:
    return [s for s in said if isinstance(s, IRI) and s.value.startswith(domain.namespace) and KINDS & set(said[s][RDF.type])]


def test_there_is_one_label_and_one_definition_for_each_term_and_none_twice(terms, said) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        for term in terms:
            values = said[term][predicate]
            assert len(values) == 1, term
            assert values[0].language == "en", term
        words = Counter(said[term][predicate][0].value.casefold() for term in terms)
        assert [word for word, count in words.items() if count > 1] == []


def test_each_term_has_an_example_its_ontology_and_a_status(terms, said, domain) -> None:
    for term in terms:
        assert said[term][SKOS.example], term
        assert said[term][RDFS.isDefinedBy] == [domain.ontology_iri], term
        assert [value.value for value in said[term][STATUS]] in (["stable"], ["testing"], ["unstable"]), term


def test_a_class_is_defined_by_what_it_is_and_a_property_by_what_it_does(terms, said) -> None:
    for term in terms:
        words = said[term][SKOS.definition][0].value
        assert not words.endswith("."), term
        if OWL.Class in said[term][RDF.type]:
            for parent in said[term][RDFS.subClassOf]:
                if parent in terms and parent != terms[0]:
                    genus = said[parent][RDFS.label][0].value.split()[-1]
                    assert genus in words, f"{term} is not said to be a {genus}"
        else:
            assert re.match(r"(relates|says|names|gives|holds|keeps|points|repeats|is true when) ?", words), term


def test_no_definition_is_circular(terms, said) -> None:
    for term in terms:
        label, words = said[term][RDFS.label][0].value, said[term][SKOS.definition][0].value
        if OWL.Class in said[term][RDF.type]:
            assert not re.search(rf"\b{re.escape(label)}\b", words), term


def test_names_are_words_without_dots_and_classes_begin_with_a_capital(terms, said, domain) -> None:
    for term in terms:
        name = term.value.removeprefix(domain.namespace)
        pattern = "[A-Z][A-Za-z]*" if OWL.Class in said[term][RDF.type] else "[a-z][A-Za-z0-9]*"
        assert re.fullmatch(pattern, name), term
        assert len(term.value) < 255
        assert not re.search(r"(And|Or)[A-Z]", name), f"{term} holds two things"


def test_texts_have_no_blanks_at_their_ends_and_none_doubled(domain) -> None:
    for triple in (*domain.ontology, *domain.reference, *domain.dataset):
        if isinstance(triple.object, Literal):
            assert triple.object.value == " ".join(triple.object.value.split(" ")).strip(), triple
            assert "  " not in triple.object.value, triple


def test_only_https_is_used_for_schema_org(domain) -> None:
    for path in (*domain.root.glob("ontology/**/*.ttl"), *domain.root.glob("ontology/**/*.rq"), *domain.root.glob("shapes/*.ttl")):
        assert "http://schema.org" not in path.read_text("utf-8"), path


def test_each_property_has_one_domain_and_range_or_says_which_it_may_have(terms, said) -> None:
    for term in terms:
        if {OWL.ObjectProperty, OWL.DatatypeProperty} & set(said[term][RDF.type]):
            assert len(said[term][RDFS.domain]) + bool(said[term][SCHEMA.domainIncludes]) == 1, term
            assert len(said[term][RDFS.range]) <= 1, term
            if OWL.ObjectProperty in said[term][RDF.type]:
                assert len(said[term][RDFS.range]) + bool(said[term][SCHEMA.rangeIncludes]) == 1, term


def test_an_inverse_is_declared_once_and_crosses_domain_and_range(terms, said) -> None:
    pairs = [(term, inverse) for term in terms for inverse in said[term][OWL.inverseOf]]
    involved = Counter(term for pair in pairs for term in pair)
    assert pairs
    assert max(involved.values()) == 1
    for one, other in pairs:
        assert said[one][RDFS.domain] == said[other][RDFS.range] or not said[one][RDFS.domain]
        assert said[one][RDFS.range] == said[other][RDFS.domain]


@pytest.mark.parametrize("predicate", [RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader])
def test_there_is_no_circle(predicate: IRI, domain: Domain) -> None:
    above: dict[Term, set[Term]] = defaultdict(set)
    for triple in (*domain.ontology, *domain.reference):
        if triple.predicate == predicate and isinstance(triple.object, IRI):
            above[triple.subject].add(triple.object)
    for start in list(above):
        seen: set[Term] = set()
        todo = list(above[start])
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo.extend(above.get(node, ()))
        assert start not in seen, start


def test_every_term_that_is_used_is_declared(terms, domain) -> None:
    declared = {term.value.removeprefix(domain.namespace) for term in terms}
    texts = [
        path.read_text("utf-8")
        for folder in ("ontology", "shapes", "mappings")
        for path in (domain.root / folder).rglob("*.*")
        if path.suffix in {".ttl", ".rq", ".yml"}
    ]
    used = {name for text in texts for name in re.findall(r"\bpact:([A-Za-z]\w*)", text)}
    assert used - declared == set()
    assert set(ENGINE) <= declared


def test_every_term_of_another_vocabulary_in_the_ontology_is_declared(said, domain) -> None:
    builtin = (
        RDF.type.value.partition("#")[0],
        RDFS.label.value.partition("#")[0],
        OWL.Class.value.partition("#")[0],
        "http://www.w3.org/2001/XMLSchema",
    )
    used = {t.predicate for t in domain.ontology} | {
        t.object
        for t in domain.ontology
        if t.predicate in {RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf} and isinstance(t.object, IRI)
    }
    undeclared = {term for term in used if not term.value.startswith(builtin) and not KINDS & set(said[term][RDF.type])}
    assert undeclared == set()


def test_nothing_is_imported_and_nothing_left_out_on_purpose_is_there(domain) -> None:
    predicates = {triple.predicate for triple in domain.ontology}
    assert not predicates & {OWL.imports, OWL.hasKey, OWL.sameAs, OWL.cardinality, OWL.maxCardinality, OWL.allValuesFrom}
    assert OWL.FunctionalProperty not in {triple.object for triple in domain.ontology}


def test_the_header_says_what_a_catalogue_of_ontologies_asks_for(said, domain) -> None:
    header = said[domain.ontology_iri]
    for predicate in (
        "title",
        "abstract",
        "description",
        "creator",
        "contributor",
        "publisher",
        "created",
        "issued",
        "modified",
        "license",
        "bibliographicCitation",
        "source",
    ):
        assert header[DCTERMS[predicate]], predicate
    [version], [info] = header[OWL.versionIRI], header[OWL.versionInfo]
    assert version.value == f"{domain.ontology_iri.value}/{info.value}"
    assert header[VANN.preferredNamespacePrefix][0].value == "pact"
    assert isinstance(header[DCTERMS.license][0], IRI)


def test_every_form_of_agreement_has_a_short_code_of_its_own(terms, said, domain) -> None:
    forms = [t for t in terms if domain.record.type in domain.superclasses.get(t, {t}) and t.value != domain.namespace + "PlannedAgreement"]
    codes = [said[form][SKOS.notation][0].value for form in forms]
    assert len(forms) > 18
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


def test_the_dataset_describes_itself(domain) -> None:
    said = {triple.predicate: triple.object for triple in domain.dataset if triple.subject == domain.iri("dataset")}
    assert said[VOID.uriSpace] == Literal(domain.canonical)
    assert said[DCTERMS.license] == IRI("https://creativecommons.org/licenses/by/4.0/")
    for predicate in ("title", "description", "publisher", "creator", "issued", "language"):
        assert DCTERMS[predicate] in said


def test_another_base_moves_the_data_and_leaves_the_vocabulary(domain) -> None:
    moved = load_domain(domain.root, "http://127.0.0.1:8000/")
    assert moved.namespace == domain.namespace
    assert IRI("http://127.0.0.1:8000/status/signed") in moved.labels
    assert not any(iri.value.startswith(domain.base + "status/") for iri in moved.labels)
    shapes = [triple for triples in moved.load_shapes().values() for triple in triples]
    assert any(triple.object == IRI("http://127.0.0.1:8000/status/planned") for triple in shapes)


OWN = ["statuses", "stages", "instruments", "roles", "certainties", "bindingness", "qualifiers", "topics"]


@pytest.mark.parametrize("name", OWN)
def test_a_scheme_holds_concepts_with_name_definition_code_and_place(name: str, domain: Domain) -> None:
    triples = read_scheme(domain, name)
    by: dict[Term, dict[IRI, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        by[triple.subject][triple.predicate].append(triple.object)
    [scheme] = [subject for subject in by if SKOS.ConceptScheme in by[subject][RDF.type]]
    concepts = [subject for subject in by if SKOS.Concept in by[subject][RDF.type]]
    assert sorted(by[scheme][SKOS.hasTopConcept], key=str) == sorted(concepts, key=str)
    labels = [value.value.casefold() for concept in concepts for value in (*by[concept][SKOS.prefLabel], *by[concept][SKOS.altLabel])]
    assert [label for label, count in Counter(labels).items() if count > 1] == []
    for concept in concepts:
        assert by[concept][SKOS.inScheme] == [scheme] == by[concept][SKOS.topConceptOf]
        assert [value.value for value in by[concept][SKOS.notation]] == [concept.value.rpartition("/")[2]]
        assert len(by[concept][SKOS.prefLabel]) == len(by[concept][SKOS.definition]) == 1
        kind = scheme.value.rpartition("/")[2]
        assert concept.value.startswith(f"{domain.base}{kind}/")


def read_scheme(domain: Domain, name: str) -> list[Triple]:
    from publisher.domain.files import load_triples

    return load_triples(domain.root / "ontology" / "schemes" / f"{name}.ttl", domain.base)


def test_every_concept_stands_in_exactly_one_scheme_that_is_described(domain) -> None:
    schemes: dict[Term, set[Term]] = defaultdict(set)
    described = {t.subject for t in domain.reference if t.predicate == RDF.type and t.object == SKOS.ConceptScheme}
    for triple in domain.reference:
        if triple.predicate == SKOS.inScheme:
            schemes[triple.subject].add(triple.object)
    concepts = {t.subject for t in domain.reference if t.predicate == RDF.type and t.object == SKOS.Concept}
    assert {concept for concept in concepts if len(schemes[concept]) != 1} == set()
    assert {scheme for found in schemes.values() for scheme in found} <= described


def test_every_thing_that_reference_data_point_to_is_described(domain) -> None:
    described = {triple.subject for triple in (*domain.reference, *domain.ontology, *domain.dataset)}
    pointed = {t.object for t in domain.reference if isinstance(t.object, IRI) and t.object.value.startswith(domain.base)}
    assert {node.value for node in pointed - described} == set()
    assert not any(isinstance(triple.subject, BlankNode) for triple in domain.reference)


def test_reference_data_keep_their_shapes(domain) -> None:
    from publisher.graph.shacl import judge
    from publisher.model import Severity
    from publisher.rdf import Quad

    results = judge((Quad(*triple, domain.iri("graph/reference")) for triple in domain.reference), domain)
    assert [result for result in results if result.severity is Severity.VIOLATION] == []


def test_the_alignment_is_a_table_of_declared_terms_and_known_relations(terms, domain) -> None:
    lines = (domain.root / "ontology" / "align" / "agreements.sssom.tsv").read_text("utf-8").splitlines()
    comments = [line for line in lines if line.startswith("#")]
    header, *rows = [line.split("\t") for line in lines if not line.startswith("#")]
    declared = {term.value.removeprefix(domain.namespace) for term in terms}
    prefixes = {line.split(":")[0].strip("# ") for line in comments}
    assert rows == sorted(rows, key=lambda row: (row[0], row[3]))
    for row in rows:
        found = dict(zip(header, row, strict=True))
        assert found["subject_id"].removeprefix("pact:") in declared, row
        assert found["predicate_id"] in {"skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:relatedMatch"}, row
        assert found["object_id"].partition(":")[0] in prefixes, row
        assert 0 < float(found["confidence"]) <= 1
