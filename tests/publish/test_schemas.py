"""The JSON Schemas say what the JSON-LD documents are."""

import json

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource


@pytest.fixture(scope="module")
def schemas(public):
    return {path.stem: json.loads(path.read_bytes()) for path in (public / "schema").glob("*.json")}


def validator(schemas, kind):
    registry = Registry().with_resources([(schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()])
    return Draft202012Validator(schemas[kind], registry=registry)


def test_every_schema_is_one(schemas):
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_every_document_fits_the_schema_of_its_kind(public, schemas):
    checked = 0
    for kind in schemas.keys() - {"node"}:
        for path in sorted((public / kind).glob("*.jsonld")):
            if (public / kind / path.stem).with_suffix(".html").exists() and "old-one" not in path.name:
                errors = [
                    f"{path.name}: {error.message[:200]}" for error in validator(schemas, kind).iter_errors(json.loads(path.read_bytes()))
                ]
                assert errors == []
                checked += 1
    assert checked > 10


def test_a_document_of_another_kind_does_not_fit(public, schemas):
    document = json.loads((public / "agreement/per-usa-2025.jsonld").read_bytes())
    assert not validator(schemas, "article").is_valid(document)
    assert not validator(schemas, "agreement").is_valid({**document, "parties": document["parties"][0]}), "a plural key is a list"


def test_every_definition_of_a_key_is_that_of_the_ontology(schemas, domain):
    from publisher.rdf import SKOS

    [definition] = domain.objects(domain.namespace["hasParty"], SKOS.definition)
    assert schemas["node"]["properties"]["parties"]["description"] == definition.value


def test_the_context_names_every_property_of_the_ontology(public, domain):
    from publisher.rdf import OWL, RDF
    from publisher.rdf.jsonld import Context

    context = Context(json.loads((public / "context/v1.jsonld").read_bytes()), "")
    kinds = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    own = {
        t.subject.value
        for t in domain.ontology
        if t.predicate == RDF.type and t.object in kinds and str(t.subject.value).startswith(domain.namespace)
    }
    unnamed = own - context.keys.keys() - {domain.namespace["fullText"].value}
    assert unnamed == set()
