"""The language versions of a testimony: listed, opened, removed."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages

from archive.access import draft_passages
from archive.actions.words import WordsError, remove_text
from archive.editorial.gate import may_edit_now, page_to_edit, page_to_read
from archive.editorial.language_fields import admin_language
from archive.editorial.words.frame import TestimonyView
from archive.editorial.words.loading import draft_of
from archive.languages import direction, language_name
from archive.models import TestimonyPage, TextRole


@dataclass(frozen=True, slots=True)
class TextLine:
    """One language version in a list."""

    uuid: uuid.UUID
    language: str
    language_name: str
    direction: str
    role: str
    credit: str
    reviewed: bool
    machine_assisted: bool
    edition: int
    passages: int
    words: int
    edit_url: str
    editions_url: str
    remove_url: str


def text_lines(draft: TestimonyPage) -> list[TextLine]:
    """The language versions of a draft, in their order."""
    return [
        TextLine(
            uuid=text.uuid,
            language=text.language,
            language_name=language_name(text.language, admin_language()),
            direction=direction(text.language),
            role=str(TextRole(text.role).label) if text.role in TextRole.values else text.role,
            credit=text.credit,
            reviewed=text.reviewed,
            machine_assisted=text.machine_assisted,
            edition=text.edition.number,
            passages=text.edition.passage_total,
            words=text.edition.word_total,
            edit_url=reverse("editorial:text", args=[draft.pk, text.uuid]),
            editions_url=reverse("editorial:editions", args=[draft.pk, text.uuid]),
            remove_url=reverse("editorial:remove_text", args=[draft.pk, text.uuid]),
        )
        for text in draft.account_texts.all()
    ]


class WordsOverview(TestimonyView):
    """The language versions, and the way to a new one."""

    template_name = "archive/editorial/words.html"
    page_title = pgettext_lazy("account texts", "Words")

    def get_testimony(self, request: HttpRequest, page_id: int) -> TestimonyPage:
        """Whoever may edit, publish or approve may look."""
        return page_to_read(request, page_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lines, and whether this user may change them now."""
        context = super().get_context_data(**kwargs)
        draft = draft_of(self.page)
        context["lines"] = text_lines(draft)
        context["may_edit"] = may_edit_now(self.request, self.page)
        context["can_align"] = self._can_align(draft)
        context["add_url"] = reverse("editorial:add_text", args=[self.page.pk])
        return context

    def _can_align(self, draft: TestimonyPage) -> set[uuid.UUID]:
        """The texts that have as many passages as the first and other numbers: they can be set beside it."""
        first, *others = list(draft.account_texts.all()) or [None]
        alike = [text for text in others if first and text.edition.passage_total == first.edition.passage_total]
        if not alike:
            return set()
        editions = [first.edition_id, *(text.edition_id for text in alike)]
        anchors: dict[str, list[str]] = {}
        for row in draft_passages(self.request.user, self.page, editions):
            anchors.setdefault(str(row["edition_id"]), []).append(row["anchor"])
        beside = anchors.get(str(first.edition_id), [])
        return {text.uuid for text in alike if anchors.get(str(text.edition_id), []) != beside}


class RemoveText(TestimonyView):
    """Takes a language version out of the draft, after a question."""

    template_name = "archive/editorial/remove_text.html"
    page_title = gettext_lazy("Remove this language version")

    def get_testimony(self, request: HttpRequest, page_id: int) -> TestimonyPage:
        """Only who may edit now."""
        return page_to_edit(request, page_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version that goes."""
        context = super().get_context_data(**kwargs)
        wanted = self.kwargs["text_uuid"]
        context["line"] = next((line for line in text_lines(draft_of(self.page)) if line.uuid == wanted), None)
        context["loaded_revision_id"] = self.page.latest_revision_id
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remove it, unless the page has changed since the question was asked."""
        loaded = request.POST.get("loaded_revision_id", "")
        try:
            remove_text(
                page=self.page,
                actor=request.user,
                text_uuid=kwargs["text_uuid"],
                loaded_revision_id=int(loaded) if loaded.isdigit() else -1,
            )
        except WordsError as error:
            if error.code == "stale":
                messages.error(request, _("Someone else changed this while you worked"))
            else:
                messages.error(request, _("This language version is no longer there."))
        else:
            messages.success(request, _("The language version was removed from the draft. Earlier revisions keep it."))
        return redirect("editorial:words", self.page.pk)
