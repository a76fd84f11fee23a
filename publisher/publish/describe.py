"""Which triples describe an entity: the same in every format."""

from publisher.publish.index import Index
from publisher.rdf import IRI, OA, RDF, Triple


def describe(entity: IRI, index: Index) -> set[Triple]:
    """Return what a document about an entity says.

    That is: its triples and those of its children and fragments; the claims about any of these, each with its evidence;
    the claims that rest on its fragments (an article: what it says); and the class and label of everything pointed to.
    An IRI that only occurs as an object or as the name of a graph is described by the triples it occurs in.
    """
    own = [entity, *index.parts.get(entity, ())]
    claims = [claim for part in own for claim in (*index.claims_about(part), *index.claims_on(part))]
    evidence = [words for claim in (*claims, entity) for words in index.iris(claim, index.EVIDENCE)]
    subjects = dict.fromkeys((*own, *claims, *evidence))
    triples = {triple for subject in subjects for triple in index.triples(subject)}
    if not triples:
        triples = _occurrences(entity, index)
    pointed = {triple.object for triple in triples if triple.predicate != RDF.type and isinstance(triple.object, IRI)}
    return triples.union(*(index.reference(node) for node in pointed - subjects.keys()))


def _occurrences(entity: IRI, index: Index) -> set[Triple]:
    found = {triple for triple in index.domain.dataset if triple.subject == entity}
    found |= {Triple(subject, predicate, entity) for predicate, subject in index.incoming.get(entity, ())}
    graph = Triple(entity, RDF.type, IRI("http://www.w3.org/ns/sparql-service-description#NamedGraph"))
    return found | ({graph} if entity in index.graphs else set())


def back_links(index: Index) -> tuple[frozenset[str], frozenset[str]]:
    """Return the properties that the tree of an entity, and of an article, follows backwards."""
    return frozenset({index.SUBJECT.value}), frozenset({OA.hasSource.value, index.EVIDENCE.value})
