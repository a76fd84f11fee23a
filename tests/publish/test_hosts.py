"""The release behind Apache, with nothing but the ``.htaccess`` that comes with it; what the docs say of nginx is the same."""

import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from publisher.publish.hosts import ACCEPTS, MOST_RULES, htaccess_file

PROGRAM = shutil.which("apache2") or shutil.which("httpd") or next(map(str, Path("/usr/sbin").glob("apache2")), None)
MODULES = Path("/usr/lib/apache2/modules")
CONFIGURATION = """
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/log
DocumentRoot {public}
{modules}
TypesConfig /etc/mime.types
<Directory {public}>
  AllowOverride All
  Require all granted
</Directory>
"""
NAMES = ("mpm_event", "authz_core", "dir", "mime", "rewrite", "headers", "negotiation")
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
RDFLIB = "text/turtle, application/n-triples;q=0.9, application/rdf+xml;q=0.8, */*;q=0.1"
MEANT = {
    CHROME: ".html",
    "*/*": ".html",
    "text/turtle": ".ttl",
    RDFLIB: ".ttl",
    "application/ld+json": ".jsonld",
    "application/json, text/html;q=0.1": ".jsonld",
    "application/n-triples": ".nt",
    "image/png, text/html": ".html",
    "image/png": None,
}
OLD, GONE = "agreement/old-one", "agreement/gone-2"


def ask(port, path, accept=None):
    """Return status, path of Location, and headers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Accept": accept} if accept else {})
        response = connection.getresponse()
        response.read()
        return response.status, response.headers.get("location", "").removeprefix(f"http://127.0.0.1:{port}"), response.headers
    finally:
        connection.close()


@pytest.fixture(scope="module")
def site(public):
    if PROGRAM is None or not MODULES.is_dir():
        pytest.skip("needs Apache: apt-get install apache2-bin")
    folder = Path(tempfile.mkdtemp())  # that of the tests is for nobody else to read
    folder.chmod(0o755)
    copy = folder / "public"
    shutil.copytree(public, copy)
    (copy / ".htaccess").write_bytes(htaccess_file({OLD: "state/CHL"}, {GONE: 1}))
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in NAMES if (MODULES / f"mod_{name}.so").exists())
    if os.getuid() == 0:
        modules += "\nUser nobody\nGroup nogroup"
    (folder / "conf").write_text(CONFIGURATION.format(port=port, folder=folder, public=copy, modules=modules), encoding="utf-8")
    with subprocess.Popen([PROGRAM, "-X", "-f", str(folder / "conf")], stderr=subprocess.PIPE) as process:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)

        yield partial(ask, port)
        process.terminate()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def things(public):
    """Twenty IRIs of many kinds, among them things that have a folder of parts."""
    files = sorted(path.relative_to(public).with_suffix("").as_posix() for path in public.rglob("*.ttl"))
    chosen = ["agreement/chl-jpn-moc-2026", "ontology", "dataset", "state/CHL", *files[:: len(files) // 16]]
    return list(dict.fromkeys(chosen))[:20]


@pytest.mark.parametrize("accept", MEANT)
def test_an_iri_leads_to_the_document_that_the_client_takes(site, things, accept):
    assert len(things) == 20
    for thing in things:
        status, location, headers = site(f"/{thing}", accept)
        wanted = MEANT[accept]
        assert (status, location) == ((303, f"/{thing}{wanted}") if wanted else (406, ""))
        assert "accept" in headers["vary"].lower()
        if wanted:
            status, _, headers = site(location)
            assert status == 200
            media = headers["content-type"].partition(";")[0]
            assert media in {"text/html", "text/turtle", "application/ld+json", "application/n-triples"}
            assert headers["access-control-allow-origin"] == "*"


def test_what_moved_is_301_and_what_is_gone_is_410_with_each_of_their_documents(site):
    for suffix in ("", ".html", ".ttl", ".jsonld", ".nt"):
        assert site(f"/{OLD}{suffix}")[:2] == (301, f"/state/CHL{suffix}")
        assert site(f"/{GONE}{suffix}")[0] == 410
    assert site(f"/{GONE}x")[0] == 404


def test_folders_pages_and_what_is_hidden(site):
    assert site("/")[0] == 200
    assert site("/state/")[0] == 200
    assert site("/state")[:2] == (308, "/state/")
    assert site("/no/such/thing")[0] == 404
    assert site("/.orepact/release.json")[0] == site("/.htaccess")[0] == 404 or site("/.htaccess")[0] == 403
    status, _, headers = site("/.well-known/void")
    assert (status, headers["content-type"]) == (200, "text/turtle; charset=utf-8")


def test_the_docs_say_the_same_to_nginx(checkout):
    said = (checkout / "site/docs/how-to/use-a-web-server.md").read_text(encoding="utf-8")
    places = [said.index(f'"~*{accept.removeprefix("^$|")}" {suffix};') for accept, suffix in ACCEPTS]
    assert places == sorted(places)
    assert '"" .html;' in said


def test_of_what_is_gone_so_many_are_named_as_can_be_read_with_every_request():
    text = htaccess_file({}, [f"claim/{number}" for number in range(5000)]).decode()
    assert text.count("[G]") == MOST_RULES
    assert "claim/0(" in text
