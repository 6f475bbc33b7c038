"""Reads what a generation holds: versions, fingerprints, totals. No words."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from elasticsearch import Elasticsearch
from elasticsearch.dsl import A, Search
from elasticsearch.dsl.query import Query, Term, Terms

_PAGE = 1000
_FIELDS: list[Any] = ["version", "fingerprint", "visible", "passage_total"]


class Stored(NamedTuple):
    """What is stored of a testimony; ``visible`` is False for a tombstone."""

    testimony_id: int
    version: int
    fingerprint: str
    visible: bool
    passage_total: int


class Totals(NamedTuple):
    """How many testimonies a generation holds (tombstones left out), and of their passages; ``nested`` as counted."""

    documents: int
    passages: int
    nested: int


def stored_versions(client: Elasticsearch, generation: str) -> Iterator[Stored]:
    """Give every testimony of a generation, tombstones included, ordered by id."""
    after: list[Any] | None = None
    while True:
        search = Search().source(_FIELDS).sort("testimony").extra(size=_PAGE)
        if after is not None:
            search = search.extra(search_after=after)
        hits = _answer(client, generation, search)["hits"]["hits"]
        yield from map(_stored, hits)
        if len(hits) < _PAGE:
            return
        after = hits[-1]["sort"]


def stored_of(client: Elasticsearch, generation: str, ids: Iterable[int]) -> dict[int, Stored]:
    """Give what is stored of some testimonies."""
    wanted = sorted(ids)
    search = Search().query(Terms(testimony=wanted)).source(_FIELDS).extra(size=len(wanted))
    hits = _answer(client, generation, search)["hits"]["hits"]
    return {row.testimony_id: row for row in map(_stored, hits)}


def totals(client: Elasticsearch, generation: str, among: Iterable[int] | None = None) -> Totals:
    """Count a generation's testimonies and passages, or those of some testimonies."""
    query: Query = Term(visible=True)
    if among is not None:
        query &= Terms(testimony=sorted(among))
    search = Search().query(query).extra(size=0, track_total_hits=True)
    search.aggs.bucket("passages", A("sum", field="passage_total"))
    search.aggs.bucket("nested", A("nested", path="passages"))
    answer = _answer(client, generation, search)
    counted = answer["aggregations"]
    return Totals(answer["hits"]["total"]["value"], int(counted["passages"]["value"]), counted["nested"]["doc_count"])


def changed_since(client: Elasticsearch, earlier: str, later: str) -> dict[int, int]:
    """Give every testimony that an earlier generation does not hold as a later one does, with the later version."""
    client.indices.refresh(index=[earlier, later])
    before = {row.testimony_id: row[1:] for row in stored_versions(client, earlier)}
    changed: dict[int, int] = {}
    for row in stored_versions(client, later):
        held = before.pop(row.testimony_id, None)
        if held != row[1:] and (row.visible or held is not None):
            changed[row.testimony_id] = row.version
    # What the later one never heard of must not come back.
    return changed | {key: held[0] for key, held in before.items() if held[2]}


def _answer(client: Elasticsearch, generation: str, search: Search) -> dict[str, Any]:
    found = client.search(index=generation, body=search.to_dict(), allow_partial_search_results=False)
    return dict(found.body)


def _stored(hit: dict[str, Any]) -> Stored:
    source = hit["_source"]
    return Stored(
        int(hit["_id"]),
        source["version"],
        source.get("fingerprint", ""),
        source["visible"],
        source.get("passage_total", 0),
    )
