"""Choosing a format by ``Accept`` (RFC 9110, 12.5.1) from one table of offers.

The most specific range decides the weight of an offer; the highest weight wins; ties go to the first offer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from publisher.rdf.formats import Format

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


LONGEST: Final = 4096
"""So much of a header is read; those that real clients send have a tenth."""
CACHED: Final = 128


class Fit(IntEnum):
    """How closely a range names a media type: not, by ``*/*``, by ``type/*``, by itself."""

    NONE = 0
    ANY = 1
    FAMILY = 2
    EXACT = 3


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of an Accept header: ``type/subtype``, ``type/*`` or ``*/*`` with its weight."""

    media: str
    weight: float

    def fit(self, media: str) -> "Fit":
        """Tell how closely this range names a media type."""
        if self.media == media:
            return Fit.EXACT
        if self.media == "*/*":
            return Fit.ANY
        return Fit.FAMILY if self.media.endswith("/*") and media.startswith(self.media[:-1]) else Fit.NONE


@lru_cache(maxsize=CACHED)
def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """Parse an Accept header; what is malformed or beyond ``LONGEST`` is left out, a malformed weight counts as 1.

    >>> parse_accept("text/html;q=0.3, text/turtle")
    (MediaRange(media='text/html', weight=0.3), MediaRange(media='text/turtle', weight=1.0))

    """
    ranges = []
    for element in header[:LONGEST].split(","):
        media, *parameters = (part.strip() for part in element.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q" and _QUALITY.fullmatch(value.strip()):
                weight = float(value)
        if "/" in media:
            ranges.append(MediaRange(media.lower(), weight))
    return tuple(ranges)


def choose(accept: str | None, offers: Sequence[Format]) -> Format | None:
    """Choose the offer a client likes best, or None when it accepts none; without Accept the first.

    >>> from publisher.rdf.formats import GRAPH_FORMATS, HTML
    >>> choose("text/html;q=0.3, text/turtle;q=0.9", (HTML, *GRAPH_FORMATS)).name
    'turtle'
    >>> choose("image/png", GRAPH_FORMATS) is None
    True

    """
    ranges = parse_accept(accept[:LONGEST]) if accept and accept.strip() else ()  # it is a key of the cache, too
    if not ranges:
        return offers[0] if not (accept and accept.strip()) else None
    best, best_weight = None, 0.0
    for offer in offers:
        weight = _weight(ranges, offer)
        if weight > best_weight:
            best, best_weight = offer, weight
    return best


def _weight(ranges: Sequence[MediaRange], offer: Format) -> float:
    """Weigh an offer by its own media type, else by the best of those that mean the same, never above what its own name was given."""
    own = _best_match(ranges, offer.media)
    if own[0] is Fit.EXACT:
        return own[1]
    others = [match[1] for name in offer.accepts if (match := _best_match(ranges, name))[0] is Fit.EXACT]
    return max(others, default=own[1])


def _best_match(ranges: Sequence[MediaRange], media: str) -> tuple[Fit, float]:
    """Return the closest fit and its weight; where a range is given twice, the greater."""
    return max(((entry.fit(media), entry.weight) for entry in ranges if entry.fit(media)), default=(Fit.NONE, 0.0))
