"""Turning an error about one article into the Fault that is reported, so that the others go on."""

from publisher.errors import ArticleError
from publisher.model import Fault


def fault_of(error: ArticleError) -> Fault:
    """Return the fault that an error stands for.

    >>> fault_of(ArticleError("A101", "is empty", file="a.md", line=3, remedy="remove it"))
    Fault(source='a.md:3', code='A101', reason='is empty (remove it)')

    """
    place = str(error.file or "") + (f":{error.line}" if error.line is not None else "")
    return Fault(place, error.code, error.message + (f" ({error.remedy})" if error.remedy else ""))
