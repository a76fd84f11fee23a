"""The OpenAPI description, and requests that schemathesis makes of it: whatever is sent, nothing fails inside the server."""

import httpx
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode

REFUSALS = {503, 504}
"""What a server says that is busy or was asked too much: no failure inside it."""
EXAMPLES = 60


def operations(server):
    schema = schemathesis.openapi.from_url(f"{server.origin.rstrip('/')}/openapi.json")
    return [result.ok() for result in schema.get_all_operations()]


def check(operation, mode):
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    def holds(case):
        reply = case.call()
        assert reply.status_code < 500 or reply.status_code in REFUSALS, reply.text[:500]
        media = reply.headers.get("content-type", [""])[0].partition(";")[0]
        if media == "application/problem+json":
            said = reply.json()
            assert said["status"] == reply.status_code
            assert said["title"]
        if mode is GenerationMode.POSITIVE:
            assert str(reply.status_code) in operation.definition.raw["responses"], reply.status_code

    holds()


def test_what_the_description_allows_is_answered_as_it_says(server):
    for operation in operations(server):
        check(operation, GenerationMode.POSITIVE)


def test_what_the_description_forbids_fails_nowhere_inside(server):
    forbidding = [operation for operation in operations(server) if operation.path in {"/sparql", "/problems/{slug}"}]
    assert len(forbidding) == 3
    for operation in forbidding:
        check(operation, GenerationMode.NEGATIVE)


def test_every_path_is_described_and_every_operation_has_a_name_of_its_own(server):
    described = httpx.get(f"{server.origin.rstrip('/')}/openapi.json").json()
    assert {"/sparql", "/{path}", "/problems/{slug}", "/openapi.json"} <= described["paths"].keys()
    names = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))
