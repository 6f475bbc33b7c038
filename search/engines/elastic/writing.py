"""Writes documents and tombstones with their versions, and reads the answer for every one of them.

A write with a lower version than the stored one is refused by the server (``external_gte``): somebody newer was faster,
and nothing is left to do. Writes go through an alias that belongs to one generation and must exist, so that a write to
a generation that is gone fails instead of making an index without a mapping.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from elasticsearch import Elasticsearch

from search.engines.base import MAX_PASSAGES, EngineUnavailable, Removal, WriteRefused, fingerprint
from search.engines.elastic.queries import FIRST_YEAR, LAST_YEAR
from search.query.ranking import neighbours
from search.records import document_years, published_key, recorded_key, recorded_year, reference_key, told_key

if TYPE_CHECKING:
    from archive.api import IndexDocument, IndexPassage

BULK_BYTES = 4_000_000  # of one request; a longer document goes alone
_CONFLICT, _MISSING = 409, 404
_LATER = (408, 429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class PreparedChange:
    """A change as it is sent. ``fingerprint`` is empty for a removal."""

    testimony_id: int
    version: int
    fingerprint: str
    passage_total: int
    source: bytes


def prepare(change: "IndexDocument | Removal") -> PreparedChange:
    """Put a change into the words of the mapping. Raises ValueError for one of more than MAX_PASSAGES passages."""
    if isinstance(change, Removal):
        return tombstone(change.testimony_id, change.version)
    if len(change.passages) > MAX_PASSAGES:
        message = (
            f"{change.reference} has {len(change.passages)} passages; an index takes at most {MAX_PASSAGES} of one "
            "testimony. Merge its shortest passages."
        )
        raise ValueError(message)
    digest = fingerprint(change)
    source: dict[str, Any] = {
        "testimony": change.testimony_id,
        "reference": reference_key(change.reference),
        "version": change.version,
        "fingerprint": digest,
        "visible": True,
        "level": change.level,
        "listed": change.listed,
        "told": told_key(change),
        "recorded": recorded_key(change),
        "published": published_key(change),
        "told_years": list(document_years(change)),
        "recorded_year": recorded_year(change),
        "theme": change.themes,
        "period": change.periods,
        "place": change.places,
        "language": change.languages,
        "kind": change.kind,
        "collection": change.collection,
        "inner_theme": change.inner_themes,
        "inner_period": change.inner_periods,
        "inner_place": change.inner_places,
        "titles": change.titles,
        "names": change.names,
        "summaries": change.summaries,
        "labels": change.term_labels,
        "passage_total": len(change.passages),
        "passages": [
            {
                "passage_id": passage.passage_id,
                "sequence": passage.sequence,
                "level": change.level,
                "testimony": change.testimony_id,
                "text": passage.text,
                "near": near,
            }
            for passage, near in zip(change.passages, _near(change.passages), strict=True)
        ],
    }
    if change.told_from_year is not None or change.told_to_year is not None:
        source["year_low"] = FIRST_YEAR if change.told_from_year is None else change.told_from_year
        source["year_high"] = LAST_YEAR if change.told_to_year is None else change.told_to_year
    return PreparedChange(change.testimony_id, change.version, digest, len(change.passages), _json(source))


def _near(passages: "Sequence[IndexPassage]") -> list[list[str]]:
    """Give for each passage the texts of its neighbours in the same language: what this space holds, nothing else."""
    spans = neighbours([(passage.language, len(passage.text.split())) for passage in passages])
    return [
        [passages[other].text for other in (*range(first, at), *range(at + 1, beyond))]
        for at, (first, beyond) in enumerate(spans)
    ]


def tombstone(testimony_id: int, version: int) -> PreparedChange:
    """Give what stands for a testimony that must not be found."""
    source = {"testimony": testimony_id, "version": version, "visible": False}
    return PreparedChange(testimony_id, version, "", 0, _json(source))


def write(client: Elasticsearch, writes: Iterable[tuple[str, PreparedChange]]) -> list[str]:
    """Send changes, each to the alias beside it, and give the aliases that are gone.

    Raises EngineUnavailable when the server put some off, else WriteRefused naming every testimony it refused: all
    others are written by then.
    """
    refused: dict[int, str] = {}
    put_off: dict[int, int] = {}
    gone: set[str] = set()
    for batch in _batches(writes):
        answer = client.bulk(operations=_lines(batch), require_alias=True)
        if not answer["errors"]:
            continue
        for (alias, change), item in zip(batch, answer["items"], strict=True):
            status = item["index"]["status"]
            if status < 300 or status == _CONFLICT:
                continue
            if status == _MISSING:
                gone.add(alias)
            elif status in _LATER:
                put_off[change.testimony_id] = status
            else:
                refused[change.testimony_id] = str(item["index"].get("error", {}).get("type", status))
    if put_off:
        message = f"The index server put off {len(put_off)} writes ({next(iter(put_off.values()))})."
        raise EngineUnavailable("unreachable", message)
    if refused:
        raise WriteRefused(refused)
    return sorted(gone)


def _batches(writes: Iterable[tuple[str, PreparedChange]]) -> Iterator[list[tuple[str, PreparedChange]]]:
    batch: list[tuple[str, PreparedChange]] = []
    size = 0
    for alias, change in writes:
        if batch and size + len(change.source) > BULK_BYTES:
            yield batch
            batch, size = [], 0
        batch.append((alias, change))
        size += len(change.source)
    if batch:
        yield batch


def _lines(batch: Sequence[tuple[str, PreparedChange]]) -> list[Any]:
    lines: list[Any] = []
    for alias, change in batch:
        action = {
            "_index": alias,
            "_id": str(change.testimony_id),
            "version": change.version,
            "version_type": "external_gte",
        }
        lines += [{"index": action}, change.source]
    return lines


def _json(source: dict[str, Any]) -> bytes:
    # A half of a surrogate pair, which no database gives, must not fail a whole request.
    return json.dumps(source, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
