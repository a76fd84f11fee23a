"""Recognising names of organisations by their form: capitalised runs with a legal suffix, a trade word or a ticker."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from publisher.domain.files import YamlMap
from publisher.extract.tokens import Token
from publisher.extract.wordlists import stands

_HEADLINE = 30  # tokens a headline may have, brackets apart
_LONG = 4  # letters above which a headline capitalises a word
_FEWEST = 3  # long words from which on a line is judged
_MOST = 0.75  # share of the long words that are capitalised in a headline
_BRACKET = 6  # tokens of a bracket inside a name
_LISTED = 6  # tokens from a comma within which the list of trade words ends
_DIGITS = 2  # of a number inside a name ("Area 51 Lithium")
_TICKER = re.compile(r"^[A-Z][A-Za-z.,&/ ]{1,24}: ?[A-Z0-9.]{1,8}")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of tokens ``[first, last)`` that reads as one name, and what its form says it is.

    ``kind`` is ``company``, ``public``, ``matter`` (a project, a law: no agent) or ``name`` where the form does not tell.
    """

    first: int
    last: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class NameWords:
    """The words of ``mappings/lexicon/names.yml``, as sets."""

    legal: frozenset[str]
    trade: frozenset[str]
    prefix: frozenset[str]
    public: frozenset[str]
    bodies: frozenset[str]
    noun: frozenset[str]
    owned: frozenset[str]
    rulers: frozenset[str]
    ruling: frozenset[str]
    bridging: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    common: frozenset[str]
    joining: frozenset[str]
    matters: frozenset[str]
    leading: frozenset[str]
    portfolio: frozenset[str]
    telling: frozenset[str]
    compound: re.Pattern[str]
    leads: frozenset[str]
    joins: frozenset[str]
    abbreviated: frozenset[str]
    links: frozenset[str]
    opens: frozenset[str]
    whose: frozenset[str]
    corporate: frozenset[tuple[str, ...]]
    long_titles: Mapping[str, tuple[tuple[str, ...], ...]]
    types: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]


def load_name_words(data: YamlMap) -> NameWords:
    """Read the word lists."""
    organisation, person = data["organisation"], data["person"]
    return NameWords(
        **{
            key: frozenset(organisation[key])
            for key in ("legal", "trade", "prefix", "public", "bodies", "noun", "owned", "rulers", "ruling", "bridging", "leads", "joins")
        },
        **{key: frozenset(person[key]) for key in ("titles", "particles", "portfolio", "links", "opens", "whose")},
        corporate=frozenset(tuple(title.lower().split()) for title in person["corporate"]),
        long_titles=_long_titles(person["titles"]),
        common=frozenset(data["common"]),
        joining=frozenset(data["joining"]),
        matters=frozenset(data["matters"]),
        leading=frozenset(data["leading"]),
        abbreviated=frozenset(organisation["abbreviated"]),
        telling=frozenset(organisation["telling"]),
        compound=re.compile(rf"-(?:{'|'.join(data['compounds'])})$"),
        types=tuple(data["types"].items()),
        kinds=tuple(data["kinds"].items()),
    )


