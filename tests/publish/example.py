"""A small dataset to publish: the hand-written graphs of ``example.trig`` with the reference data they name."""

from pathlib import Path

from pyoxigraph import RdfFormat, parse

from publisher.domain import Domain
from publisher.model import Dataset, Severity, Undecided, ValidatedDataset, ValidationResult, Withheld
from publisher.rdf import Quad
from publisher.rdf.serialize import sort_quads

EXAMPLE = Path(__file__).with_name("example.trig")


def example_quads(domain: Domain) -> list[Quad]:
    text = EXAMPLE.read_text(encoding="utf-8").replace("@base <https://w3id.org/orepact/> .", f"@base <{domain.base}> .")
    return list(parse(text, RdfFormat.TRIG))


def named_reference(domain: Domain, quads: list[Quad]) -> list[Quad]:
    """The reference data that the example names, and what that names in turn."""
    graph, found, fresh = domain.iri("graph/reference"), set(), {q.object for q in quads}
    while fresh:
        more = {t for t in domain.reference if t.subject in fresh and t not in found}
        found |= more
        fresh = {t.object for t in more}
    return [Quad(t.subject, t.predicate, t.object, graph) for t in found]


def example_dataset(domain: Domain, *, whole_reference: bool = False) -> ValidatedDataset:
    quads = example_quads(domain)
    if whole_reference:
        quads += [Quad(t.subject, t.predicate, t.object, domain.iri("graph/reference")) for t in domain.reference]
    else:
        quads += named_reference(domain, quads)
    old, new, held = domain.iri("agreement/old-one"), domain.iri("agreement/per-usa-2025"), domain.iri("agreement/withheld-one")
    return ValidatedDataset(
        Dataset(tuple(sort_quads(quads)), {old: new}, (Undecided("agreement/chl-jpn-moc-2026", new.value, 0.61, "same year"),)),
        (ValidationResult("AGR-02", Severity.WARNING, new.value, domain.namespace["hasParty"].value, "", "AGR-02 one party only"),),
        (Withheld(held, "An agreement without source", "AGR-04", "no article", ("aaaaaaaaaaaaaaaa",), 4),),
    )
