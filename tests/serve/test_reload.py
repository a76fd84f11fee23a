"""A new release takes the place of the old one while the server runs."""

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
PATIENCE_S = 20
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h . ?i ?t ?j . ?k ?u ?l }"


@pytest.fixture
def own(start, release, tmp_path):
    """A server of a copy of the release, that a test may replace."""
    public = tmp_path / "public"
    shutil.copytree(release, public, symlinks=True)
    server = start(public, log=tmp_path / "log", query_timeout_s=3, workers=2)
    yield server, public
    server.process.terminate()
    server.process.wait(10)


def replace(public, *, spoil=False, quads=b"", marker=None):
    """Put another release where the first one was, as publish does: written beside it, then renamed, the old one removed."""
    fresh = public.with_name("fresh")
    shutil.copytree(public, fresh, symlinks=True)
    dump = fresh / "dumps" / "orepact.nq.gz"
    more = b'<http://e/more> <http://e/p> "more" <http://e/g> .\n'
    dump.write_bytes(b"this is no dump" if spoil else gzip.compress(gzip.decompress(dump.read_bytes()) + (quads or more), 1, mtime=0))
    file = fresh / ".orepact" / "release.json"
    said = json.loads(file.read_text(encoding="utf-8")) | {"gone": [{"version": "3", "paths": ["thing/b"]}]}
    file.write_text(json.dumps(said) if marker is None else marker, encoding="utf-8")
    public.rename(public.with_name("old"))
    fresh.rename(public)
    shutil.rmtree(public.with_name("old"))


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


@pytest.mark.parametrize(
    "broken",
    [
        {"spoil": True},
        {"marker": "["},
        {"marker": "[]"},
        {"marker": "{}"},
        {"marker": '{"base": "https://example.org/data/", "dump": "none.nq.gz"}'},
        {"marker": '{"base": "https://example.org/data/", "examples": [{"title": "a"}]}'},
        {"marker": '{"base": "https://example.org/data/", "kinds": {"thing": 1}}'},
        {"marker": "[" * 200_000},
        {"marker": '{"base": "https://example.org/data/", "prefixes": {"v": "\\ud800"}}'},
        {"marker": '{"base": "https://example.org/data/", "license": "a\\r\\nb: c"}'},
    ],
    ids=lambda broken: str(broken)[:80],
)
def test_a_new_release_that_cannot_be_opened_leaves_the_old_data_served_and_the_next_is_taken(own, broken):
    server, public = own
    log = public.with_name("log")
    before = count(server)
    replace(public, **broken)
    wait_for(lambda: "is not served" in log.read_text(encoding="utf-8"))
    (line,) = [line for line in log.read_text(encoding="utf-8").splitlines() if "is not served" in line]
    assert "the old one goes on" in line
    assert "S102" in line or "S103" in line
    assert count(server) == before
    wait_for(lambda: len(server.children()) == 3)  # nothing is left of the attempt
    mend(public)
    wait_for(lambda: count(server) == 1)


def mend(public):
    """Put a whole dump and marker in the place of those that were none."""
    (public / "dumps" / "orepact.nq.gz").write_bytes(gzip.compress(b'<http://e/2> <http://e/p> "2" <http://e/g> .\n'))
    (public / ".orepact" / "release.json").write_text('{"base": "https://example.org/data/"}', encoding="utf-8")


def test_sighup_asks_for_the_release_to_be_read_again_and_ends_nothing(own):
    server, _ = own
    before = count(server)
    os.kill(server.process.pid, signal.SIGHUP)
    time.sleep(2)
    assert count(server) == before
    assert server.process.poll() is None


LOAD = b"".join(b"<http://e/%d> <http://e/p> <http://e/%d> <http://e/g> .\n" % (number, number * 7 % 9973) for number in range(400_000))


