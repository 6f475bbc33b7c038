"""The first page of an archive."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from archive.actions.publishing import publish
from archive.models import HomePage, HomeText

_TITLED_IN = "en"


@dataclass(frozen=True, slots=True)
class HomeWords:
    """What the home page says in one language. Only ``name`` must hold something; the rest can be written later."""

    name: str
    statement: str = ""
    lead: str = ""
    content_note: str = ""


@transaction.atomic
def make_home(words: Mapping[str, HomeWords]) -> tuple[HomePage, bool]:
    """Make and publish the home page, by language, English included; give it, and whether it was made now.

    One that is there stays as it is. Wagtail's welcome page gives way to it.
    """
    home = HomePage.objects.first()
    if home is not None:
        _point_site_to(home)
        return home, False
    home = HomePage(title=words[_TITLED_IN].name, slug="rawi")
    home.texts = [
        HomeText(
            sort_order=position,
            language=language,
            name=said.name,
            statement=said.statement,
            lead=said.lead,
            content_note=said.content_note,
        )
        for position, (language, said) in enumerate(words.items())
    ]
    add_published(Page.get_first_root_node(), home)
    _point_site_to(home)
    return HomePage.objects.get(pk=home.pk), True


def add_published(parent: Page, page: Any) -> None:
    """Put a page at the end below its parent and publish it."""
    page.live = False
    parent.add_child(instance=page)
    publish(revision=page.save_revision(log_action="wagtail.create"), actor=None)


def _point_site_to(home: HomePage) -> None:
    """Serve the home page, unless somebody has made the site serve another page of their own."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", site_name=home.title, root_page=home, is_default_site=True)
    elif site.root_page_id != home.pk and site.root_page.specific_class is Page:
        welcome = site.root_page
        site.root_page, site.site_name = home, site.site_name or home.title
        site.save()
        # Only after the site has let go of it: deleting a site's root page deletes the site.
        if not welcome.get_children().exists() and welcome.depth > 1:
            welcome.delete()
