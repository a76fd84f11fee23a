"""How cost grows with the number of articles: seconds, rates and memory for some sizes, printed as a table.

    python benchmarks/scale.py CORPUS.jsonl.zst [--sizes 57,1000,9000] [--jobs N]

CORPUS is any source of articles that ``orepact publish`` reads; the first N of it are published into a temporary folder, each size
in a process of its own, so that its memory is its own. Nothing is asserted: machines differ. ``growth`` is the ratio of the seconds
to those of the size before, divided by the ratio of the articles: 1.00 is linear.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from publisher.domain import find_domain, load_domain
from publisher.engines import Engine, available_jobs
from publisher.model import Article
from publisher.pipeline import publish
from publisher.readers import read_articles

STAGES = ("read", "build", "validate", "publish")


def sample(corpus: str, size: int, target: Path) -> int:
    """Write the first articles of a corpus as JSON Lines; return how many there were."""
    articles = islice((item for item in read_articles([corpus]) if isinstance(item, Article)), size)
    count = 0
    with target.open("w", encoding="utf-8") as out:
        for article in articles:
            fields = {name: getattr(article, name) for name in ("url", "title", "publisher", "published", "language", "text")}
            out.write(json.dumps(fields, ensure_ascii=False) + "\n")
            count += 1
    return count


def measure(source: str, jobs: int) -> dict[str, object]:
    """Publish a source once and return what it cost."""
    with tempfile.TemporaryDirectory() as folder:
        summary = publish([source], load_domain(find_domain()), Path(folder) / "public", Engine("local", jobs))
    return {
        "articles": summary.articles,
        "records": summary.records,
        "quads": summary.quads,
        "pages": summary.pages,
        "seconds": dict(summary.seconds),
        "peak_mb": summary.peak_bytes / 1e6,
    }


def measure_apart(source: Path, jobs: int) -> dict[str, object]:
    """Measure in a fresh process, so that the memory of one size does not count for the next."""
    command = [sys.executable, __file__, str(source), "--jobs", str(jobs), "--once"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def rows(results: list[dict]) -> list[list[str]]:
    """Turn the measurements into the cells of the table."""
    out, before = [], None
    for result in results:
        seconds, total = result["seconds"], sum(result["seconds"].values())
        growth = "" if before is None else f"{(total / before[1]) / (result['articles'] / before[0]):.2f}"
        cells = [result["articles"], result["records"], result["quads"], result["pages"]]
        rates = [result["articles"] / seconds["read"], result["quads"] / seconds["build"], result["pages"] / seconds["publish"]]
        out.append(
            [f"{cell:,}" for cell in cells]
            + [f"{seconds[stage]:.1f}" for stage in STAGES]
            + [f"{rate:,.0f}" for rate in rates]
            + [f"{result['peak_mb']:,.0f}", growth]
        )
        before = (result["articles"], total)
    return out


def main() -> None:
    """Measure the sizes asked for and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--sizes", default="57,1000,9000", help="numbers of articles, with commas between")
    parser.add_argument("--jobs", type=int, default=available_jobs())
    parser.add_argument("--once", action="store_true", help="publish CORPUS whole and print the figures as JSON")
    options = parser.parse_args()
    if options.once:
        print(json.dumps(measure(options.corpus, options.jobs)))
        return
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, options.sizes.split(",")):
            source = Path(folder) / f"{size}.jsonl"
            sample(options.corpus, size, source)
            results.append(measure_apart(source, options.jobs))
    header = [
        "articles",
        "records",
        "quads",
        "pages",
        *(f"{stage} s" for stage in STAGES),
        "articles/s",
        "quads/s",
        "pages/s",
        "peak MB",
        "growth",
    ]
    table = [header, *rows(results)]
    widths = [max(len(row[column]) for row in table) for column in range(len(header))]
    for row in table:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))


if __name__ == "__main__":
    main()
