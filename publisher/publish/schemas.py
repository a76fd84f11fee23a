"""JSON Schema of the JSON-LD documents, made from the context and the ontology, one file per kind."""

from typing import Any

from publisher.domain import Domain
from publisher.publish.views import Views
from publisher.rdf import IRI, SKOS, Literal
from publisher.rdf.jsonld import Context, Key, dump

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: dict[str, Any] = {"type": "string"}


def schema_files(views: Views, context: Context) -> list[tuple[str, bytes]]:
    """Return ``schema/node.json``, what any node may hold, and ``schema/{kind}.json``, what a document of a kind begins with."""
    domain = views.index.domain
    files = [("schema/node.json", dump(_node(context, domain)))]
    files += [(f"schema/{kind}.json", dump(_document(kind, views, context))) for kind in views.index.members]
    return files


def _document(kind: str, views: Views, context: Context) -> dict[str, Any]:
    base = views.index.base
    types = sorted({context.shorten(type_.value) for iri in views.index.members[kind] for type_ in views.index.types(iri)})
    return {
        "$schema": DRAFT,
        "$id": f"{base}schema/{kind}.json",
        "title": views.kind_name(kind),
        "description": f"A JSON-LD document about one entity of the kind {views.kind_name(kind)}.",
        "$ref": "node.json",
        "required": ["@context", "id"] + (["type"] if types else []),
        "properties": {
            "@context": {"const": context.iri},
            "id": {"type": "string", "pattern": f"^{_escaped(base)}{_escaped(kind)}/"},
            "type": {"description": "The class or classes of the entity.", "examples": types},
        },
    }


def _escaped(text: str) -> str:
    return "".join("\\" + c if c in r".*+?^$()[]{}|\\" else c for c in text)


def _node(context: Context, domain: Domain) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "@context": TEXT,
        "@included": {"type": "array", "items": {"$ref": "#"}},
        "id": {"type": "string", "description": "The IRI of the thing."},
        "type": {"anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 2}], "description": "Its class or classes."},
    }
    for key in (*context.keys.values(), *context.reverse_keys):
        properties[key.name] = {**_values(key), **_described(key, domain)}
    return {
        "$schema": DRAFT,
        "$id": f"{domain.base}schema/node.json",
        "title": "node",
        "description": "What may stand in any node; keys are those of the context, other properties have their name or IRI.",
        "type": "object",
        "required": ["id"],
        "properties": properties,
        "$defs": {
            "reference": {"anyOf": [TEXT, {"$ref": "#"}]},
            "literal": {
                "anyOf": [
                    {"type": ["string", "number", "boolean"]},
                    {
                        "type": "object",
                        "required": ["@value"],
                        "properties": {"@value": TEXT, "@type": TEXT, "@language": TEXT},
                        "additionalProperties": False,
                    },
                ]
            },
            "any": {"anyOf": [{"$ref": "#/$defs/literal"}, {"$ref": "#"}]},
        },
    }


def _values(key: Key) -> dict[str, Any]:
    if key.reverse:
        return {"type": "array", "items": {"$ref": "#"}, "minItems": 1}
    if "@language" in key.containers:
        one = {"type": "array", "items": TEXT} if "@set" in key.containers else {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
        return {"type": "object", "additionalProperties": one}
    item = (
        {"$ref": "#/$defs/any"}
        if key.coercion is None
        else {"$ref": "#/$defs/reference"}
        if key.coercion.startswith("@")
        else {"$ref": "#/$defs/literal"}
    )
    return (
        {"type": "array", "items": item, "minItems": 1}
        if "@set" in key.containers
        else {"anyOf": [item, {"type": "array", "items": item, "minItems": 2}]}
    )


def _described(key: Key, domain: Domain) -> dict[str, Any]:
    texts = [value.value for value in domain.objects(IRI(key.property), SKOS.definition) if isinstance(value, Literal)]
    return {"description": texts[0]} if texts else {}
