"""The whole archive as plain lines without ids and times, to compare two archives or two moments of one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from archive.models import AccountText, Edition, TestimonyPage

_TIMES = (models.DateTimeField, models.DateField)
# Ids, random keys, times and whatever is made of them, in rows and in the JSON of revisions and events.
_DROPPED = {
    *("id", "pk", "uuid", "page", "edition", "term", "owner", "revision", "testimony_id", "translation_key", "path"),
    *(
        "content_type",
        "object_id",
        "base_object_id",
        "to_object_id",
        "base_content_type",
        "page_ptr",
        "latest_revision",
    ),
    *("live_revision", "content_path_hash", "at", "updated"),
}


def dump_archive() -> list[str]:
    """One line a row of every table of the archive and of Wagtail's pages, sorted."""
    return sorted(_lines())


def dump_originals(folder: Path) -> list[str]:
    """Every file under the folder of originals, with its mode and size."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [f"{path.relative_to(folder)} {path.stat().st_mode:o} {path.stat().st_size}" for path in files]


def row_counts() -> dict[str, int]:
    """How many rows every table has, of whatever app."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }


def _lines() -> Iterator[str]:
    references = dict(TestimonyPage.objects.values_list("pk", "reference"))
    texts = AccountText.objects.values_list("edition_id", "page_id", "language")
    editions = {edition: f"{references[page]} {language}" for edition, page, language in texts}
    missing = Edition.objects.exclude(pk__in=editions).count()
    yield f"editions without a text: {missing}"
    names = _Names(references, editions)
    for model in [*apps.get_app_config("archive").get_models(), Page, Revision, PageLogEntry]:
        for row in model._base_manager.all():
            cells = [f"{name}={value!r}" for name, value in names.cells(row)]
            yield f"{model._meta.label} {' '.join(cells)}"
    yield f"references: {ReferenceIndex.objects.count()}"


class _Names:
    def __init__(self, references: dict[int, str], editions: dict[Any, str]) -> None:
        self._references, self._editions = references, editions

    def cells(self, row: models.Model) -> Iterator[tuple[str, Any]]:
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            if field.name == "testimony_id":
                yield field.name, self._references.get(value, "gone")
            elif isinstance(field, models.ForeignKey):
                if field.name not in {"latest_revision", "live_revision", "content_type", "base_content_type"}:
                    yield field.name, self._target(_related(row, field.name))
            elif isinstance(field, models.JSONField):
                yield field.name, _stripped(value)
            elif isinstance(field, _TIMES):
                if field.name in {"embargo_until", "told_from", "told_to", "recorded_from", "finished_at"}:
                    yield field.name, value is not None if field.name == "finished_at" else value
            elif field.name not in _DROPPED and not field.primary_key:
                yield field.name, value

    def _target(self, target: Any) -> str:
        if target is None:
            return "-"
        if isinstance(target, Edition):
            return self._editions.get(target.pk, "gone")
        for name in ("url_path", "slug", "fingerprint", "sha256"):
            if hasattr(target, name):
                return str(getattr(target, name))
        return f"{type(target).__name__} {self._references.get(getattr(target, 'page_id', 0), '')}"


def _related(row: models.Model, name: str) -> Any:
    """What a foreign key leads to: None where it is empty or, as in logs, its target is gone."""
    try:
        return getattr(row, name)
    except ObjectDoesNotExist:
        return None


def _stripped(value: Any) -> Any:
    """JSON without what differs from one archive to the next."""
    if isinstance(value, dict):
        return {
            key: _stripped(inner)
            for key, inner in sorted(value.items())
            if key not in _DROPPED and not key.endswith(("_at", "created"))
        }
    return [_stripped(inner) for inner in value] if isinstance(value, list) else value
