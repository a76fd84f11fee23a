"""Loading a domain folder into one frozen value."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from publisher.domain.files import YamlFiles, find_files, load_folder, load_triples
from publisher.domain.record import RecordModel, load_record_model
from publisher.errors import DomainError
from publisher.rdf import IRI, OWL, RDF, SH, SKOS, VANN, VOID, Literal, Namespace, Term, Triple

REFERENCE_FOLDERS = ("schemes", "reference", "lists", "align")


@dataclass(frozen=True, slots=True)
class InferenceRule:
    """One numbered CONSTRUCT query of ``ontology/rules/``; rules run in the order of their names.

    A rule names the ontology by prefix and the data by IRIs relative to the base it is run with.
    """

    name: str
    query: str


@dataclass(frozen=True)
class Domain:
    """Everything the engine is told about one field of knowledge.

    ``base`` begins every IRI of the data, ``namespace`` every term of the ontology. ``ontology`` are the triples of the
    TBox, ``reference`` those of the schemes, reference data and lists, ``dataset`` the description of the dataset itself.
    ``mappings`` holds every YAML file below ``mappings/`` by its path without suffix (``frames/sign``).
    ``digest`` changes when anything changes that extraction could see; ``canonical`` is the base the domain was written for.
    """

    root: Path
    base: str
    namespace: Namespace
    prefixes: dict[str, str]
    ontology: tuple[Triple, ...]
    reference: tuple[Triple, ...]
    dataset: tuple[Triple, ...]
    rules: tuple[InferenceRule, ...]
    record: RecordModel
    mappings: YamlFiles
    digest: str
    canonical: str = ""

    def iri(self, path: str) -> IRI:
        """Return the IRI of a path below the base: ``state/JPN``."""
        return IRI(self.base + path)

    @property
    def ontology_iri(self) -> IRI:
        """Return the IRI of the ontology itself."""
        return IRI(self.namespace.rstrip("#/"))

    @property
    def shapes(self) -> tuple[Path, ...]:
        """Return the shape files, sorted."""
        return tuple(find_files(self.root / "shapes", "**/*.ttl"))

    def load_shapes(self) -> dict[str, tuple[Triple, ...]]:
        """Read the shapes, by the name of their file without its suffix; IRIs of the data follow the base.

        Raises:
            DomainError: D102 with file and line when a file is no Turtle.

        """
        return {path.stem: tuple(load_triples(path, self.base, self.canonical or None)) for path in self.shapes}

    @property
    def site(self) -> Path:
        """Return the folder of templates, components, static files and documentation."""
        return self.root / "site"

    @cached_property
    def labels(self) -> dict[IRI, str]:
        """Map every term, concept and reference entity to its English preferred label (else any)."""
        found: dict[IRI, str] = {}
        for triple in (*self.ontology, *self.reference):
            if not (triple.predicate in _LABELS and isinstance(triple.subject, IRI) and isinstance(triple.object, Literal)):
                continue
            if triple.object.language in {"en", None} or triple.subject not in found:
                found[triple.subject] = triple.object.value
        return found

    @cached_property
    def types(self) -> dict[IRI, frozenset[IRI]]:
        """Map every reference entity to its classes as stated."""
        found: dict[IRI, set[IRI]] = {}
        for triple in self.reference:
            if triple.predicate == RDF.type and isinstance(triple.subject, IRI) and isinstance(triple.object, IRI):
                found.setdefault(triple.subject, set()).add(triple.object)
        return {subject: frozenset(classes) for subject, classes in found.items()}

    @cached_property
    def superclasses(self) -> dict[IRI, frozenset[IRI]]:
        """Map every named class to all named classes above it, itself included."""
        return _closure(self.ontology, _SUBCLASS)

    @cached_property
    def broader(self) -> dict[IRI, frozenset[IRI]]:
        """Map every concept to all concepts above it, itself included."""
        return _closure(self.reference, SKOS.broader)

    def objects(self, subject: IRI, predicate: IRI) -> tuple[Term, ...]:
        """Return the reference or ontology values of one property of one subject."""
        return tuple(self._index.get((subject, predicate), ()))

    @cached_property
    def _index(self) -> dict[tuple[IRI, IRI], list[Term]]:
        index: dict[tuple[IRI, IRI], list[Term]] = {}
        for triple in (*self.ontology, *self.reference, *self.dataset):
            if isinstance(triple.subject, IRI) and not isinstance(triple.object, Triple):
                index.setdefault((triple.subject, triple.predicate), []).append(triple.object)
        return index


_LABELS = (SKOS.prefLabel, IRI("http://www.w3.org/2000/01/rdf-schema#label"))
_SUBCLASS = IRI("http://www.w3.org/2000/01/rdf-schema#subClassOf")


def _closure(triples: Iterable[Triple], predicate: IRI) -> dict[IRI, frozenset[IRI]]:
    direct: dict[IRI, set[IRI]] = {}
    for triple in triples:
        if triple.predicate == predicate and isinstance(triple.subject, IRI) and isinstance(triple.object, IRI):
            direct.setdefault(triple.subject, set()).add(triple.object)
    out = {}
    for start in direct:
        seen, todo = {start}, [start]
        while todo:
            fresh = direct.get(todo.pop(), set()) - seen
            seen |= fresh
            todo.extend(fresh)
        out[start] = frozenset(seen)
    return out


def find_domain(explicit: Path | None = None) -> Path:
    """Return the domain folder: the one given, the checkout this module stands in, or the copy installed with the wheel.

    Raises:
        DomainError: D100 when there is none.

    """
    here = Path(__file__).resolve().parent
    candidates = [explicit] if explicit else [here.parents[1], here.parent / "_domain"]
    for candidate in candidates:
        if (candidate / "ontology").is_dir() and (candidate / "mappings").is_dir():
            return candidate
    raise DomainError("D100", "is no domain folder", file=candidates[0], remedy="it needs ontology/, mappings/, shapes/ and site/")


def load_domain(root: Path, base: str | None = None) -> Domain:
    """Read a domain folder whole.

    ``base`` overrides the base IRI that the domain declares (``void:uriSpace`` in ``ontology/dataset.ttl``).

    Raises:
        DomainError: with file, line and remedy, for the first thing found wrong.

    """
    folder = root / "ontology"
    prefixes = _load_prefixes(folder / "prefixes.ttl")
    canonical = _declared(load_triples(folder / "dataset.ttl", "urn:x-base:"), VOID.uriSpace, folder / "dataset.ttl")
    base = base or canonical
    if not base.endswith(("/", "#")):
        raise DomainError("D105", f"the base IRI {base} ends in neither / nor #", remedy="add the slash")
    prefixes = {
        name: (base + space[len(canonical) :] if space.startswith(canonical) and not _is_fixed(space, canonical) else space)
        for name, space in prefixes.items()
    }

    def load(paths: Iterable[Path]) -> tuple[Triple, ...]:
        return tuple(dict.fromkeys(triple for path in paths for triple in load_triples(path, base, canonical)))

    apart = {folder / "prefixes.ttl", folder / "dataset.ttl"}
    ontology = load(path for path in find_files(folder, "*.ttl") if path not in apart)
    main = next((t.subject for t in ontology if t.predicate == RDF.type and t.object == OWL.Ontology), None)
    namespace = _declared([t for t in ontology if t.subject == main], VANN.preferredNamespaceUri, folder)
    return Domain(
        root=root,
        base=base,
        namespace=Namespace(namespace),
        prefixes=prefixes,
        ontology=ontology,
        reference=load(path for name in REFERENCE_FOLDERS for path in find_files(folder / name, "*.ttl")),
        dataset=load([folder / "dataset.ttl"]),
        rules=tuple(InferenceRule(path.stem, path.read_text(encoding="utf-8")) for path in find_files(folder / "rules", "*.rq")),
        record=load_record_model(root / "mappings" / "record.yml", prefixes),
        mappings=load_folder(root / "mappings"),
        digest=_digest(root),
        canonical=canonical,
    )


def _is_fixed(space: str, canonical: str) -> bool:
    return space[len(canonical) :].startswith(("ontology", "shapes"))


def _load_prefixes(path: Path) -> dict[str, str]:
    """Read the ``sh:declare`` pairs of ``ontology/prefixes.ttl``."""
    triples = load_triples(path, "urn:x-base:")
    names = {t.subject: t.object.value for t in triples if t.predicate == SH.prefix and isinstance(t.object, Literal)}
    spaces = {t.subject: t.object.value for t in triples if t.predicate == SH.namespace and isinstance(t.object, Literal)}
    if not names:
        raise DomainError("D104", "declares no prefix", file=path, line=1, remedy="add sh:declare [ sh:prefix …; sh:namespace … ]")
    return {names[node]: spaces[node] for node in names if node in spaces}


def _declared(triples: Iterable[Triple], predicate: IRI, path: Path) -> str:
    for triple in triples:
        if triple.predicate == predicate and isinstance(triple.object, Literal):
            return triple.object.value
    raise DomainError("D106", f"does not declare {predicate.value}", file=path, remedy="add the triple")


def _digest(root: Path) -> str:
    digest = hashlib.sha256()
    for path in (*find_files(root / "ontology", "**/*.ttl"), *find_files(root / "mappings", "**/*.yml")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
