"""A new release takes the place of the old one while the server runs."""

import gzip
import json
import os
import shutil
import signal
import threading
import time

import pytest

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
PATIENCE_S = 20
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h . ?i ?t ?j . ?k ?u ?l }"


@pytest.fixture
def own(start, release, tmp_path):
    """A server of a copy of the release, that a test may replace."""
    public = tmp_path / "public"
    shutil.copytree(release, public, symlinks=True)
    server = start(public, query_timeout_s=3, workers=2)
    yield server, public
    server.process.terminate()
    server.process.wait(10)


def replace(public, *, spoil=False):
    """Put another release where the first one was, as publish does: written beside it, then renamed."""
    fresh = public.with_name("fresh")
    shutil.copytree(public, fresh, symlinks=True)
    dump = fresh / "dumps" / "orepact.nq.gz"
    more = b'<http://e/more> <http://e/p> "more" <http://e/g> .\n'
    dump.write_bytes(b"this is no dump" if spoil else gzip.compress(gzip.decompress(dump.read_bytes()) + more, mtime=0))
    marker = fresh / ".orepact" / "release.json"
    marker.write_text(json.dumps(json.loads(marker.read_text(encoding="utf-8")) | {"gone": ["thing/b"]}), encoding="utf-8")
    public.rename(public.with_name("old"))
    fresh.rename(public)


def count(server):
    return int(server.query(COUNT, "application/sparql-results+json").json["results"]["bindings"][0]["n"]["value"])


def wait_for(condition):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)


def test_a_new_release_is_served_without_a_restart(own):
    server, public = own
    before, tag = count(server), server.query(COUNT).headers["etag"]
    assert server.get("/thing/b").status == 303
    replace(public)
    wait_for(lambda: count(server) == before + 1)
    assert server.query(COUNT).headers["etag"] != tag
    assert server.get("/thing/b").status == 410


def test_a_query_that_runs_is_answered_by_the_release_it_was_put_to(own):
    server, public = own
    before = count(server)
    replies = []
    slow = threading.Thread(target=lambda: replies.append(server.query(SLOW)))
    slow.start()
    replace(public)
    wait_for(lambda: count(server) == before + 1)
    slow.join(PATIENCE_S)
    assert [reply.status for reply in replies] in ([200], [504])
    wait_for(lambda: len(server.children()) == 3)  # the zygote and two workers: nothing of the old release is left


def test_a_new_release_that_cannot_be_opened_leaves_the_old_data_served(own):
    server, public = own
    before = count(server)
    replace(public, spoil=True)
    os.kill(server.process.pid, signal.SIGHUP)
    time.sleep(3)
    assert count(server) == before


def test_sighup_asks_for_the_release_to_be_read_again_and_ends_nothing(own):
    server, _ = own
    before = count(server)
    os.kill(server.process.pid, signal.SIGHUP)
    time.sleep(2)
    assert count(server) == before
    assert server.process.poll() is None
