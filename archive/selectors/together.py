"""What stands together in accounts: the themes and periods of those that carry one term."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from archive.access import Reader, holding_words, visible_to
from archive.models import TAG_RELATIONS, TestimonyPage
from archive.records import Term, TermCount, Vocabulary
from archive.selectors.terms import TermIndex

MOST = 12


def told_together(
    reader: Reader,
    pages: "QuerySet[TestimonyPage]",
    vocabulary: Vocabulary,
    index: TermIndex,
    now: datetime,
    without: Term | None = None,
) -> tuple[TermCount, ...]:
    """The terms that the accounts of ``pages`` carry, most of them first, with how many carry each. One query.

    ``pages`` are already those that ``reader`` may see. A term counts an account tagged with it or with a narrower
    one, as a whole or, where the reader may read the words, in a passage: what a search by both finds. ``without`` is
    left out, with what is above it and below it.
    """
    on_page, on_passage = TAG_RELATIONS[vocabulary]
    within = pages.order_by().values("pk")
    of_pages = _pairs(visible_to(reader, now).filter(pk__in=within), on_page)
    of_words = _pairs(holding_words(reader, now).filter(pk__in=within), on_passage)
    carried: dict[int, set[int]] = defaultdict(set)
    for term_id, page_id in of_pages.union(of_words):
        term = index.by_id.get(term_id)
        for item in (*index.ancestors(term), term) if term else ():
            carried[item.id].add(page_id)
    kin: set[int] = set()
    if without is not None:
        kin = {item.id for item in (*index.ancestors(without), without, *index.descendants(without))}
    counts = [TermCount(term, len(carried[pk])) for pk, term in index.by_id.items() if pk in carried and pk not in kin]
    return tuple(sorted(counts, key=lambda item: -item.count)[:MOST])


def _pairs(pages: "QuerySet[TestimonyPage]", relation: str) -> "QuerySet[Any, Any]":
    tagged = Q(**{f"{relation}__term__isnull": False})
    return pages.filter(tagged).order_by().values_list(f"{relation}__term_id", "pk")
