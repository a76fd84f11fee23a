"""The command line: one command a stage of the way, and one for the whole of it.

Data goes to stdout, words to stderr. Exit 0: done; 1: it does not conform; 2: usage, domain or output error; 130: interrupted.
"""

import os
import sys
import traceback
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from publisher.domain import Domain, find_domain, load_domain
from publisher.errors import OrepactError, UsageError
from publisher.options import AnswerFormat, ClaimFormat, DebugOption, DomainOption, EngineName, PublicOption

GOOD, NONCONFORMING, WRONG, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141

app = typer.Typer(
    help="Read news about agreements and publish what it says as linked data, each fact with the words it came from.",
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code: the one place where errors become lines.

    ``--debug`` is looked for here, since an error may come before options are read.
    """
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = app(args=given or ["--help"], prog_name="orepact", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        print(UsageError("U100", error.format_message(), remedy="see --help"), file=sys.stderr)
        return WRONG
    except OrepactError as error:
        if "--debug" in given:
            traceback.print_exc()
        print(error, file=sys.stderr)
        return WRONG
    except (BrokenPipeError, SystemExit):  # typer turns the former into the latter
        _forget_stdout()
        return PIPE_CLOSED
    if code == INTERRUPTED:
        print("interrupted", file=sys.stderr)
    return code if isinstance(code, int) else GOOD


def _forget_stdout() -> None:
    """Let nothing be written to a closed pipe when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_version(asked: bool) -> None:
    if asked:
        print(f"orepact {version('orepact')}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    pass


def _domain(folder: Path | None, base: str | None = None) -> Domain:
    return load_domain(find_domain(folder), base)


@app.command()
def publish(
    articles: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ARTICLES]...", help="Files, folders or globs. Default: articles/ here, else those that ship."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write.")] = Path("public"),
    base_iri: Annotated[str | None, typer.Option("--base-iri", metavar="IRI", help="What every IRI of the data begins with.")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, metavar="N", help="Processes at once. Default: one a processor.")] = None,
    engine: Annotated[EngineName, typer.Option("--engine", help="Where articles are read.")] = EngineName.LOCAL,
    scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Dask scheduler, as tcp://HOST:PORT.")] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store", envvar="OREPACT_PUBLISH_STORE", metavar="URL", help="SPARQL server to write the graphs to: its Graph Store Protocol."
        ),
    ] = None,
    register: Annotated[bool, typer.Option("--register", help="Keep the ids this run minted in mappings/registry.tsv.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when anything was withheld or unreadable.")] = False,
    domain: DomainOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by main
) -> int:
    """Go the whole way: articles in, a checked and published knowledge graph out."""
    from publisher import console, pipeline
    from publisher.engines import Engine, available_jobs

    loaded = _domain(domain, base_iri)
    sources = articles or pipeline.find_articles(loaded, domain)
    with console.progress_bar() as progress:
        summary = pipeline.publish(sources, loaded, out, Engine(engine.value, jobs or available_jobs(), scheduler), progress, store)
    console.show_faults(summary.faults)
    console.show_withheld(summary.withheld)
    console.show_summary(summary, loaded.record.kind, str(out))
    if register:
        today = datetime.now(tz=UTC).date().isoformat()
        console.say(f"{pipeline.register(summary, loaded, today):,} ids added to mappings/registry.tsv")
    return NONCONFORMING if strict and (summary.withheld or summary.faults) else GOOD


@app.command()
def serve(
    public: Annotated[
        Path | None,
        typer.Argument(metavar="[PUBLIC]", help="Folder that `publish` wrote. Default: public/, unless --dataset or --store is given."),
    ] = None,
    dataset: Annotated[
        list[Path] | None, typer.Option("--dataset", metavar="FILE", help="RDF file to serve without a build; may be repeated.")
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store", envvar="OREPACT_SERVE_STORE", metavar="URL", help="SPARQL server that answers queries: its query endpoint."
        ),
    ] = None,
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, metavar="PORT", help="Port to listen at; 0 takes a free one.")] = 8000,
    query_timeout: Annotated[float, typer.Option("--query-timeout", min=0.1, metavar="SECONDS", help="Longest time of one query.")] = 10.0,
    workers: Annotated[int, typer.Option("--workers", min=1, metavar="N", help="Queries evaluated at once.")] = 8,
    domain: DomainOption = None,  # noqa: ARG001 - what is served was released with its domain
    debug: DebugOption = False,  # noqa: ARG001 - read by main
) -> None:
    """Serve what was published: pages, entities by negotiation, /sparql, dumps."""
    from publisher import console
    from publisher.serve import Settings, run

    folder = public if public or dataset or store else Path("public")
    settings = Settings(host=host, port=port, store=store, query_timeout_s=query_timeout, workers=workers)
    run(folder, dataset or (), settings, announce=lambda address: console.say(f"serving at {address} (Ctrl-C ends)"))


