"""From the clause tree to one search request.

What decides stands in the filter: for every clause, a passage that the reader may read or a field of the record. What
ranks stands beside it: the best passage, where each clause that is met adds to the score, and the record. A passage
carries the level and the id of its testimony, so that every question about words asks for them in the same breath.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Bool, Ids, MatchNone, MatchPhrase, Nested, Prefix, Query, Range, Term

from search.engines.elastic.mapping import INNER_FIELDS, RECORD_FIELDS, RESULT_WINDOW
from search.query.clauses import (
    AllOf,
    AnyOf,
    Clause,
    Leaf,
    NoneOf,
    PhraseClause,
    PrefixClause,
    WordClause,
    positive_leaves,
)
from search.query.ranking import FORMS_WEIGHT, PAIR_SLOP, WEIGHTS, Hints, Weights, hints, pieces, words, words_beside
from search.records import BEST_PASSAGES, FACETS, SearchFilters, SearchRequest, Sort

if TYPE_CHECKING:
    from archive.api import SearchScope

RECORD_EXACT_WEIGHT = 0.5
MAX_VALUES = 10_000  # of a facet, counted exactly
FIRST_YEAR, LAST_YEAR = -100_000, 100_000
YEAR_FIELDS = ("told_years", "recorded_year")
COUNTED = {"name": "counted", "size": 0, "_source": False}  # passages of a hit that meet the query


def search_body(request: SearchRequest, clause: Clause | None, weights: Weights = WEIGHTS) -> dict[str, Any]:
    """Give the body of the one request that answers a page: hits, totals and counts."""
    leaves = positive_leaves(clause)
    chosen = _chosen(request.filters, request.scope)
    first = (request.page - 1) * request.per_page
    beyond = first + request.per_page > RESULT_WINDOW
    counted = _values_counted(request.filters, request.scope)
    if leaves:
        met = _within(list(chosen.values()), "values", _passage_count(request.scope, leaves))
        counted = counted | {"passages": met.to_dict()}
    # Put together here: Search.to_dict walks through every query once more for each that it stands in.
    body = {
        "query": _query(request, clause, leaves, weights).to_dict(),
        "_source": False,
        "track_total_hits": True,
        "from": 0 if beyond else first,
        "size": 0 if beyond else request.per_page,
        "sort": _order(request.sort, bool(leaves)),
        "aggs": counted,
    }
    if chosen:
        body["post_filter"] = Bool(filter=list(chosen.values())).to_dict()
    return body


@lru_cache(maxsize=256)  # most searches have no filter and one scope, and writing this out takes longer than the rest
def _values_counted(filters: SearchFilters, scope: "SearchScope") -> dict[str, Any]:
    """Give what counts the values of every facet and the years, each without its own filter. Not to be changed."""
    search = Search()
    chosen = _chosen(filters, scope)
    for facet in FACETS:
        whole = facet == "theme" and filters.every_theme  # then it is counted over what passes all
        others = [query for other, query in chosen.items() if whole or other != facet]
        search.aggs.bucket(facet, _within(others, "values", A("terms", field=facet, size=MAX_VALUES)))
        inner = INNER_FIELDS.get(facet)
        if inner is not None:
            readable = others + _readable(scope, "")
            search.aggs.bucket(inner, _within(readable, "values", A("terms", field=inner, size=MAX_VALUES)))
    for axis in YEAR_FIELDS:
        others = [query for other, query in chosen.items() if other != axis]
        search.aggs.bucket(axis, _within(others, "values", A("terms", field=axis, size=MAX_VALUES)))
    counted: dict[str, Any] = search.to_dict()["aggs"]
    return counted


def totals_body(requests: Sequence[SearchRequest], clauses: Sequence[Clause | None]) -> dict[str, Any]:
    """Give the body of the request that says how many testimonies each of one reader's requests finds.

    Unlike a page, it ranks nothing and counts no values.
    """
    wanted: dict[str, Query] = {}
    for number, (request, clause) in enumerate(zip(requests, clauses, strict=True)):
        filters = list(_chosen(request.filters, request.scope).values())
        wanted[str(number)] = Bool(filter=filters if clause is None else [*filters, _met(clause, request.scope)])
    search = Search().query(_there(requests[0])).source(False).extra(size=0)
    search.aggs.bucket("totals", A("filters", filters=wanted))
    return search.to_dict()


def passages_body(
    request: SearchRequest, clause: Clause, limit: int, testimony_id: int | None, weights: Weights = WEIGHTS
) -> dict[str, Any]:
    """Give the body of the request for the best passages, of everything or of one testimony.

    The best ``limit`` passages are among the best of the ``limit`` testimonies with the best one each.
    """
    filters = [_there(request), _met(clause, request.scope)]
    filters += _chosen(request.filters, request.scope).values()
    if testimony_id is not None:
        filters.append(Term(testimony=testimony_id))
    best = _best_passages(request, clause, weights, limit)
    search = (
        Search()
        .query(Bool(filter=filters, must=[best], should=_in_account(request.scope, clause, weights)))
        .source(False)
        .extra(size=limit)
        .sort(*_order(Sort.RELEVANCE, True))
    )
    return search.to_dict()


def _query(request: SearchRequest, clause: Clause | None, leaves: tuple[Leaf, ...], weights: Weights) -> Query:
    there = _there(request)
    if not leaves:
        return there if clause is None else Bool(filter=[there, _met(clause, request.scope)])
    ranking: list[Query] = [_best_passages(request, clause, weights)]
    if request.beside:  # what is shown is more than what counts then
        counted = Nested(path="passages", query=_passages(request.scope, leaves), inner_hits=COUNTED)
        ranking.append(Bool(filter=[counted]))
    for leaf in leaves:
        ranking += _in_record(leaf)
    ranking += _in_account(request.scope, clause, weights)
    if _is_alternative(clause):  # then whatever ranks also decides
        return Bool(filter=[there], should=ranking, minimum_should_match=1)
    assert clause is not None  # noqa: S101 there are leaves
    return Bool(filter=[there, _met(clause, request.scope)], should=ranking, minimum_should_match=0)


def _there(request: SearchRequest) -> Query:
    """Give the testimonies that are there at all for the request's reader."""
    excluded = [Ids(values=sorted(map(str, request.exclude_ids)))] if request.exclude_ids else []
    return Bool(filter=[Term(visible=True), *_visible(request.scope)], must_not=excluded)


