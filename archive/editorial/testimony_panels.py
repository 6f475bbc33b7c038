"""The testimony editor: four tabs in the order of an archivist's work."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from archive.editorial import access_words
from archive.editorial.comparison import compare_words
from archive.editorial.language_fields import LanguageSelect
from archive.editorial.page_form import ArchivePageForm
from archive.editorial.testimony_form import RightsSelect, TestimonyForm
from archive.editorial.words.overview import text_lines
from archive.models import AccessRule, CollectionPage, EssayPage, HomePage, TestimonyPage


class WordsPanel(Panel):
    """The language versions of the words, to look at. Without a formset: autosave and stale tabs cannot touch them."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "archive/editorial/words_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """One line per text, and where the words are opened."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            context["saved"] = bool(page.pk)
            if page.pk:
                context["lines"] = text_lines(page)
                context["words_url"] = reverse("editorial:words", args=[page.pk])
            return context

        def get_comparison(self) -> list[Any]:
            """What changed in the words, passage by passage."""
            return [compare_words(self.request, self.panel.model, self.heading)]


class AccessPanel(Panel):
    """Who may read the account, in words. It is decided in a view of its own, never by saving the page."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "archive/editorial/access_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The decision as it stands."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            context["saved"] = bool(page.pk)
            if page.pk:
                rule = AccessRule.objects.filter(testimony_id=page.pk).first()
                context["facts"] = access_words.facts(rule)
                context["meaning"] = access_words.meaning(rule, live=page.live)
                may = page.permissions_for_user(self.request.user).can_publish()
                context["access_url"] = reverse("editorial:access", args=[page.pk]) if may else ""
            return context


def _language() -> FieldPanel:
    return FieldPanel("language", widget=LanguageSelect, required_on_save=True)


def _tags(relation: str, heading: Any, label: Any) -> MultipleChooserPanel:
    return MultipleChooserPanel(
        relation, chooser_field_name="term", panels=[FieldPanel("term")], heading=heading, label=label
    )


def edit_handler() -> TabbedInterface:
    """The whole editor of a testimony."""
    describe = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("reference", required_on_save=True), FieldPanel("kind")])],
            heading=_("Identity"),
        ),
        InlinePanel(
            "descriptions",
            [_language(), FieldPanel("title"), FieldPanel("summary"), FieldPanel("public_name")],
            heading=_("Descriptions"),
            label=_("description"),
            help_text=_("One for each language that readers choose: the title they see and a few sentences."),
        ),
        MultiFieldPanel(
            [FieldPanel("public_name_kind", widget=forms.RadioSelect)],
            heading=_("Public name"),
            help_text=_("The name itself stands in the descriptions. Legal names have no place on this page."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("told_about"), FieldPanel("told_about_wording")]),
                FieldPanel("told_about_disputed"),
                FieldRowPanel([FieldPanel("recorded_on"), FieldPanel("recorded_on_wording")]),
            ],
            heading=_("Dates"),
        ),
        InlinePanel(
            "content_notes",
            [_language(), FieldPanel("text")],
            heading=_("Content notes"),
            label=_("content note"),
            help_text=_("Short and specific: subject and place. Notes on single passages stand beside the words."),
        ),
        InlinePanel(
            "citations",
            [FieldPanel("citation"), FieldPanel("publisher"), FieldPanel("url"), _language()],
            heading=_("Citations"),
            label=_("citation"),
        ),
        MultiFieldPanel([FieldPanel("rights", widget=RightsSelect), FieldPanel("sample")], heading=_("Rights")),
    ]
    tags = [
        _tags("testimony_themes", _("Themes"), _("theme")),
        _tags("testimony_periods", _("Periods"), _("period")),
        _tags("testimony_places", _("Places"), _("place")),
        _tags("testimony_people", _("People"), _("person")),
    ]
    return TabbedInterface(
        [
            ObjectList(describe, heading=_("Describe")),
            ObjectList([WordsPanel(heading=_("Account texts"))], heading=pgettext_lazy("account texts", "Words")),
            ObjectList(tags, heading=_("Tags")),
            ObjectList([AccessPanel(heading=_("Access")), PublishingPanel()], heading=_("Access")),
        ],
        base_form_class=TestimonyForm,
    )


def install() -> None:
    """Give the testimony its editor and the other pages their form.

    Models stand below this module, so it reaches them this way.
    """
    TestimonyPage.edit_handler = edit_handler()
    for model in (CollectionPage, EssayPage, HomePage):
        model.base_form_class = ArchivePageForm
