"""What an index of testimonies looks like: settings and a closed mapping.

One document is one testimony; its passages are nested in it, so counts are of testimonies and a change of access is one
write. Texts are indexed and not stored: hits point to passages, whose words are read from the database. A removed
testimony leaves a tombstone with ``visible: false``, so that a late writer with an older version cannot bring it back.
"""

import hashlib
import json
from typing import Any

from elasticsearch.dsl import Boolean, Integer, Keyword, Long, Mapping, Nested, Text

from search.engines.base import MAX_PASSAGES
from search.engines.elastic.analysis import EXACT, PIECES, STEM
from search.query.ranking import BM25_B, BM25_K1
from search.records import FACETS

SIMILARITY = {"type": "BM25", "k1": BM25_K1, "b": BM25_B}
RECORD_FIELDS = {"titles": 3.0, "names": 3.0, "summaries": 1.5, "labels": 1.0}  # field: its weight
# Facet: the field of tags that only who may read the words may know of. They repeat nothing of the facet's own field.
INNER_FIELDS = {"theme": "inner_theme", "period": "inner_period", "place": "inner_place"}
# What a later reader of the index needs of a document; no words.
_STORED = ["testimony", "reference", "version", "fingerprint", "visible", "passage_total"]
RESULT_WINDOW = 1_000_000  # hits to page through; a page costs no more memory than there are hits before its end


def _text() -> Text:
    # The unstemmed terms are a field of their own, so that quoted words are found as typed.
    return Text(analyzer=STEM, similarity="rawi", fields={"exact": Text(analyzer=EXACT, similarity="rawi", norms=True)})


def _passage_text() -> Text:
    field = _text()
    field.fields["pieces"] = Text(analyzer=PIECES, similarity="rawi", index_options="freqs")
    return field


def mapping() -> Mapping:
    """Give the mapping of a testimony. ``strict``: a field that is not here is an error, not a new field."""
    found = Mapping()
    found.meta("dynamic", "strict")
    found.meta("_source", includes=_STORED)
    found.field("testimony", Long())
    found.field("reference", Keyword())  # its sort key
    found.field("version", Long(index=False))
    found.field("fingerprint", Keyword(index=False))
    found.field("visible", Boolean())
    found.field("level", Keyword())
    found.field("listed", Boolean())
    found.field("told", Keyword())  # dates as text: they sort the same, whatever the year, and undated comes last
    found.field("recorded", Keyword())
    found.field("year_low", Integer())
    found.field("year_high", Integer())
    found.field("told_years", Integer())  # every year that counts
    found.field("recorded_year", Integer())
    found.field("published", Keyword())
    found.field("passage_total", Integer())
    for field in (*FACETS, *INNER_FIELDS.values()):
        found.field(field, Keyword())
    for field in RECORD_FIELDS:
        found.field(field, _text())
    passages = {
        "passage_id": Long(index=False),
        "sequence": Integer(index=False),
        # Repeated on each passage, where a search for words can see them.
        "level": Keyword(doc_values=False),
        "testimony": Keyword(doc_values=False),
        "text": _passage_text(),
        # Stems of the passages beside it. Without places: no phrase runs over from one passage to the next.
        "near": Text(analyzer=STEM, similarity="rawi", index_options="freqs"),
    }
    found.field("passages", Nested(dynamic="strict", properties=passages))
    return found


def settings(shards: int = 1, replicas: int = 0) -> dict[str, Any]:
    """Give the settings of an index, its analysis left out."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "max_result_window": RESULT_WINDOW,
        "max_terms_count": RESULT_WINDOW,
        "gc_deletes": "1h",
        "similarity": {"rawi": SIMILARITY},
        "mapping": {"nested_objects": {"limit": MAX_PASSAGES + 1}},
    }


def index_body() -> dict[str, Any]:
    """Give what an index is made with: settings with the analysis chain, mapping, and the format it was made by."""
    described = mapping()
    body: dict[str, Any] = {
        "settings": settings() | {"analysis": described._collect_analysis()},
        "mappings": described.to_dict(),
    }
    body["mappings"]["_meta"] = {"format": _digest(body)}
    return body


def index_format() -> str:
    """Give a digest of settings and mapping: an index of another format was made by another version of the chain."""
    return str(index_body()["mappings"]["_meta"]["format"])


def _digest(body: dict[str, Any]) -> str:
    return hashlib.blake2b(json.dumps(body, sort_keys=True).encode(), digest_size=8).hexdigest()
