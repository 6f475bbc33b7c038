"""What the archive does when Wagtail changes a page: keep used editions, tell the apps above.

Wagtail sends its publish, unpublish and move signals outside a transaction; the admin's POST views are wrapped in one
(config.urls), and the archive's own actions open theirs, so these receivers run inside it.
"""

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete, pre_migrate
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from archive.models import (
    AccessRule,
    CollectionPage,
    EditionUse,
    HomePage,
    TestimonyPage,
    put_down_token,
    take_up_token,
)
from archive.signals import testimony_changed

_UID = "archive.receivers."


def connect() -> None:
    """Connect every receiver. Safe to call twice."""
    post_save.connect(keep_editions, sender=Revision, dispatch_uid=_UID + "editions")
    page_published.connect(page_appeared, dispatch_uid=_UID + "published")
    page_unpublished.connect(page_vanished, dispatch_uid=_UID + "unpublished")
    post_page_move.connect(page_moved, dispatch_uid=_UID + "moved")
    pre_delete.connect(page_vanishes, dispatch_uid=_UID + "pre_delete")
    post_delete.connect(testimony_deleted, sender=TestimonyPage, dispatch_uid=_UID + "deleted")
    post_save.connect(access_saved, sender=AccessRule, dispatch_uid=_UID + "access")
    post_delete.connect(access_saved, sender=AccessRule, dispatch_uid=_UID + "access_deleted")
    for change in (post_save, post_delete):
        change.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid=_UID + "restriction")
    config = apps.get_app_config("archive")
    pre_migrate.connect(put_down_token, sender=config, dispatch_uid=_UID + "put_down_token")
    post_migrate.connect(take_up_token, sender=config, dispatch_uid=_UID + "take_up_token")


def testimonies_under(page: Page) -> list[int]:
    """The ids of the testimonies at or below a page."""
    return list(TestimonyPage.objects.filter(path__startswith=page.path).values_list("pk", flat=True))


def tell(testimony_ids: list[int], *, hidden: bool) -> None:
    """Send ``testimony_changed`` for these ids, if there are any."""
    if testimony_ids:
        testimony_changed.send(sender=TestimonyPage, testimony_ids=testimony_ids, hidden=hidden)


def keep_editions(sender: type[Revision], instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """Note which editions a revision needs. Also runs when autosave overwrites a revision, and on copies and
    imports.
    """
    texts = instance.content.get("account_texts") if isinstance(instance.content, dict) else None
    if raw or texts is None:
        return
    needed = {str(text["edition"]) for text in texts if text.get("edition")}
    uses = EditionUse.objects.filter(revision=instance)
    uses.exclude(edition_id__in=needed).delete()
    EditionUse.objects.bulk_create(
        [EditionUse(revision=instance, edition_id=edition) for edition in needed], ignore_conflicts=True
    )


def _is_ours(instance: Any) -> bool:
    return isinstance(instance, (TestimonyPage, CollectionPage, HomePage))


def page_appeared(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A page was published: what it shows may have changed. A testimony published again may have lost words or a name,
    which no search may find from now on.
    """
    if _is_ours(instance):
        again = isinstance(instance, TestimonyPage) and instance.first_published_at != instance.last_published_at
        # Wagtail sends this signal too when it takes a page off the site until a day to come.
        tell(testimonies_under(instance), hidden=again or not instance.live)


def page_vanished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A page was unpublished: everything below it is hidden."""
    if _is_ours(instance):
        tell(testimonies_under(instance), hidden=True)


def page_moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A page was moved: another collection, perhaps a hidden one. Wagtail gives the plain page, whatever its type."""
    tell(testimonies_under(instance), hidden=True)


def page_vanishes(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """A collection is about to go, and its testimonies with it."""
    if isinstance(instance, (CollectionPage, HomePage)):
        tell(testimonies_under(instance), hidden=True)


def testimony_deleted(sender: type[TestimonyPage], instance: TestimonyPage, **kwargs: Any) -> None:
    """A testimony is gone."""
    tell([instance.pk], hidden=True)


def access_saved(sender: type[AccessRule], instance: AccessRule, **kwargs: Any) -> None:
    """A decision about access changed: it may hide something, so search excludes it until the index is right again."""
    tell([instance.testimony_id], hidden=True)


def restriction_changed(sender: type[PageViewRestriction], instance: PageViewRestriction, **kwargs: Any) -> None:
    """Wagtail's own restriction on a page was set or lifted: search looks at everything below it anew."""
    tell(testimonies_under(instance.page), hidden=True)
