"""Forms of authority records: names, scope notes, place in the tree. Saving tells the apps above what it touches."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from archive.actions.vocabularies import announce_term
from archive.editorial.language_fields import admin_language
from archive.editorial.terms import all_terms, vocabulary_of
from archive.models import LabelKind


class TermForm(WagtailAdminModelForm):
    """A record of any vocabulary. Its address can be chosen once: it is cited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made = self.instance.pk is None
        if not self.made and "slug" in self.fields:
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = _("It has been given out and does not change.")

    def clean(self) -> dict[str, Any]:
        """At least one preferred name, and not two in one language: readers must see one."""
        cleaned: dict[str, Any] = super().clean()
        labels = self.formsets.get("labels")
        if labels is None or not labels.is_valid():
            return cleaned
        rows = [form.cleaned_data for form in labels.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        preferred = [row["language"] for row in rows if row.get("kind") == LabelKind.PREFERRED and row.get("text")]
        if not preferred:
            raise ValidationError(_("Give it a preferred name in at least one language."))
        for language in preferred:
            if preferred.count(language) > 1:
                raise ValidationError(
                    _("There are two preferred names in one language (%(language)s). Make one of them a variant."),
                    params={"language": language},
                )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Save the record with its names, its audit row and what search must know, all or nothing."""
        if not commit:
            return super().save(commit=False)
        with transaction.atomic():
            record = self._write()
            announce_term(
                vocabulary=vocabulary_of(type(record)),
                record=record,
                actor=self.for_user,
                made=self.made,
                # A name taken away may have been taken away for somebody's safety.
                hidden="restricted" in self.changed_data or self.formsets["labels"].has_changed(),
            )
        return record

    def _write(self) -> Any:
        return super().save(commit=True)


class ParentField(forms.TypedChoiceField):
    """Where a record stands in its tree: the broader record, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            coerce=int,
            empty_value=None,
            required=False,
            label=_("Broader"),
            help_text=_("The record that this one is a part or a kind of; empty at the top."),
            **kwargs,
        )


class TreeTermForm(TermForm):
    """A record of a tree."""

    parent = ParentField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.path if self.instance.pk else None
        model = type(self.instance)
        below = set(model._default_manager.filter(path__startswith=own).values_list("pk", flat=True)) if own else set()
        self.fields["parent"].choices = [
            ("", "—"),
            *(
                (term.id, f"{term.path} › {term.label}" if term.path else term.label)
                for term in all_terms(vocabulary_of(model), admin_language())
                if term.id not in below
            ),
        ]
        parent = self.instance.get_parent() if self.instance.pk else None
        self.initial["parent"] = parent.pk if parent else None

    def _write(self) -> Any:
        model = type(self.instance)
        chosen = self.cleaned_data.get("parent")
        parent = model._default_manager.get(pk=chosen) if chosen else None
        if self.made:
            record = super().save(commit=False)
            if parent is not None:
                parent.add_child(instance=record)
            else:
                model.add_root(instance=record)
            self.save_m2m()
            return record
        record = super()._write()
        if "parent" in self.changed_data:
            fresh = model._default_manager.get(pk=record.pk)
            if parent is not None:
                fresh.move(parent, "last-child")
            else:
                fresh.move(model.get_last_root_node(), "right")
            record.refresh_from_db(fields=["path", "depth", "numchild"])
        return record
