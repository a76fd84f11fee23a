"""Records across articles: which reports speak of one record, and under which key it is known.

Reports are blocked by the states of their parties and taken in an order that depends on what they say and never on how they
were read: the best dated first. Each joins the one cluster it is the same as, or founds a new one; clusters never merge,
so a vague report cannot chain two distinct records together. The ids of the registry found the first clusters, so an id
finds its record again whatever articles came or went. What cannot be told goes to the review list and stays apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from publisher.graph.compare import Outcome, Verdict, compare
from publisher.graph.curation import Curation
from publisher.graph.dates import interval
from publisher.graph.keys import mint_key
from publisher.graph.profile import Profile, World, read_match_key, renew_match_key, write_match_key
from publisher.graph.registry import Registry, follow
from publisher.graph.reports import Key, reports_of
from publisher.graph.shelves import Shelves
from publisher.model import Reading, RegistryRow, Undecided
from publisher.rdf import IRI

EXACT: Final = 100


@dataclass(frozen=True, slots=True)
class Records:
    """The outcome: the key of every report, the rows minted, the pairs to review, and how many comparisons it took."""

    keys: Mapping[Key, str] = field(default_factory=dict)
    minted: tuple[RegistryRow, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    comparisons: int = 0


@dataclass(slots=True)
class _Cluster:
    """Reports of one record, while they are being gathered; ``key`` is known when the registry founded it."""

    profile: Profile
    key: str = ""
    match_keys: set[str] = field(default_factory=set)
    reports: dict[Key, str] = field(default_factory=dict)
    articles: set[str] = field(default_factory=set)

    def add(self, report: Key, profile: Profile, match_key: str) -> None:
        self.profile = self.profile.union(profile)
        self.match_keys.add(match_key)
        self.reports[report] = match_key
        self.articles.add(report[0])


class _Block:
    """The clusters whose parties belong to the same states."""

    def __init__(self, world: World) -> None:
        self.clusters: list[_Cluster] = []
        self._shelves = Shelves(world)
        self._exact: dict[str, list[int]] = defaultdict(list)

    def add(self, cluster: _Cluster) -> None:
        self.clusters.append(cluster)
        self.shelve(len(self.clusters) - 1)

    def shelve(self, number: int) -> None:
        """Put a cluster where reports like those it holds will look for it."""
        cluster = self.clusters[number]
        self._shelves.put(number, cluster.profile)
        for match_key in cluster.match_keys:
            if number not in self._exact[match_key]:
                self._exact[match_key].append(number)

    def exact(self, match_key: str) -> list[int]:
        """Return the clusters of which a report said the very same."""
        return self._exact.get(match_key, [])

    def candidates(self, profile: Profile) -> list[int]:
        """Return the clusters that a report may belong to, in the order they were founded."""
        return self._shelves.find(profile)


def resolve_records(readings: Sequence[Reading], world: World, registry: Registry, curation: Curation) -> Records:
    """Give every report of the readings the key of its record; the order of the readings has no influence."""
    gathering = _Gathering(world, _pins(curation, world.domain.record.kind))
    for cluster in _seeds(registry, world):
        gathering.blocks[cluster.profile.units].add(cluster)
        gathering.founded[cluster.key] = cluster
    reports = [report for reading in readings for report in reports_of(reading, world)]
    for report in sorted(reports, key=lambda report: (_report_order(report.profile), report.key)):
        gathering.place(report.key, report.profile)
    records = gathering.finish(registry, curation)
    keys = {(report.key[0], number): records.keys[report.key] for report in reports for number in report.numbers}
    return replace(records, keys=keys)


class _Gathering:
    """The reports placed so far, and what was left open."""

    def __init__(self, world: World, pins: Mapping[bool, frozenset[tuple[str, str]]]) -> None:
        self.world = world
        self.pins = pins
        self.pinned = dict(pins[True])
        self.blocks: dict[frozenset[IRI], _Block] = defaultdict(lambda: _Block(world))
        self.founded: dict[str, _Cluster] = {}
        self.comparisons = 0
        self.open_pairs: list[tuple[_Cluster, _Cluster, Verdict]] = []

    def place(self, report: Key, profile: Profile) -> None:
        """Let a report join the one cluster it is the same as; else found a new one and note what was undecided."""
        match_key = write_match_key(profile, self.world) if profile.units else f"@{report[0]}#{report[1]}"
        pinned = self.founded.get(self.pinned.get(report[0], ""))
        if pinned is not None and profile.is_news:
            pinned.add(report, profile, match_key)
            return
        block = self.blocks[profile.units]
        judged = self._judge(report, profile, match_key, block)
        chosen = _choose(judged, profile)
        if chosen is not None:
            block.clusters[chosen].add(report, profile, match_key)
            block.shelve(chosen)
            return
        cluster = _Cluster(profile)
        cluster.add(report, profile, match_key)
        block.add(cluster)
        self.open_pairs.extend(
            (block.clusters[other], cluster, verdict) for other, verdict in judged if verdict.outcome is not Outcome.DIFFERENT
        )

    def _judge(self, report: Key, profile: Profile, match_key: str, block: _Block) -> list[tuple[int, Verdict]]:
        def is_free(number: int) -> bool:
            cluster = block.clusters[number]
            return report[0] not in cluster.articles and (report[0], cluster.key) not in self.pins[False]

        exact = next(filter(is_free, (*block.exact(_own(match_key, report)), *block.exact(match_key))), None)
        if exact is not None:
            return [(exact, Verdict(Outcome.SAME, EXACT, "a report said the very same"))]
        candidates = list(filter(is_free, block.candidates(profile))) if profile.units else []
        self.comparisons += len(candidates)
        return [(number, compare(block.clusters[number].profile, profile, self.world)) for number in candidates]

    def finish(self, registry: Registry, curation: Curation) -> Records:
        """Give keys to the clusters the registry did not know, and name the open pairs by keys."""
        clusters = [cluster for block in self.blocks.values() for cluster in block.clusters if cluster.reports]
        taken = set(registry.keys)
        for cluster in sorted(clusters, key=lambda cluster: (_report_order(cluster.profile), min(cluster.reports))):
            if not cluster.key:
                cluster.key = mint_key(cluster.profile, self.world, taken, min(cluster.reports)[0])
                taken.add(cluster.key)
        known = {(follow(row.key, self.world.merged), renew_match_key(row.match_key, self.world)) for row in registry.rows}
        fresh = {RegistryRow(key, match_key, "") for key, match_key in self._match_keys(clusters) - known}
        keys = {report: cluster.key for cluster in clusters for report in cluster.reports}
        return Records(keys, tuple(sorted(fresh)), tuple(self._undecided(curation)), self.comparisons)

    def _match_keys(self, clusters: Iterable[_Cluster]) -> set[tuple[str, str]]:
        """Give each key with the match keys of its reports; where two records would share one, also with those of the single reports."""
        holders: dict[str, set[str]] = defaultdict(set)
        for block in self.blocks.values():
            for cluster in block.clusters:
                for match_key in cluster.match_keys:
                    holders[match_key].add(cluster.key)
        pairs = {(cluster.key, match_key) for cluster in clusters for match_key in cluster.reports.values()}
        shared = (
            (cluster.key, _own(match_key, report))
            for cluster in clusters
            for report, match_key in cluster.reports.items()
            if len(holders[match_key]) > 1
        )
        return pairs.union(shared)

    def _undecided(self, curation: Curation) -> list[Undecided]:
        best: dict[frozenset[str], Undecided] = {}
        for left, right, verdict in self.open_pairs:
            pair = frozenset({left.key, right.key})
            if left.reports and right.reports and left.key != right.key and pair not in curation.apart:
                found = Undecided(min(pair), max(pair), float(verdict.score), verdict.reason)
                best[pair] = max(found, best.get(pair, found))
        return sorted(best.values())


def _choose(judged: Sequence[tuple[int, Verdict]], profile: Profile) -> int | None:
    """Return the cluster that is the same and better so than any other.

    A bare mention, which gathers no points of its own, belongs to the only record it can mean.
    """
    same = sorted((item for item in judged if item[1].outcome is Outcome.SAME), key=lambda item: -item[1].score)
    if same:
        is_tie = len(same) > 1 and same[0][1].score == same[1][1].score
        return None if is_tie else same[0][0]
    possible = [item for item in judged if item[1].outcome is Outcome.UNDECIDED]
    if len(possible) == 1 and not profile.is_news and not profile.dates:
        return possible[0][0]
    return None


def _seeds(registry: Registry, world: World) -> list[_Cluster]:
    """Found a cluster for each active id; ids that an editor declared the same found one together, under the older key."""
    out: dict[tuple[str, frozenset[IRI]], _Cluster] = {}
    for row in registry.active(world.domain.record.kind):
        match_key = renew_match_key(row.match_key, world)
        profile, key = read_match_key(match_key, world), follow(row.key, world.merged)
        cluster = out.setdefault((key, profile.units), _Cluster(profile, key))
        cluster.profile = cluster.profile.union(profile)
        cluster.match_keys.add(match_key)
    return list(out.values())


def _pins(curation: Curation, kind: str) -> dict[bool, frozenset[tuple[str, str]]]:
    """Return the pairs of article and record that an editor joined (True) or parted (False)."""
    out: dict[bool, set[tuple[str, str]]] = {True: set(), False: set()}
    for is_same, decisions in ((True, curation.same), (False, curation.different)):
        for decision in decisions:
            articles = [subject.removeprefix("article/") for subject in decision.subjects if subject.startswith("article/")]
            records = [subject for subject in decision.subjects if subject.startswith(f"{kind}/")]
            out[is_same].update((article, record) for article in articles for record in records)
    return {is_same: frozenset(pairs) for is_same, pairs in out.items()}


def _own(match_key: str, report: Key) -> str:
    """Return the match key that only one report has."""
    return f"{match_key}|{report[0]}#{report[1]}"


def _report_order(profile: Profile) -> tuple[bool, int, bool, date, tuple[str, ...]]:
    """Order reports by how much they pin down: own news, precise date and form first, then by time."""
    dates = sorted(profile.dates, key=lambda text: (-len(text), text))
    when = interval(dates[0])[0] if dates else profile.reported[0] if profile.reported else date.max
    return (
        not profile.is_news and not dates,
        -len(dates[0]) if dates else 0,
        not profile.forms,
        when,
        tuple(sorted(iri.value for iri in profile.parties)),
    )
