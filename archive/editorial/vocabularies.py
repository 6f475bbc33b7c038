"""The vocabularies in the admin: themes, periods, places, people and the glossary, as one group of the menu."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.models import Revision
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from archive.actions.vocabularies import testimonies_tagged
from archive.editorial.choosers import TermChooserViewSet
from archive.editorial.language_fields import LanguageSelect, admin_language
from archive.editorial.term_forms import TermForm, TreeTermForm
from archive.editorial.terms import matching, vocabulary_of
from archive.models import TAG_RELATIONS, GlossaryEntry, Period, Person, Place, TestimonyPage, Theme


class NameColumn(Column):
    """The preferred name in the admin's language, indented by its depth in the tree."""

    cell_template_name = "archive/editorial/term_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """The name, its depth, and where a click on it leads."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        vocabulary = vocabulary_of(type(instance)).value
        context["depth"] = min(getattr(instance, "depth", 1), 6)
        context["edit_url"] = reverse(f"wagtailsnippets_archive_{vocabulary}:edit", args=[instance.pk])
        return context

    def get_value(self, instance: Any) -> str:
        """The name, from the labels that the view prefetched."""
        return str(instance.label_in(admin_language()))


class OtherNamesColumn(Column):
    """Every other name, in any language."""

    cell_template_name = "archive/editorial/names_cell.html"

    def get_value(self, instance: Any) -> list[Any]:
        """The names that the first column does not show."""
        shown = instance.label_in(admin_language())
        return [label for label in instance.labels.all() if label.text != shown]


class StateColumn(Column):
    """Whether it is restricted, or merged into another."""

    def get_value(self, instance: Any) -> str:
        """A few words, or none."""
        if instance.merged_into_id:
            return _("merged")
        return _("restricted") if instance.restricted else ""


class TermIndexView(IndexView):
    """A vocabulary in tree order; its search finds any name in any script."""

    is_searchable = True

    def search_queryset(self, queryset: Any) -> Any:
        """By ORM over the folded names."""
        return matching(queryset, self.search_query) if self.is_searching else queryset

    def get_base_queryset(self) -> Any:
        """The names come along, and how often a record is used."""
        return super().get_base_queryset().prefetch_related("labels")


def merge_button(record: Any, **kwargs: Any) -> Any:
    """The button that leads to the merge page of a record."""
    return Button(
        _("Merge into …"),
        url=reverse("editorial:merge", args=[vocabulary_of(type(record)).value, record.pk]),
        icon_name="resubmit",
        priority=60,
        **kwargs,
    )


def _names() -> InlinePanel:
    return InlinePanel(
        "labels",
        [
            FieldRowPanel(
                [
                    FieldPanel("text", classname="rawi-bidi"),
                    FieldPanel("language", widget=LanguageSelect),
                    FieldPanel("kind"),
                ]
            )
        ],
        heading=gettext_lazy("Names"),
        label=gettext_lazy("name"),
        min_num=1,
        help_text=gettext_lazy("One preferred name per language; readers find it by every variant too."),
    )


def _notes(*more: str) -> InlinePanel:
    return InlinePanel(
        "notes",
        [FieldPanel("language", widget=LanguageSelect), FieldPanel("scope"), *(FieldPanel(name) for name in more)],
        heading=gettext_lazy("Scope notes"),
        label=gettext_lazy("scope note"),
    )


def _handler(form: type[TermForm], *own: Any, notes: tuple[str, ...] = ()) -> ObjectList:
    place_in_tree = [FieldPanel("parent")] if form is TreeTermForm else []
    return ObjectList(
        [
            _names(),
            *place_in_tree,
            *own,
            _notes(*notes),
            MultiFieldPanel(
                [FieldPanel("slug"), FieldPanel("code"), FieldPanel("exact_match"), FieldPanel("restricted")],
                heading=gettext_lazy("Address and identity"),
            ),
        ],
        base_form_class=form,
    )


class TermViewSet(SnippetViewSet):
    """What the four vocabularies share."""

    index_view_class = TermIndexView
    chooser_viewset_class = TermChooserViewSet
    copy_view_enabled = False
    list_per_page = 100
    icon = "tag"

    @cached_property
    def list_display(self) -> list[Any]:
        """Name, other names, address, state."""
        return [
            NameColumn("name", label=gettext_lazy("Preferred name")),
            OtherNamesColumn("other_names", label=gettext_lazy("Other names")),
            Column("slug", label=gettext_lazy("Address"), sort_key="slug"),
            StateColumn("state", label=gettext_lazy("State")),
        ]


class ThemeViewSet(TermViewSet):
    """Themes."""

    model = Theme
    ordering = ["path"]
    edit_handler = _handler(TreeTermForm)


