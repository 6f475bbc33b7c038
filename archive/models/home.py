"""The home page: root of everything readers see, and the router of the addresses that stay."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable

from archive.models.gated import GatedPage
from archive.models.language import LanguageField


class HomePage(GatedPage):
    """The archive's first page. Its address part routes ``testimonies``, ``collections`` and ``essays``."""

    featured = models.ForeignKey(
        "archive.TestimonyPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("chosen account"),
        help_text=_("Words of this account open the home page, if everyone may read it."),
    )
    featured_anchor = models.CharField(
        _("chosen passage"), max_length=16, blank=True, help_text=_("The passage's number, like p12.")
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["archive.CollectionPage", "archive.EssayPage"]
    max_count = 1

    content_panels = [
        FieldPanel("title", help_text=_("For the archive's own lists; readers see the name below.")),
        InlinePanel("texts", heading=_("What readers see"), label=_("language version"), min_num=1),
        PageChooserPanel("featured"),
        FieldPanel("featured_anchor"),
    ]
    promote_panels: list[Any] = []

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Send the addresses that stay to their pages, wherever these stand in the tree."""
        kind, *rest = path_components or [""]
        if kind == "testimonies" and rest:
            return self._route_to(self.get_descendants().filter(depth=4), rest, request)
        if kind == "collections" and rest:
            return self._route_to(self.get_children(), rest, request)
        if kind == "essays" and rest:
            return self._route_to(self.get_children(), rest, request)
        return super().route(request, path_components)

    def _route_to(self, pages: Any, rest: list[str], request: HttpRequest) -> Any:
        if len(rest) != 1:
            raise Http404
        page = pages.filter(slug=rest[0]).first()
        if page is None:
            raise Http404
        return page.specific.route(request, [])


class HomeText(Orderable):
    """The archive's name and first words in one language."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="texts")
    language = LanguageField()
    name = models.CharField(_("name of the archive"), max_length=80)
    statement = models.CharField(_("what it is, in one sentence"), max_length=255)
    lead = models.TextField(_("first words"), blank=True)
    content_note = models.TextField(_("statement on content notes"), blank=True)

    panels = [
        FieldPanel("language"),
        FieldPanel("name"),
        FieldPanel("statement"),
        FieldPanel("lead"),
        FieldPanel("content_note"),
    ]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="home_one_text")]
