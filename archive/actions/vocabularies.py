"""Making, changing and merging authority records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from archive.actions import audit
from archive.models import AUTHORITY_MODELS, TAG_RELATIONS, AuthorityRecord, LabelKind, TestimonyPage
from archive.records import Vocabulary
from archive.signals import testimony_changed, vocabulary_changed


class MergeError(ValueError):
    """Two records that cannot be merged; ``code``: same-record, other-vocabulary, already-merged,
    into-its-own-branch.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class TermData:
    """What a new or changed authority record shall hold. ``labels`` and ``variants`` are by language."""

    slug: str
    labels: Mapping[str, str]
    variants: Mapping[str, Iterable[str]] = field(default_factory=dict)
    scopes: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    exact_match: str = ""
    restricted: bool = False
    parent_slug: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)  # dates, place_type, coordinates …
    dates_notes: Mapping[str, str] = field(default_factory=dict)


def save_term(*, vocabulary: Vocabulary, data: TermData, actor: Any) -> AuthorityRecord:
    """Make the record with this slug, or bring it up to date: run twice, it changes nothing the second time.

    Raises ValidationError for wrong values and LookupError for an unknown parent.
    """
    with transaction.atomic():
        model = AUTHORITY_MODELS[vocabulary]
        record = model._default_manager.filter(slug=data.slug).first()
        made = record is None
        if record is None:
            record = model(slug=data.slug)
        record.code, record.exact_match, record.restricted = data.code, data.exact_match, data.restricted
        for name, value in data.extra.items():
            setattr(record, name, value)
        record.clean_fields(exclude=["path", "depth", "numchild", "merged_into"])
        if made and hasattr(model, "add_root"):
            if data.parent_slug:
                parent = model._default_manager.filter(slug=data.parent_slug).first()
                if parent is None:
                    raise LookupError(data.parent_slug)
                parent.add_child(instance=record)
            else:
                model.add_root(instance=record)
        else:
            record.save()
        lost = _set_names(record, data)
        # A name taken away may have been taken away for somebody's safety.
        announce_term(vocabulary=vocabulary, record=record, actor=actor, made=made, hidden=data.restricted or lost)
    return record


def announce_term(
    *, vocabulary: Vocabulary, record: AuthorityRecord, actor: Any, made: bool, hidden: bool = False
) -> None:
    """Write the audit row of a saved record and tell the apps above which testimonies it touches.

    Those are the ones tagged with it or with a narrower record, which is found under it. ``hidden``: some reader may no
    longer see what they saw before. Call it inside the transaction of the change.
    """
    model = type(record)
    audit.record(action="term.make" if made else "term.change", actor=actor, vocabulary=vocabulary.value, id=record.pk)
    ids = [record.pk]
    if hasattr(model, "path"):
        path = model._default_manager.values_list("path", flat=True).get(pk=record.pk)
        ids = list(model._default_manager.filter(path__startswith=path).values_list("pk", flat=True))
    touched = [] if made else testimonies_tagged(vocabulary, ids)
    vocabulary_changed.send(sender=model, vocabulary=vocabulary, testimony_ids=touched)
    if touched:
        testimony_changed.send(sender=TestimonyPage, testimony_ids=touched, hidden=hidden)


def _set_names(record: AuthorityRecord, data: TermData) -> bool:
    """Bring names and notes up to date; whether a name went."""
    label_model = record._meta.get_field("labels").related_model
    note_model = record._meta.get_field("notes").related_model
    wanted = [(language, text, LabelKind.PREFERRED) for language, text in data.labels.items() if text]
    for language, names in data.variants.items():
        wanted += [(language, text, LabelKind.VARIANT) for text in names if text and text != data.labels.get(language)]
    present = {(row.language, row.text, row.kind): row for row in label_model._default_manager.filter(record=record)}
    lost = [row for key, row in present.items() if key not in wanted]
    for row in lost:
        row.delete()
    for language, text, kind in dict.fromkeys(wanted):
        if (language, text, kind) not in present:
            label_model(record=record, language=language, text=text, kind=kind).save()
    for language in {*data.scopes, *data.dates_notes}:
        values = {"scope": data.scopes.get(language, "")}
        if data.dates_notes:
            values["dates_note"] = data.dates_notes.get(language, "")
        note_model._default_manager.update_or_create(record=record, language=language, defaults=values)
    return bool(lost)


