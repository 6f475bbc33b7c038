"""Writing the audit log."""

from typing import Any

from archive.models import AuditEvent


def record(*, action: str, actor: Any, testimony_id: int | None = None, **data: str | int | bool | None) -> AuditEvent:
    """Add one event. Call it inside the transaction of the change. ``data`` holds ids, counts and closed-list values:
    never a name, a title or words."""
    return AuditEvent.objects.create(
        actor_id=getattr(actor, "pk", None), action=action, testimony_id=testimony_id, data=data
    )
