"""Accounts that share tags and telling words with one account, out of the facts in memory and one look-up a word."""

import sqlite3
from collections import defaultdict
from collections.abc import Set

from search.engines.embedded.catalogue import Catalogue
from search.engines.embedded.encoding import match_passages
from search.records import FACETS, WORD, Feature, SimilarPage, SimilarRequest

_HOLDERS = "SELECT DISTINCT rowid >> 16 FROM passage_fts WHERE passage_fts MATCH ?"


def find_similar(connection: sqlite3.Connection, catalogue: Catalogue, request: SimilarRequest) -> SimilarPage:
    """Give the accounts that share most, counting only what this reader may know of."""
    visible = catalogue.visible(request.scope) - request.exclude_ids
    readable = catalogue.readable(request.scope) - request.exclude_ids
    holders: dict[Feature, Set[int]] = {}
    for facet, slug in request.tags:
        number = FACETS.index(facet)
        outer = catalogue.holders[number].get(slug, frozenset()) & visible
        holders[facet, slug] = outer | (catalogue.inner[number].get(slug, frozenset()) & readable)
    for word in request.words:
        rows = connection.execute(_HOLDERS, (match_passages(word),))
        holders[WORD, word.stem] = readable.intersection(key for (key,) in rows)
    shared: dict[int, set[Feature]] = defaultdict(set)
    for feature, keys in holders.items():
        for key in keys:
            shared[key].add(feature)
    shared.pop(request.testimony_id, None)
    order = sorted(shared, key=lambda key: (-len(shared[key]), catalogue.facts[key].reference, key))
    return SimilarPage(
        total=len(visible),
        readable=len(readable),
        counts={feature: len(keys) for feature, keys in holders.items()},
        hits=tuple((key, frozenset(shared[key])) for key in order[: request.most]),
    )
