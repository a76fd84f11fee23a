"""Writing triples as compact JSON-LD for people: short keys, one tree, labels beside what is pointed to.

The keys come from one context document (``Context``); a property it does not name gets its local name, its prefixed name
or its IRI, with the value spelled out in full, so that every document means exactly the triples it was made from.
No frame is involved: frames leave the order of arrays to the processor. Source: JSON-LD 1.1, 4.1 to 4.8.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from publisher.rdf.serialize import TYPE, sort_triples

JsonValue = Any
Node = NamedNode | BlankNode
XSD = "http://www.w3.org/2001/XMLSchema#"
REFERENCE = {
    TYPE,
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "https://schema.org/headline",
}
NATIVE = {
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "integer": re.compile(r"0|-?[1-9][0-9]{0,14}"),
    XSD + "nonNegativeInteger": re.compile(r"0|[1-9][0-9]{0,14}"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One term of a context: the key, its property, what its values are and how they are held.

    ``coercion`` is ``@id``, ``@vocab``, a datatype IRI or None; ``containers`` hold ``@set`` and ``@language``.
    """

    name: str
    property: str
    coercion: str | None
    containers: frozenset[str]
    reverse: bool
    rank: int


class Context:
    """The context document, read once: which key a property gets, and how IRIs of the vocabulary are shortened."""

    def __init__(self, document: Mapping[str, Any], iri: str) -> None:
        """Read the ``@context`` of a parsed document that is published under ``iri``."""
        body = document["@context"]
        self.iri = iri
        self.vocabulary: str = body.get("@vocab", "")
        plain = {name: value for name, value in body.items() if isinstance(value, str) and not name.startswith("@")}
        self.prefixes = {name: value for name, value in plain.items() if value.endswith(("#", "/", ":"))}
        self.names = frozenset(body)
        keys = [self._read_key(name, value, rank) for rank, (name, value) in enumerate(body.items()) if self._is_key(name, value)]
        self.keys = {key.property: key for key in reversed(keys) if not key.reverse}
        self.reverse_keys = tuple(key for key in keys if key.reverse)
        self._properties = {key.name: key.property for key in keys if not key.reverse}
        self._spaces = sorted(((space, name) for name, space in self.prefixes.items()), reverse=True)

    def _is_key(self, name: str, value: object) -> bool:
        return not name.startswith("@") and name not in self.prefixes and value not in ("@id", "@type", None)

    def _read_key(self, name: str, value: str | dict[str, Any], rank: int) -> Key:
        body = {"@id": value} if isinstance(value, str) else value
        container: str | list[str] = body.get("@container", [])
        coercion = body.get("@type")
        if coercion is not None and not coercion.startswith("@"):
            coercion = self.expand(coercion)
        return Key(
            name=name,
            property=self.expand(body.get("@id") or body.get("@reverse") or self.vocabulary + name),
            coercion=coercion,
            containers=frozenset([container] if isinstance(container, str) else container),
            reverse="@reverse" in body,
            rank=rank,
        )

    def expand(self, name: str) -> str:
        """Expand a prefixed name by the prefixes of this context."""
        prefix, colon, local = name.partition(":")
        return self.prefixes[prefix] + local if colon and prefix in self.prefixes else name

    def shorten(self, iri: str) -> str:
        """Return the shortest name that a vocabulary position (a key, a type) expands to this IRI.

        >>> Context({"@context": {"@vocab": "https://e.org/o#", "skos": "http://skos/#"}}, "").shorten("https://e.org/o#hasParty")
        'hasParty'

        """
        local = iri.removeprefix(self.vocabulary)
        free = local not in self.names or self._properties.get(local) == iri
        if self.vocabulary and local != iri and free and re.fullmatch(r"[A-Za-z][\w-]*", local):
            return local
        for space, prefix in self._spaces:
            if iri.startswith(space) and re.fullmatch(r"[A-Za-z][\w-]*", iri[len(space) :]):
                return f"{prefix}:{iri[len(space) :]}"
        return iri


def write_jsonld(root: Node, triples: Iterable[Triple], context: Context, back: Collection[str] = ()) -> bytes:
    """Write the triples as one tree that grows from ``root``; what no path reaches stands under ``@included``.

    ``back`` are the properties that the tree also follows from object to subject, where the context has a reverse key
    for them. A node that has only a type and a label is repeated wherever it is pointed to; any other stands once.
    """
    return dump({"@context": context.iri, **_Tree(triples, context, back).document(root)})


def write_jsonld_graphs(graphs: Iterable[tuple[Node, list[Triple]]], context: Context) -> Iterable[bytes]:
    """Write named graphs as flat JSON-LD in pieces, one node to a line, so that a large dump never stands in memory."""
    yield f'{{"@context": {json.dumps(context.iri)}, "@graph": [\n'.encode()
    for number, (name, triples) in enumerate(graphs):
        yield (",\n" if number else "").encode() + f'{{"id": {json.dumps(name.value)}, "@graph": [\n'.encode()
        for place, node in enumerate(_Tree(triples, context).flat()):
            yield (",\n" if place else "").encode() + json.dumps(node, ensure_ascii=False, separators=(", ", ": ")).encode()
        yield b"\n]}"
    yield b"\n]}\n"