def _best_passages(request: SearchRequest, clause: Clause | None, weights: Weights, size: int = BEST_PASSAGES) -> Query:
    leaves = positive_leaves(clause)
    beside: list[Query] = []
    if request.beside and weights.near:
        near = [Term(**{"passages.near": stem}) for stem in dict.fromkeys(word.stem for word in words(leaves))]
        enough = words_beside(len(near))
        if enough <= len(near):  # a Bool of nothing would be met by every passage
            beside.append(Bool(filter=[Bool(should=near, minimum_should_match=enough)]))
    return Nested(
        path="passages",
        query=_passages(request.scope, leaves, _ranking(leaves, hints(request.node), weights), weights, beside),
        score_mode="max",
        inner_hits={
            "size": size,
            "_source": False,
            "docvalue_fields": ["passages.passage_id", "passages.sequence"],
        },
    )


def _passages(
    scope: "SearchScope",
    leaves: Sequence[Leaf],
    ranking: Sequence[Query] = (),
    weights: Weights = WEIGHTS,
    beside: Sequence[Query] = (),
) -> Query:
    """Give the passages that this reader may read and that meet any leaf; each that is met adds to the score.

    What is in ``ranking`` adds to the score too, and is not enough. What is in ``beside`` is enough, and adds nothing.
    """
    met = [query for leaf in leaves for query in _in_passage(leaf, weights)]
    readable = _readable(scope, "passages.")
    if not ranking:
        return Bool(filter=readable, should=met, minimum_should_match=1)
    return Bool(filter=readable, must=[_any([*met, *beside])], should=list(ranking))


def _in_account(scope: "SearchScope", clause: Clause | None, weights: Weights) -> list[Query]:
    """Give what ranks accounts that meet more words of an alternative, wherever these stand, before others."""
    if not isinstance(clause, AnyOf) or not weights.account:
        return []
    return [
        Nested(
            path="passages",
            query=Bool(filter=_readable(scope, "passages."), must=[_term("passages.text", word.stem, weights.account)]),
            score_mode="max",
        )
        for word in words(clause.children)
    ]


