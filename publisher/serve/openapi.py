"""The OpenAPI description of what a server answers, made from the same tables that answer."""

from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from publisher.rdf.formats import BINDINGS_FORMATS, GRAPH_FORMATS, HTML, Format
from publisher.serve.files import media_type
from publisher.serve.forms import SERVED
from publisher.serve.problems import PROBLEMS, Problem
from publisher.serve.release import Release
from publisher.serve.responses import PROBLEM_JSON
from publisher.serve.settings import Settings

Json = dict[str, Any]

_STRING: Final[Json] = {"type": "string"}
_STRINGS: Final[Json] = {"type": "array", "items": {"type": "string"}}
_ENDPOINT: Final = frozenset({"not-found", "withdrawn", "server-error"})
"""Problems that the endpoint does not have."""
FILES: Final = ("sitemap.xml", "feed.xml", "robots.txt", "llms.txt", "catalog.ttl", "SHA256SUMS", ".well-known/void")
"""Files that have a path of their own in the description, where a release has them."""


def describe_api(release: Release, settings: Settings) -> Json:
    """Describe the API (OpenAPI 3.1)."""
    paths = {
        "/sparql": _endpoint(settings),
        "/openapi.json": _reading("openapi", "This description", {"application/json": {}}),
        "/problems/{slug}": _problem_type(),
        **_documents(release),
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Query endpoint and documents", "version": _version()},
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-protocol/", "description": "SPARQL 1.1 Protocol"},
        "paths": paths,
        "components": {"schemas": {"Problem": _problem(), "BindingsOrBoolean": _results()}},
    }


def _version() -> str:
    try:
        return version("orepact")
    except PackageNotFoundError:  # run from a folder that is not installed
        return "0"


def _endpoint(settings: Settings) -> Json:
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {"query": _STRING, "default-graph-uri": _STRINGS, "named-graph-uri": _STRINGS, "format": _STRING},
    }
    body = {"application/sparql-query": {"schema": _STRING, "example": "ASK {}"}, "application/x-www-form-urlencoded": {"schema": form}}
    query = _parameter("query", {**_STRING, "maxLength": settings.target_bytes}, example="ASK {}")
    example = _parameter("example", _STRING)
    problems = [row for row in PROBLEMS.values() if row.slug not in _ENDPOINT]
    responses = {
        "200": {**_content("The answer, or without a query the service description", _answers()), "headers": _headers("Vary", always=True)},
        "304": _empty("Not modified", "ETag"),
        **_failures(problems),
    }
    get = {"operationId": "queryByGet", "parameters": [query, *_dataset(), example], "responses": responses}
    return {
        "get": get,
        "head": {**_without_bodies(get), "operationId": "queryHead"},
        "post": {
            "operationId": "queryByPost",
            "parameters": _dataset(),
            "requestBody": {"required": True, "content": body},
            "responses": responses,
        },
        "options": _preflight("queryOptions"),
    }


def _answers() -> Json:
    formats: tuple[Format, ...] = (*BINDINGS_FORMATS, *GRAPH_FORMATS, HTML)
    results = BINDINGS_FORMATS[0].media
    return {row.media: {"schema": {"$ref": "#/components/schemas/BindingsOrBoolean"}} if row.media == results else {} for row in formats}


def _dataset() -> list[Json]:
    names = [row.name for row in (*BINDINGS_FORMATS, *GRAPH_FORMATS, HTML)]
    return [
        _parameter("default-graph-uri", _STRINGS),
        _parameter("named-graph-uri", _STRINGS),
        _parameter("format", {"type": "string", "enum": names}),
    ]


def _parameter(name: str, schema: Json, **more: str) -> Json:
    return {"name": name, "in": "query", "schema": schema, **more}


def _documents(release: Release) -> Json:
    """Describe the paths below a released folder: what everyone asks for by name, then the shapes of all others."""
    folder = release.folder
    if folder is None:
        return {}
    key = {"kind": _key("A kind of thing"), "key": _key("The key of one thing of its kind")}
    suffix = {
        "suffix": {"description": "The form of the document", "schema": {"type": "string", "enum": [row.suffix[1:] for row in SERVED]}}
    }
    files = [name for name in FILES if (folder / name).is_file()]
    return {
        "/": _reading("home", "The first page", {HTML.media: {}}, problems=("not-acceptable",), see_other=True),
        **{f"/{name}": _reading(_camel(name), "One file", {media_type(name).partition(";")[0]: {}}) for name in files},
        "/{kind}/": _reading("listKind", "All things of a kind", {HTML.media: {}}, {"kind": key["kind"]}, ("not-found",)),
        "/{kind}/{key}": _entity("entity", key),
        "/{kind}/{key}.{suffix}": _reading(
            "document",
            "What is said of one thing",
            {row.media: {} for row in SERVED},
            {**key, **suffix},
            ("not-found", "withdrawn"),
            moved=True,
        ),
        "/dumps/{file}": _reading("dump", "All data in one file", {"*/*": {}}, {"file": _key("The name of a file")}, ("not-found",)),
        "/{path}": _entity("other", {"path": _key("A page or file at the top, or what has its documents there")}),
    }


