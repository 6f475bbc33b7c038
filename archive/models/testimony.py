"""The testimony: one account as the archive describes and publishes it, a Wagtail page."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Orderable

from archive.models.edtf import EdtfField, bounds
from archive.models.gated import GatedPage
from archive.models.language import LanguageField
from archive.models.revisions import own_relations, rebuilt_rows

reference_validator = RegexValidator(
    r"^[A-Z]{2,8}-[0-9]{4,8}$", _("References have two letters and four digits, like RA-0012")
)


class Kind(models.TextChoices):
    """What form the account has."""

    WRITTEN = "written", _("Written account")
    RECORDING = "recording", _("Recording")
    INTERVIEW = "interview", _("Recorded interview")
    ELSEWHERE = "elsewhere", _("Published elsewhere")


class PublicNameKind(models.TextChoices):
    """Under which kind of name the narrator appears."""

    REAL = "real", _("Real name")
    PSEUDONYM = "pseudonym", _("Pseudonym")
    INITIALS = "initials", _("Initials")
    WITHHELD = "withheld", _("Name withheld")


class TestimonyPage(GatedPage):
    """One testimony, whatever languages it exists in.

    Title and slug are the reference, never a name: page titles spread to logs, choosers and reports. What readers see
    as its title is a Description. Who may read it stands in AccessRule, outside the page's revisions, so that restoring
    an old revision never restores an old decision.
    """

    __test__ = False  # not a test class, whatever its name begins with

    reference = models.CharField(
        _("reference"),
        max_length=20,
        unique=True,
        validators=[reference_validator],
        help_text=_("Two letters and four digits, like RA-0012. It is the account's address for good."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.WRITTEN)
    public_name_kind = models.CharField(
        _("public name"), max_length=10, choices=PublicNameKind.choices, default=PublicNameKind.WITHHELD
    )
    told_about = EdtfField(_("told about"), blank=True)
    told_about_wording = models.CharField(_("in the narrator's words"), max_length=255, blank=True)
    told_about_disputed = models.BooleanField(_("disputed"), default=False)
    told_from = models.DateField(null=True, editable=False, db_index=True)
    told_to = models.DateField(null=True, editable=False)
    recorded_on = EdtfField(_("recorded on"), blank=True)
    recorded_on_wording = models.CharField(_("as the source has it"), max_length=255, blank=True)
    recorded_from = models.DateField(null=True, editable=False, db_index=True)
    rights = models.URLField(
        _("rights statement"), blank=True, help_text=_("From rightsstatements.org or Creative Commons.")
    )
    sample = models.BooleanField(
        _("sample"), default=False, help_text=_("Written for demonstration; marked so everywhere it appears.")
    )

    parent_page_types = ["archive.CollectionPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("testimony")
        verbose_name_plural = _("testimonies")

    def __str__(self) -> str:
        return self.reference

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Title and slug follow the reference before anything checks them."""
        self._follow_reference()
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Keep what is derived in step: title and slug with the reference, bounds with the dates."""
        self._follow_reference()
        self.told_from, self.told_to = bounds(self.told_about)
        self.recorded_from = bounds(self.recorded_on)[0]
        return super().save(*args, **kwargs)

    def _follow_reference(self) -> None:
        self.reference = (self.reference or "").strip().upper()
        self.title = self.reference
        self.slug = self.reference.lower()
        if not self.pk or not self.live:
            self.draft_title = self.reference

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> "TestimonyPage":
        """The page that a revision describes, its child rows rebuilt with one query per table they point to."""
        relations = {relation.get_accessor_name(): relation for relation in own_relations(cls)}
        page: TestimonyPage = super().from_serializable_data(
            {name: value for name, value in data.items() if name not in relations}, check_fks, strict_fks
        )
        for name, relation in relations.items():
            if name in data:
                setattr(page, name, rebuilt_rows(relation, data[name]))
        return page

    def with_content_json(self, content: dict[str, Any]) -> "TestimonyPage":
        """Rebuild a revision; child rows deleted since become new rows, tags follow merged terms.

        Without the first, restoring a revision in the admin fails on a hidden "Select a valid choice". Without the
        second, a draft from before a merge would bring the merged term back.
        """
        page: TestimonyPage = super().with_content_json(content)
        for relation in get_all_child_relations(type(self)):
            name = relation.get_accessor_name()
            children = list(getattr(page, name).all())
            known = set(relation.related_model.objects.filter(page_id=self.pk).values_list("pk", flat=True))
            for child in children:
                if child.pk is not None and child.pk not in known:
                    child.pk = None
                    child._state.adding = True
            setattr(page, name, _following_merges(children))
        return page

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """Its address is ``/<language>/testimonies/<reference>/`` wherever it stands in the tree."""
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        return parts[0], parts[1], reverse("wagtail_serve", args=[f"testimonies/{self.slug}/"])

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """It has one address and nothing below it."""
        if path_components:
            raise Http404
        return super().route(request, path_components)


def _following_merges(rows: list[Any]) -> list[Any]:
    """Tag rows with merged terms replaced by the terms that took their place, each once. Other rows as they are."""
    if not rows or not hasattr(rows[0], "term_id"):
        return rows
    model = rows[0]._meta.get_field("term").related_model
    ids = {row.term_id for row in rows}
    merged = dict(
        model._default_manager.filter(pk__in=ids).exclude(merged_into=None).values_list("pk", "merged_into_id")
    )
    kept: dict[tuple[str, int], Any] = {}
    for row in rows:
        row.term_id = merged.get(row.term_id, row.term_id)
        kept.setdefault((getattr(row, "anchor", ""), row.term_id), row)
    return list(kept.values())


class Description(Orderable):
    """A testimony's title, summary and public name in one language. A third language is data, not code."""

    page = ParentalKey(TestimonyPage, on_delete=models.CASCADE, related_name="descriptions")
    language = LanguageField()
    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("about this account"), blank=True)
    public_name = models.CharField(
        _("public name"), max_length=120, blank=True, help_text=_("The name readers see; empty when it is withheld.")
    )

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="testimony_one_description")]


class ContentNote(Orderable):
    """A short, specific statement of what the account contains, in one language."""

    page = ParentalKey(TestimonyPage, on_delete=models.CASCADE, related_name="content_notes")
    language = LanguageField()
    text = models.CharField(_("content note"), max_length=255)


class Citation(Orderable):
    """Where an account was published, or where more about it stands."""

    page = ParentalKey(TestimonyPage, on_delete=models.CASCADE, related_name="citations")
    citation = models.TextField(_("citation"))
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    language = LanguageField()
