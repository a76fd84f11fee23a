"""Extraction: from one article to claims, each with the words it rests on."""

from publisher.extract.examples import check_examples
from publisher.extract.extractor import Extractor, compile_domain
from publisher.extract.labels import check_labels
from publisher.extract.terms import check_terms
from publisher.extract.trace import Seen, Trace, trace

__all__ = ["Extractor", "Seen", "Trace", "check_examples", "check_labels", "check_terms", "compile_domain", "trace"]
