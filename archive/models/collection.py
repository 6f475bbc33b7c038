"""Collections: testimonies with a common origin, and the subtree on which archivists get their rights."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from archive.models.gated import GatedPage
from archive.models.language import LanguageField


class CollectionPage(GatedPage):
    """A group of testimonies. Unpublished, it hides every testimony below it."""

    sample = models.BooleanField(
        _("samples"),
        default=False,
        help_text=_("Its accounts were written for demonstration and are marked so everywhere."),
    )

    parent_page_types = ["archive.HomePage"]
    subpage_types = ["archive.TestimonyPage"]

    content_panels = [
        FieldPanel("title", help_text=_("For the archive's own lists; readers see the titles below.")),
        InlinePanel("texts", heading=_("What readers see"), label=_("language version"), min_num=1),
        FieldPanel("sample"),
    ]

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """Its address is ``/<language>/collections/<slug>/``."""
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        return parts[0], parts[1], reverse("wagtail_serve", args=[f"collections/{self.slug}/"])

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Only its own address: testimonies have theirs at the top."""
        if path_components:
            raise Http404
        return super().route(request, path_components)


class CollectionText(Orderable):
    """A collection's title and summary in one language."""

    page = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="texts")
    language = LanguageField()
    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)

    panels = [FieldPanel("language"), FieldPanel("title"), FieldPanel("summary")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="collection_one_text")]
