"""What was decided about who may read a testimony. ``archive.access`` reads it; nothing else decides."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.testimony import TestimonyPage


class Level(models.TextChoices):
    """Who may read the words."""

    PUBLIC = "public", _("Public")
    REGISTERED = "registered", _("Registered readers")
    APPROVED = "approved", _("Approved readers")
    CLOSED = "closed", _("Closed")


class AccessRule(models.Model):
    """The decision about one testimony. It stands outside the page's revisions; without a row the testimony is
    closed.
    """

    testimony = models.OneToOneField(TestimonyPage, on_delete=models.CASCADE, related_name="access_rule")
    level = models.CharField(_("access level"), max_length=10, choices=Level.choices, default=Level.CLOSED)
    listed = models.BooleanField(
        _("listed"), default=False, help_text=_("Those who may not read it may know that the archive keeps it.")
    )
    embargo_until = models.DateTimeField(
        _("embargo"), null=True, blank=True, db_index=True, help_text=_("Closed to everyone until this moment.")
    )
    hold = models.BooleanField(
        _("on hold"), default=False, help_text=_("Dark at once, for everyone, until it is lifted.")
    )
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("access")

    def __str__(self) -> str:
        return f"{self.testimony_id}: {self.level}"


class AccessGrant(models.Model):
    """An approved reader's leave to read one testimony, until it expires."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_grants")
    testimony = models.ForeignKey(TestimonyPage, on_delete=models.CASCADE, related_name="access_grants")
    expires_at = models.DateTimeField(_("valid until"))
    granted_at = models.DateTimeField(auto_now_add=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "testimony"], name="access_grant_once")]

    def __str__(self) -> str:
        return f"{self.testimony_id}: {self.reader_id}"
