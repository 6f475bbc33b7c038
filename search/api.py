"""The door of the search app: what config and the tests may use. Re-exports only."""

from search.engines import (
    SPACES,
    Engine,
    EngineHealth,
    EngineUnavailable,
    Removal,
    SpaceHealth,
    search_engine,
)
from search.expansion import Expansion, VariantIndex, expand
from search.highlighting import Highlighter, SnippetPart
from search.names import known_names
from search.query import Notice, NoticeCode, ParsedQuery, build_clause, parse_query, positive_leaves
from search.records import (
    FACETS,
    EngineHit,
    EnginePage,
    EnginePassage,
    FacetValue,
    SearchFilters,
    SearchRequest,
    Sort,
)
from search.sync import DrainReport, drain, note_change, pending_hides, rebuild

__all__ = [
    "FACETS",
    "SPACES",
    "DrainReport",
    "Engine",
    "EngineHealth",
    "EngineHit",
    "EnginePage",
    "EnginePassage",
    "EngineUnavailable",
    "Expansion",
    "FacetValue",
    "Highlighter",
    "Notice",
    "NoticeCode",
    "ParsedQuery",
    "Removal",
    "SearchFilters",
    "SearchRequest",
    "SnippetPart",
    "Sort",
    "SpaceHealth",
    "VariantIndex",
    "build_clause",
    "drain",
    "expand",
    "known_names",
    "note_change",
    "parse_query",
    "pending_hides",
    "positive_leaves",
    "rebuild",
    "search_engine",
]
