"""The facts of every testimony in a generation, held in memory for access, filters, counts and order.

One snapshot is immutable; a newer one is made from it by reading the rows whose revision is higher. Other processes'
writes are seen because the revision is read in the same transaction as the search. About 2 kB a testimony.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from search.records import (
    FACETS,
    UNDATED,
    FacetValue,
    SearchFilters,
    Sort,
    YearCount,
    counted_years,
    published_key,
    recorded_key,
    reference_key,
    told_key,
)

if TYPE_CHECKING:
    from archive.api import IndexDocument, SearchScope


class Facts(NamedTuple):
    """One testimony. ``values`` has a tuple of slugs per facet, in the order of FACETS; ``inner`` likewise for what
    only who may read the words may know of (empty past the trees)."""

    reference: str
    level: str
    listed: bool
    values: tuple[tuple[str, ...], ...]
    year_from: int | None
    year_to: int | None
    told: str
    recorded: str
    inner: tuple[tuple[str, ...], ...]
    published: str

    @property
    def recorded_year(self) -> int | None:
        """The year recorded."""
        return None if self.recorded == UNDATED else int(self.recorded[:4])


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A snapshot of a generation. ``holders[facet][slug]`` are the testimonies that carry the slug, ``inner``
    those whose words alone carry it. ``told_years`` are the years that a testimony is counted in."""

    revision: int
    facts: dict[int, Facts]
    holders: tuple[dict[str, frozenset[int]], ...]
    inner: tuple[dict[str, frozenset[int]], ...]
    by_level: dict[str, frozenset[int]]
    listed: frozenset[int]
    everything: frozenset[int]
    told_years: dict[int, range]
    recorded_years: dict[int, int]

    def readable(self, scope: "SearchScope") -> frozenset[int]:
        """Give the testimonies whose words this reader may match."""
        if scope.space == "public":
            return self.everything
        allowed = [self.by_level.get(level, frozenset()) for level in scope.levels]
        return (scope.granted_ids & self.everything).union(*allowed)

    def visible(self, scope: "SearchScope") -> frozenset[int]:
        """Give the testimonies that are there at all for this reader: readable, or listed."""
        if scope.space == "public":
            return self.everything
        return self.readable(scope) | self.listed

    def allowed(self, filters: SearchFilters, readable: Set[int]) -> list[Set[int] | None]:
        """Give, per facet and last for the years told about and recorded, the testimonies that pass its filter; None
        where there is none.
        """
        passing: list[Set[int] | None] = []
        for number, facet in enumerate(FACETS):
            chosen = filters.values(facet)
            if not chosen:
                passing.append(None)
                continue
            carriers = [
                self.holders[number].get(slug, frozenset()) | (self.inner[number].get(slug, frozenset()) & readable)
                for slug in chosen
            ]
            together = facet == "theme" and filters.every_theme
            passing.append(frozenset.intersection(*carriers) if together else frozenset().union(*carriers))
        passing.append(self._told_between(filters.year_from, filters.year_to))
        passing.append(self._recorded_between(filters.recorded_from, filters.recorded_to))
        return passing

    def count_told(self, ids: Set[int]) -> tuple[YearCount, ...]:
        """Count testimonies by the years they tell about. Costs the same for a year as for fifty."""
        changes: Counter[int] = Counter()
        for key in ids & self.told_years.keys():
            years = self.told_years[key]
            changes[years.start] += 1
            changes[years.stop] -= 1
        counted: list[YearCount] = []
        total, before = 0, 0
        for year, change in sorted(changes.items()):
            if total:
                counted += [YearCount(between, total) for between in range(before, year)]
            total, before = total + change, year
        return tuple(counted)

    def count_recorded(self, ids: Set[int]) -> tuple[YearCount, ...]:
        """Count testimonies by the year they were recorded in."""
        counts = Counter(self.recorded_years[key] for key in ids & self.recorded_years.keys())
        return tuple(YearCount(year, total) for year, total in sorted(counts.items()))

    def count(self, number: int, ids: Set[int], chosen: tuple[str, ...], readable: Set[int]) -> tuple[FacetValue, ...]:
        """Count a facet's values over testimonies; chosen values are there even with none, so they can be undone."""
        facts = self.facts
        counts = Counter(chain.from_iterable(facts[key].values[number] for key in ids))
        for slug, holders in self.inner[number].items():
            more = len(holders & readable & ids)
            if more:
                counts[slug] += more
        for slug in chosen:
            counts.setdefault(slug, 0)
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(FacetValue(slug, total, slug in chosen) for slug, total in ordered)

    def order(self, ids: Iterable[int], sort: Sort, scores: dict[int, float]) -> list[int]:
        """Put testimonies in order; the reference, then the id, decides between equals."""
        facts = self.facts
        if sort is Sort.TOLD:
            return sorted(ids, key=lambda key: (facts[key].told, facts[key].reference, key))
        if sort is Sort.RECORDED:
            return sorted(ids, key=lambda key: (facts[key].recorded, facts[key].reference, key))
        if sort is Sort.PUBLISHED:
            by_reference = sorted(ids, key=lambda key: (facts[key].reference, key))
            return sorted(by_reference, key=lambda key: facts[key].published, reverse=True)
        if sort is Sort.RELEVANCE and scores:
            return sorted(ids, key=lambda key: (-round(scores.get(key, 0.0), 9), facts[key].reference, key))
        return sorted(ids, key=lambda key: (facts[key].reference, key))

    def _told_between(self, year_from: int | None, year_to: int | None) -> frozenset[int] | None:
        if year_from is None and year_to is None:
            return None
        low = -100_000 if year_from is None else year_from
        high = 100_000 if year_to is None else year_to
        return frozenset(
            key
            for key, facts in self.facts.items()
            if not (facts.year_from is None and facts.year_to is None)
            and (facts.year_from is None or facts.year_from <= high)
            and (facts.year_to is None or facts.year_to >= low)
        )

    def _recorded_between(self, first: int | None, last: int | None) -> frozenset[int] | None:
        if first is None and last is None:
            return None
        low = -100_000 if first is None else first
        high = 100_000 if last is None else last
        return frozenset(key for key, year in self.recorded_years.items() if low <= year <= high)


