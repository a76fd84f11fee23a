"""The command line as a user meets it: what goes to which stream, exit codes, errors of one line."""

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pyoxigraph
import pytest


def one_line(text):
    return len(text.strip().splitlines()) == 1


def test_help_and_version_go_to_stdout(orepact):
    for arguments in ((), ("--help",), ("--version",), ("publish", "--help")):
        done = orepact(*arguments)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["publsh"], "U100"),
        (["publish", "--jobs", "many"], "U100"),
        (["publish", "--engine", "spark"], "U100"),
        (["extract"], "U100"),
        (["publish", "missing.md"], "U101"),
        (["extract", "missing/*.md"], "U101"),
        (["publish", "--domain", "missing"], "D100"),
        (["query", "missing.rq"], "U105"),
        (["query", "SELECT * {}", "--public", "missing"], "U107"),
        (["explain", "contract/x", "--public", "missing"], "U107"),
        (["validate", "missing.ttl"], "U109"),
    ],
)
def test_an_error_is_one_line_with_code_and_remedy_and_exit_code_2(orepact, tmp_path, bakery, arguments, code):
    domain = [] if "--domain" in arguments else ["--domain", bakery]
    done = orepact(*arguments, *(domain if code != "U100" else []), cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert one_line(done.stderr), done.stderr
    assert re.search(rf"\b{code} .+\(.+\)$", done.stderr.strip()), done.stderr


def test_debug_shows_the_traceback(orepact, tmp_path, bakery):
    done = orepact("publish", "missing.md", "--debug", "--domain", bakery, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" in done.stderr


def test_a_wrong_domain_is_placed_by_file_and_line(orepact, tmp_path, bakery):
    broken = tmp_path / "domain"
    shutil.copytree(bakery, broken)
    record = broken / "mappings" / "record.yml"
    record.write_text(record.read_text().replace("range: place", "range: palace"))
    done = orepact("publish", "--domain", broken, cwd=tmp_path)
    assert done.returncode == 2
    assert re.match(r".*record\.yml:\d+: D103 .*\(.+\)$", done.stderr.strip())


def test_publish_says_what_it_read_and_made_on_stderr_only(orepact, tmp_path, bakery):
    done = orepact("publish", "--domain", bakery, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    for pattern in (
        r"3 +articles read",
        r"2 +contracts in 2 of them; 1 report none",
        r"\d+ +facts",
        r"\d+ +claims",
        r"\d+ +files",
        r"seconds",
    ):
        assert re.search(pattern, done.stderr), done.stderr


def test_bad_articles_are_reported_the_rest_is_published_and_strict_tells(orepact, tmp_path, bakery):
    news = tmp_path / "news"
    shutil.copytree(bakery / "articles", news)
    (news / "empty.md").write_bytes(b"")
    (news / "image.md").write_bytes(b"\x89PNG\0")
    (news / "latin.txt").write_bytes(b"caf\xe9")
    (news / "again.md").write_bytes((news / "first.md").read_bytes())
    (news / "table.xlsx").write_bytes(b"PK")
    (news / "none").mkdir()
    done = orepact("publish", news, "--domain", bakery, cwd=tmp_path)
    assert done.returncode == 0
    assert re.search(r"3 +articles read \(1 read before, 4 unreadable\)", done.stderr), done.stderr
    for name, code in (("empty.md", "A101"), ("image.md", "A102"), ("latin.txt", "A103"), ("table.xlsx", "A104")):
        assert re.search(rf"{name}: {code} ", done.stderr)
    assert orepact("publish", news, "--domain", bakery, "--strict", cwd=tmp_path).returncode == 1


def test_a_folder_without_articles_publishes_nothing(orepact, tmp_path, bakery):
    (tmp_path / "empty").mkdir()
    done = orepact("publish", tmp_path / "empty", "--domain", bakery, cwd=tmp_path)
    assert done.returncode == 2
    assert "A110" in done.stderr
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize("place", ["file", "/proc/nowhere"])
def test_an_output_that_cannot_be_written_is_an_error(orepact, tmp_path, bakery, place):
    (tmp_path / "file").write_text("not a folder")
    done = orepact("publish", "--domain", bakery, "--out", place, cwd=tmp_path)
    assert done.returncode == 2
    assert re.search(r"O\d{3}", done.stderr)
    assert (tmp_path / "file").read_text() == "not a folder"


def test_a_foreign_folder_is_not_overwritten(orepact, tmp_path, bakery):
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "letter.txt").write_text("Dear")
    done = orepact("publish", "--domain", bakery, cwd=tmp_path)
    assert done.returncode == 2
    assert (tmp_path / "public" / "letter.txt").read_text() == "Dear"


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_articles_give_the_same_bytes_in_any_order_with_any_jobs(orepact, tmp_path, bakery, bread):
    articles = sorted((bakery / "articles").glob("*.md"), reverse=True)
    done = orepact("publish", *articles, "--domain", bakery, "--jobs", "2", "--out", "other", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "other") == tree(bread)


def test_another_base_moves_every_iri_of_the_data(orepact, tmp_path, bakery):
    done = orepact("publish", "--domain", bakery, "--base-iri", "https://loaf.example/x/", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    [dump] = (tmp_path / "public" / "dumps").glob("*.nq.gz")
    found = set(re.findall(r"<(https://bread\.example/[^#>]*)", gzip.decompress(dump.read_bytes()).decode()))
    assert found <= {"https://bread.example/ontology", "https://bread.example/shapes"}


def test_extract_prints_claims_with_their_words(orepact, tmp_path, bakery):
    done = orepact("extract", bakery / "articles" / "first.md", "--domain", bakery, cwd=tmp_path)
    header, *rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert header == ["record", "slot", "value", "certainty", "words", "at", "rule"]
    assert {"Hill Mill", "Crumb Bakery", "spelt", "flour contract", "signed"} <= {row[2] for row in rows}
    text = (bakery / "articles" / "first.md").read_text().split("---\n", 2)[2]
    for row in rows:
        start, end = map(int, row[5].split(","))
        assert text[start:end] == row[4]


def test_extract_prints_rdf_of_the_claims_alone(orepact, tmp_path, bakery):
    trig = orepact("extract", bakery / "articles" / "first.md", "--format", "trig", "--domain", bakery, cwd=tmp_path).stdout
    quads = list(pyoxigraph.parse(trig, pyoxigraph.RdfFormat.TRIG))
    assert {quad.graph_name.value.removeprefix("https://bread.example/graph/").partition("/")[0] for quad in quads} == {"article", "claims"}
    tree = json.loads(orepact("extract", bakery / "articles" / "first.md", "--format", "jsonld", "--domain", bakery, cwd=tmp_path).stdout)
    assert tree["@graph"]


@pytest.mark.parametrize(("form", "says"), [("table", "n\n2\n"), ("csv", "n\r\n2\r\n"), ("json", '"value":"2"')])
def test_query_answers_from_the_release(orepact, bakery, bread, form, says):
    done = orepact("query", "SELECT (COUNT(?c) AS ?n) { ?c bake:signedOn ?day }", "--format", form, "--public", bread, "--domain", bakery)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.replace("\r\n", "\n") == says.replace("\r\n", "\n") or says in done.stdout


def test_query_prints_turtle_of_a_construct_and_reads_files_and_stdin(orepact, tmp_path, bakery, bread):
    text = "CONSTRUCT { ?c bake:signedOn ?day } WHERE { ?c bake:signedOn ?day }"
    (tmp_path / "q.rq").write_text(text)
    common = ("--format", "ttl", "--public", bread, "--domain", bakery)
    answers = [orepact("query", text, *common), orepact("query", tmp_path / "q.rq", *common), orepact("query", "-", *common, input=text)]
    assert len({done.stdout for done in answers}) == 1
    assert answers[0].stdout.count("signedOn") == 2


@pytest.mark.parametrize(
    "text", ["SELECT", "DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "LOAD <file:///etc/passwd>"]
)
def test_query_refuses_what_is_no_query_of_the_release(orepact, bakery, bread, text):
    done = orepact("query", text, "--public", bread, "--domain", bakery)
    assert (done.returncode, done.stdout) == (2, "")
    assert "U106" in done.stderr
    assert one_line(done.stderr)


def test_query_says_when_the_release_is_damaged(orepact, tmp_path, bakery):
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "bread.nq.gz").write_bytes(gzip.compress(b"<a> <b> ."))
    done = orepact("query", "SELECT * {}", "--public", tmp_path, "--domain", bakery)
    assert (done.returncode, one_line(done.stderr)) == (2, True)
    assert "U107" in done.stderr


def test_query_says_when_a_format_does_not_fit(orepact, bakery, bread):
    done = orepact("query", "SELECT * { ?s ?p ?o } LIMIT 1", "--format", "ttl", "--public", bread, "--domain", bakery)
    assert done.returncode == 2
    assert "U106" in done.stderr


def test_explain_tells_claims_words_and_articles(orepact, bakery, bread):
    [contract] = [path.stem for path in (bread / "contract").glob("*.ttl") if b"spelt" in path.read_bytes()]
    for name in (f"contract/{contract}", f"https://bread.example/contract/{contract}", f"id:contract/{contract}"):
        done = orepact("explain", name, "--public", bread, "--domain", bakery)
        assert done.returncode == 0, done.stderr
        assert "“Hill Mill and Crumb Bakery signed" in done.stdout
        assert "rule baker-signs" in done.stdout
    assert "U108" in orepact("explain", "contract/none", "--public", bread, "--domain", bakery).stderr


def test_validate_conforms_for_the_release_itself(orepact, bakery, bread):
    [dump] = (bread / "dumps").glob("*.nq.gz")
    done = orepact("validate", dump, "--domain", bakery)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_closed_pipe_is_quiet(bakery, bread):
    command = f"'{sys.executable}' -c 'import sys; from publisher.cli import main; sys.exit(main())' query 'SELECT * {{ ?s ?p ?o }}' --public '{bread}' --domain '{bakery}' | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    assert done.stdout


def children(pid):
    return subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout.split()


def test_an_interrupted_run_ends_clean_and_leaves_the_release_as_it_was(tmp_path, bakery, bread):
    shutil.copytree(bread, tmp_path / "public")
    before = tree(tmp_path / "public")
    many = tmp_path / "many.jsonl"
    many.write_text(
        "".join(
            json.dumps(
                {"url": f"https://village.example/n{n}", "text": f"Hill Mill and Crumb Bakery signed a flour contract on day {n}. " * 40}
            )
            + "\n"
            for n in range(4000)
        )
    )
    command = [
        sys.executable,
        "-c",
        # A test run in the background ignores the signal, and would hand that on.
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); from publisher.cli import main; sys.exit(main())",
        "publish",
        many,
        "--domain",
        bakery,
        "--jobs",
        "2",
    ]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        while process.poll() is None and len(children(process.pid)) < 2:
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)
        _, words = process.communicate(timeout=60)
    assert process.returncode == 130
    assert words.strip() == "interrupted"
    assert tree(tmp_path / "public") == before
