"""Reading articles: from files of any accepted form to a stream of Article, and a Fault for each one that cannot be read.

One module reads one family of formats (``text``, ``markup``, ``records``, ``feeds``, ``archives``); ``formats`` is the table
of them, ``sources`` finds the files, ``streams`` opens them. Memory follows one article, not the collection.
"""

from publisher.readers.articles import DUPLICATE, read_articles
from publisher.readers.formats import FORMATS, Format
from publisher.readers.streams import MAX_ARTICLE_BYTES

__all__ = ["DUPLICATE", "FORMATS", "MAX_ARTICLE_BYTES", "Format", "read_articles"]
