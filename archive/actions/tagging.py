"""Tagging passages: the tags of one passage as a whole, saved as a draft."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from archive.actions import audit
from archive.actions.words import WordsError
from archive.models import TAG_RELATIONS, PassageNote, TestimonyPage
from archive.records import Vocabulary


@transaction.atomic
def tag_passages(
    *,
    page: TestimonyPage,
    actor: Any,
    tags: Mapping[str, Mapping[Vocabulary, Sequence[int]]],
    notes: Mapping[str, Mapping[str, str]] | None = None,
    loaded_revision_id: int | None = None,
) -> Revision:
    """Set the tags of the passages named in ``tags`` (anchor: vocabulary: term ids) and their content notes
    (anchor: language: words; empty words remove the note). Passages and vocabularies not named keep theirs.

    Raises WordsError("stale") when the page has a newer revision than ``loaded_revision_id``.
    """
    locked = TestimonyPage.objects.select_for_update().get(pk=page.pk)
    if loaded_revision_id is not None and locked.latest_revision_id != loaded_revision_id:
        raise WordsError("stale")
    draft = locked.get_latest_revision_as_object()
    apply_tags(draft, tags, notes or {})
    revision: Revision = draft.save_revision(user=actor, log_action="archive.passages.tag")
    audit.record(action="passages.tag", actor=actor, testimony_id=page.pk, passages=len(set(tags) | set(notes or {})))
    return revision


def apply_tags(
    draft: TestimonyPage,
    tags: Mapping[str, Mapping[Vocabulary, Sequence[int]]],
    notes: Mapping[str, Mapping[str, str]],
) -> None:
    """Put tags and notes on a page object; nothing is saved."""
    for vocabulary in Vocabulary:
        named = {anchor for anchor, chosen in tags.items() if vocabulary in chosen}
        if not named:
            continue
        name = TAG_RELATIONS[vocabulary][1]
        model = TestimonyPage._meta.get_field(name).related_model
        rows = [row for row in getattr(draft, name).all() if row.anchor not in named]
        for anchor in sorted(named):
            rows += [model(anchor=anchor, term_id=pk) for pk in dict.fromkeys(tags[anchor][vocabulary])]
        for position, row in enumerate(rows):
            row.sort_order = position
        setattr(draft, name, rows)
    if notes:
        rows = [row for row in draft.passage_notes.all() if row.language not in notes.get(row.anchor, {})]
        for anchor, texts in notes.items():
            rows += [
                PassageNote(anchor=anchor, language=language, text=text.strip())
                for language, text in texts.items()
                if text.strip()
            ]
        for position, row in enumerate(rows):
            row.sort_order = position
        draft.passage_notes = rows
