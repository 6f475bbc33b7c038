"""What a feed says of an account: what anyone may read, whoever asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef
from django.utils import timezone

from archive.access import ANONYMOUS, readable_by
from archive.digits import prose_digits
from archive.models import ContentNote, Description
from archive.records import AccountHead, LocalText
from archive.selectors.heads import heads_of
from archive.selectors.json_rows import json_rows
from archive.selectors.snapshot import Snapshot
from archive.selectors.wording import other_language, prose


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An account in a feed: no words of it, and no name that its page would not show."""

    head: AccountHead
    summary: LocalText | None
    notes: tuple[str, ...]  # content notes, in the language of the feed or the one there is
    published: datetime


def feed_entries(ids: Iterable[int], language: str, snapshot: Snapshot) -> tuple[FeedEntry, ...]:
    """Those of the accounts that anyone may read, newest first. Two queries, however many."""
    now = timezone.now()
    pages = readable_by(ANONYMOUS, now).filter(pk__in=list(ids), first_published_at__isnull=False)
    heads = heads_of(ANONYMOUS, pages, language, now, snapshot)
    own = {"page_id": OuterRef("pk")}
    rows = (
        pages.annotate(
            summary_rows=json_rows(Description.objects.filter(**own), "language", "summary"),
            note_rows=json_rows(ContentNote.objects.filter(**own), "sort_order", "pk", "language", "text"),
        )
        .order_by("-first_published_at", "reference")
        .values_list("pk", "first_published_at", "summary_rows", "note_rows")
    )
    return tuple(
        FeedEntry(
            head=heads[pk],
            summary=prose(dict(summaries or ()), heads[pk].title.language),
            notes=_notes(notes or (), language),
            published=published,
        )
        for pk, published, summaries, notes in rows
        if pk in heads and published is not None
    )


def _notes(rows: Iterable[tuple[int, int, str, str]], language: str) -> tuple[str, ...]:
    notes: dict[str, list[str]] = {}
    for _order, _pk, tongue, text in sorted(rows):
        notes.setdefault(tongue, []).append(prose_digits(text, tongue))
    chosen = next((notes[tongue] for tongue in (language, other_language(language), *notes) if tongue in notes), [])
    return tuple(chosen)
