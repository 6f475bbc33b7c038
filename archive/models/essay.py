"""Essays: context for the accounts, and the archive's words about itself. Both languages stand on one page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from archive.models.gated import GatedPage
from archive.models.language import LanguageField

# Addresses below a language prefix that belong to other pages (config.urls, archive.urls, search.urls).
RESERVED_SLUGS = frozenset(
    {
        *("testimonies", "themes", "periods", "places", "people", "collections", "essays", "glossary"),
        *("search", "browse", "sign-in", "sign-out", "t", "api", "admin"),
    }
)


class Section(models.TextChoices):
    """Where an essay is listed."""

    CONTEXT = "context", _("Essays")
    ARCHIVE = "archive", _("The archive")
    READERS = "readers", _("For readers")


class EssayPage(GatedPage):
    """A text by the archive, with its sources."""

    section = models.CharField(_("section"), max_length=10, choices=Section.choices, default=Section.CONTEXT)

    parent_page_types = ["archive.HomePage"]
    subpage_types: list[str] = []

    content_panels = [
        FieldPanel("title", help_text=_("For the archive's own lists; readers see the titles below.")),
        FieldPanel("section"),
        InlinePanel("texts", heading=_("What readers see"), label=_("language version"), min_num=1),
        InlinePanel("sources", heading=_("Sources"), label=_("source")),
    ]

    class Meta:
        verbose_name = _("essay")
        verbose_name_plural = _("essays")

    def clean(self) -> None:
        """An essay may not take the address of another page of the site."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address belongs to another page of the site. Choose another.")})

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """Context essays live under ``/<language>/essays/``, the archive's own pages right below the language."""
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        path = f"essays/{self.slug}/" if self.section == Section.CONTEXT else f"{self.slug}/"
        return parts[0], parts[1], reverse("wagtail_serve", args=[path])


class EssayText(Orderable):
    """An essay in one language. A source is referred to as ``[^key]``."""

    page = ParentalKey(EssayPage, on_delete=models.CASCADE, related_name="texts")
    language = LanguageField()
    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    body = RichTextField(
        _("text"),
        features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote"],
        help_text=_("Refer to a source by its key, like [^T2]."),
    )

    panels = [FieldPanel("language"), FieldPanel("title"), FieldPanel("summary"), FieldPanel("body")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="essay_one_text")]


class EssaySource(Orderable):
    """A source of an essay, as it is printed below it."""

    page = ParentalKey(EssayPage, on_delete=models.CASCADE, related_name="sources")
    key = models.CharField(_("key"), max_length=20, help_text=_("How the text refers to it, like T2."))
    citation = models.TextField(_("citation"))
    url = models.URLField(_("address"), blank=True, max_length=500)
    language = LanguageField()

    panels = [FieldPanel("key"), FieldPanel("citation"), FieldPanel("url"), FieldPanel("language")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "key"], name="essay_source_key")]