def testimonies_tagged(vocabulary: Vocabulary, term_ids: Iterable[int]) -> list[int]:
    """The testimonies tagged with one of the terms, on the whole or on a passage, published or not."""
    ids: set[int] = set()
    for relation in TAG_RELATIONS[vocabulary]:
        model = TestimonyPage._meta.get_field(relation).related_model
        ids |= set(model._default_manager.filter(term_id__in=list(term_ids)).values_list("page_id", flat=True))
    return sorted(ids)


def _move_tags(vocabulary: Vocabulary, source: AuthorityRecord, target: AuthorityRecord) -> None:
    for relation in TAG_RELATIONS[vocabulary]:
        tag_model = TestimonyPage._meta.get_field(relation).related_model
        for tag in tag_model._default_manager.filter(term_id=source.pk):
            same = {"page_id": tag.page_id, "term_id": target.pk}
            if hasattr(tag, "anchor"):
                same["anchor"] = tag.anchor
            if tag_model._default_manager.filter(**same).exists():
                tag.delete()
            else:
                tag.term_id = target.pk
                tag.save(update_fields=["term"])


def _take_names(source: AuthorityRecord, target: AuthorityRecord) -> None:
    label_model = type(source)._meta.get_field("labels").related_model
    known = set(label_model._default_manager.filter(record=target).values_list("language", "text"))
    for row in label_model._default_manager.filter(record=source):
        if (row.language, row.text) not in known:
            known.add((row.language, row.text))
            label_model(record=target, language=row.language, text=row.text, kind=LabelKind.VARIANT).save()


@transaction.atomic
def merge_terms(*, vocabulary: Vocabulary, source: AuthorityRecord, target: AuthorityRecord, actor: Any) -> None:
    """Let ``target`` take the place of ``source``: its tags, its narrower terms, its names as variants.

    The names of a restricted record stay its own where the target is open: readers never saw them. ``source`` stays as
    a row that redirects. Drafts and old revisions that name it keep working: they resolve to
    ``target`` when they are opened. Raises MergeError.
    """
    model = AUTHORITY_MODELS[vocabulary]
    if type(source) is not model or type(target) is not model:
        raise MergeError("other-vocabulary")
    if source.pk == target.pk:
        raise MergeError("same-record")
    if source.merged_into_id or target.merged_into_id:
        raise MergeError("already-merged")
    is_tree = hasattr(model, "path")
    if is_tree and target.path.startswith(source.path):
        raise MergeError("into-its-own-branch")
    # Those under a narrower term of the source are found under the target from now on; those of the target under more
    # names. The index must hear of all of them.
    merged = [source.pk, target.pk]
    if is_tree:
        merged += source.get_descendants().values_list("pk", flat=True)
    touched = testimonies_tagged(vocabulary, merged)
    _move_tags(vocabulary, source, target)
    if target.restricted or not source.restricted:
        _take_names(source, target)
    if is_tree:
        for child in source.get_children():
            child.move(model._default_manager.get(pk=target.pk), "last-child")
    model._default_manager.filter(merged_into=source).update(merged_into=target)
    model._default_manager.filter(pk=source.pk).update(merged_into=target)
    audit.record(action="term.merge", actor=actor, vocabulary=vocabulary.value, source=source.pk, target=target.pk)
    vocabulary_changed.send(sender=model, vocabulary=vocabulary, testimony_ids=touched)
    if touched:
        testimony_changed.send(sender=TestimonyPage, testimony_ids=touched, hidden=True)
