"""Orepact: articles in, a checked and published knowledge graph out. The way of the data is ``pipeline``."""