class PeriodViewSet(TermViewSet):
    """Periods."""

    model = Period
    icon = "calendar"
    ordering = ["path"]
    edit_handler = _handler(
        TreeTermForm,
        MultiFieldPanel([FieldPanel("dates"), FieldPanel("dates_disputed")], heading=gettext_lazy("Dates")),
        notes=("dates_note",),
    )


class PlaceViewSet(TermViewSet):
    """Places."""

    model = Place
    icon = "site"
    ordering = ["path"]
    edit_handler = _handler(
        TreeTermForm,
        FieldPanel("place_type"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]), FieldPanel("precision")],
            heading=gettext_lazy("Coordinates"),
            help_text=gettext_lazy("They are rounded to the precision before they are stored."),
        ),
    )


class PersonViewSet(TermViewSet):
    """People with a public name."""

    model = Person
    icon = "user"
    ordering = ["slug"]
    edit_handler = _handler(TermForm)


class GlossaryTermColumn(Column):
    """The word in each language."""

    def get_value(self, instance: Any) -> str:
        """The words, as the rows were prefetched."""
        return " · ".join(text.term for text in instance.texts.all())


class GlossaryIndexView(IndexView):
    """The glossary."""

    is_searchable = True
    search_fields = ["slug", "texts__term", "texts__spellings"]
    search_backend_name = None

    def get_base_queryset(self) -> Any:
        """The words come along."""
        return super().get_base_queryset().prefetch_related("texts").distinct()


class GlossaryViewSet(SnippetViewSet):
    """Words of prison and of the archive, explained."""

    model = GlossaryEntry
    icon = "openquote"
    index_view_class = GlossaryIndexView
    copy_view_enabled = False
    ordering = ["slug"]
    list_display = ["slug", GlossaryTermColumn("words", label=gettext_lazy("Words"))]
    edit_handler = ObjectList(
        [
            FieldPanel("slug"),
            InlinePanel(
                "texts",
                [
                    FieldPanel("language", widget=LanguageSelect),
                    FieldPanel("term"),
                    FieldPanel("definition"),
                    FieldPanel("spellings"),
                ],
                heading=gettext_lazy("In each language"),
                label=gettext_lazy("language version"),
                min_num=1,
            ),
        ]
    )


class VocabularyGroup(SnippetViewSetGroup):
    """Their place in the menu."""

    menu_label = gettext_lazy("Vocabularies")
    menu_icon = "tag"
    menu_name = "vocabularies"
    menu_order = 160
    items = (ThemeViewSet, PeriodViewSet, PlaceViewSet, PersonViewSet, GlossaryViewSet)


TERM_MODELS = (Theme, Period, Place, Person)


def uses_of(record: Any) -> tuple[int, int]:
    """How many testimonies and passages are tagged with a record, published or not."""
    vocabulary = vocabulary_of(type(record))
    passages = TestimonyPage._meta.get_field(TAG_RELATIONS[vocabulary][1]).related_model
    return (
        len(testimonies_tagged(vocabulary, [record.pk])),
        passages._default_manager.filter(term_id=record.pk).count(),
    )


def named_in_a_revision(record: Any) -> bool:
    """Whether any draft or earlier revision of a testimony is tagged with a record. Reads the tags of all revisions, so
    it is for rare acts only."""
    relations = TAG_RELATIONS[vocabulary_of(type(record))]
    fields = [f"content__{relation}" for relation in relations]
    ours = ContentType.objects.get_for_model(TestimonyPage)
    revisions = Revision.objects.filter(content_type=ours).order_by().values_list(*fields)
    return any(row.get("term") == record.pk for lists in revisions.iterator() for rows in lists for row in (rows or ()))


def refuse_delete(request: HttpRequest, records: list[Any]) -> HttpResponse | None:
    """A record that is used, has narrower ones or stands for a merged one stays: merging is the way to be rid of it.

    For Wagtail's hooks before deleting: returns a redirect with the reason, or None where nothing stands against it.
    """
    for record in records:
        if type(record) not in TERM_MODELS:
            continue
        reason = _reason_to_keep(record)
        if reason:
            if request.method not in {"GET", "POST"}:
                raise PermissionDenied
            messages.error(request, format_html("{} {}", reason, _("Merge it into another record instead.")))
            return redirect(f"wagtailsnippets_archive_{vocabulary_of(type(record)).value}:list")
    return None


def _reason_to_keep(record: Any) -> str:
    testimonies, _passages = uses_of(record)
    if testimonies or named_in_a_revision(record):
        return _("“%(name)s” is used as a tag and cannot be deleted.") % {"name": record}
    if hasattr(record, "numchild") and record.numchild:
        return _("“%(name)s” has narrower records and cannot be deleted.") % {"name": record}
    if record.merged_into_id or type(record)._default_manager.filter(merged_into=record).exists():
        return _("“%(name)s” keeps the address of a merged record alive and cannot be deleted.") % {"name": record}
    return ""