EMPTY = Catalogue(
    -1, {}, tuple({} for _ in FACETS), tuple({} for _ in FACETS), {}, frozenset(), frozenset(), {}, {}
)  # older than any revision, so the first read loads everything


def pack(document: "IndexDocument") -> str:
    """Give a document's facts as they are stored."""
    facts = Facts(
        reference=reference_key(document.reference),
        level=document.level,
        listed=document.listed,
        values=(
            document.themes,
            document.periods,
            document.places,
            document.languages,
            (document.kind,),
            (document.collection,),
        ),
        year_from=document.told_from_year,
        year_to=document.told_to_year,
        told=told_key(document),
        recorded=recorded_key(document),
        inner=(document.inner_themes, document.inner_periods, document.inner_places, (), (), ()),
        published=published_key(document),
    )
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def refreshed(connection: sqlite3.Connection, known: Catalogue) -> Catalogue:
    """Give the snapshot that belongs to the connection's transaction; ``known`` itself if nothing changed."""
    revision = int(connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()[0])
    if revision <= known.revision:
        return known
    facts = dict(known.facts)
    rows: list[tuple[int, str | None]] = connection.execute(
        "SELECT id, facts FROM testimony WHERE revision > ?", (known.revision,)
    ).fetchall()
    shared: dict[str, str] = {}  # one copy of each slug in memory
    for key, packed in rows:
        if packed is None:
            facts.pop(key, None)
        else:
            facts[key] = _unpack(json.loads(packed), shared)
    holders: tuple[dict[str, set[int]], ...] = tuple({} for _ in FACETS)
    inner: tuple[dict[str, set[int]], ...] = tuple({} for _ in FACETS)
    by_level: dict[str, set[int]] = {}
    for key, entry in facts.items():
        by_level.setdefault(entry.level, set()).add(key)
        for kept, values in ((holders, entry.values), (inner, entry.inner)):
            for number, slugs in enumerate(values):
                for slug in slugs:
                    kept[number].setdefault(slug, set()).add(key)
    return Catalogue(
        revision=revision,
        facts=facts,
        holders=tuple({slug: frozenset(ids) for slug, ids in facet.items()} for facet in holders),
        inner=tuple({slug: frozenset(ids) for slug, ids in facet.items()} for facet in inner),
        by_level={level: frozenset(ids) for level, ids in by_level.items()},
        listed=frozenset(key for key, entry in facts.items() if entry.listed),
        everything=frozenset(facts),
        told_years={
            key: years
            for key, entry in facts.items()
            if (years := counted_years(entry.year_from, entry.year_to, entry.recorded_year))
        },
        recorded_years={key: year for key, entry in facts.items() if (year := entry.recorded_year) is not None},
    )


def _unpack(stored: list[Any], shared: dict[str, str]) -> Facts:
    values, inner = (
        tuple(tuple(shared.setdefault(slug, slug) for slug in slugs) for slugs in packed)
        for packed in (stored[3], stored[8])
    )
    published = stored[9] if len(stored) > 9 else ""  # an index of an earlier format is used until it is rebuilt
    return Facts(stored[0], stored[1], stored[2], values, stored[4], stored[5], stored[6], stored[7], inner, published)