def _camel(name: str) -> str:
    first, *rest = (word for word in name.replace("/", ".").split(".") if word)
    return first.lower().replace("-", "") + "".join(word.capitalize() for word in rest).replace("-", "")


def _key(meaning: str) -> Json:
    return {"description": meaning, "schema": _STRING}


def _entity(name: str, parameters: Mapping[str, Json]) -> Json:
    problems = ("not-found", "not-acceptable", "withdrawn")
    operations = _reading(name, "A file of this name", {"*/*": {}}, parameters, problems, moved=True, see_other=True)
    for operation in operations.values():
        if "200" in operation["responses"]:
            operation["responses"]["308"] = _empty("A folder: its path ends with a slash", "Location")
    return operations


def _reading(  # noqa: PLR0913 - what one path needs to say
    name: str,
    meaning: str,
    content: Json,
    parameters: Mapping[str, Json] | None = None,
    problems: Iterable[str] = (),
    *,
    moved: bool = False,
    see_other: bool = False,
) -> Json:
    """Describe GET, HEAD and OPTIONS of what is only read."""
    responses = {"200": {**_content(meaning, content), "headers": _headers("ETag", always=True)}, "304": _empty("Not modified", "ETag")}
    if moved:
        responses["301"] = _empty("It was merged into another", "Location")
    if see_other:
        responses["303"] = _empty("The document of an entity, chosen by Accept", "Location", "Vary", "Link")
    responses |= _failures(PROBLEMS[slug] for slug in problems)
    given = [{"name": key, "in": "path", "required": True, **value} for key, value in (parameters or {}).items()]
    get = {"operationId": name, "parameters": given, "responses": dict(sorted(responses.items()))}
    return {
        "get": get,
        "head": {**_without_bodies(get), "operationId": name + "Head"},
        "options": {**_preflight(name + "Options"), "parameters": given},
    }


def _without_bodies(operation: Json) -> Json:
    responses = {status: {key: value for key, value in row.items() if key != "content"} for status, row in operation["responses"].items()}
    return {**operation, "responses": responses}


def _preflight(name: str) -> Json:
    return {"operationId": name, "responses": {"204": _empty("What is allowed here", "Allow", "Access-Control-Allow-Origin")}}


def _problem_type() -> Json:
    slugs = {"slug": {"schema": {"type": "string", "enum": sorted(PROBLEMS)}}}
    return _reading("problemType", "What a type of problem means", {"application/json": {}}, slugs, ("not-found",))


def _failures(problems: Iterable[Problem]) -> Json:
    """Describe problem documents, by status."""
    by_status: dict[int, list[Problem]] = {}
    for problem in problems:
        by_status.setdefault(problem.status, []).append(problem)
    return {str(status): _failure(rows) for status, rows in sorted(by_status.items())}


def _failure(problems: list[Problem]) -> Json:
    content: Json = {PROBLEM_JSON.media: {"schema": {"$ref": "#/components/schemas/Problem"}}, HTML.media: {}}
    described = _content("; ".join(problem.title for problem in problems), content)
    if any(problem.retry_after_s is not None for problem in problems):
        described["headers"] = _headers("Retry-After", always=all(problem.retry_after_s is not None for problem in problems))
    return described


def _content(meaning: str, content: Json) -> Json:
    return {"description": meaning, "content": content}


def _empty(meaning: str, *headers: str) -> Json:
    return {"description": meaning, "headers": _headers(*headers, always=True)}


def _headers(*names: str, always: bool) -> Json:
    return {name: {"required": always, "schema": {"type": "integer"} if name == "Retry-After" else _STRING} for name in names}


def _problem() -> Json:
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail", "remedy"],
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


def _results() -> Json:
    """Describe SPARQL 1.1 Query Results JSON as far as a client has to branch."""
    term = {"type": "object", "required": ["type", "value"], "properties": {"type": {"enum": ["uri", "literal", "bnode", "triple"]}}}
    rows = {"type": "array", "items": {"type": "object", "additionalProperties": term}}
    return {
        "type": "object",
        "required": ["head"],
        "properties": {
            "head": {"type": "object"},
            "boolean": {"type": "boolean"},
            "results": {"type": "object", "properties": {"bindings": rows}},
        },
        "oneOf": [{"required": ["boolean"]}, {"required": ["results"]}],
    }
