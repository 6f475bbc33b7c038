"""The groups that the archive works with, and their rights."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupApprovalTask, GroupPagePermission

from archive.models import GlossaryEntry, HomePage, Period, Person, Place, Theme

ARCHIVISTS, PUBLISHERS = "Archivists", "Publishers"
PAGE_RIGHTS = {
    ARCHIVISTS: ("add", "change"),
    PUBLISHERS: ("add", "change", "publish", "lock", "unlock"),
}
VOCABULARIES = (Theme, Period, Place, Person, GlossaryEntry)


class NoHomePage(LookupError):
    """There is no page yet that the groups could have rights on."""


@transaction.atomic
def make_roles() -> dict[str, bool]:
    """Make the groups, or bring their rights up to date; returns for each name whether it was made now.

    Their rights hold for the home page and everything below it. Raises NoHomePage.
    """
    home = HomePage.objects.first()
    if home is None:
        raise NoHomePage
    made: dict[str, bool] = {}
    for name, rights in PAGE_RIGHTS.items():
        group, made[name] = Group.objects.get_or_create(name=name)
        _give_admin(group)
        _give_pages(group, home, rights)
    publishers = Group.objects.get(name=PUBLISHERS)
    for task in GroupApprovalTask.objects.filter(name="Moderators approval"):
        task.groups.add(publishers)
    return made


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
