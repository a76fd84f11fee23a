"""Ask the competency questions of a running server and write down its answers, for a reviewer to read as a diff.

python tests/questions/ask.py http://127.0.0.1:8000/
"""

import csv
import io
import sys
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
BASE = "https://w3id.org/orepact/"


def ask(origin: str, query: str) -> list[list[str]]:
    """Ask one query over HTTP; returns the header and the rows, IRIs shortened by the base."""
    request = urllib.request.Request(  # noqa: S310 - the address of the server under test
        origin + "sparql", query.encode(), {"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    )
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310 - as above
        text = response.read().decode("utf-8")
    return [[cell.removeprefix(BASE) for cell in row] for row in csv.reader(io.StringIO(text))]


def main() -> None:
    """Rewrite every answer.csv."""
    for path in sorted(HERE.glob("*/query.rq")):
        rows = ask(sys.argv[1], path.read_text(encoding="utf-8"))
        with path.with_name("answer.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