def dump(value: JsonValue) -> bytes:
    """Write JSON as every document of the site has it: two spaces, UTF-8, a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


class _Tree:
    """Triples grouped by subject and by link back, and what has been written of them."""

    def __init__(self, triples: Iterable[Triple], context: Context, back: Collection[str] = ()) -> None:
        self.context = context
        self.nodes: dict[Any, dict[str, list[Any]]] = {}
        self.back: dict[tuple[str, Any], list[Any]] = {}
        self.reverse = [key for key in context.reverse_keys if key.property in back]
        for triple in sort_triples(triples):
            self.nodes.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(triple.object)
            if triple.predicate.value in back:
                self.back.setdefault((triple.predicate.value, triple.object), []).append(triple.subject)
        self.done: set[Any] = set()

    def document(self, root: Node) -> dict[str, JsonValue]:
        out = self.node(root)
        rest = [self.node(node) for node in self.nodes if node not in self.done]
        return {**out, "@included": rest} if rest else out

    def flat(self) -> Iterable[dict[str, JsonValue]]:
        return (self._body(node, self._reference, None) for node in self.nodes)

    def node(self, node: Node, parent: tuple[str, Node] | None = None) -> dict[str, JsonValue]:
        """Write one node; ``parent`` is the link it was reached by backwards, which its place in the tree already says."""
        self.done.add(node)
        reserved = {key: self._reserve(key, node) for key in self.reverse}
        out = self._body(node, self._grown, parent)
        for key, found in reserved.items():
            if found:
                out[key.name] = [self.node(other, (key.property, node)) for other in found]
        return out

    def _reserve(self, key: Key, node: Node) -> list[Node]:
        """Take the nodes that point here before a deeper branch of the tree can."""
        found = [other for other in self.back.get((key.property, node), ()) if other not in self.done]
        self.done.update(found)
        return found

    def _body(self, node: Node, link: Callable[[Node], dict[str, JsonValue]], parent: tuple[str, Node] | None) -> dict[str, JsonValue]:
        facts = self.nodes.get(node, {})
        out: dict[str, JsonValue] = {"id": _id(node)}
        types = [self.context.shorten(value.value) for value in facts.get(TYPE, ())]
        if types:
            out["type"] = types[0] if len(types) == 1 else types
        for predicate in sorted((p for p in facts if p != TYPE), key=self._rank):
            values = [value for value in facts[predicate] if (predicate, value) != parent]
            if values:
                self._put(out, predicate, values, link)
        return out

    def _rank(self, predicate: str) -> tuple[int, str]:
        key = self.context.keys.get(predicate)
        return (key.rank, predicate) if key else (1 << 30, predicate)

    def _put(self, out: dict[str, JsonValue], predicate: str, values: list[Any], link: Callable[[Node], dict[str, JsonValue]]) -> None:
        key = self.context.keys.get(predicate)
        if key and "@language" in key.containers and all(_fits_language_map(value) for value in values):
            out[key.name] = _language_map(values, "@set" in key.containers)
            return
        if key is None or "@language" in key.containers:
            key = Key(self.context.shorten(predicate) if key is None else predicate, predicate, None, frozenset(), reverse=False, rank=0)
        written = [self._value(value, key.coercion, link) for value in values]
        out[key.name] = written if "@set" in key.containers or len(written) > 1 else written[0]

    def _value(self, value: Any, coercion: str | None, link: Callable[[Node], dict[str, JsonValue]]) -> JsonValue:  # noqa: ANN401 - any RDF term
        if isinstance(value, Literal):
            return _literal(value, coercion, self.context)
        if coercion == "@vocab":
            return self.context.keys[value.value].name if value.value in self.context.keys else self.context.shorten(value.value)
        linked = link(value)
        return linked["id"] if coercion == "@id" and len(linked) == 1 else linked

    def _grown(self, node: Node) -> dict[str, JsonValue]:
        if node in self.nodes and (node not in self.done or self.nodes[node].keys() <= REFERENCE):
            return self.node(node)
        return {"id": _id(node)}

    def _reference(self, node: Node) -> dict[str, JsonValue]:
        return {"id": _id(node)}


def _id(node: Node) -> str:
    return node.value if isinstance(node, NamedNode) else f"_:{node.value}"


def _fits_language_map(value: object) -> bool:
    return isinstance(value, Literal) and (value.language is not None or value.datatype.value == XSD + "string")


def _language_map(values: list[Literal], plural: bool) -> JsonValue:  # noqa: FBT001 - a private helper of one caller
    out: dict[str, list[str]] = {}
    for value in values:
        out.setdefault(value.language or "@none", []).append(value.value)
    return {language: texts if plural or len(texts) > 1 else texts[0] for language, texts in sorted(out.items())}


def _is_native(datatype: str, coercion: str | None) -> bool:
    """Tell whether a JSON number or truth value of this datatype comes back as what it was: integer and boolean need no coercion."""
    return datatype in NATIVE and (datatype == coercion or (coercion is None and datatype != XSD + "nonNegativeInteger"))


def _literal(value: Literal, coercion: str | None, context: Context) -> JsonValue:
    datatype = value.datatype.value
    if value.language is not None:
        return {"@value": value.value, "@language": value.language}
    if _is_native(datatype, coercion) and NATIVE[datatype].fullmatch(value.value):
        return json.loads(value.value)
    if datatype == (coercion or XSD + "string"):
        return value.value
    return {"@value": value.value} if datatype == XSD + "string" else {"@value": value.value, "@type": context.shorten(datatype)}
