"""Changing the words of a testimony: a new edition and a page revision that points to it."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from archive.actions import audit
from archive.models import AccountText, Edition, Passage, TestimonyPage
from archive.passages import DraftPassage, give_anchors, retired_anchors, word_count

MAX_PASSAGES = 8_000  # a search engine's limit on nested documents, with room to spare


class WordsError(ValueError):
    """Words that cannot be saved; ``code`` says why: stale, too-many-passages, no-passages, duplicate-anchor,
    unknown-text.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def make_edition(
    *,
    passages: Sequence[DraftPassage],
    actor: Any,
    previous: Edition | None = None,
    used_anchors: Sequence[str] = (),
    moved: dict[str, str] | None = None,
    prefix: str = "p",
    source_sha256: str = "",
) -> Edition:
    """Write an edition and its passages; passages without an anchor get one. Call it inside a transaction.

    ``used_anchors``: every anchor of the testimony, gone ones included, so that none is ever given twice. Raises
    WordsError for no passages, too many, or an anchor that stands twice.
    """
    if not passages:
        raise WordsError("no-passages")
    if len(passages) > MAX_PASSAGES:
        raise WordsError("too-many-passages")
    numbered = give_anchors(passages, used_anchors, prefix)
    anchors = [passage.anchor for passage in numbered]
    if len(set(anchors)) != len(anchors):
        raise WordsError("duplicate-anchor")
    old = list(Passage.rows.filter(edition=previous).values_list("anchor", flat=True)) if previous else []
    ends = [passage.end_ms for passage in numbered if passage.end_ms is not None]
    edition = Edition.objects.create(
        number=previous.number + 1 if previous else 1,
        made_by_id=getattr(actor, "pk", None),
        previous=previous,
        passage_total=len(numbered),
        word_total=word_count(numbered),
        duration_ms=max(ends) if ends else None,
        retired=retired_anchors(previous.retired if previous else {}, old, anchors, moved or {}),
        source_sha256=source_sha256 or (previous.source_sha256 if previous else ""),
    )
    Passage.rows.bulk_create(
        [
            Passage(
                edition=edition,
                position=position,
                anchor=passage.anchor,
                text=passage.text,
                heading=passage.heading[:255],
                speaker=passage.speaker[:120],
                speaker_role=passage.speaker_role,
                language=passage.language,
                start_ms=passage.start_ms,
                end_ms=passage.end_ms,
            )
            for position, passage in enumerate(numbered)
        ],
        batch_size=500,
    )
    return edition


def used_anchors(texts: Sequence[AccountText]) -> list[str]:
    """Every anchor that any edition of these texts has or had, so that none is given to other words."""
    editions: list[Any] = []
    for text in texts:
        edition: Edition | None = text.edition
        while edition is not None:
            editions.append(edition.pk)
            edition = edition.previous
    anchors = set(Passage.rows.filter(edition_id__in=editions).values_list("anchor", flat=True))
    for text in texts:
        anchors |= set(text.edition.retired)
    return sorted(anchors)


@transaction.atomic
def save_words(
    *,
    page: TestimonyPage,
    actor: Any,
    passages: Sequence[DraftPassage],
    text_uuid: uuid.UUID | None = None,
    language: str = "",
    role: str = "",
    credit: str = "",
    reviewed: bool = False,
    machine_assisted: bool = False,
    moved: dict[str, str] | None = None,
    loaded_revision_id: int | None = None,
    source_sha256: str = "",
    prefix: str = "p",
) -> Revision:
    """Save new words as a draft: a new edition of the text ``text_uuid``, or a new text where that is None.

    ``loaded_revision_id`` is the page's latest revision when the editor opened the words; WordsError("stale") is raised
    when there is a newer one, and nothing is saved. Publishing is a step of its own. Tags of anchors that were merged
    move to the anchor that took their words.
    """
    locked = TestimonyPage.objects.select_for_update().get(pk=page.pk)
    if loaded_revision_id is not None and locked.latest_revision_id != loaded_revision_id:
        raise WordsError("stale")
    draft = locked.get_latest_revision_as_object()
    texts = list(draft.account_texts.all())  # assigned back below: else a live page's copy is changed and lost
    existing = next((text for text in texts if str(text.uuid) == str(text_uuid)), None)
    if text_uuid is not None and existing is None:
        raise WordsError("unknown-text")
    edition = make_edition(
        passages=passages,
        actor=actor,
        previous=existing.edition if existing else None,
        used_anchors=used_anchors(texts),
        moved=moved,
        prefix=prefix,
        source_sha256=source_sha256,
    )
    if existing is None:
        existing = AccountText(sort_order=len(texts))
        texts.append(existing)
    existing.edition = edition
    existing.language, existing.role, existing.credit = language or existing.language, role or existing.role, credit
    existing.reviewed, existing.machine_assisted = reviewed, machine_assisted
    for position, text in enumerate(texts):
        text.sort_order = position
    draft.account_texts = texts
    if moved:
        _move_tags(draft, moved)
    revision: Revision = draft.save_revision(user=actor, log_action="archive.words.edit")
    audit.record(
        action="words.save",
        actor=actor,
        testimony_id=page.pk,
        language=existing.language,
        role=existing.role,
        passages=edition.passage_total,
        edition=edition.number,
    )
    return revision


@transaction.atomic
def remove_text(*, page: TestimonyPage, actor: Any, text_uuid: uuid.UUID, loaded_revision_id: int | None) -> Revision:
    """Take a language version out of the draft. Its editions stay as long as a revision needs them."""
    locked = TestimonyPage.objects.select_for_update().get(pk=page.pk)
    if loaded_revision_id is not None and locked.latest_revision_id != loaded_revision_id:
        raise WordsError("stale")
    draft = locked.get_latest_revision_as_object()
    texts = list(draft.account_texts.all())
    kept = [text for text in texts if str(text.uuid) != str(text_uuid)]
    if len(kept) == len(texts):
        raise WordsError("unknown-text")
    draft.account_texts = kept
    revision: Revision = draft.save_revision(user=actor, log_action="archive.words.remove")
    audit.record(action="words.remove", actor=actor, testimony_id=page.pk)
    return revision


def _move_tags(draft: TestimonyPage, moved: dict[str, str]) -> None:
    for name in ("passage_themes", "passage_periods", "passage_places", "passage_people", "passage_notes"):
        rows = list(getattr(draft, name).all())
        kept = []
        seen: set[tuple[str, object]] = set()
        for row in rows:
            row.anchor = moved.get(row.anchor) or row.anchor
            key = (row.anchor, getattr(row, "term_id", None) or getattr(row, "language", None))
            if key not in seen:
                seen.add(key)
                kept.append(row)
        setattr(draft, name, kept)
