"""Editing the passages of one text: one form, nothing saved before Save, what was typed never lost."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin import messages

from archive.access import draft_passages
from archive.actions.words import MAX_PASSAGES, WordsError
from archive.editorial.gate import page_to_edit
from archive.editorial.language_fields import admin_language
from archive.editorial.terms import names_of
from archive.editorial.words.details import TextForm
from archive.editorial.words.frame import TestimonyView
from archive.editorial.words.loading import is_edition_of, load
from archive.editorial.words.operations import SPLIT_MARK, OperationRefused, apply
from archive.editorial.words.rows import Row, check, read_rows, row_of
from archive.editorial.words.saving import Submitted, save
from archive.languages import direction, language_name
from archive.models import TestimonyPage, TextRole
from archive.records import Vocabulary

# Passages in one form. A longer text is edited a stretch at a time, so that the page stays quick and a slip small.
ROWS_ON_PAGE = 200
CONFLICT = 409

WORDS_ERRORS = {
    "stale": gettext_lazy("Someone else changed this while you worked"),
    "no-passages": gettext_lazy("A text needs at least one passage. To take it away, remove the language version."),
    "too-many-passages": gettext_lazy("A text may have at most %(limit)s passages. Join some, or divide the account."),
    "duplicate-anchor": gettext_lazy("A passage would stand in the text twice. Reload the page and try again."),
    "unknown-text": gettext_lazy("This language version is no longer there."),
}


def words_error(error: WordsError) -> str:
    """A refusal of the words action, as a sentence."""
    return str(WORDS_ERRORS[error.code]) % {"limit": MAX_PASSAGES}


class EditText(TestimonyView):
    """The words of one language version."""

    template_name = "archive/editorial/text.html"
    page_title = pgettext_lazy("account texts", "Words")
    header_icon = "edit"

    def get_testimony(self, request: HttpRequest, page_id: int) -> TestimonyPage:
        """Only who may edit now."""
        return page_to_edit(request, page_id)

    def crumbs(self) -> list[dict[str, Any]]:
        """Up to the list of texts."""
        return [{"url": reverse("editorial:words", args=[self.page.pk]), "label": pgettext("account texts", "Words")}]

    def get_page_title(self) -> str:
        """The language of the text."""
        return (
            language_name(self.words.text.language, admin_language())
            if hasattr(self, "words")
            else pgettext("account texts", "Words")
        )

    # Reading

    def _load(self) -> None:
        self.words = load(self.page, self.kwargs["text_uuid"])
        wanted = {str(text.edition_id) for text in self.words.texts}
        base = self.request.POST.get("base", "")
        current = str(self.words.text.edition_id)
        self.base_id = base if base and base != current and is_edition_of(self.words.text, base) else current
        rows = draft_passages(self.request.user, self.page, [*wanted, self.base_id])
        self.by_edition: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            self.by_edition.setdefault(str(row["edition_id"]), []).append(row)
        self.base = self.by_edition.get(self.base_id, [])
        self.known = {row["anchor"] for row in rows}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, at the stretch of the text that was asked for."""
        self._load()
        pages = max(1, -(-len(self.base) // ROWS_ON_PAGE))
        asked = request.GET.get("p", "1")
        number = min(int(asked), pages) if asked.isascii() and asked.isdigit() and int(asked) else 1
        start = (number - 1) * ROWS_ON_PAGE
        stop = min(start + ROWS_ON_PAGE, len(self.base))
        rows = [
            row_of(passage, self.words.tags.get(passage["anchor"], ()), self.words.notes.get(passage["anchor"], {}))
            for passage in self.base[start:stop]
        ]
        return self._show(rows, TextForm(instance=self.words.text), start, stop, {}, self.words.fingerprint)

    # Writing

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what a passage's button says, or save."""
        with transaction.atomic():
            TestimonyPage.objects.select_for_update().get(pk=self.page.pk)
            self.page.refresh_from_db()
            self._load()
            start = _bounded(request.POST.get("start"), len(self.base))
            stop = max(start, _bounded(request.POST.get("stop"), len(self.base)))
            rows = read_rows(request.POST, self.known)
            moved = _moved(request.POST.get("moved", ""), self.known)
            form = TextForm(request.POST, instance=self.words.text)
            state = request.POST.get("state", "")
            operation = request.POST.get("op", "save")
            if operation not in {"save", "overwrite"}:
                return self._change(operation, rows, form, start, stop, moved, state)
            return self._save(operation, rows, form, start, stop, moved, state)

    def _change(
        self, operation: str, rows: list[Row], form: TextForm, start: int, stop: int, moved: dict[str, str], state: str
    ) -> HttpResponse:
        if rows and operation == f"merge:{rows[-1].key}" and stop < len(self.base):
            passage = self.base[stop]  # the next passage stands on the next stretch: take it into this one
            anchor = passage["anchor"]
            rows.append(row_of(passage, self.words.tags.get(anchor, ()), self.words.notes.get(anchor, {})))
            stop += 1
        try:
            rows = apply(operation, rows, moved)
        except OperationRefused as refused:
            messages.error(self.request, str(refused))
        else:
            messages.info(self.request, _("Changed, not yet saved."))
        return self._show(rows, form, start, stop, moved, state)

    def _save(
        self, operation: str, rows: list[Row], form: TextForm, start: int, stop: int, moved: dict[str, str], state: str
    ) -> HttpResponse:
        current = self.words.fingerprint
        seen = self.request.POST.get("seen", "") if operation == "overwrite" else state
        _name_tags(rows)
        right = check(rows, may_be_empty=form.data.get("role") == TextRole.TRANSLATION)
        if not (form.is_valid() and right):
            messages.error(self.request, _("Nothing was saved. Mend what is marked below."))
            return self._show(rows, form, start, stop, moved, state)
        if seen != current:
            messages.error(self.request, words_error(WordsError("stale")))
            return self._show(rows, form, start, stop, moved, state, seen=current, status=CONFLICT)
        try:
            with transaction.atomic():
                changed = save(
                    self.words,
                    Submitted(rows, form.cleaned_data, start, stop, moved),
                    actor=self.request.user,
                    base=self.base,
                    current=self.by_edition.get(str(self.words.text.edition_id), []),
                    elsewhere=self._anchors_elsewhere(),
                )
        except WordsError as error:
            messages.error(self.request, words_error(error))
            return self._show(rows, form, start, stop, moved, state)
        messages.success(self.request, _("Saved.") if changed else _("There was nothing to save."))
        page = start // ROWS_ON_PAGE + 1
        return redirect(f"{reverse('editorial:text', args=[self.page.pk, self.words.text.uuid])}?p={page}")

    def _anchors_elsewhere(self) -> set[str]:
        return {
            row["anchor"]
            for text in self.words.texts
            if text is not self.words.text
            for row in self.by_edition.get(str(text.edition_id), [])
        }

    # Showing

    def _show(
        self,
        rows: list[Row],
        form: TextForm,
        start: int,
        stop: int,
        moved: Mapping[str, str],
        state: str,
        seen: str = "",
        status: int = 200,
    ) -> HttpResponse:
        source = self._source()
        for number, row in enumerate(rows, start + 1):
            row.number = number
            row.source = source.get(row.anchor, "")
        _name_tags(rows)
        text = self.words.text
        pages = max(1, -(-len(self.base) // ROWS_ON_PAGE))
        context = self.get_context_data(
            rows=rows,
            form=form,
            text=text,
            language=text.language,
            language_name=language_name(text.language, admin_language()),
            direction=direction(text.language),
            role_label=TextRole(text.role).label,
            source_language=self.words.texts[0].language if source else "",
            source_direction=direction(self.words.texts[0].language) if source else "",
            base=self.base_id,
            state=state,
            seen=seen,
            start=start,
            stop=stop,
            moved=json.dumps(dict(moved)),
            split_mark=SPLIT_MARK,
            stretches=_stretches(len(self.base), start) if pages > 1 else [],
            terms_url=reverse("editorial:terms"),
            editions_url=reverse("editorial:editions", args=[self.page.pk, text.uuid]),
            words_url=reverse("editorial:words", args=[self.page.pk]),
        )
        return self.render_to_response(context, status=status)

    def _source(self) -> dict[str, str]:
        """The words of the first text by anchor, to have beside a translation."""
        first = self.words.texts[0]
        if first is self.words.text:
            return {}
        return {row["anchor"]: row["text"] for row in self.by_edition.get(str(first.edition_id), [])}


def _stretches(total: int, start: int) -> list[dict[str, Any]]:
    return [
        {"number": number, "first": first + 1, "last": min(first + ROWS_ON_PAGE, total), "current": first == start}
        for number, first in enumerate(range(0, total, ROWS_ON_PAGE), 1)
    ]


def _bounded(value: str | None, limit: int) -> int:
    return min(int(value), limit) if value and value.isascii() and value.isdigit() else 0


def _moved(text: str, known: set[str]) -> dict[str, str]:
    """Which anchor took another's words, as the form carried it; what is no such list is none."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {old: new for old, new in found.items() if old in known and isinstance(new, str) and new in known}


def _name_tags(rows: Sequence[Row]) -> None:
    """Put the names of their tags on the rows: one query per vocabulary."""
    names = {
        vocabulary: names_of(
            vocabulary, {pk for row in rows for kind, pk in row.tags if kind == vocabulary}, admin_language()
        )
        for vocabulary in Vocabulary
    }
    for row in rows:
        row.tags = [(kind, pk) for kind, pk in row.tags if pk in names[kind]]
        row.chips = [(f"{kind.value}:{pk}", names[kind][pk]) for kind, pk in row.tags]
