"""What reading costs, beside a library that only splits the same texts into sentences.

    pip install spacy
    python benchmarks/extraction.py CORPUS.jsonl.zst [--limit N]

Each side reads all articles of CORPUS in two processes, half of them each, and says its processor seconds, those of the slowest article
and the most memory a process held. The other side is spaCy's blank English pipeline with its sentencizer.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice

from publisher.domain import find_domain, load_domain
from publisher.extract import compile_domain
from publisher.model import Article
from publisher.readers import read_articles

PROCESSES = 2


def reader() -> Callable[[Article], object]:
    """Return what reads an article here."""
    return compile_domain(load_domain(find_domain())).read


def splitter() -> Callable[[Article], object]:
    """Return what splits an article's text into sentences there."""
    import spacy  # noqa: PLC0415 - wanted by one side alone

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.max_length = 10_000_000
    return lambda article: list(pipeline(article.text).sents)


SIDES = {"orepact": reader, "spacy": splitter}


def run(side: str, corpus: str, part: int, limit: int | None) -> dict[str, float]:
    """Read every second article; return processor seconds, those of the slowest article, and bytes of memory at most."""
    read = SIDES[side]()
    articles = (item for item in islice(read_articles([corpus]), limit) if isinstance(item, Article))
    total = slowest = 0.0
    count = 0
    for article in islice(articles, part, None, PROCESSES):
        begun = time.process_time()
        read(article)
        taken = time.process_time() - begun
        total, slowest, count = total + taken, max(slowest, taken), count + 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"articles": count, "seconds": total, "slowest": slowest, "peak": peak}


def measure(side: str, corpus: str, limit: int | None) -> dict[str, float]:
    """Run one side in its processes."""
    arguments = [sys.executable, __file__, corpus, *(["--limit", str(limit)] if limit else [])]
    running = [
        subprocess.Popen([*arguments, "--side", side, "--part", str(part)], stdout=subprocess.PIPE, text=True) for part in range(PROCESSES)
    ]
    parts = [json.loads(process.communicate()[0]) for process in running]
    return {key: (max if key in {"slowest", "peak"} else sum)(part[key] for part in parts) for key in parts[0]}


def main() -> None:
    """Measure both sides, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--part", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        print(json.dumps(run(options.side, options.corpus, options.part, options.limit)))
        return
    results = {side: measure(side, options.corpus, options.limit) for side in SIDES}
    print(f"{'':10} {'articles':>9} {'cpu s':>8} {'slowest s':>10} {'MB a process':>13}")
    for side, result in results.items():
        print(f"{side:10} {result['articles']:9,.0f} {result['seconds']:8.1f} {result['slowest']:10.3f} {result['peak'] / 1e6:13.0f}")
    print(f"ratio of processor seconds: {results['orepact']['seconds'] / results['spacy']['seconds']:.2f}")


if __name__ == "__main__":
    main()
