"""Which authority records describe which testimony, and which of its passages.

Rows belong to the page's revisions, so tags are drafted, reviewed, published and restored with it. A passage's tags
hang on its anchor, which original and translation share and which survives editions.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from archive.models.language import LanguageField
from archive.models.period import Period
from archive.models.person import Person
from archive.models.place import Place
from archive.models.testimony import TestimonyPage
from archive.models.theme import Theme


class TestimonyTheme(Orderable):
    """A theme of a whole testimony."""

    __test__ = False
    page = ParentalKey(TestimonyPage, on_delete=models.CASCADE, related_name="testimony_themes")
    term = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="testimony_tags", verbose_name=_("theme"))

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "term"], name="testimony_theme_once")]


class TestimonyPeriod(Orderable):
    """A period that a whole testimony tells about."""

    __test__ = False
    page = ParentalKey(TestimonyPage, on_delete=models.CASCADE, related_name="testimony_periods")
    term = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="testimony_tags", verbose_name=_("period"))

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "term"], name="testimony_period_once")]


class TestimonyPlace(Orderable):
    """A place that a whole testimony tells about."""

    __test__ = False
    page = ParentalKey(TestimonyPage, on_delete=models.CASCADE, related_name="testimony_places")
    term = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="testimony_tags", verbose_name=_("place"))

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "term"], name="testimony_place_once")]


class TestimonyPerson(Orderable):
    """A publicly named person of a whole testimony: its author, or someone it speaks of."""

    __test__ = False
    page = ParentalKey(TestimonyPage, on_delete=models.CASCADE, related_name="testimony_people")
    term = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="testimony_tags", verbose_name=_("person"))

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "term"], name="testimony_person_once")]


class PassageTheme(Orderable):
    """A theme of one passage."""

    page = ParentalKey(TestimonyPage, on_delete=models.CASCADE, related_name="passage_themes")
    anchor = models.CharField(max_length=16)
    term = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="passage_tags")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "anchor", "term"], name="passage_theme_once")]


class PassagePeriod(Orderable):
    """A period of one passage."""

    page = ParentalKey(TestimonyPage, on_delete=models.CASCADE, related_name="passage_periods")
    anchor = models.CharField(max_length=16)
    term = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="passage_tags")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "anchor", "term"], name="passage_period_once")]


class PassagePlace(Orderable):
    """A place of one passage."""

    page = ParentalKey(TestimonyPage, on_delete=models.CASCADE, related_name="passage_places")
    anchor = models.CharField(max_length=16)
    term = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="passage_tags")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "anchor", "term"], name="passage_place_once")]


class PassagePerson(Orderable):
    """A publicly named person of one passage."""

    page = ParentalKey(TestimonyPage, on_delete=models.CASCADE, related_name="passage_people")
    anchor = models.CharField(max_length=16)
    term = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="passage_tags")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "anchor", "term"], name="passage_person_once")]


class PassageNote(Orderable):
    """A content note on one passage, in one language. A passage with a note is shown folded."""

    page = ParentalKey(TestimonyPage, on_delete=models.CASCADE, related_name="passage_notes")
    anchor = models.CharField(max_length=16)
    language = LanguageField()
    text = models.CharField(max_length=255)

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "anchor", "language"], name="passage_note_once")]
