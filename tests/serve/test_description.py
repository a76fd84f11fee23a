"""The OpenAPI description, and requests that schemathesis makes of it: what is answered is what is described, and nothing fails inside."""

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from publisher.serve.forms import SERVED
from publisher.serve.problems import PROBLEMS

METHODS = {"get", "head", "options", "post"}
REFUSALS = {503, 504}
"""What a server says that is busy or was asked too much: no failure inside it."""
EXAMPLES = 60
CONFORMS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
KNOWN = [
    ("/{kind}/{key}", {"kind": "thing", "key": "a"}),
    ("/{kind}/{key}", {"kind": "thing", "key": "old"}),
    ("/{kind}/{key}", {"kind": "thing", "key": "gone"}),
    ("/{kind}/{key}", {"kind": "dumps", "key": "orepact.nq.gz"}),
    ("/{kind}/", {"kind": "thing"}),
    ("/{kind}/", {"kind": "none"}),
    ("/{path}", {"path": "thing"}),
    ("/{path}", {"path": "vocabulary"}),
    ("/{path}", {"path": "dataset"}),
    ("/{path}", {"path": "large.bin"}),
    ("/dumps/{file}", {"file": "orepact.nq.gz"}),
    *[
        ("/{kind}/{key}.{suffix}", {"kind": "thing", "key": key, "suffix": row.suffix[1:]})
        for key in ("a", "old", "gone")
        for row in SERVED
    ],
    *[("/problems/{slug}", {"slug": slug}) for slug in PROBLEMS],
]
ACCEPTS = [None, "text/html,*/*;q=0.8", "text/turtle", "application/rdf+xml", "application/sparql-results+json", "image/png", "*/*;q=0"]
QUERIES = ["ASK {}", "SELECT * { ?s ?p ?o } LIMIT 2", "CONSTRUCT WHERE { ?s ?p ?o }", "SELECT {", "LOAD <x:a>", "ASK { SERVICE <x:a> {} }"]
PARAMETERS = st.fixed_dictionaries(
    {},
    optional={
        "query": st.sampled_from(QUERIES),
        "format": st.sampled_from(["json", "csv", "turtle", "nquads", "html"]),
        "example": st.sampled_from(["All & sundry", "none"]),
        "default-graph-uri": st.sampled_from(["https://example.org/data/graph/thing/a", "x:none", "no IRI"]),
    },
)


@pytest.fixture(scope="module")
def schema(server):
    return schemathesis.openapi.from_url(f"{server.origin.rstrip('/')}/openapi.json")


def operations(schema):
    return [result.ok() for result in schema.get_all_operations()]


def check(case, *, described=True):
    reply = case.call(allow_redirects=False)
    assert reply.status_code < 500 or reply.status_code in REFUSALS, reply.text[:500]
    if described:
        case.validate_response(reply, checks=CONFORMS)
    if reply.headers.get("content-type", [""])[0].startswith("application/problem+json") and case.method != "HEAD":
        said = reply.json()
        assert said["status"] == reply.status_code
        assert PROBLEMS[said["type"].removeprefix("/problems/")].status == reply.status_code
    return reply


def try_all(operation, mode):
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    def holds(case):
        check(case, described=mode is GenerationMode.POSITIVE)

    holds()


def test_what_the_description_allows_is_answered_as_it_says(schema):
    for operation in operations(schema):
        try_all(operation, GenerationMode.POSITIVE)


def test_what_the_description_forbids_fails_nowhere_inside(schema):
    for operation in operations(schema):
        if operation.method != "options" and operation.path in {"/sparql", "/problems/{slug}", "/{kind}/{key}.{suffix}"}:
            try_all(operation, GenerationMode.NEGATIVE)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("accept", ACCEPTS)
def test_what_is_there_is_answered_as_the_description_says(schema, method, accept):
    for path, parameters in KNOWN:
        headers = {} if accept is None else {"Accept": accept}
        check(schema[path][method].Case(path_parameters=parameters, headers=headers))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(method=st.sampled_from(["GET", "HEAD", "POST"]), parameters=PARAMETERS, accept=st.sampled_from(ACCEPTS))
@example(method="GET", parameters={"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, accept="application/rdf+xml")
def test_the_endpoint_answers_as_the_description_says(schema, method, parameters, accept):
    headers = {} if accept is None else {"Accept": accept}
    operation = schema["/sparql"][method]
    if method == "POST":
        check(operation.Case(body=parameters, media_type="application/x-www-form-urlencoded", headers=headers))
    else:
        check(operation.Case(query=parameters, headers=headers))


def test_what_is_known_is_304_as_the_description_says(schema):
    for path, parameters in [("/{kind}/{key}.{suffix}", {"kind": "thing", "key": "a", "suffix": row.suffix[1:]}) for row in SERVED]:
        tag = check(schema[path]["GET"].Case(path_parameters=parameters)).headers["etag"][0]
        assert check(schema[path]["GET"].Case(path_parameters=parameters, headers={"If-None-Match": tag})).status_code == 304


def test_a_method_that_no_path_describes_is_refused_with_those_it_has(server, schema):
    for operation in operations(schema):
        path = operation.path.replace("{kind}/{key}.{suffix}", "thing/a.ttl").replace("{slug}", "busy").replace("{", "").replace("}", "")
        for method in ("PUT", "DELETE", "PATCH", *({"POST"} if operation.path != "/sparql" else ())):
            reply = server.send(method, path, b"x")
            assert reply.status == 405, (method, path)
            assert {word.strip().lower() for word in reply.headers["allow"].split(",")} == METHODS - (
                set() if operation.path == "/sparql" else {"post"}
            )
            assert reply.media == "application/problem+json"


def test_every_operation_has_a_name_of_its_own_and_every_path_its_methods(server):
    described = httpx.get(f"{server.origin.rstrip('/')}/openapi.json").json()
    assert {"/", "/sparql", "/openapi.json", "/problems/{slug}", "/{kind}/", "/{kind}/{key}", "/{path}", "/.well-known/void"} <= described[
        "paths"
    ].keys()
    assert all(operations.keys() >= {"get", "head", "options"} for operations in described["paths"].values())
    names = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))


def test_every_problem_of_the_endpoint_is_described_and_says_when_to_come_again(server):
    responses = httpx.get(f"{server.origin.rstrip('/')}/openapi.json").json()["paths"]["/sparql"]["get"]["responses"]
    assert {str(row.status) for row in PROBLEMS.values()} - {"404", "410", "500"} <= responses.keys()
    assert "Retry-After" in responses["503"]["headers"]


def test_a_server_without_a_release_describes_no_documents(start, tmp_path):
    file = tmp_path / "a.nt"
    file.write_text("<x:a> <x:b> <x:c> .\n", encoding="utf-8")
    paths = start(None, [file], workers=1).get("/openapi.json").json["paths"]
    assert paths.keys() == {"/sparql", "/openapi.json", "/problems/{slug}"}
