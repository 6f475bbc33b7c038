"""A new language version: from a file, from pasted words, or empty beside the original to be translated."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from wagtail.admin import messages

from archive.access import draft_passages
from archive.actions.words import WordsError, save_words
from archive.editorial.gate import page_to_edit
from archive.editorial.notices import notice_words, refusal_words
from archive.editorial.words.details import TextForm
from archive.editorial.words.editing import words_error
from archive.editorial.words.frame import TestimonyView
from archive.editorial.words.loading import draft_of
from archive.importing.originals import keep_original
from archive.importing.speakers import speaker_roles
from archive.models import AccountText, TestimonyPage, TextRole
from archive.passages import DraftPassage
from archive.transcripts.limited import read_transcript_limited
from archive.transcripts.reading import MAXIMUM_DOCUMENT_BYTES
from archive.transcripts.records import ParsedTranscript, TranscriptError

_ACCEPTED = ".txt,.docx,.pdf,.html,.htm,.xhtml,.vtt,.srt,.xml"
_PASTED_NAME = "pasted.txt"


class AddTextForm(TextForm):
    """The details of the text, and one source of its words."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
        help_text=gettext_lazy(
            "Plain text, DOCX, PDF with text, HTML, WebVTT, SRT, OHMS or TEI. It is kept sealed as it came."
        ),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the words"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=gettext_lazy("An empty line ends a passage. “Name:” at the beginning of a line names a speaker."),
    )

    def __init__(self, *args: Any, has_original: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_original = has_original

    def clean(self) -> dict[str, Any]:
        """One source, not two. Without any, a translation may be begun empty, beside the original."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        upload, pasted = cleaned.get("file"), (cleaned.get("pasted") or "").strip()
        if upload and pasted:
            raise ValidationError(_("Give a file or paste the words, not both."))
        if upload and upload.size > MAXIMUM_DOCUMENT_BYTES:
            self.add_error("file", _("File too large (limit %(limit)s)") % {"limit": "64 MB"})
        if not upload and not pasted and not self.begins_empty(cleaned):
            raise ValidationError(_("Choose a file or paste the words."))
        return cleaned

    def begins_empty(self, cleaned: dict[str, Any]) -> bool:
        """A translation of words that are here already."""
        return self.has_original and cleaned.get("role") == TextRole.TRANSLATION


@dataclass(frozen=True, slots=True)
class NewWords:
    """The passages of a new text, the anchors' prefix, and what was noticed."""

    passages: list[DraftPassage]
    prefix: str
    notices: list[str]


class AddText(TestimonyView):
    """Adds a language version to the draft."""

    template_name = "archive/editorial/add_text.html"
    page_title = gettext_lazy("Add a language version")
    header_icon = "plus"

    def get_testimony(self, request: HttpRequest, page_id: int) -> TestimonyPage:
        """Only who may edit now."""
        return page_to_edit(request, page_id)

    def crumbs(self) -> list[dict[str, Any]]:
        """Up to the list of texts."""
        return [{"url": reverse("editorial:words", args=[self.page.pk]), "label": pgettext("account texts", "Words")}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty form."""
        texts = list(draft_of(self.page).account_texts.all())
        initial = {"role": TextRole.TRANSLATION if texts else TextRole.ORIGINAL}
        return self._show(AddTextForm(initial=initial, has_original=bool(texts)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the words and save them as a new text of the draft; a refusal changes nothing."""
        texts = list(draft_of(self.page).account_texts.all())
        form = AddTextForm(request.POST, request.FILES, has_original=bool(texts))
        if not form.is_valid():
            return self._show(form)
        upload, pasted = form.cleaned_data["file"], form.cleaned_data["pasted"]
        data, name = (upload.read(), upload.name) if upload else (pasted.encode(), _PASTED_NAME)
        parsed: ParsedTranscript | None = None
        if upload or pasted.strip():
            try:
                parsed = read_transcript_limited(data, name)
            except TranscriptError as error:
                form.add_error("file" if upload else "pasted", refusal_words(error))
                return self._show(form)
        try:
            text_uuid, new = self._save(form, texts, parsed, data if upload else b"", name)
        except WordsError as error:
            form.add_error(None, words_error(error))
            return self._show(form)
        self._tell(new)
        return redirect("editorial:text", self.page.pk, text_uuid)

    def _save(
        self, form: AddTextForm, texts: list[AccountText], parsed: ParsedTranscript | None, data: bytes, name: str
    ) -> tuple[uuid.UUID, NewWords]:
        details = {key: form.cleaned_data[key] for key in TextForm.Meta.fields}
        new = self._new_words(texts, parsed, details)
        known = {str(text.uuid) for text in texts}
        with transaction.atomic():
            self.page.refresh_from_db()
            sha256 = ""
            if data:
                purpose = f"{details['role']}:{details['language']}"
                sha256 = keep_original(data, name, self.page.pk, purpose).sha256
            revision = save_words(
                page=self.page,
                actor=self.request.user,
                passages=new.passages,
                loaded_revision_id=self.page.latest_revision_id,
                source_sha256=sha256,
                prefix=new.prefix,
                **details,
            )
        added = [row for row in revision.content["account_texts"] if str(row["uuid"]) not in known]
        return uuid.UUID(str(added[0]["uuid"])), new

    def _new_words(
        self, texts: list[AccountText], parsed: ParsedTranscript | None, details: dict[str, Any]
    ) -> NewWords:
        """The passages. As many as the first text has share its anchors, so that both can stand side by side."""
        anchors = []
        if texts:
            first = draft_passages(self.request.user, self.page, [texts[0].edition_id])
            anchors = [row["anchor"] for row in first]
            if parsed is None:
                names = ("anchor", "speaker", "speaker_role", "start_ms", "end_ms")
                rows = [DraftPassage(text="", **{key: row[key] for key in names}) for row in first]
                return NewWords(rows, "p", [])
        if parsed is None:
            return NewWords([], "p", [])
        names_of_page = [row.public_name for row in draft_of(self.page).descriptions.all() if row.public_name]
        roles = speaker_roles((row.speaker for row in parsed.passages), names_of_page, parsed.metadata)
        aligned = bool(anchors) and len(anchors) == len(parsed.passages)
        passages = [
            DraftPassage(
                text=row.text,
                anchor=anchors[index] if aligned else "",
                heading=row.heading,
                speaker=row.speaker,
                speaker_role=roles.get(row.speaker, ""),
                language=row.language if row.language != details["language"] else "",
                start_ms=row.start_ms,
                end_ms=row.end_ms,
            )
            for index, row in enumerate(parsed.passages)
        ]
        notices = [notice_words(notice) for notice in parsed.notices]
        if anchors and not aligned:
            notices.append(
                _(
                    "The first text has %(first)s passages and this one %(second)s, so they cannot stand side by side. "
                    "Split and join passages until the numbers agree, then use “Set beside the first text”."
                )
                % {"first": len(anchors), "second": len(passages)}
            )
        prefix = "p" if aligned or not anchors else f"{details['language'].split('-')[0].lower()}"
        return NewWords(passages, prefix, notices)

    def _tell(self, new: NewWords) -> None:
        count = len(new.passages)
        messages.success(
            self.request,
            ngettext("%(n)s passage was saved as a draft.", "%(n)s passages were saved as a draft.", count)
            % {"n": count},
        )
        if new.notices:
            items = format_html_join("", "<li>{}</li>", ((notice,) for notice in new.notices))
            messages.warning(self.request, format_html("{}<ul>{}</ul>", _("What was noticed while reading:"), items))

    def _show(self, form: AddTextForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))
