"""Extraction: from one article to claims, each with the words it rests on."""

from publisher.extract.extractor import Extractor, compile_domain

__all__ = ["Extractor", "compile_domain"]
