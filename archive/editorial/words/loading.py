"""What the words views read: the newest draft of a testimony with one text's passages, tags and notes."""

import hashlib
import json
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from archive.access import draft_passages
from archive.models import TAG_RELATIONS, AccountText, Edition, TestimonyPage
from archive.records import Vocabulary

Tag = tuple[Vocabulary, int]


@dataclass(frozen=True, slots=True)
class WordsDraft:
    """The newest draft, seen from one of its texts.

    ``fingerprint`` names the state of everything the words form edits: when it is another one at the time of saving,
    somebody else has changed the words or their tags. Changes to the page's descriptions leave it as it is.
    """

    page: TestimonyPage  # as in the database
    draft: TestimonyPage  # with the newest revision's content
    texts: list[AccountText]
    text: AccountText
    tags: dict[str, list[Tag]]
    notes: dict[str, dict[str, str]]
    fingerprint: str


def draft_of(page: TestimonyPage) -> TestimonyPage:
    """The page with its newest revision's content."""
    draft: TestimonyPage = page.get_latest_revision_as_object()
    return draft


def load(page: TestimonyPage, text_uuid: uuid.UUID) -> WordsDraft:
    """The draft, seen from the text with this uuid. Raises Http404 when the draft has none."""
    draft = draft_of(page)
    texts = list(draft.account_texts.all())
    text = next((item for item in texts if str(item.uuid) == str(text_uuid)), None)
    if text is None:
        raise Http404
    tags, notes = tags_of(draft), notes_of(draft)
    state = [
        str(text.edition_id),
        text.language,
        text.role,
        text.credit,
        text.reviewed,
        text.machine_assisted,
        sorted((anchor, sorted((v.value, pk) for v, pk in found)) for anchor, found in tags.items()),
        sorted((anchor, sorted(found.items())) for anchor, found in notes.items()),
    ]
    fingerprint = hashlib.sha256(json.dumps(state, ensure_ascii=False).encode()).hexdigest()
    return WordsDraft(page, draft, texts, text, tags, notes, fingerprint)


def tags_of(draft: TestimonyPage) -> dict[str, list[Tag]]:
    """The tags of every passage, by anchor."""
    tags: dict[str, list[Tag]] = defaultdict(list)
    for vocabulary in Vocabulary:
        for row in getattr(draft, TAG_RELATIONS[vocabulary][1]).all():
            tags[row.anchor].append((vocabulary, row.term_id))
    return dict(tags)


def notes_of(draft: TestimonyPage) -> dict[str, dict[str, str]]:
    """The content notes of every passage, by anchor and language."""
    notes: dict[str, dict[str, str]] = defaultdict(dict)
    for row in draft.passage_notes.all():
        notes[row.anchor][row.language] = row.text
    return dict(notes)


def passages_of(user: Any, page: TestimonyPage, edition_id: Any) -> list[dict[str, Any]]:
    """The passages of one edition, in order. One query. Raises PermissionDenied."""
    return draft_passages(user, page, [edition_id])


def editions_of(text: AccountText) -> list[Edition]:
    """The editions of a text, newest first: one query each, as each knows only the one before it."""
    chain: list[Edition] = []
    edition: Edition | None = text.edition
    while edition is not None:
        chain.append(edition)
        edition = (
            Edition.objects.select_related("made_by", "previous").get(pk=edition.previous_id)
            if edition.previous_id
            else None
        )
    return chain


def is_edition_of(text: AccountText, edition_id: str) -> bool:
    """Whether an edition is this text's newest one or one before it."""
    return any(str(edition.pk) == edition_id for edition in editions_of(text))
