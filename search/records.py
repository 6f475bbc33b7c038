"""What goes into a search engine and what comes out of it. Frozen, engine-neutral; no Django."""

import re
from dataclasses import dataclass, field
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING

from search.query.clauses import WordClause
from search.query.nodes import Node

if TYPE_CHECKING:
    from archive.api import IndexDocument, SearchScope

FACETS = ("theme", "period", "place", "language", "kind", "collection")
BEST_PASSAGES = 3  # how many passages of a testimony a hit carries
MAX_PER_PAGE = 100
UNDATED = "9999-12-31"
MOST_YEARS = 100  # a longer span says nothing of single years


class Sort(StrEnum):
    """Orders of a result; each ends in the reference, so pages are stable."""

    RELEVANCE = "relevance"  # best first; without words to search for, by reference
    TOLD = "told"  # time told about, oldest first, undated last
    RECORDED = "recorded"  # date recorded, oldest first, undated last
    REFERENCE = "reference"
    PUBLISHED = "published"  # newest first, what was never published last


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """Slugs chosen per facet: any of them within a facet, all facets together.

    A theme, period or place includes the narrower ones. ``every_theme``: all the chosen themes together. ``year_from``
    and ``year_to`` are years told about: a testimony passes if its years overlap the range; one without years does not
    pass a range. ``recorded_from`` and ``recorded_to`` are years in which it was recorded, or its recording began.
    """

    theme: tuple[str, ...] = ()
    period: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    collection: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    recorded_from: int | None = None
    recorded_to: int | None = None
    every_theme: bool = False

    def values(self, facet: str) -> tuple[str, ...]:
        """Give the chosen slugs of one of FACETS."""
        chosen: tuple[str, ...] = getattr(self, facet)
        return chosen

    def __bool__(self) -> bool:
        return any(self.values(facet) for facet in FACETS) or self.told or self.recorded

    @property
    def told(self) -> bool:
        """Whether there is a range of years told about."""
        return self.year_from is not None or self.year_to is not None

    @property
    def recorded(self) -> bool:
        """Whether there is a range of years recorded."""
        return self.recorded_from is not None or self.recorded_to is not None


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One page of one search by one reader.

    ``node`` is the parsed (and, if wanted, widened) query, None to list everything. ``exclude_ids`` are testimonies
    that must not be found whatever the index holds (``search.api.pending_hides``). ``page`` counts from 1.
    ``beside``: passages that hold none of the words and stand next to several may be shown as well, as an answer stands
    next to its question; they neither decide what is found nor count.
    """

    scope: "SearchScope"
    node: Node | None = None
    filters: SearchFilters = field(default_factory=SearchFilters)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 10
    expand: bool = True  # whether the reader wanted names widened; done before the engine is asked
    exclude_ids: frozenset[int] = frozenset()
    beside: bool = False

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
    for. ``passage_total``: how many of its readable passages meet any word, phrase or prefix of the query (those shown
    because they stand ``beside`` such passages are not counted).
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


@dataclass(frozen=True, slots=True, order=True)
class YearCount:
    """How many testimonies of the result tell about a year, or were recorded in it."""

    year: int
    count: int


@dataclass(frozen=True, slots=True)
class EnginePage:
    """One page of hits with the totals of the whole result. ``facets`` has every key of FACETS, most frequent first.

    ``told_years`` and ``recorded_years`` count by year, oldest first, their own range left out of account; years of
    none are left out (see ``counted_years``).
    """

    total: int
    passage_total: int
    hits: tuple[EngineHit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    took_ms: float
    told_years: tuple[YearCount, ...] = ()
    recorded_years: tuple[YearCount, ...] = ()


def counted_years(first: int | None, last: int | None, recorded: int | None) -> range:
    """Give the years that a testimony is counted in, by the first and last year told about and the year recorded.

    Every year of the span. Nobody tells what is yet to come: an open end counts up to the year recorded, if that is
    known. An open beginning counts in its last year alone. More than MOST_YEARS say nothing of single years, and
    count in none.
    """
    low = last if first is None else first
    if low is None:
        return range(0)
    high = last if last is not None else max(low, low if recorded is None else recorded)
    return range(low, high + 1) if high - low < MOST_YEARS else range(0)


def document_years(document: "IndexDocument") -> range:
    """Give the years that a document is counted in."""
    return counted_years(document.told_from_year, document.told_to_year, recorded_year(document))


def recorded_year(document: "IndexDocument") -> int | None:
    """Give the year in which a testimony was recorded."""
    return None if document.recorded_from is None else document.recorded_from.year


Feature = tuple[str, str]  # a facet and a slug, or WORD and a stem
WORD = "word"


@dataclass(frozen=True, slots=True)
class SimilarRequest:
    """What one account is about, as far as its reader may know: slugs of tags, and words that tell it from others."""

    scope: "SearchScope"
    testimony_id: int
    tags: tuple[Feature, ...]
    words: tuple[WordClause, ...] = ()
    exclude_ids: frozenset[int] = frozenset()
    most: int = 100

    @property
    def features(self) -> tuple[Feature, ...]:
        """All of it."""
        return (*self.tags, *((WORD, word.stem) for word in self.words))


@dataclass(frozen=True, slots=True)
class SimilarPage:
    """The accounts that share most features, without the one itself: id and what is shared.

    ``counts``: how many testimonies have a feature, the account itself among them. ``total`` testimonies are there for
    this reader, and the words of ``readable`` of them may be read. Nothing else an index holds has a part in it.
    """

    total: int
    readable: int
    counts: dict[Feature, int]
    hits: tuple[tuple[int, frozenset[Feature]], ...]


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


def published_key(document: "IndexDocument") -> str:
    """Give the sort key of the moment published; what never was comes first, which is last where the newest lead."""
    return "" if document.published is None else document.published.astimezone(UTC).isoformat(timespec="microseconds")