@app.command()
def extract(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files, folders or globs of articles.")],
    form: Annotated[
        ClaimFormat, typer.Option("--format", help="table, seen (zones, masks, rules, claims), or RDF as it would be published.")
    ] = ClaimFormat.TABLE,
    unexplained: Annotated[
        bool, typer.Option("--unexplained", help="List sentences that look as if they told of something and gave nothing, grouped.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="Groups that --unexplained lists of each reason.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print what --unexplained lists as one JSON document.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Processes at once, for --unexplained.")] = 1,
    domain: DomainOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by main
) -> None:
    """Print the claims of articles, with their words."""
    from publisher import claims, console, editor, seen
    from publisher.engines import Engine

    loaded = _domain(domain)
    if unexplained:
        found = editor.find_unexplained(files, loaded, Engine(jobs=jobs), lambda fault: console.show_faults([fault]))
        if as_json:
            console.print_json(editor.unexplained_document(found, limit))
        else:
            console.show_unexplained(found, limit)
        return
    if form is ClaimFormat.SEEN:
        seen.show_seen(editor.look(files, loaded), loaded.labels)
        return
    readings, faults = claims.read_claims(files, loaded)
    console.show_faults(faults)
    if form is ClaimFormat.TABLE:
        console.print_table(console.CLAIM_COLUMNS, console.claim_rows(readings, loaded.labels))
    else:
        console.print_data(claims.claims_as_rdf(readings, loaded, form.value))


@app.command()
def evaluate(
    marked: Annotated[list[Path], typer.Argument(metavar="FILE...", help="JSON Lines of articles with what is to be found in them.")],
    fields: Annotated[bool, typer.Option("--fields/--no-fields", help="Print a row for each field.")] = True,
    errors: Annotated[bool, typer.Option("--errors", help="List what was wrong and missed.")] = False,
    only: Annotated[
        list[str] | None, typer.Option("--article", metavar="ID", help="Look at the article with this id alone; may be repeated.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    history: Annotated[Path | None, typer.Option("--history", metavar="FILE", help="Add the figures to this file of JSON Lines.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Processes at once.")] = 1,
    domain: DomainOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by main
) -> None:
    """Measure extraction against marked articles: precision, recall and F1, of facts, of records and by field."""
    from publisher import console
    from publisher import evaluate as evaluation
    from publisher.engines import Engine

    loaded = _domain(domain)
    result = evaluation.evaluate(marked, loaded, Engine(jobs=jobs), only or ())
    if as_json:
        listed = {"errors": list(result.errors)} if errors else {}
        console.print_json(evaluation.figures(result, console.plural(loaded.record.kind)) | listed)
    else:
        console.print_table(console.SCORE_COLUMNS, console.score_rows(result, loaded.record.kind, fields=fields))
        console.print_lines(result.errors if errors else ())
    console.show_evaluation(result)
    if history is not None:
        day = datetime.now(tz=UTC).date().isoformat()
        run = {"day": day, "commit": evaluation.commit_of(loaded.root), "marks": [path.name for path in marked]}
        evaluation.remember(history, result, run)


@app.command("new-case")
def new_case(
    article: Annotated[str, typer.Argument(metavar="FILE", help="A file of one article.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to make. Default: one named like FILE below tests/cases/.")
    ] = None,
    domain: DomainOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by main
) -> None:
    """Make a test case of an article and of what is found in it today, for you to correct."""
    from publisher import console, editor

    folder = editor.make_case(article, out or editor.CASES / Path(article).stem, _domain(domain))
    console.say(f"{folder}: correct expected.yml, and say in case.yml what the case is for")


@app.command()
def explain(
    iri: Annotated[str, typer.Argument(metavar="IRI", help="A thing: its IRI, or the path of it below the base.")],
    public: PublicOption = Path("public"),
    domain: DomainOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by main
) -> None:
    """Say why the release says what it says of a thing: claims, words, articles, rules."""
    from publisher import ask, console

    loaded = _domain(domain)
    console.print_lines(console.explanation_lines(ask.explain_thing(public, iri, loaded), loaded))


@app.command()
def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="RDF of any format, plain or .gz.")],
    domain: DomainOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by main
) -> int:
    """Check RDF against shapes/; exit 1 when it does not conform."""
    from publisher import console
    from publisher.graph.shacl import validate_file
    from publisher.model import Severity

    results = validate_file(files, _domain(domain))
    if results:
        console.print_table(console.RESULT_COLUMNS, console.result_rows(results))
    wrong = sum(result.severity is Severity.VIOLATION for result in results)
    console.say(f"{'does not conform' if wrong else 'conforms'}: {wrong:,} violations, {len(results) - wrong:,} warnings and hints")
    return NONCONFORMING if wrong else GOOD


@app.command()
def query(
    sparql: Annotated[str, typer.Argument(metavar="SPARQL", help="The query, a file of it (.rq), or - for stdin.")],
    form: Annotated[AnswerFormat, typer.Option("--format", help="How to print the answer.")] = AnswerFormat.TABLE,
    public: PublicOption = Path("public"),
    domain: DomainOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by main
) -> None:
    """Ask the released data a SPARQL query, without a server."""
    from publisher import ask, console

    answer = ask.ask(public, _query_text(sparql), _domain(domain))
    if form is AnswerFormat.TABLE:
        console.print_table(*ask.answer_rows(answer))
    else:
        console.print_data(ask.answer_bytes(answer, form.value))


def _query_text(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    path = Path(given)
    try:
        return path.read_text(encoding="utf-8") if given.endswith(".rq") else given
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("U105", f"the query cannot be read: {error}", file=path, remedy="name a text file") from error
