"""The OpenAPI description of what a server answers, made from the same tables that answer."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from publisher.rdf.formats import BINDINGS_FORMATS, GRAPH_FORMATS, HTML
from publisher.serve.problems import PROBLEMS
from publisher.serve.release import Release
from publisher.serve.settings import Settings

_STRING = {"type": "string"}
_STRINGS = {"type": "array", "items": {"type": "string"}}


def describe_api(release: Release, settings: Settings) -> dict[str, Any]:
    """Describe the API (OpenAPI 3.1)."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Query endpoint and documents", "version": _version()},
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-protocol/", "description": "SPARQL 1.1 Protocol"},
        "paths": {
            "/sparql": {
                "get": _operation("queryByGet", [_parameter("query", _STRING, settings), *_dataset_parameters()]),
                "post": {
                    **_operation("queryByPost", _dataset_parameters()),
                    "requestBody": {
                        "required": True,
                        "content": {
                            "application/sparql-query": {"schema": _STRING, "example": "ASK {}"},
                            "application/x-www-form-urlencoded": {
                                "schema": {
                                    "type": "object",
                                    "required": ["query"],
                                    "properties": {
                                        "query": _STRING,
                                        "default-graph-uri": _STRINGS,
                                        "named-graph-uri": _STRINGS,
                                        "format": _STRING,
                                    },
                                }
                            },
                        },
                    },
                },
            },
            "/openapi.json": {"get": _fixed("openapi", "This description", "application/json")},
            "/problems/{slug}": {"get": _problem_type()},
            **({"/{path}": {"get": _document()}} if release.folder is not None else {}),
        },
        "components": {"schemas": {"Problem": _problem()}},
    }


def _version() -> str:
    try:
        return version("orepact")
    except PackageNotFoundError:  # run from a folder that is not installed
        return "0"


def _operation(name: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    media: dict[str, dict[str, str]] = {row.media: {} for row in (*BINDINGS_FORMATS, *GRAPH_FORMATS, HTML)}
    problems: dict[int, list[str]] = {}
    for problem in PROBLEMS.values():
        problems.setdefault(problem.status, []).append(problem.title)
    failures = {str(status): _failure("; ".join(titles)) for status, titles in sorted(problems.items()) if status not in {410, 500}}
    return {
        "operationId": name,
        "parameters": parameters,
        "responses": {"200": {"description": "The answer, or without a query the service description", "content": media}, **failures},
    }


def _dataset_parameters() -> list[dict[str, Any]]:
    names = [row.name for row in (*BINDINGS_FORMATS, *GRAPH_FORMATS, HTML)]
    return [
        {"name": "default-graph-uri", "in": "query", "schema": _STRINGS},
        {"name": "named-graph-uri", "in": "query", "schema": _STRINGS},
        {"name": "format", "in": "query", "schema": {"type": "string", "enum": names}},
    ]


def _parameter(name: str, schema: dict[str, Any], settings: Settings) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {**schema, "maxLength": settings.query_bytes}, "example": "ASK {}"}


def _failure(title: str) -> dict[str, Any]:
    return {
        "description": title,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}, "text/html": {}},
    }


def _document() -> dict[str, Any]:
    return {
        "operationId": "document",
        "parameters": [{"name": "path", "in": "path", "required": True, "schema": _STRING}],
        "responses": {
            "200": {"description": "A document"},
            "301": {"description": "The entity was merged into another"},
            "303": {"description": "The document of an entity, chosen by Accept"},
            "308": {"description": "A folder, with its slash"},
            "304": {"description": "Not modified"},
            **{str(status): _failure(title) for status, title in ((404, "Unknown"), (406, "Not acceptable"), (410, "Withdrawn"))},
        },
    }


def _fixed(name: str, meaning: str, media: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "responses": {"200": {"description": meaning, "content": {media: {}}}, "304": {"description": "Not modified"}},
    }


def _problem_type() -> dict[str, Any]:
    slugs = {"type": "string", "enum": sorted(PROBLEMS)}
    operation = _fixed("problemType", "What a type of problem means", "application/json")
    operation["responses"]["404"] = _failure("Unknown")
    return {**operation, "parameters": [{"name": "slug", "in": "path", "required": True, "schema": slugs}]}


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": _STRING,
            "status": {"type": "integer"},
            "detail": _STRING,
            "remedy": _STRING,
            "line": {"type": "integer", "minimum": 1},
            "column": {"type": "integer", "minimum": 1},
        },
    }
