"""A machine that runs short of room, descriptors or memory: what is sent is whole or an error, and somebody is always answered."""

import http.client
import resource
import socket
from contextlib import ExitStack

import pytest

pytestmark = pytest.mark.slow
ROOM = 3 << 20
ROWS = "SELECT ?x { VALUES ?x { '" + "a" * 1021 + "' } VALUES ?a { " + "1 " * 100 + "} VALUES ?b { " + "1 " * 100 + "} }"
"""Ten thousand rows of 1023 bytes with their line ends."""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("scarce") / "data.nt"
    path.write_text("<x:a> <x:p> <x:b> .\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("version", ["1.1", "1.0"])
@pytest.mark.parametrize("rows", [3010, 3075, 4000])
def test_a_result_that_the_disk_has_no_room_for_is_never_called_whole(start, file, tmp_path, rows, version):
    server = start(None, [file], log=tmp_path / "log", limits={resource.RLIMIT_FSIZE: ROOM - 1000}, workers=1)
    body = f"{ROWS} LIMIT {rows}".encode()
    connection = http.client.HTTPConnection(*server.address, timeout=30)
    connection._http_vsn_str = f"HTTP/{version}"
    connection.request("POST", "/sparql", body, {"content-type": "application/sparql-query", "accept": "text/csv"})
    response = connection.getresponse()
    if rows == 3010:
        assert response.read().count(b"\n") == rows + 1
    elif version == "1.0":
        assert (response.status, b"no room" in response.read()) == (503, True)
    else:
        with pytest.raises(http.client.IncompleteRead):
            response.read()
    connection.close()
    assert ("a result cannot be held" in (tmp_path / "log").read_text(encoding="utf-8")) is (rows != 3010)
    assert server.query("ASK {}").status == 200


def test_with_few_descriptors_connections_that_are_silent_still_take_nobodys_place(start, file):
    server = start(None, [file], limits={resource.RLIMIT_NOFILE: 64}, workers=2)
    with ExitStack() as stack:
        for _ in range(150):
            stack.enter_context(socket.create_connection(server.address))
        for _ in range(3):
            assert server.query("ASK {}").status == 200
