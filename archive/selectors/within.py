"""The words of one testimony, to be searched without an index."""

from collections import defaultdict
from typing import Any

from django.utils import timezone

from archive.access import Reader, readable_passages
from archive.models import AccountText, PassageNote
from archive.records import AccountWords, HitPassage, WordsState
from archive.selectors.heads import account_heads
from archive.selectors.reading import anchor_number, by_reference, ordered_texts
from archive.selectors.snapshot import Snapshot
from archive.selectors.wording import page_url


def account_words(
    reader: Reader, reference: str, language: str, snapshot: Snapshot | None = None
) -> AccountWords | None:
    """The words of a testimony that ``reader`` may read; None when they may not know of it.

    Six queries, whatever its length, and one more without ``snapshot``.
    """
    page = by_reference(reference)
    if page is None:
        return None
    now = timezone.now()
    head = account_heads(reader, [page.pk], language, now, snapshot).get(page.pk)
    if head is None or head.state != WordsState.OPEN:
        return AccountWords(head, ()) if head else None
    texts = ordered_texts(page)
    rows: dict[Any, dict[str, dict[str, Any]]] = defaultdict(dict)
    found = readable_passages(reader, now).filter(
        testimony_id=page.pk, edition_id__in=[text.edition_id for text in texts]
    )
    for row in found.order_by("position").values("pk", "edition_id", "anchor", "text", "language", "start_ms"):
        rows[row["edition_id"]][row["anchor"]] = row
    noted = set(PassageNote.objects.filter(page_id=page.pk).values_list("anchor", flat=True))
    address = page_url(f"testimonies/{page.slug}/")
    shown = {text.pk: _shown_with(text, texts, rows) for text in texts}
    order = dict.fromkeys(anchor for text in texts for anchor in rows[text.edition_id])
    return AccountWords(
        head,
        tuple(
            HitPassage(
                passage_id=held["pk"],
                testimony_id=page.pk,
                anchor=anchor,
                number=anchor_number(anchor),
                url=f"{address}{shown[text.pk]}#{anchor}",
                language=held["language"] or text.language,
                text=held["text"],
                start_ms=held["start_ms"],
                folded=anchor in noted,
            )
            for anchor in order
            for text in texts
            if (held := rows[text.edition_id].get(anchor)) is not None and held["text"]
        ),
    )


def _shown_with(text: AccountText, texts: list[AccountText], rows: dict[Any, dict[str, dict[str, Any]]]) -> str:
    """What the address of the page needs so that this text is among the columns shown."""
    own, first = rows[text.edition_id], rows[texts[0].edition_id]
    side_by_side = len(texts) == 2 and all(rows[other.edition_id].keys() <= first.keys() for other in texts)
    return "" if len(texts) == 1 or (side_by_side and own) else f"?show={text.language}"