def _ranking(leaves: Sequence[Leaf], hinted: Hints, weights: Weights) -> list[Query]:
    """Give what ranks passages beside the words that they hold, each with its weight."""
    found: list[Query] = []
    for word in words(leaves):
        if weights.pieces:
            found += [_term("passages.text.pieces", piece, weights.pieces) for piece in pieces(word.exact)]
        if weights.near:
            found.append(_term("passages.near", word.stem, weights.near))
    if weights.common:
        found += [_term("passages.text", word.stem, weights.common) for word in hinted.common]
    if weights.pairs:
        found += [
            _phrase("passages.text", (one.stem, other.stem), weights.pairs, PAIR_SLOP) for one, other in hinted.pairs
        ]
    return found


def _met(clause: Clause, scope: "SearchScope") -> Query:
    """Give the testimonies that meet a clause, unranked.

    As flat as can be: servers refuse queries that are nested more than 30 deep, and parentheses may be 12 deep.
    """
    match clause:
        case AllOf(children):
            wanted: list[Query] = []
            unwanted: list[Query] = []
            choice: list[Query] = []
            for child in children:
                if isinstance(child, NoneOf):
                    unwanted += _alternatives(child.child, scope)
                elif isinstance(child, AnyOf) and not choice:
                    choice = _alternatives(child, scope)
                else:
                    wanted.append(_met(child, scope))
            if choice:
                return Bool(filter=wanted, must_not=unwanted, should=choice, minimum_should_match=1)
            return Bool(filter=wanted, must_not=unwanted)
        case NoneOf(child):
            return Bool(must_not=_alternatives(child, scope))
        case _:
            return _any(_alternatives(clause, scope))


def _alternatives(clause: Clause, scope: "SearchScope") -> list[Query]:
    """Give queries of which any one is enough to meet the clause."""
    match clause:
        case AnyOf(children):
            return [query for child in children for query in _alternatives(child, scope)]
        case AllOf() | NoneOf():
            return [_met(clause, scope)]
        case _:
            words = Nested(path="passages", query=_passages(scope, [clause]), score_mode="none")
            return [words, *_in_record(clause)]


def _is_alternative(clause: Clause | None) -> bool:
    match clause:
        case AnyOf(children):
            return all(_is_alternative(child) for child in children)
        case None | AllOf() | NoneOf():
            return False
        case _:
            return True


def _in_passage(leaf: Leaf, weights: Weights) -> list[Query]:
    match leaf:
        case WordClause(stem, exact, forms):
            found = [_term("passages.text", stem), _term("passages.text.exact", exact, weights.exact)]
            return [*found, _terms("passages.text", forms, FORMS_WEIGHT)] if forms else found
        case PhraseClause(terms, exact):
            return [_phrase("passages.text.exact" if exact else "passages.text", terms)]
        case PrefixClause(prefix):
            return [_prefix("passages.text", prefix), _prefix("passages.text.exact", prefix)]


def _in_record(leaf: Leaf) -> list[Query]:
    fields = RECORD_FIELDS.items()
    match leaf:
        case WordClause(stem, exact, forms):
            found = [_term(field, stem, weight) for field, weight in fields]
            found += [_term(f"{field}.exact", exact, RECORD_EXACT_WEIGHT) for field, _ in fields]
            return found + [_terms(field, forms, FORMS_WEIGHT * weight) for field, weight in fields if forms]
        case PhraseClause(terms, True):
            return [_phrase(f"{field}.exact", terms, weight) for field, weight in fields]
        case PhraseClause(terms, _):
            return [_phrase(field, terms, weight) for field, weight in fields]
        case PrefixClause(prefix):
            stems = [_prefix(field, prefix, weight) for field, weight in fields]
            return stems + [_prefix(f"{field}.exact", prefix, RECORD_EXACT_WEIGHT) for field, _ in fields]


def _any(alternatives: list[Query]) -> Query:
    return Bool(should=alternatives, minimum_should_match=1) if alternatives else MatchNone()


