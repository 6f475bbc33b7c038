"""The editions of a text: listed with author and date, read, restored; and setting a text beside the first."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin import messages

from archive.actions.words import WordsError, save_words
from archive.editorial.gate import may_edit_now, page_to_edit, page_to_read
from archive.editorial.language_fields import admin_language
from archive.editorial.words.editing import words_error
from archive.editorial.words.frame import TestimonyView
from archive.editorial.words.loading import editions_of, load, passages_of
from archive.editorial.words.rows import draft_passage
from archive.editorial.words.saving import renumbered
from archive.languages import direction, language_name
from archive.models import AccountText, Edition, TestimonyPage


class _OfText(TestimonyView):
    """A view of one text of the draft."""

    header_icon = "history"

    def get_testimony(self, request: HttpRequest, page_id: int) -> TestimonyPage:
        """Whoever may edit, publish or approve may look."""
        return page_to_read(request, page_id)

    def crumbs(self) -> list[dict[str, Any]]:
        """Up to the list of texts."""
        return [{"url": reverse("editorial:words", args=[self.page.pk]), "label": pgettext("account texts", "Words")}]


class Editions(_OfText):
    """The editions of a text, newest first."""

    template_name = "archive/editorial/editions.html"
    page_title = gettext_lazy("Editions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with its author, date and size."""
        context = super().get_context_data(**kwargs)
        words = load(self.page, self.kwargs["text_uuid"])
        context["text"] = words.text
        context["language_name"] = language_name(words.text.language, admin_language())
        context["editions"] = editions_of(words.text)
        context["may_edit"] = may_edit_now(self.request, self.page)
        return context


class ReadEdition(_OfText):
    """One edition, to read."""

    template_name = "archive/editorial/edition.html"
    page_title = gettext_lazy("Edition")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its passages."""
        context = super().get_context_data(**kwargs)
        words = load(self.page, self.kwargs["text_uuid"])
        edition = edition_or_404(words.text, self.kwargs["edition_id"])
        context.update(
            text=words.text,
            edition=edition,
            is_current=edition.pk == words.text.edition_id,
            passages=passages_of(self.request.user, self.page, edition.pk),
            direction=direction(words.text.language),
            may_edit=may_edit_now(self.request, self.page),
        )
        return context


def edition_or_404(text: AccountText, edition_id: Any) -> Edition:
    """An edition of this text; another text's is not found."""
    for edition in editions_of(text):
        if str(edition.pk) == str(edition_id):
            return edition
    raise Http404


class RestoreEdition(TestimonyView):
    """Saves the words of an earlier edition as a new one. POST only."""

    http_method_names = ["post"]

    def get_testimony(self, request: HttpRequest, page_id: int) -> TestimonyPage:
        """Only who may edit now."""
        return page_to_edit(request, page_id)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Through the normal save: the words of today stay in the list of editions."""
        words = load(self.page, kwargs["text_uuid"])
        edition = edition_or_404(words.text, kwargs["edition_id"])
        passages = [draft_passage(row) for row in passages_of(request.user, self.page, edition.pk)]
        try:
            save_words(
                page=self.page,
                actor=request.user,
                passages=passages,
                text_uuid=words.text.uuid,
                loaded_revision_id=self.page.latest_revision_id,
                credit=words.text.credit,
                reviewed=words.text.reviewed,
                machine_assisted=words.text.machine_assisted,
            )
        except WordsError as error:
            messages.error(request, words_error(error))
        else:
            messages.success(
                request, _("Edition %(number)s was restored, as a new edition.") % {"number": edition.number}
            )
        return redirect("editorial:text", self.page.pk, words.text.uuid)


class AlignText(TestimonyView):
    """Gives the passages of a text the numbers of the first text's, so that both stand side by side. POST only."""

    http_method_names = ["post"]

    def get_testimony(self, request: HttpRequest, page_id: int) -> TestimonyPage:
        """Only who may edit now."""
        return page_to_edit(request, page_id)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Passage by passage, in order; both must have equally many."""
        words = load(self.page, kwargs["text_uuid"])
        first = [row["anchor"] for row in passages_of(request.user, self.page, words.texts[0].edition_id)]
        own = passages_of(request.user, self.page, words.text.edition_id)
        if len(first) != len(own):
            messages.error(
                request,
                _("The first text has %(first)s passages and this one %(second)s: split and join until they agree.")
                % {"first": len(first), "second": len(own)},
            )
            return redirect("editorial:words", self.page.pk)
        held = {*first}
        for text in words.texts:
            if text is not words.text:
                held |= {row["anchor"] for row in passages_of(request.user, self.page, text.edition_id)}
        moved = {row["anchor"]: anchor for row, anchor in zip(own, first, strict=True) if row["anchor"] not in held}
        try:
            save_words(
                page=self.page,
                actor=request.user,
                passages=renumbered(own, first),
                text_uuid=words.text.uuid,
                moved=moved,
                loaded_revision_id=self.page.latest_revision_id,
                credit=words.text.credit,
                reviewed=words.text.reviewed,
                machine_assisted=words.text.machine_assisted,
            )
        except WordsError as error:
            messages.error(request, words_error(error))
        else:
            messages.success(request, _("The passages now stand beside those of the first text."))
        return redirect("editorial:words", self.page.pk)
