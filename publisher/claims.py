"""The claims of a few articles, for a look at what extraction sees: as they are, or as the RDF they would become."""

from collections.abc import Sequence

from publisher.domain import Domain
from publisher.engines import Engine
from publisher.errors import UsageError
from publisher.extract import check_terms
from publisher.graph import build_dataset, load_curation, load_registry
from publisher.model import Article, Fault, Reading
from publisher.pipeline import registry_path
from publisher.publish.assets import CONTEXT_PATH, load_context
from publisher.rdf import IRI, Quad
from publisher.rdf.jsonld import Context, write_jsonld_graphs
from publisher.rdf.serialize import write_trig
from publisher.readers import read_articles


def read_claims(sources: Sequence[str], domain: Domain) -> tuple[list[Reading], list[Fault]]:
    """Read articles one after the other; what could not be read stands beside.

    Raises:
        UsageError: U101 when a source does not exist, U102 when no article could be read.
        DomainError: when the rules are wrong; whether they do what their examples say is not looked at.

    """
    check_terms(domain)
    items = list(read_articles(sources))
    faults = [item for item in items if isinstance(item, Fault)]
    readings = list(Engine().read((item for item in items if isinstance(item, Article)), domain))
    if not readings:
        raise UsageError(
            "U102",
            "no article could be read" + "".join(f"; {f.source}: {f.code} {f.reason}" for f in faults[:1]),
            remedy="name files or folders of articles",
        )
    return readings, faults


def claims_as_rdf(readings: Sequence[Reading], domain: Domain, form: str) -> bytes:
    """Return the graphs of the articles and of their claims as ``trig`` or ``jsonld``, without the reference data they point to."""
    dataset = build_dataset(readings, domain, load_registry(registry_path(domain)), load_curation(domain))
    prefix, claims = domain.iri("graph/article/").value, domain.iri("graph/claims")
    graphs: dict[IRI, list[Quad]] = {}
    for quad in dataset.quads:
        name = quad.graph_name
        if isinstance(name, IRI) and (name == claims or name.value.startswith(prefix)):
            graphs.setdefault(name, []).append(quad)
    if form == "trig":
        return write_trig((quad for quads in graphs.values() for quad in quads), domain.prefixes, domain.base)
    context = Context(load_context(domain), domain.iri(CONTEXT_PATH).value)
    return b"".join(write_jsonld_graphs(((name, [quad.triple for quad in graphs[name]]) for name in sorted(graphs, key=str)), context))
