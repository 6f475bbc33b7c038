"""What the forms of all pages have in common: a row that a save in the background has stored is the same row."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class ArchivePageForm(WagtailAdminPageForm):
    """A page's form that knows rows again which were stored since it was opened.

    The editor saves in the background while somebody writes. Who presses Save before the answer is there sends the new
    rows a second time, without the numbers they were given: they would be stored twice, or refused by the database.
    """

    def save(self, commit: bool = True) -> Any:
        """Save the page with each row once."""
        for formset in self.formsets.values():
            _know_again(formset)
        return super().save(commit)


def _know_again(formset: Any) -> None:
    """Give every new row the number of the stored row, unknown to the form, that it stands for."""
    known = {form.instance.pk for form in formset.initial_forms}
    unknown = [row for row in getattr(formset.instance, formset.rel_name).all() if row.pk and row.pk not in known]
    for form in formset.extra_forms:
        if not unknown:
            return
        if form.instance.pk or not form.has_changed() or form in formset.deleted_forms:
            continue
        same = next((row for row in unknown if _key(row, formset) == _key(form.instance, formset)), None)
        if same is not None:
            form.instance.pk = same.pk
            unknown.remove(same)


def _key(row: Any, formset: Any) -> tuple[Any, ...]:
    """What tells a row from others of its page: the fields that may stand there once, else all that the form holds."""
    constraints = formset.model._meta.total_unique_constraints
    fields = [name for constraint in constraints for name in constraint.fields] or list(formset.empty_form.fields)
    own = {formset.fk.name, formset.model._meta.pk.name, "ORDER", "DELETE"}
    return tuple(getattr(row, formset.model._meta.get_field(name).attname) for name in fields if name not in own)
