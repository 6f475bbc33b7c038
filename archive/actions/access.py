"""Setting who may read a testimony."""

from datetime import datetime
from typing import Any

from django.db import transaction

from archive.actions import audit
from archive.models import AccessGrant, AccessRule, Level, TestimonyPage


@transaction.atomic
def set_access(
    *,
    testimony: TestimonyPage,
    actor: Any,
    level: str,
    listed: bool,
    embargo_until: datetime | None,
) -> AccessRule:
    """Decide the level, whether it is listed, and the embargo. Holds are set apart. Raises ValueError on another
    level.
    """
    if level not in Level.values:
        raise ValueError(f"There is no access level {level!r}.")
    rule = AccessRule.objects.select_for_update().filter(testimony=testimony).first() or AccessRule(testimony=testimony)
    before = (rule.level, rule.listed, rule.embargo_until) if rule.pk else None
    if before == (level, listed, embargo_until):
        return rule
    rule.level, rule.listed, rule.embargo_until = level, listed, embargo_until
    rule.changed_by_id = getattr(actor, "pk", None)
    rule.save()
    audit.record(
        action="access.set",
        actor=actor,
        testimony_id=testimony.pk,
        level=level,
        listed=listed,
        embargo_until=embargo_until.isoformat() if embargo_until else None,
    )
    return rule


@transaction.atomic
def set_hold(*, testimony: TestimonyPage, actor: Any, hold: bool) -> AccessRule:
    """Make a testimony dark at once for everyone, or lift that. A testimony without a decision gets a closed one."""
    rule = AccessRule.objects.select_for_update().filter(testimony=testimony).first() or AccessRule(testimony=testimony)
    if rule.pk and rule.hold == hold:
        return rule
    rule.hold = hold
    rule.changed_by_id = getattr(actor, "pk", None)
    rule.save()
    audit.record(action="hold.begin" if hold else "hold.end", actor=actor, testimony_id=testimony.pk)
    return rule


@transaction.atomic
def grant_access(*, testimony: TestimonyPage, reader: Any, actor: Any, expires_at: datetime) -> AccessGrant:
    """Let one reader read one testimony of the level "approved" until ``expires_at``. Granting again moves the end."""
    grant, _made = AccessGrant.objects.update_or_create(
        testimony=testimony,
        reader=reader,
        defaults={"expires_at": expires_at, "granted_by_id": getattr(actor, "pk", None)},
    )
    audit.record(
        action="access.grant",
        actor=actor,
        testimony_id=testimony.pk,
        reader_id=reader.pk,
        expires_at=expires_at.isoformat(),
    )
    return grant


@transaction.atomic
def revoke_grant(*, grant: AccessGrant, actor: Any) -> None:
    """End a grant now."""
    audit.record(action="access.revoke", actor=actor, testimony_id=grant.testimony_id, reader_id=grant.reader_id)
    grant.delete()
