"""From a search to its answer: one engine request, then the words re-read from the database under the reader's
access.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from archive.api import AccountHead, HitPassage, Reader, account_heads, hit_passages, search_scope
from search.asking import Asked
from search.engines import search_engine
from search.expansion import Expansion, expand
from search.highlighting import Highlighter, SnippetPart
from search.names import known_names
from search.query import Notice, build_clause, parse_query, positive_leaves
from search.records import EnginePage, FacetValue, SearchRequest
from search.sync import pending_hides

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that was found, with its words marked."""

    passage: HitPassage
    parts: tuple[SnippetPart, ...]


@dataclass(frozen=True, slots=True)
class AccountHit:
    """A testimony that was found. ``passage_total``: how many of its passages meet the words."""

    account: AccountHead
    passages: tuple[PassageHit, ...]
    passage_total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a search: totals over everything found, one page of hits, counts per facet value."""

    asked: Asked
    total: int
    passage_total: int
    hits: tuple[AccountHit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    expansions: tuple[Expansion, ...]  # what was added, or what would be where ``asked.expand`` is off
    notices: tuple[Notice, ...]
    took_ms: float
    page_total: int


def answer(reader: Reader, asked: Asked, language: str) -> Answer:
    """Search for ``reader``. Raises EngineUnavailable when the engine does not answer: never an empty result for that.

    A page beyond the last gives the last.
    """
    parsed = parse_query(asked.text)
    node, expansions = expand(parsed.node, known_names()) if parsed.node else (parsed.node, ())
    request = SearchRequest(
        scope=search_scope(reader),
        node=node if asked.expand else parsed.node,
        filters=asked.filters,
        sort=asked.sort,
        page=asked.page,
        per_page=PER_PAGE,
        expand=asked.expand,
        exclude_ids=pending_hides(),
    )
    engine = search_engine()
    found = engine.search(request)
    page_total = max(-(-found.total // PER_PAGE), 1)
    if asked.page > page_total:
        asked = replace(asked, page=page_total)
        found = engine.search(replace(request, page=page_total))
    highlighter = Highlighter(positive_leaves(build_clause(request.node)))
    return Answer(
        asked=asked,
        total=found.total,
        passage_total=found.passage_total,
        hits=_hits(reader, found, highlighter, language),
        facets=found.facets,
        expansions=expansions,
        notices=parsed.notices if asked.text else (),
        took_ms=found.took_ms,
        page_total=page_total,
    )


def count(reader: Reader, asked: Asked) -> int:
    """How many testimonies a search finds."""
    parsed = parse_query(asked.text)
    node = parsed.node
    if node is not None and asked.expand:
        node, _said = expand(node, known_names())
    request = SearchRequest(
        scope=search_scope(reader), node=node, filters=asked.filters, per_page=1, exclude_ids=pending_hides()
    )
    return search_engine().search(request).total


def _hits(reader: Reader, found: EnginePage, highlighter: Highlighter, language: str) -> tuple[AccountHit, ...]:
    heads = account_heads(reader, [hit.testimony_id for hit in found.hits], language)
    words = hit_passages(reader, _passage_ids(found))
    return tuple(
        AccountHit(
            account=heads[hit.testimony_id],
            passages=tuple(
                PassageHit(words[item.passage_id], highlighter.snippet(words[item.passage_id].text))
                for item in hit.passages
                if item.passage_id in words
            ),
            passage_total=hit.passage_total,
        )
        for hit in found.hits
        if hit.testimony_id in heads
    )


def _passage_ids(found: EnginePage) -> Iterable[int]:
    return (item.passage_id for hit in found.hits for item in hit.passages)
