"""Deciding who may read a testimony: level, listing, embargo, hold, grants. Only for who may publish the page."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages

from archive.actions.access import grant_access, revoke_grant, set_access, set_hold
from archive.editorial.access_words import LEVEL_MEANINGS, facts, meaning
from archive.editorial.gate import page_to_publish
from archive.editorial.words.frame import TestimonyView
from archive.models import AccessGrant, AccessRule, Level, TestimonyPage

_INPUT_FORMAT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A day and time in the archive's time zone, typed into the browser's own field."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput(attrs={"type": "datetime-local", "dir": "ltr"}, format=_INPUT_FORMAT),
            input_formats=[_INPUT_FORMAT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
            **kwargs,
        )


class RuleForm(forms.Form):
    """Level, listed, embargo."""

    level = forms.ChoiceField(
        label=pgettext_lazy("testimony", "Access level"), choices=Level.choices, widget=forms.RadioSelect
    )
    listed = forms.BooleanField(
        label=gettext_lazy("Listed"),
        required=False,
        help_text=gettext_lazy("Those who may not read it may know that the archive keeps it."),
    )
    embargo_until = MomentField(
        label=gettext_lazy("Embargo"), required=False, help_text=gettext_lazy("Closed to everyone until this moment.")
    )


class GrantForm(forms.Form):
    """A reader and the end of their grant."""

    reader = forms.CharField(
        label=gettext_lazy("Reader"),
        max_length=254,
        help_text=gettext_lazy("The user name or e-mail address of their account, in full."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    expires_at = MomentField(label=gettext_lazy("Valid until"))

    def clean_reader(self) -> Any:
        """An active account with exactly this name or address."""
        named = self.cleaned_data["reader"].strip()
        users = get_user_model()._default_manager.filter(is_active=True)
        found = list(users.filter(Q(username=named) | Q(email__iexact=named))[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("Several accounts have this address: give the user name.")
                if found
                else _("There is no active account with this user name or address.")
            )
        return found[0]

    def clean_expires_at(self) -> datetime:
        """A grant that has ended already is a slip."""
        moment: datetime = self.cleaned_data["expires_at"]
        if moment <= timezone.now():
            raise forms.ValidationError(_("This moment is past. Give one to come."))
        return moment


class AccessView(TestimonyView):
    """The decision about one testimony. Reading and deciding alike need the right to publish it."""

    template_name = "archive/editorial/access.html"
    page_title = gettext_lazy("Access")
    header_icon = "view"

    def get_testimony(self, request: HttpRequest, page_id: int) -> TestimonyPage:
        """Only who may publish."""
        return page_to_publish(request, page_id)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The decision as it stands, and the grants."""
        return self._show()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of: ``set`` the rule, ``hold``, ``lift``, ``grant``, ``revoke``."""
        action = request.POST.get("action", "")
        handler = {
            "set": self._set,
            "hold": self._hold,
            "lift": self._lift,
            "grant": self._grant,
            "revoke": self._revoke,
        }.get(action)
        if handler is None:
            messages.error(request, _("Nothing was changed: the form did not say what to do."))
            return self._again()
        return handler()

    def _rule(self) -> AccessRule | None:
        return AccessRule.objects.filter(testimony=self.page).first()

    def _again(self) -> HttpResponse:
        return redirect("editorial:access", self.page.pk)

    def _set(self) -> HttpResponse:
        form = RuleForm(self.request.POST)
        if not form.is_valid():
            return self._show(rule_form=form)
        set_access(
            testimony=self.page,
            actor=self.request.user,
            level=form.cleaned_data["level"],
            listed=form.cleaned_data["listed"],
            embargo_until=form.cleaned_data["embargo_until"],
        )
        messages.success(self.request, " ".join([_("Saved."), meaning(self._rule(), live=self.page.live)]))
        return self._again()

    def _hold(self) -> HttpResponse:
        set_hold(testimony=self.page, actor=self.request.user, hold=True)
        messages.success(self.request, _("On hold: no reader finds it or reads it, whatever else is decided."))
        return self._again()

    def _lift(self) -> HttpResponse:
        set_hold(testimony=self.page, actor=self.request.user, hold=False)
        messages.success(self.request, " ".join([_("The hold is lifted."), meaning(self._rule(), live=self.page.live)]))
        return self._again()

    def _grant(self) -> HttpResponse:
        form = GrantForm(self.request.POST)
        if not form.is_valid():
            return self._show(grant_form=form)
        grant_access(
            testimony=self.page,
            reader=form.cleaned_data["reader"],
            actor=self.request.user,
            expires_at=form.cleaned_data["expires_at"],
        )
        messages.success(self.request, _("The grant was given."))
        return self._again()

    def _revoke(self) -> HttpResponse:
        number = self.request.POST.get("grant", "")
        pk = int(number) if number.isascii() and number.isdigit() else 0
        grant = get_object_or_404(AccessGrant, pk=pk, testimony=self.page)
        revoke_grant(grant=grant, actor=self.request.user)
        messages.success(self.request, _("The grant was ended."))
        return self._again()

    def _show(self, rule_form: RuleForm | None = None, grant_form: GrantForm | None = None) -> HttpResponse:
        rule = self._rule()
        if rule_form is None:
            rule_form = RuleForm(
                initial={
                    "level": rule.level if rule else Level.CLOSED,
                    "listed": rule.listed if rule else False,
                    "embargo_until": timezone.localtime(rule.embargo_until) if rule and rule.embargo_until else None,
                }
            )
        now = timezone.now()
        grants = [
            {"grant": grant, "over": grant.expires_at <= now}
            for grant in AccessGrant.objects.filter(testimony=self.page).select_related("reader").order_by("expires_at")
        ]
        chosen = rule_form["level"].value()
        context = self.get_context_data(
            rule=rule,
            rule_form=rule_form,
            levels=[
                {"value": value, "label": label, "meaning": LEVEL_MEANINGS[Level(value)], "chosen": value == chosen}
                for value, label in Level.choices
            ],
            facts=facts(rule),
            meaning=meaning(rule, live=self.page.live),
            grants=grants,
            grant_form=grant_form or GrantForm(),
            time_zone=timezone.get_current_timezone_name(),
            here=reverse("editorial:access", args=[self.page.pk]),
        )
        return self.render_to_response(context)
