"""Saving the words form: a new edition if the words changed, then the tags and notes if they did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.actions.tagging import tag_passages
from archive.actions.words import WordsError, save_words, used_anchors
from archive.editorial.words.loading import WordsDraft, draft_of, notes_of, tags_of
from archive.editorial.words.rows import Row, Tag, draft_passage, passage_of
from archive.models import TestimonyPage
from archive.passages import DraftPassage, give_anchors
from archive.records import Vocabulary


@dataclass(frozen=True, slots=True)
class Submitted:
    """What the form sent: rows that stand for the passages ``start`` to ``stop`` of the edition it was made from, the
    details of the text, and which anchor took another's words."""

    rows: Sequence[Row]
    details: Mapping[str, Any]
    start: int
    stop: int
    moved: Mapping[str, str]


def save(
    words: WordsDraft,
    sent: Submitted,
    *,
    actor: Any,
    base: Sequence[Mapping[str, Any]],
    current: Sequence[Mapping[str, Any]],
    elsewhere: set[str],
) -> bool:
    """Save what changed; returns whether anything did. Call it inside a transaction that holds the page's row.

    ``base``: the edition the form was made from; ``current``: the newest one, which differs from it only when somebody
    saves over another's change; ``elsewhere``: the anchors of the other language versions. Raises WordsError.
    """
    before, after = surroundings(base, current, sent.start, sent.stop)
    passages = [*map(draft_passage, before), *(passage_of(row) for row in sent.rows), *map(draft_passage, after)]
    if any(not passage.anchor for passage in passages):
        passages = give_anchors(passages, used_anchors(words.texts), prefix_of(current))
    anchors = [passage.anchor for passage in passages]
    if len(set(anchors)) != len(anchors):
        raise WordsError("duplicate-anchor")
    stretch = passages[len(before) : len(before) + len(sent.rows)]
    moved = settle_moves(sent.moved, set(anchors))
    revision_id = words.page.latest_revision_id
    changed = False
    if passages != [draft_passage(row) for row in current] or _details(words) != dict(sent.details):
        revision = save_words(
            page=words.page,
            actor=actor,
            passages=passages,
            text_uuid=words.text.uuid,
            moved=moved,
            loaded_revision_id=revision_id,
            **sent.details,
        )
        revision_id, changed = revision.pk, True
    return _save_tags(words, sent, stretch, base, set(anchors) | elsewhere, elsewhere, actor, revision_id) or changed


def _details(words: WordsDraft) -> dict[str, Any]:
    return {name: getattr(words.text, name) for name in ("language", "role", "credit", "reviewed", "machine_assisted")}


def surroundings(
    base: Sequence[Mapping[str, Any]], current: Sequence[Mapping[str, Any]], start: int, stop: int
) -> tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]:
    """The passages before and after the stretch ``start`` to ``stop`` of ``base``.

    They are taken from ``current`` where the stretch can be found there by its neighbours, so that saving over
    another's change undoes as little of it as can be.
    """
    places = {row["anchor"]: index for index, row in enumerate(current)}
    first = places.get(base[start - 1]["anchor"], -2) + 1 if start else 0
    last = places.get(base[stop]["anchor"], -1) if stop < len(base) else len(current)
    if first < 0 or last < first:
        return base[:start], base[stop:]
    return current[:first], current[last:]


def prefix_of(passages: Sequence[Mapping[str, Any]]) -> str:
    """The letters that the anchors of a text begin with."""
    anchor = passages[0]["anchor"] if passages else "p1"
    return anchor.rstrip("0123456789") or "p"


def settle_moves(moved: Mapping[str, str], present: set[str]) -> dict[str, str]:
    """Each anchor that is gone with the present one that has its words now; chains are followed to their end."""
    settled = {}
    for old in moved:
        seen = {old}
        target = moved[old]
        while target not in present and target in moved and target not in seen:
            seen.add(target)
            target = moved[target]
        if old not in present and target in present:
            settled[old] = target
    return settled


def _save_tags(
    words: WordsDraft,
    sent: Submitted,
    stretch: Sequence[DraftPassage],
    base: Sequence[Mapping[str, Any]],
    present: set[str],
    elsewhere: set[str],
    actor: Any,
    revision_id: int | None,
) -> bool:
    """Bring tags and notes to what the rows say. Passages that are gone lose theirs, unless another text has them."""
    wanted: dict[str, tuple[list[Tag], dict[str, str]]] = {
        passage.anchor: (row.tags, row.notes) for passage, row in zip(stretch, sent.rows, strict=True)
    }
    for row in base[sent.start : sent.stop]:
        anchor = row["anchor"]
        if anchor not in present:
            wanted[anchor] = ([], {})
        elif anchor in elsewhere and anchor not in wanted:  # merged here, whole in another language: nothing moves away
            wanted[anchor] = (words.tags.get(anchor, []), words.notes.get(anchor, {}))
    draft = draft_of(TestimonyPage.objects.get(pk=words.page.pk))
    has_tags, has_notes = tags_of(draft), notes_of(draft)
    tags: dict[str, dict[Vocabulary, list[int]]] = {}
    notes: dict[str, dict[str, str]] = {}
    for anchor, (tag_list, note_map) in wanted.items():
        if set(tag_list) != set(has_tags.get(anchor, [])):
            tags[anchor] = {
                vocabulary: [pk for kind, pk in tag_list if kind == vocabulary] for vocabulary in Vocabulary
            }
        filled = {language: text for language, text in note_map.items() if text}
        if filled != has_notes.get(anchor, {}):
            notes[anchor] = {**dict.fromkeys(has_notes.get(anchor, {}), ""), **filled}
    if not tags and not notes:
        return False
    tag_passages(page=words.page, actor=actor, tags=tags, notes=notes, loaded_revision_id=revision_id)
    return True


def renumbered(passages: Sequence[Mapping[str, Any]], anchors: Sequence[str]) -> list[DraftPassage]:
    """The passages under other anchors, in order. Both are equally many."""
    return [replace(draft_passage(row), anchor=anchor) for row, anchor in zip(passages, anchors, strict=True)]
