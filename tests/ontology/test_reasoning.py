"""What a reasoner makes of the ontology: good data contradict nothing, each folder of bad data is found out (HermiT)."""

import shutil
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology" / "agreements.ttl"
CONSISTENT = sorted((HERE / "axioms" / "consistent").glob("*.ttl"))
INCONSISTENT = sorted((HERE / "axioms" / "inconsistent").glob("*.ttl"))
OUTSIDE_OWL = {f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("date", "gYear", "gYearMonth", "duration")}
PREFIXES = {"pact": "https://w3id.org/orepact/ontology#", "owl": "http://www.w3.org/2002/07/owl#"}


@pytest.fixture(scope="module")
def reasoner() -> list[str]:
    owlready = pytest.importorskip("owlready2", reason="HermiT comes with owlready2, which is not installed")
    if shutil.which("java") is None:
        pytest.skip("HermiT needs Java, which is not installed")
    jar = Path(owlready.__file__).parent / "hermit" / "HermiT.jar"
    return ["java", "-Xmx500M", "-cp", str(jar), "org.semanticweb.HermiT.cli.CommandLine"]


def read(path: Path) -> list[Triple]:
    """Read Turtle; literals of datatypes that OWL 2 does not know become strings, since the reasoner stops at them."""
    quads = parse(path.read_bytes(), RdfFormat.TURTLE, base_iri="https://w3id.org/orepact/", rename_blank_nodes=True)
    return [Triple(quad.subject, quad.predicate, _plain(quad.object)) for quad in quads]


def _plain(term: object) -> object:
    return Literal(term.value) if isinstance(term, Literal) and term.datatype.value in OUTSIDE_OWL else term


def reason(reasoner: list[str], option: str, paths: list[Path], folder: Path) -> subprocess.CompletedProcess[str]:
    file = folder / "input.owl"
    namespaces = {name: space for path in paths for name, space in _prefixes(path).items()}
    file.write_bytes(
        serialize([triple for path in paths for triple in read(path)], format=RdfFormat.RDF_XML, prefixes=namespaces | PREFIXES)
    )
    return subprocess.run([*reasoner, option, file.as_uri()], capture_output=True, text=True, check=False, timeout=120)


def _prefixes(path: Path) -> dict[str, str]:
    lines = [line.split() for line in path.read_text("utf-8").splitlines() if line.startswith("@prefix")]
    return {name.rstrip(":"): space.strip("<>") for _, name, space, *_ in lines}


def test_no_class_is_impossible(reasoner: list[str], tmp_path: Path) -> None:
    done = reason(reasoner, "-U", [ONTOLOGY], tmp_path)
    assert done.returncode == 0, done.stderr
    assert "pact:" not in done.stdout, done.stdout
    assert "ontology#" not in done.stdout, done.stdout


@pytest.mark.parametrize("path", CONSISTENT, ids=lambda path: path.stem)
def test_good_data_are_consistent(path: Path, reasoner: list[str], tmp_path: Path) -> None:
    done = reason(reasoner, "-k", [ONTOLOGY, path], tmp_path)
    assert done.returncode == 0, done.stderr
    assert "is satisfiable" in done.stdout


@pytest.mark.parametrize("path", INCONSISTENT, ids=lambda path: path.stem)
def test_a_contradiction_is_found(path: Path, reasoner: list[str], tmp_path: Path) -> None:
    done = reason(reasoner, "-k", [ONTOLOGY, path], tmp_path)
    assert done.returncode != 0
    assert "Inconsistent ontology" in done.stderr


def test_the_schemes_are_consistent_with_the_ontology(reasoner: list[str], tmp_path: Path) -> None:
    schemes = sorted((ONTOLOGY.parent / "schemes").glob("*.ttl"))
    done = reason(reasoner, "-k", [ONTOLOGY, *schemes], tmp_path)
    assert done.returncode == 0, done.stderr


def test_no_property_has_a_date_as_its_range() -> None:
    ranges = {t.object.value for t in read(ONTOLOGY) if t.predicate == NamedNode("http://www.w3.org/2000/01/rdf-schema#range")}
    assert not ranges & OUTSIDE_OWL