def _long_titles(titles: Sequence[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the titles of several words by their first, which is capitalised."""
    out: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words in (tuple(title.lower().split()) for title in titles if " " in title):
        first = words[0].capitalize()
        out[first] = (*out.get(first, ()), words)
    return out


def find_runs(text: str, tokens: Sequence[Token], words: NameWords, breakers: frozenset[str]) -> Iterator[Run]:
    """Yield the capitalised runs of a sentence, in order.

    ``breakers`` are words (lower case) that end a run even when capitalised: in a headline every word is.
    """
    at = 0
    while at < len(tokens):
        title = title_length(tokens, at, words) if tokens[at].text in words.long_titles else 0
        if title or not _begins(tokens, at, words, breakers):
            at += title or 1
            continue
        end = _run_end(tokens, at, words, breakers)
        run = _make_run(text, tokens, _behind_compound(tokens, at, end, words), end, words)
        if run is not None:
            yield run
        at = max(end, at + 1)


def title_length(tokens: Sequence[Token], at: int, words: NameWords) -> int:
    """Return how many tokens the title of several words has that begins at a place ("Chief Executive"; 0: none)."""
    titles = words.long_titles.get(tokens[at].text)
    if titles is None:
        return 0
    return max((len(title) for title in titles if stands(title, tokens, at)), default=0)


def is_title_case(tokens: Sequence[Token]) -> bool:
    """Tell whether a line capitalises its words as headlines do."""
    depth, outside = 0, 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        outside += depth == 0
    if outside > _HEADLINE or tokens[-1].text in {".", "!", "?", ":", '"'}:
        return False
    long = [t for t in tokens if t.is_word and len(t.text) > _LONG and not t.text[0].isdigit()]
    return len(long) >= _FEWEST and sum(t.is_capital for t in long) >= _MOST * len(long)


def _begins(tokens: Sequence[Token], at: int, words: NameWords, breakers: frozenset[str]) -> bool:
    token = tokens[at]
    if "-" in token.text and (at == 0 or words.compound.search(token.text)):
        return False  # "Resource-poor Japan", "the Perth-based miner": no name begins with a compound
    return token.is_capital and token.text not in words.common and token.low not in breakers


def _behind_compound(tokens: Sequence[Token], first: int, last: int, words: NameWords) -> int:
    """Return where the name in a run of capitals begins: "Ana Soto-backed Quill Metals" is about Quill Metals."""
    return next((at + 1 for at in range(last - 2, first, -1) if words.compound.search(tokens[at].text)), first)


def _run_end(tokens: Sequence[Token], start: int, words: NameWords, breakers: frozenset[str]) -> int:
    end = start + 1
    while end < len(tokens):
        token = tokens[end]
        if token.text in words.long_titles and title_length(tokens, end, words):
            break
        numbered = token.text[0].isdigit() and len(token.text) <= _DIGITS and tokens[end - 1].end + 1 == token.start
        is_suffix = token.text in words.legal and token.text.islower()
        if (
            (token.is_capital and token.text not in words.common and token.low not in breakers)
            or is_suffix
            or (numbered and _is_next_capital(tokens, end, words))
        ):
            end += 1
        else:
            bridge = _bridge(tokens, start, end, words)
            if not bridge:
                break
            end += bridge
    return end


def _is_next_capital(tokens: Sequence[Token], at: int, words: NameWords) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].is_capital and tokens[at + 1].text not in words.common


def _bridge(tokens: Sequence[Token], start: int, at: int, words: NameWords) -> int:
    """Return how many tokens lead from a capitalised word to the next one of the same name (0: none)."""
    token = tokens[at]
    if token.low in words.particles:
        step = next((n for n in (1, 2, 3) if at + n < len(tokens) and tokens[at + n].low not in words.particles), 0)
        return step if step and _is_next_capital(tokens, at + step - 1, words) else 0
    if token.text == "(":
        return _bracket_bridge(tokens, at, words)
    if not _is_next_capital(tokens, at, words):
        is_suffix = token.text == "." and tokens[at - 1].text + "." in words.legal
        follows = at + 1 < len(tokens) and tokens[at + 1].text == "," and at + 2 < len(tokens) and tokens[at + 2].text in words.legal
        return 2 if is_suffix and follows else 0
    if _is_joint(token, tokens[at - 1], tokens[at + 1], words):
        return 1
    return _public_bridge(tokens, start, at, words) or _trade_bridge(tokens, at, words)


def _is_joint(token: Token, before: Token, after: Token, words: NameWords) -> bool:
    """Tell whether a mark joins two words of a name: "J. Soto", "Co., Ltd.", "Sociedad-Minera", "Rock & Sons"."""
    if token.text == ".":
        is_initial = len(before.text) == 1 or before.text in words.titles | words.abbreviated
        return is_initial or (before.text + "." in words.legal and after.text in words.legal)
    if token.text in {"-", "'"}:
        return token.start == before.end and after.start == token.end
    return token.text == "&" or (token.text == "," and after.text in words.legal)


def _bracket_bridge(tokens: Sequence[Token], at: int, words: NameWords) -> int:
    """Bridge a bracket inside a company's name: "Quill (Hong Kong) Ltd"."""
    close = next((i for i in range(at + 2, min(len(tokens) - 1, at + _BRACKET)) if tokens[i].text == ")"), 0)
    inside = close and all(t.is_capital for t in tokens[at + 1 : close])
    return close + 1 - at if inside and tokens[close + 1].text in words.legal | words.trade else 0


def _public_bridge(tokens: Sequence[Token], start: int, at: int, words: NameWords) -> int:
    """Bridge "of", "for", "and" and commas inside the name of a public body or an institution."""
    if not any(t.text in words.public | words.bridging for t in tokens[start:at]):
        return 0
    token = tokens[at]
    if token.low in words.leads:
        return 1
    if at + 2 < len(tokens) and tokens[at + 2].text == "'s":
        return 0  # "the Ministry of Economy and India's Ministry of Mines" are two
    if token.low in words.joins:
        return 1 if tokens[start].text in words.bodies or any(t.low in words.leads for t in tokens[start:at]) else 0
    if token.text == "," and tokens[start].text in words.bodies:
        return 1 if _list_closes(tokens, at, words) else 0
    return 0


def _trade_bridge(tokens: Sequence[Token], at: int, words: NameWords) -> int:
    """Bridge "Oil, Gas and Metals National Corp": trade words in a list that a legal suffix or the word for a body ends."""
    before, after = tokens[at - 1].text, tokens[at + 1].text
    if (
        tokens[at].low not in words.joins | {","}
        or before not in words.trade | words.portfolio
        or after not in words.trade | words.portfolio
    ):
        return 0
    ends = words.legal | words.public
    following = takewhile(lambda t: t.is_capital or t.low in words.joins | {","}, tokens[at + 2 : at + _LISTED])
    return 1 if any(t.text in ends for t in following) else 0


def _list_closes(tokens: Sequence[Token], at: int, words: NameWords) -> bool:
    """Tell whether "Trade, Industry and Energy" goes on from this comma to an "and" with capitals only between."""
    for token in tokens[at + 1 : at + 8]:
        if token.low in words.joins:
            return True
        if not (token.is_capital or token.text == ","):
            return False
    return False


def _make_run(text: str, tokens: Sequence[Token], first: int, last: int, words: NameWords) -> Run | None:
    while last > first and tokens[last - 1].text in {"&", "-", ","}:
        last -= 1
    members = tokens[first:last]
    texts = {t.text for t in members}
    if not members or (all(t.text in words.joining or not t.is_word for t in members) and not _is_place_and_trade(members, words)):
        return None
    kind = "name"
    texts.add(text[members[0].start : members[-1].end].rsplit(" ", maxsplit=1)[-1])
    suffixed = bool(texts & words.legal) or _has_ticker(text, members[-1].end)
    is_body = members[0].text in words.bodies and any(t.low in words.leads for t in members)
    if members[-1].text in words.matters and not suffixed and not is_body and members[0].text not in words.prefix:
        kind = "matter"
    elif len(members) > 1 and (members[-1].text in words.legal or texts & words.legal or members[0].text in words.prefix):
        kind = "company"
    elif texts & words.public and len(members) > 1:
        kind = "public"
    elif (len(members) > 1 and texts & words.trade) or _has_ticker(text, members[-1].end):
        kind = "company"
    return Run(first, last, text[members[0].start : members[-1].end], kind)


def _is_place_and_trade(members: Sequence[Token], words: NameWords) -> bool:
    """Tell whether a run like "Western Copper" or "Northern Minerals" is a company's name though each word is an ordinary one."""
    return len(members) > 1 and members[0].text in words.leading and members[-1].text in words.trade


def _has_ticker(text: str, end: int) -> bool:
    return text[end : end + 2] == " (" and _TICKER.match(text[end + 2 : end + 40]) is not None
