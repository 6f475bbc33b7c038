"""Merging one authority record into another, and the search for terms that scripts of the admin ask."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from archive.actions.vocabularies import MergeError, merge_terms
from archive.editorial.language_fields import admin_language
from archive.editorial.terms import all_terms, find_terms
from archive.editorial.vocabularies import uses_of
from archive.models import AUTHORITY_MODELS
from archive.records import Vocabulary

MERGE_ERRORS = {
    "same-record": gettext_lazy("A record cannot be merged into itself."),
    "other-vocabulary": gettext_lazy("Both records must belong to one vocabulary."),
    "already-merged": gettext_lazy("One of the two has been merged already."),
    "into-its-own-branch": gettext_lazy(
        "A record cannot be merged into a narrower one of its own. Move that one first, or merge it into this."
    ),
}


def vocabulary_or_404(name: str) -> Vocabulary:
    """The vocabulary with this name in an address."""
    try:
        return Vocabulary(name)
    except ValueError:
        raise Http404 from None


class MergeForm(forms.Form):
    """The record that takes the place of the other, and a confirmation once it is chosen."""

    target = forms.TypedChoiceField(
        coerce=int, label=gettext_lazy("Merge into"), help_text=gettext_lazy("The record that stays.")
    )
    confirmed = forms.IntegerField(
        required=False, widget=forms.HiddenInput
    )  # the target that the user saw the effect of

    def __init__(self, *args: Any, vocabulary: Vocabulary, source_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *(
                (term.id, f"{term.path} › {term.label}" if term.path else term.label)
                for term in all_terms(vocabulary, admin_language())
                if term.id != source_id
            ),
        ]


class MergeView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Choose the record that stays, see what is touched, confirm."""

    template_name = "archive/editorial/merge.html"
    page_title = gettext_lazy("Merge into …")
    header_icon = "resubmit"
    form_class = MergeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Whoever may change the vocabulary may merge in it."""
        self.vocabulary = vocabulary_or_404(kwargs["vocabulary"])
        self.model = AUTHORITY_MODELS[self.vocabulary]
        if not policy_registry.get_by_type(self.model).user_has_permission(request.user, "change"):
            raise PermissionDenied
        self.source = get_object_or_404(self.model, pk=kwargs["pk"], merged_into=None)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """The record that goes."""
        return str(self.source)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the vocabulary, the record."""
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse(f"wagtailsnippets_archive_{self.vocabulary.value}:list"),
                "label": str(self.model._meta.verbose_name_plural),
            },
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form offers every other record."""
        return {**super().get_form_kwargs(), "vocabulary": self.vocabulary, "source_id": self.source.pk}

    def form_valid(self, form: MergeForm) -> HttpResponse:
        """First what is touched, then the merge."""
        target = self.model._default_manager.get(pk=form.cleaned_data["target"])
        if form.cleaned_data["confirmed"] != target.pk:
            testimonies, passages = uses_of(self.source)
            context = self.get_context_data(form=form, target=target, testimonies=testimonies, passages=passages)
            return self.render_to_response(context)
        try:
            merge_terms(vocabulary=self.vocabulary, source=self.source, target=target, actor=self.request.user)
        except MergeError as error:
            form.add_error("target", MERGE_ERRORS[error.code])
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("“%(source)s” was merged into “%(target)s”. Its old address leads there.")
            % {"source": self.source, "target": target},
        )
        return redirect(f"wagtailsnippets_archive_{self.vocabulary.value}:edit", target.pk)


def search_terms(request: HttpRequest) -> JsonResponse:
    """The terms of every vocabulary that ``q`` names, for the tag fields of the words view.

    Answers ``{"terms": [{"key": "theme:12", "label": …, "path": …, "vocabulary": …}]}``; at most eight per vocabulary.
    Any user of the admin may ask: vocabularies hold no words of a testimony.
    """
    query = request.GET.get("q", "").strip()[:80]
    terms = []
    if query:
        for vocabulary in Vocabulary:
            for term in find_terms(vocabulary, query, admin_language(), limit=8):
                terms.append(
                    {
                        "key": f"{vocabulary.value}:{term.id}",
                        "label": term.label,
                        "path": term.path,
                        "vocabulary": str(AUTHORITY_MODELS[vocabulary]._meta.verbose_name),
                    }
                )
    response = JsonResponse({"terms": terms})
    response["Cache-Control"] = "private, no-store"
    return response
