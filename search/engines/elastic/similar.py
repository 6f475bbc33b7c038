"""Accounts that share tags and telling words with one account, in one request.

Every feature is a named clause of constant weight: the server's statistics, which know of documents that this reader
may not see, have no part in the order, and the answer says which clauses a document met.
"""

from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Bool, Ids, Nested, Query, Term

from search.engines.elastic.queries import _passages, _readable, _tagged, _visible
from search.records import Feature, SimilarPage, SimilarRequest


def similar_body(request: SimilarRequest) -> dict[str, Any]:
    """Give the body of the request. Clauses are named by the place of their feature in ``request.features``."""
    scope = request.scope
    clauses: list[Query] = [_tagged(facet, (slug,), scope) for facet, slug in request.tags]
    clauses += [Nested(path="passages", query=_passages(scope, [word]), score_mode="none") for word in request.words]
    excluded = [Ids(values=sorted(map(str, request.exclude_ids)))] if request.exclude_ids else []
    there = [Term(visible=True), *_visible(scope)]
    search = (
        Search()
        .query(
            Bool(
                filter=there,
                must_not=excluded,
                should=[
                    Q("constant_score", filter=clause, boost=1.0, _name=str(number))
                    for number, clause in enumerate(clauses)
                ],
                minimum_should_match=1,
            )
        )
        .source(False)
        .extra(size=request.most + 1)
        .sort({"_score": {"order": "desc"}}, "reference", "testimony")
    )
    search.aggs.bucket("counts", A("filters", filters={str(number): clause for number, clause in enumerate(clauses)}))
    everything = search.aggs.bucket("everything", A("global"))
    everything.bucket("total", A("filter", filter=Bool(filter=there, must_not=excluded)))
    may_be_read = Bool(filter=[Term(visible=True), *_readable(scope, "")], must_not=excluded)
    everything.bucket("readable", A("filter", filter=may_be_read))
    return search.to_dict()


def similar_page(request: SimilarRequest, answer: dict[str, Any]) -> SimilarPage:
    """Read the answer."""
    features: tuple[Feature, ...] = request.features
    counted = answer["aggregations"]
    hits = (
        (int(hit["_id"]), frozenset(features[int(name)] for name in hit["matched_queries"]))
        for hit in answer["hits"]["hits"]
    )
    return SimilarPage(
        total=counted["everything"]["total"]["doc_count"],
        readable=counted["everything"]["readable"]["doc_count"],
        counts={
            feature: counted["counts"]["buckets"][str(number)]["doc_count"] for number, feature in enumerate(features)
        },
        hits=tuple(hit for hit in hits if hit[0] != request.testimony_id)[: request.most],
    )
