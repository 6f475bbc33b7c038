"""The words of catalogue records that anyone may read, and the names that accounts carry, for proposing spellings."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.utils import timezone

from archive.access import ANONYMOUS, Reader, holding_words, visible_to
from archive.models import TAG_RELATIONS, Description
from archive.records import Vocabulary
from archive.selectors.prepared import Prepared


def public_descriptions(most: int) -> Iterator[tuple[int, str, str]]:
    """Testimony, title and summary, a language each, of records that anyone may see: the newest ``most``. One query."""
    rows = Description.objects.filter(page__in=visible_to(ANONYMOUS).order_by().values("pk")).order_by("-page_id", "pk")
    yield from rows.values_list("page_id", "title", "summary")[:most]


def seen_by_anyone(testimony_ids: Collection[int]) -> set[int]:
    """Those of the testimonies whose record anyone may see now. One query."""
    return {key for (key,) in _SEEN.rows(now=timezone.now(), ids=list(testimony_ids))}


_SEEN = Prepared(lambda now, ids: visible_to(ANONYMOUS, now).filter(pk__in=ids).values_list("pk"))


def carried_terms(reader: Reader, wanted: Mapping[Vocabulary, Collection[int]]) -> set[tuple[Vocabulary, int]]:
    """Those of the terms that an account carries which ``reader`` may see, or a passage that they may read. At most
    one query.

    A term that hidden accounts alone carry is like one that none does.
    """
    terms = {vocabulary.value: list(ids) for vocabulary, ids in wanted.items() if ids}
    if not terms:
        return set()
    who = {} if reader.user_id is None else {"user_id": reader.user_id}
    return {(Vocabulary(name), pk) for name, pk in _CARRIED.rows(now=timezone.now(), **terms, **who)}


def _carried(now: datetime, user_id: int | None = None, **terms: list[int]) -> "QuerySet[Any, Any]":
    reader = Reader(user_id)
    rows: list[QuerySet[Any, Any]] = []
    for name, ids in terms.items():
        for relation, pages in zip(
            TAG_RELATIONS[Vocabulary(name)], (visible_to(reader, now), holding_words(reader, now)), strict=True
        ):
            tagged = pages.filter(**{f"{relation}__term__in": ids}).order_by()
            named = tagged.annotate(vocabulary=Value(name, output_field=CharField()))
            rows.append(named.values_list("vocabulary", f"{relation}__term_id"))
    return rows[0].union(*rows[1:])


_CARRIED = Prepared(_carried)
