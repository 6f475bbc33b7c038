"""The words of catalogue records that anyone may read, and the names that accounts carry, for proposing spellings."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.utils import timezone

from archive.access import ANONYMOUS, Reader, holding_words, visible_to
from archive.models import TAG_RELATIONS, Description
from archive.records import Vocabulary


def public_descriptions(most: int) -> Iterator[tuple[int, str, str]]:
    """Testimony, title and summary, a language each, of records that anyone may see: the newest ``most``. One query."""
    rows = Description.objects.filter(page__in=visible_to(ANONYMOUS).order_by().values("pk")).order_by("-page_id", "pk")
    yield from rows.values_list("page_id", "title", "summary")[:most]


def seen_by_anyone(testimony_ids: Collection[int]) -> set[int]:
    """Those of the testimonies whose record anyone may see now. One query."""
    return set(visible_to(ANONYMOUS).filter(pk__in=testimony_ids).values_list("pk", flat=True))


def carried_terms(reader: Reader, wanted: Mapping[Vocabulary, Collection[int]]) -> set[tuple[Vocabulary, int]]:
    """Those of the terms that an account carries which ``reader`` may see, or a passage that they may read. At most
    one query.

    A term that hidden accounts alone carry is like one that none does.
    """
    now = timezone.now()
    rows: list[QuerySet[Any, Any]] = []
    for vocabulary, ids in wanted.items():
        for relation, pages in zip(
            TAG_RELATIONS[vocabulary], (visible_to(reader, now), holding_words(reader, now)), strict=True
        ):
            tagged = pages.filter(**{f"{relation}__term__in": ids}).order_by()
            named = tagged.annotate(vocabulary=Value(vocabulary.value, output_field=CharField()))
            rows.append(named.values_list("vocabulary", f"{relation}__term_id"))
    if not rows:
        return set()
    found = rows[0].union(*rows[1:])
    return {(Vocabulary(name), pk) for name, pk in found}
