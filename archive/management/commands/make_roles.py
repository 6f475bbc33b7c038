"""``manage.py make_roles``: the groups Archivists and Publishers with their rights."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import GroupApprovalTask, GroupPagePermission

from archive.models import GlossaryEntry, HomePage, Period, Person, Place, Theme

ARCHIVISTS, PUBLISHERS = "Archivists", "Publishers"
PAGE_RIGHTS = {
    ARCHIVISTS: ("add", "change"),
    PUBLISHERS: ("add", "change", "publish", "lock", "unlock"),
}
VOCABULARIES = (Theme, Period, Place, Person, GlossaryEntry)


class Command(BaseCommand):
    """Makes the two groups, or brings their rights up to date. Run twice, it changes nothing the second time."""

    help = (
        "Make the groups Archivists (describe, edit words, tag, vocabularies) and Publishers (also publish, decide "
        "about access, approve). Their rights hold for the home page and everything below it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make both groups in one transaction."""
        home = HomePage.objects.first()
        if home is None:
            raise CommandError("There is no home page yet: make one first (load_demo makes one).")
        with transaction.atomic():
            for name, rights in PAGE_RIGHTS.items():
                group, made = Group.objects.get_or_create(name=name)
                _give_admin(group)
                _give_pages(group, home, rights)
                self.stdout.write(f"{name}: {'made' if made else 'up to date'}")
            publishers = Group.objects.get(name=PUBLISHERS)
            for task in GroupApprovalTask.objects.filter(name="Moderators approval"):
                task.groups.add(publishers)


def _give_admin(group: Group) -> None:
    """Entrance to the admin, and adding and changing terms. Deleting is left to superusers: terms are merged."""
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for model in VOCABULARIES:
        names = [f"{action}_{model._meta.model_name}" for action in ("add", "change", "view")]
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label=model._meta.app_label, codename__in=names)
        )


def _give_pages(group: Group, home: HomePage, rights: tuple[str, ...]) -> None:
    for right in rights:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{right}_page")
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
