"""The decision about access, put into plain sentences for the archive's staff."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from archive.models import AccessRule, Level

# What each level means, as a sentence beside its choice.
LEVEL_MEANINGS = {
    Level.PUBLIC: gettext_lazy("Everyone may read the words, without an account. Search engines may find them."),
    Level.REGISTERED: gettext_lazy("Whoever has signed in may read the words."),
    Level.APPROVED: gettext_lazy("Only readers with a grant, listed below, may read the words."),
    Level.CLOSED: gettext_lazy("No reader may read the words."),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the decision."""

    label: str
    value: str


def moment(at: datetime) -> str:
    """A day and time in the archive's time zone."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def facts(rule: AccessRule | None) -> list[Fact]:
    """Level, listed, embargo and hold, as they were decided."""
    if rule is None:
        return [Fact(pgettext("testimony", "Access level"), _("Nobody has decided yet: closed"))]
    embargo = _("none")
    if rule.embargo_until is not None:
        embargo = moment(rule.embargo_until)
        if rule.embargo_until <= timezone.now():
            embargo = _("%(moment)s (over)") % {"moment": embargo}
    return [
        Fact(
            pgettext("testimony", "Access level"),
            str(Level(rule.level).label) if rule.level in Level.values else rule.level,
        ),
        Fact(_("Listed"), _("yes") if rule.listed else _("no")),
        Fact(_("Embargo"), embargo),
        Fact(_("On hold"), _("yes") if rule.hold else _("no")),
    ]


def meaning(rule: AccessRule | None, *, live: bool) -> str:
    """What the decision means for readers now, in one or two sentences."""
    if rule is not None and rule.hold:
        return _("On hold: no reader finds it or reads it, whatever else is decided.")
    if rule is None or rule.level not in Level.values:
        sentence = _("Nobody has decided: readers do not learn that the archive keeps it.")
    else:
        sentence = _sentence(rule)
    if live:
        return sentence
    return _("It is not published: no reader sees anything of it. Once it is: %(sentence)s") % {"sentence": sentence}


def _sentence(rule: AccessRule) -> str:
    embargoed = rule.embargo_until is not None and rule.embargo_until > timezone.now()
    if rule.level == Level.CLOSED:
        if rule.listed:
            return _("No reader may read the words. Everyone sees that the archive keeps the account.")
        return _("Readers do not learn that the archive keeps it.")
    if embargoed and rule.embargo_until is not None:
        until = {"moment": moment(rule.embargo_until)}
        if rule.listed:
            return _("Until %(moment)s nobody may read the words; everyone sees that the archive keeps it.") % until
        return _("Until %(moment)s readers do not learn that the archive keeps it.") % until
    if rule.level == Level.PUBLIC:
        return _("Everyone may read the words.")
    if rule.level == Level.REGISTERED:
        readers = _("Whoever has signed in may read the words.")
    else:
        readers = _("Only readers with a grant may read the words.")
    others = (
        _("The others see that the archive keeps the account.")
        if rule.listed
        else _("The others do not learn that the archive keeps it.")
    )
    return f"{readers} {others}"
