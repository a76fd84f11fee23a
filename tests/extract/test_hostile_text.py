"""Texts made to break a reader: the modules below the frames read any of them in time that grows with its length."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HANG_S = 60
"""A guard against hanging and no measure of speed: all of it takes a few seconds, and with quadratic cost minutes."""

READ = """
import sys
from pathlib import Path
from publisher.domain.files import load_yaml
from publisher.extract.amounts import compile_amounts, find_amounts, find_default_dollar
from publisher.extract.dates import compile_dates, find_dates
from publisher.extract.quantities import compile_quantities, find_quantities
from publisher.extract.sentences import find_sentences
from publisher.extract.zones import compile_zones, zone
from publisher.model import Span

mappings, size = Path(sys.argv[1]), int(sys.argv[2])
language = load_yaml(mappings / "language" / "en.yml")
zones, dates = compile_zones(load_yaml(mappings / "zones.yml"), language), compile_dates(language)
amounts, quantities = compile_amounts(language), compile_quantities(language)
for unit in sys.argv[3:]:
    text = (unit.encode().decode("unicode_escape") * size)[:size]
    span = Span(0, len(text))
    zone(text, "A title of some words", zones)
    find_sentences(text, span, zones.sentences)
    find_dates(text, span, dates)
    find_amounts(text, span, amounts)
    find_default_dollar(text, None, amounts)
    find_quantities(text, span, quantities)
"""

UNITS = [
    "(",
    "[(",
    ".",
    '."',
    " ",
    "\\n",
    "a-",
    "1,",
    "$",
    "$1 ",
    "2024-",
    "SEOUL - ",
    "*",
    "- ",
    "Ab.",
    "A. ",
    "a ",
    "\\u2028",
    "five to ",
    "May ",
    "by A ",
]


@pytest.mark.parametrize(("size", "units"), [(1_000_000, ["no full stop in sight "]), (60_000, UNITS)])
def test_a_text_of_one_pattern_is_read(size: int, units: list[str]) -> None:
    command = [sys.executable, "-c", READ, str(ROOT / "mappings"), str(size), *units]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=HANG_S, check=False)
    assert done.returncode == 0, done.stderr[-500:]