@pytest.mark.parametrize("on_disk", [False, True], ids=["memory", "disk"])
def test_a_server_that_is_told_to_end_while_it_opens_a_release_ends_at_once_with_all_its_processes(start, release, tmp_path, on_disk):
    public = tmp_path / "public"
    shutil.copytree(release, public, symlinks=True)
    server = start(public, workers=2, **({"memory_store_bytes": 0} if on_disk else {}))
    replace(public, quads=LOAD)
    wait_for(lambda: len(server.children()) > 3)
    pids = {server.process.pid, *server.children()}
    begin = time.monotonic()
    server.process.terminate()
    server.process.wait(10)
    assert time.monotonic() - begin < 4
    wait_for(lambda: not any(is_alive(pid) for pid in pids))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=str)
@pytest.mark.parametrize("on_disk", [False, True], ids=["memory", "disk"])
def test_a_server_that_ends_before_it_has_begun_leaves_no_process_and_no_store_for_long(watch, tmp_path, on_disk, number):
    dump = tmp_path / "data.nq"
    dump.write_bytes(b"".join(LOAD.replace(b"/g>", b"/g%d>" % graph) for graph in range(3)))
    code = f"""
import signal
from pathlib import Path
from publisher.serve import Settings, run
signal.signal(signal.SIGINT, signal.default_int_handler)
run(None, [Path({str(dump)!r})], Settings(port=0, workers=1, memory_store_bytes={0 if on_disk else 1 << 30}), announce=print)
"""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL)
    server = watch(process)
    wait_for(lambda: len(server.children()) == 1 + on_disk and (not on_disk or list(tmp_path.glob("orepact-*/store-*-*/store"))))
    os.kill(process.pid, signal.SIGHUP)  # it asks for what is being done
    time.sleep(0.5)
    pids = {process.pid, *server.children()}
    assert len(pids) == 2 + on_disk
    process.send_signal(number)
    process.wait(5)
    time.sleep(0.5)
    assert not any(is_alive(pid) for pid in pids)
    dump.write_bytes(LOAD[:1000].rpartition(b"\n")[0])
    with subprocess.Popen([sys.executable, "-u", "-c", code], env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().startswith(b"http")
        process.terminate()
    assert list(tmp_path.glob("orepact-*/store-*-*")) == []


def is_alive(pid):
    try:
        return (Path("/proc") / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_store_on_disk_outlives_the_release_it_was_made_of_until_the_next_is_served(start, release, tmp_path):
    public = tmp_path / "public"
    shutil.copytree(release, public, symlinks=True)
    server = start(public, workers=1, memory_store_bytes=0, queries_per_worker=1)
    before = count(server)
    (store,) = tmp_path.glob(".public.store-*[!n]")
    replace(public, spoil=True)
    time.sleep(2.5)
    assert [count(server) for _ in range(3)] == [before] * 3  # each by a worker that opens the store anew
    mend(public)
    wait_for(lambda: count(server) == 1)
    wait_for(lambda: not store.exists())
    assert len(list(tmp_path.glob(".public.store-*"))) == 2  # the store, and what is counted of it


def test_the_process_that_forks_workers_is_replaced_when_it_is_killed(own):
    server, _ = own
    before = count(server)
    parents = {
        pid: int((Path("/proc") / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]) for pid in server.children()
    }
    (zygote,) = [pid for pid, parent in parents.items() if parent == server.process.pid]
    for pid in parents:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not is_alive(zygote))
    wait_for(lambda: server.query(COUNT).status == 200)
    assert count(server) == before


def test_only_the_process_that_forks_workers_is_killed_and_a_worker_is_needed(own):
    server, _ = own
    before = count(server)
    parents = {
        pid: int((Path("/proc") / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]) for pid in server.children()
    }
    (zygote,) = [pid for pid, parent in parents.items() if parent == server.process.pid]
    os.kill(zygote, signal.SIGKILL)
    for _ in range(3):
        assert server.query(SLOW).status in {200, 503, 504}
    wait_for(lambda: server.query(COUNT).status == 200)
    assert count(server) == before