def _terms(field: str, values: Iterable[str | int], boost: float | None = None) -> Query:
    """Give what holds any of the values. All of them count the same, however rare."""
    weight = {} if boost is None else {"boost": boost}
    return Q("terms", **({field: list(values)} | weight))


def _term(field: str, value: str, boost: float = 1.0) -> Query:
    return Term(**{field: {"value": value, "boost": boost}})


def _prefix(field: str, value: str, boost: float = 1.0) -> Query:
    return Prefix(**{field: {"value": value, "boost": boost}})


def _phrase(field: str, terms: tuple[str, ...], boost: float = 1.0, slop: int = 0) -> Query:
    # The terms are made; a term holds no white space.
    wanted: dict[str, Any] = {"query": " ".join(terms), "analyzer": "whitespace", "boost": boost}
    return MatchPhrase(**{field: wanted | ({"slop": slop} if slop else {})})


def _visible(scope: "SearchScope") -> list[Query]:
    """Give what a testimony must be to be there at all for this reader: readable or listed."""
    if scope.space == "public":
        return []
    return [_any([*_readable(scope, ""), Term(listed=True)])]


def _readable(scope: "SearchScope", path: str) -> list[Query]:
    """Give what a testimony, or a passage of it, must be for its words to be matched."""
    if scope.space == "public":
        return []
    allowed: list[Query] = []
    if scope.levels:
        allowed.append(_terms(f"{path}level", sorted(scope.levels)))
    if scope.granted_ids:
        allowed.append(_terms(f"{path}testimony", sorted(scope.granted_ids)))
    return [_any(allowed)]


def _tagged(facet: str, values: tuple[str, ...], scope: "SearchScope") -> Query:
    """Give the testimonies that carry any of a facet's values, as far as this reader may know of it."""
    carried: Query = _terms(facet, values)
    inner = INNER_FIELDS.get(facet)
    if inner is None:
        return carried
    return _any([carried, Bool(filter=[_terms(inner, values), *_readable(scope, "")])])


def _chosen(filters: SearchFilters, scope: "SearchScope") -> dict[str, Query]:
    """Give the filters in force, each under the name of what is counted without it."""
    chosen = {facet: _tagged(facet, values, scope) for facet in FACETS if (values := filters.values(facet))}
    if filters.every_theme and filters.theme:
        chosen["theme"] = Bool(filter=[_tagged("theme", (value,), scope) for value in filters.theme])
    if filters.told:
        low, high = _range(filters.year_from, filters.year_to)
        chosen["told_years"] = Bool(filter=[Range(year_low={"lte": high}), Range(year_high={"gte": low})])
    if filters.recorded:
        low, high = _range(filters.recorded_from, filters.recorded_to)
        chosen["recorded_year"] = Range(recorded_year={"gte": low, "lte": high})
    return chosen


def _range(first: int | None, last: int | None) -> tuple[int, int]:
    """Give a range of years without an open end, within what an index takes."""
    low, high = FIRST_YEAR if first is None else first, LAST_YEAR if last is None else last
    return min(max(low, FIRST_YEAR), LAST_YEAR), min(max(high, FIRST_YEAR), LAST_YEAR)


def _within(filters: list[Query], name: str, counted: Any) -> Any:
    """Count inside filters, under ``name``; without any the count itself."""
    if not filters:
        return counted
    outer = A("filter", filter=Bool(filter=filters))
    outer.bucket(name, counted)
    return outer


def _passage_count(scope: "SearchScope", leaves: Sequence[Leaf]) -> Any:
    counted = A("nested", path="passages")
    counted.bucket("meeting", "filter", filter=_passages(scope, leaves))
    return counted


def _order(sort: Sort, ranked: bool) -> list[Any]:
    """Give the order; the reference, then the id, decides between equals, so that pages are stable."""
    first: dict[Sort, list[Any]] = {
        Sort.RELEVANCE: [{"_score": "desc"}] if ranked else [],
        Sort.TOLD: ["told"],
        Sort.RECORDED: ["recorded"],
        Sort.REFERENCE: [],
        Sort.PUBLISHED: [{"published": "desc"}],
    }
    return [*first[sort], "reference", "testimony"]
