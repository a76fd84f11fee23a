"""From claims to the dataset: who and what is one across articles, which value stands, what follows, and why."""

from publisher.graph.build import build_dataset
from publisher.graph.curation import Curation, load_curation
from publisher.graph.explain import Explanation, explain
from publisher.graph.registry import Registry, append_rows, load_registry
from publisher.graph.shacl import validate

__all__ = ["Curation", "Explanation", "Registry", "append_rows", "build_dataset", "explain", "load_curation", "load_registry", "validate"]
