"""Comparing two revisions of a testimony down to the words: without this Wagtail says that nothing changed."""

import functools
from typing import Any

from django.http import HttpRequest
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import compare

from archive.access import draft_passages
from archive.languages import direction
from archive.models import AccountText, TestimonyPage

_FIELDS = ("language", "role", "credit", "reviewed", "machine_assisted")


class EditionComparison(compare.FieldComparison):
    """Two editions, passage by passage by anchor; only those that differ are shown."""

    def __init__(self, field: Any, obj_a: Any, obj_b: Any, *, request: HttpRequest) -> None:
        super().__init__(field, obj_a, obj_b)
        self.request = request
        self.page = getattr(obj_b, "page", None) or getattr(obj_a, "page", None)
        self.language = obj_b.language or obj_a.language

    def has_changed(self) -> bool:
        """Ids are compared as text: before the first reload one of them is a UUID object."""
        return str(self.val_a or "") != str(self.val_b or "")

    def htmldiff(self) -> SafeString:
        """The passages that differ, with what was taken out and put in."""
        page = TestimonyPage.objects.get(pk=self.page.pk) if self.page is not None else None
        if page is None:
            return SafeString("")
        wanted = [value for value in (self.val_a, self.val_b) if value]
        rows = draft_passages(self.request.user, page, wanted)
        before = {row["anchor"]: row for row in rows if str(row["edition_id"]) == str(self.val_a)}
        after = {row["anchor"]: row for row in rows if str(row["edition_id"]) == str(self.val_b)}
        if not self.has_changed():  # a whole text that was added or taken out: its words as they are
            return self._list([(anchor, SafeString(escape(_said(row)))) for anchor, row in after.items()])
        order = [*after, *(anchor for anchor in before if anchor not in after)]
        lines = [
            (anchor, self._cell(before.get(anchor), after.get(anchor)))
            for anchor in order
            if _said(before.get(anchor)) != _said(after.get(anchor))
        ]
        return self._list(lines) if lines else SafeString(escape(_("The words are the same.")))

    def _list(self, lines: list[tuple[str, SafeString]]) -> SafeString:
        listed = format_html_join("", "<dt><bdi>{}</bdi></dt><dd>{}</dd>", lines)
        run = direction(self.language)
        return format_html('<dl class="rawi-diff" lang="{}" dir="{}">{}</dl>', self.language, run, listed)

    @staticmethod
    def _cell(old: dict[str, Any] | None, new: dict[str, Any] | None) -> SafeString:
        return SafeString(compare.diff_text(_said(old), _said(new)).to_html())


def _said(row: dict[str, Any] | None) -> str:
    """A passage as one text: heading, speaker and words."""
    if row is None:
        return ""
    speaker = f"{row['speaker']}: " if row["speaker"] else ""
    heading = f"[{row['heading']}] " if row["heading"] else ""
    return f"{heading}{speaker}{row['text']}"


def compare_words(request: HttpRequest, model: type[TestimonyPage], heading: str) -> Any:
    """What ``get_comparison()`` of the words panel returns: called with two revisions, it compares their texts."""
    meta = AccountText._meta
    fields: list[Any] = [functools.partial(compare.FieldComparison, meta.get_field(name)) for name in _FIELDS]
    fields.append(functools.partial(EditionComparison, meta.get_field("edition"), request=request))
    return functools.partial(
        compare.ChildRelationComparison, model._meta.get_field("account_texts"), fields, label=heading
    )
