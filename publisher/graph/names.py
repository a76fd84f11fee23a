"""Names as people write them, folded so that two spellings of one name become one key.

Only what never tells two bearers apart is folded away: case, accents, punctuation, a leading article, the legal form of a
company (ISO 20275 lists the forms; these are the ones that news in English carries along).
"""

import hashlib
import re
import unicodedata
from typing import Final

# fmt: off
LEGAL_FORMS: Final = frozenset({
    "ab", "ag", "as", "asa", "bhd", "bv", "co", "company", "corp", "corporation", "gmbh", "group", "holding", "holdings", "inc",
    "incorporated", "kk", "limited", "llc", "llp", "lp", "ltd", "nl", "nv", "oy", "plc", "pt", "pte", "pty", "pvt", "sa", "sas",
    "sdn", "se", "spa", "srl", "tbk",
})
# fmt: on
LEADING_FORMS: Final = frozenset({"cv", "oao", "ooo", "pt"})
SLUG_LENGTH: Final = 60


def fold_name(name: str) -> str:
    """Fold a name to lower-case words without accents, punctuation, leading article and legal form.

    A name that consists of such words only keeps them.

    >>> fold_name("The Société Générale S.A."), fold_name("PT Vale Indonesia Tbk"), fold_name("Group")
    ('societe generale', 'vale indonesia', 'group')

    """
    words = _words(name)
    kept = words[1:] if len(words) > 1 and words[0] == "the" else words
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        kept = kept[:-1]
    if len(kept) > 1 and kept[0] in LEADING_FORMS:
        kept = kept[1:]
    return " ".join(kept)


def slug(name: str) -> str:
    """Make the last segment of an IRI from a name.

    A name without a single Latin letter or digit becomes a digest of itself, so that it still has one.

    >>> slug("Lynas Rare Earths Ltd"), slug("日本")
    ('lynas-rare-earths', 'x-cf2abf0c')

    """
    text = re.sub(r"[^a-z0-9]+", "-", fold_name(name)).strip("-")[:SLUG_LENGTH].rstrip("-")
    return text or "x-" + hashlib.sha256(name.encode()).hexdigest()[:8]


def spelling_key(name: str) -> str:
    """Return what near spellings of one name share: the first three letters of each word, in order of the alphabet.

    >>> spelling_key("Bahlil Lahadalia") == spelling_key("Lahadaliah, Bahlil")
    True

    """
    return " ".join(sorted(word[:3] for word in fold_name(name).split()))


def _words(name: str) -> list[str]:
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)).casefold()
    dotted = re.sub(r"\b(?:\w\.){2,}", lambda found: found.group().replace(".", ""), plain)
    return re.findall(r"\w+", dotted.replace("&", " and ").replace("'", "").replace("\u2019", ""))
