"""The tags and content notes of one passage on a page of their own: plain lists, for whoever works without scripts."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin import messages

from archive.access import draft_passages
from archive.actions.tagging import tag_passages
from archive.actions.words import WordsError
from archive.editorial.gate import page_to_edit
from archive.editorial.language_fields import admin_language
from archive.editorial.terms import all_terms
from archive.editorial.words.editing import CONFLICT, words_error
from archive.editorial.words.frame import TestimonyView
from archive.editorial.words.loading import draft_of, notes_of, tags_of
from archive.editorial.words.rows import NOTE_LANGUAGES, NOTE_LENGTH
from archive.languages import direction, language_name
from archive.models import AUTHORITY_MODELS, TestimonyPage
from archive.records import Vocabulary


class PassageForm(forms.Form):
    """One list per vocabulary, one note per language."""

    def __init__(self, *args: Any, note_languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = admin_language()
        for vocabulary in Vocabulary:
            choices = [
                (term.id, "\u2003" * term.path.count("›") + ("\u2003" if term.path else "") + term.label)
                for term in all_terms(vocabulary, spoken)
            ]
            self.fields[vocabulary.value] = forms.TypedMultipleChoiceField(
                coerce=int,
                required=False,
                choices=choices,
                label=capfirst(AUTHORITY_MODELS[vocabulary]._meta.verbose_name_plural),
                widget=forms.SelectMultiple(attrs={"size": min(12, max(4, len(choices)))}),
            )
        for language in note_languages:
            self.fields[f"note_{language}"] = forms.CharField(
                required=False,
                max_length=NOTE_LENGTH,
                label=_("Content note, %(language)s") % {"language": language_name(language, spoken)},
                widget=forms.TextInput(attrs={"lang": language, "dir": direction(language)}),
            )


class PassagePage(TestimonyView):
    """Tags and notes of one passage."""

    template_name = "archive/editorial/passage.html"
    page_title = gettext_lazy("Tags on this passage")
    header_icon = "tag"

    def get_testimony(self, request: HttpRequest, page_id: int) -> TestimonyPage:
        """Only who may edit now."""
        return page_to_edit(request, page_id)

    def crumbs(self) -> list[dict[str, Any]]:
        """Up to the list of texts."""
        return [{"url": reverse("editorial:words", args=[self.page.pk]), "label": pgettext("account texts", "Words")}]

    def _load(self) -> None:
        self.anchor = self.kwargs["anchor"]
        self.draft = draft_of(self.page)
        texts = list(self.draft.account_texts.all())
        rows = draft_passages(self.request.user, self.page, [text.edition_id for text in texts])
        by_edition = {str(row["edition_id"]): row for row in rows if row["anchor"] == self.anchor}
        self.sides = [
            {
                "language": text.language,
                "language_name": language_name(text.language, admin_language()),
                "direction": direction(text.language),
                "passage": by_edition[str(text.edition_id)],
            }
            for text in texts
            if str(text.edition_id) in by_edition
        ]
        if not self.sides:
            raise Http404
        self.notes = notes_of(self.draft).get(self.anchor, {})
        self.languages = list(dict.fromkeys([*NOTE_LANGUAGES, *self.notes]))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The lists, with what is chosen."""
        self._load()
        initial: dict[str, Any] = {f"note_{language}": text for language, text in self.notes.items()}
        for vocabulary, pk in tags_of(self.draft).get(self.anchor, []):
            initial.setdefault(vocabulary.value, []).append(pk)
        return self._show(PassageForm(initial=initial, note_languages=self.languages), self.page.latest_revision_id)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save tags and notes of this passage, unless the page changed meanwhile."""
        self._load()
        form = PassageForm(request.POST, note_languages=self.languages)
        loaded = request.POST.get("loaded_revision_id", "")
        revision_id = int(loaded) if loaded.isascii() and loaded.isdigit() else -1
        if not form.is_valid():
            return self._show(form, revision_id)
        try:
            with transaction.atomic():
                tag_passages(
                    page=self.page,
                    actor=request.user,
                    tags={self.anchor: {vocabulary: form.cleaned_data[vocabulary.value] for vocabulary in Vocabulary}},
                    notes={self.anchor: {tag: form.cleaned_data[f"note_{tag}"] for tag in self.languages}},
                    loaded_revision_id=revision_id,
                )
        except WordsError as error:
            messages.error(request, words_error(error))
            return self._show(form, self.page.latest_revision_id, status=CONFLICT)
        messages.success(request, _("Saved."))
        return redirect("editorial:words", self.page.pk)

    def _show(self, form: PassageForm, revision_id: int | None, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form, anchor=self.anchor, sides=self.sides, loaded_revision_id=revision_id or ""
        )
        return self.render_to_response(context, status=status)
