"""Choosing authority records in the testimony editor: search by any name, path in the tree, several at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from archive.editorial.language_fields import admin_language
from archive.editorial.terms import matching, usable, vocabulary_of, with_paths


class TermFilterForm(BaseFilterForm):
    """Search by any name in any script."""

    q = forms.CharField(
        label=_("Any name, in any language"),
        widget=forms.TextInput(attrs={"placeholder": _("Any name, in any language")}),
        required=False,
    )

    def filter(self, objects: Any) -> Any:
        """The records that the words name."""
        objects = super().filter(objects)
        query = self.cleaned_data.get("q", "")
        if query:
            self.is_searching = True
            self.search_query = query
            objects = matching(objects, query)
        return objects


class PathColumn(Column):
    """The broader records of a record; paths are looked up for the whole page of results at once."""

    def get_value(self, instance: Any) -> str:
        """The path, prepared by the view."""
        return getattr(instance, "rawi_path", "")


class TermChoosing:
    """What the chooser's window and its list of results share."""

    filter_form_class = TermFilterForm

    def get_object_list(self) -> Any:
        """Every record that may be chosen; merged ones are gone from the lists."""
        return usable(vocabulary_of(self.model_class)).prefetch_related("labels")  # type: ignore[attr-defined]

    def apply_object_list_ordering(self, objects: Any) -> Any:
        """Tree order, as ``usable`` gives it."""
        return objects

    @property
    def columns(self) -> list[Column]:
        """The name and where it stands in the tree."""
        columns: list[Column] = super().columns  # type: ignore[misc]
        if hasattr(self.model_class, "path"):  # type: ignore[attr-defined]
            columns.append(PathColumn("path", label=_("Broader")))
        return columns

    def get_results_page(self, request: Any) -> Any:
        """One page of results, with the paths of all its records."""
        page = super().get_results_page(request)  # type: ignore[misc]
        records = list(page.object_list)
        for record, choice in zip(records, with_paths(records, admin_language()), strict=True):
            record.rawi_path = choice.path
        page.object_list = records
        return page


class TermChooseView(TermChoosing, ChooseView):
    """The chooser's window."""


class TermChooseResultsView(TermChoosing, ChooseResultsView):
    """Its list of results, as it is searched and paged."""


class TermChooserViewSet(SnippetChooserViewSet):
    """The chooser of one vocabulary."""

    choose_view_class = TermChooseView
    choose_results_view_class = TermChooseResultsView
    per_page = 25
