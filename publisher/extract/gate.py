"""The gate: whether an article may tell of a record of this domain at all, asked before anything else of it is read.

Most of what is read is about something else. The gate is cheap and lets through too much rather than too little: what it
stops has no word of the field that a record could be in scope by, or none by which one could be told.
"""

import re

from publisher.domain import Domain
from publisher.domain.files import YamlMap
from publisher.extract.forms import FormWords, names_form
from publisher.extract.lexicon import Entry, Lexicon, Row, label_rows
from publisher.extract.meant import OrdinaryWords

_FIELD = "field"
"""The kind of the words of ``mappings/lexicon/scope.yml``, which name nothing."""


class Gate:
    """Lets articles through that hold a word of the field and one that tells of a record."""

    def __init__(self, domain: Domain, forms: FormWords, subjects: frozenset[str | None]) -> None:
        """Compile the words; ``subjects`` are the kinds of mention that say what a record is about.

        Raises:
            DomainError: for the first list that is missing or names what nobody declared.

        """
        entry = Entry(_FIELD, domain.record.type)
        scope = domain.mappings["lexicon/scope"]
        rows = [Row(word, entry, is_folded=True, is_ambiguous=False) for word in scope["words"]]
        rows += [Row(word, entry, is_folded=False, is_ambiguous=False) for word in scope["names"]]
        rows += (row for row in label_rows(domain) if row.entry.kind in subjects)
        self._lexicon = Lexicon(rows)
        self._ordinary = OrdinaryWords(domain.mappings["lexicon/context"])
        self._forms = forms
        self._telling = re.compile(_telling(domain.mappings["lexicon/words"]), re.IGNORECASE)

    def may_tell(self, text: str) -> bool:
        """Tell whether an article's text has to be read."""
        return self._names_field(text) and (names_form(text, self._forms) or self._telling.search(text) is not None)

    def _names_field(self, text: str) -> bool:
        """Tell whether a word of the field stands in a text; an ordinary word ("lead") counts where its context says what it is."""
        doubtful = False
        for find in self._lexicon.find_all(text):
            if not find.ambiguous:
                return True
            doubtful = True
        if not doubtful:
            return False
        flat = " ".join(text.split())
        finds = self._lexicon.find(flat)
        return any(self._ordinary.is_meant(find, flat, finds) for find in finds)


def _telling(words: YamlMap) -> str:
    """Return the pattern of all that can tell of a record without a form: the words and phrases of the telling classes."""
    specs = [words["verbs"][name] for name in words["telling-classes"]]
    single = {w.lower() for spec in specs for w in spec["words"]} | set(words["telling-words"])
    phrases = [p for spec in specs for p in spec.get("phrases", ()) if "§" not in p]
    return r"\b(?:" + "|".join([*phrases, *sorted(single, key=lambda w: (-len(w), w))]) + r")\b"
