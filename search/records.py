"""What goes into a search engine and what comes out of it. Frozen, engine-neutral; no Django."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from search.query.nodes import Node

if TYPE_CHECKING:
    from archive.api import IndexDocument, SearchScope

FACETS = ("theme", "period", "place", "language", "kind", "collection")
BEST_PASSAGES = 3  # how many passages of a testimony a hit carries
MAX_PER_PAGE = 100
UNDATED = "9999-12-31"


class Sort(StrEnum):
    """Orders of a result; each ends in the reference, so pages are stable."""

    RELEVANCE = "relevance"  # best first; without words to search for, by reference
    TOLD = "told"  # time told about, oldest first, undated last
    RECORDED = "recorded"  # date recorded, oldest first, undated last
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """Slugs chosen per facet: any of them within a facet, all facets together.

    A theme, period or place includes the narrower ones. Years are those told about: a testimony passes if its years
    overlap the range; one without years does not pass a range.
    """

    theme: tuple[str, ...] = ()
    period: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    collection: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None

    def values(self, facet: str) -> tuple[str, ...]:
        """Give the chosen slugs of one of FACETS."""
        chosen: tuple[str, ...] = getattr(self, facet)
        return chosen

    def __bool__(self) -> bool:
        return any(self.values(facet) for facet in FACETS) or self.year_from is not None or self.year_to is not None


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One page of one search by one reader.

    ``node`` is the parsed (and, if wanted, widened) query, None to list everything. ``exclude_ids`` are testimonies
    that must not be found whatever the index holds (``search.api.pending_hides``). ``page`` counts from 1.
    """

    scope: "SearchScope"
    node: Node | None = None
    filters: SearchFilters = field(default_factory=SearchFilters)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 10
    expand: bool = True  # whether the reader wanted names widened; done before the engine is asked
    exclude_ids: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.page < 1:
            raise ValueError(f"page is {self.page}: pages count from 1.")
        if not 1 <= self.per_page <= MAX_PER_PAGE:
            raise ValueError(f"per_page is {self.per_page}: between 1 and {MAX_PER_PAGE}.")


@dataclass(frozen=True, slots=True)
class EnginePassage:
    """A pointer to a matching passage; its words are re-read from the database under the reader's access."""

    passage_id: int
    sequence: int


@dataclass(frozen=True, slots=True)
class EngineHit:
    """A testimony that was found.

    ``passages``: up to BEST_PASSAGES, best first; none when only its metadata met the query, or nothing was searched
    for. ``passage_total``: how many of its readable passages meet any word, phrase or prefix of the query.
    """

    testimony_id: int
    score: float
    passage_total: int
    passages: tuple[EnginePassage, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many testimonies of the result carry a value, its facet's own choice left out of account."""

    slug: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class EnginePage:
    """One page of hits with the totals of the whole result. ``facets`` has every key of FACETS, most frequent first."""

    total: int
    passage_total: int
    hits: tuple[EngineHit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    took_ms: float


def reference_key(reference: str) -> str:
    """Give the sort key of a reference: letters alike in either case, numbers by value (``RA-2`` before ``RA-10``)."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(12), reference.casefold())


def told_key(document: "IndexDocument") -> str:
    """Give the sort key of the time told about; undated comes last."""
    if document.told_from is not None:
        return document.told_from.isoformat()
    return UNDATED if document.told_from_year is None else f"{document.told_from_year:04d}-01-01"


def recorded_key(document: "IndexDocument") -> str:
    """Give the sort key of the date recorded; undated comes last."""
    return UNDATED if document.recorded_from is None else document.recorded_from.isoformat()
