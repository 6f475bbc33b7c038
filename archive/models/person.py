"""People who may be named in public: authors, narrators under their real name, public figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from archive.models.authority import AuthorityRecord, Label, LabelKind, Note


class Person(AuthorityRecord):
    """A person with publishable names only. Legal names and contacts never stand here."""

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")


class PersonLabel(Label):
    """A person's public name in one language."""

    record = ParentalKey(Person, on_delete=models.CASCADE, related_name="labels")

    class Meta(Label.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["record", "language"],
                condition=models.Q(kind=LabelKind.PREFERRED),
                name="person_one_preferred_label",
            )
        ]


class PersonNote(Note):
    """Who a person is, in one language."""

    record = ParentalKey(Person, on_delete=models.CASCADE, related_name="notes")

    class Meta(Note.Meta):
        constraints = [models.UniqueConstraint(fields=["record", "language"], name="person_one_note")]
