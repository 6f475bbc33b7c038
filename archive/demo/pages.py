"""The demo's site and pages: home, collections, essays. What is there already stays as it is."""

from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from archive.actions.publishing import publish
from archive.demo.essays import editor_html
from archive.demo.tables import DATA, Row, by_language, rows
from archive.models import (
    CollectionPage,
    CollectionText,
    EssayPage,
    EssaySource,
    EssayText,
    HomePage,
    HomeText,
    TestimonyPage,
)

FEATURED, FEATURED_ANCHOR = "RA-0012", "p2"
_LANGUAGES = ("en", "ar")


@transaction.atomic
def make_home() -> tuple[HomePage, bool]:
    """The home page, and whether it was made now. Wagtail's welcome page gives way to it."""
    home = HomePage.objects.first()
    if home is not None:
        _point_site_to(home)
        return home, False
    texts = {row["key"]: row for row in rows("site.csv")}
    home = HomePage(title=texts["name"]["en"], slug="rawi")
    home.texts = [
        HomeText(
            sort_order=position,
            language=language,
            name=texts["name"][language],
            statement=texts["statement"][language],
            lead=texts["lead"][language],
            content_note=texts["content_note"][language],
        )
        for position, language in enumerate(_LANGUAGES)
    ]
    _add(Page.get_first_root_node(), home)
    _point_site_to(home)
    return HomePage.objects.get(pk=home.pk), True


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


def make_collections(home: HomePage) -> int:
    """The collections that are not there yet; returns how many were made."""
    made = 0
    for row in rows("collections.csv"):
        if not CollectionPage.objects.filter(slug=row["slug"]).exists():
            _make_collection(home.pk, row)
            made += 1
    return made


@transaction.atomic
def _make_collection(home_id: int, row: Row) -> None:
    page = CollectionPage(title=row["title:en"], slug=row["slug"], sample=row["sample"] == "yes")
    summaries = by_language(row, "summary")
    page.texts = [
        CollectionText(sort_order=position, language=language, title=title, summary=summaries.get(language, ""))
        for position, (language, title) in enumerate(by_language(row, "title").items())
    ]
    _add(HomePage.objects.get(pk=home_id), page)


def make_essays(home: HomePage) -> int:
    """The essays that are not there yet, in the order of their list; returns how many were made."""
    sources = rows("essays/sources.csv")
    made = 0
    for row in sorted(rows("essays/essays.csv"), key=lambda row: (row["section"], int(row["order"]))):
        if not EssayPage.objects.filter(slug=row["slug"]).exists():
            _make_essay(home.pk, row, [source for source in sources if source["essay"] == row["slug"]])
            made += 1
    return made


@transaction.atomic
def _make_essay(home_id: int, row: Row, sources: list[dict[str, str]]) -> None:
    page = EssayPage(title=row["title:en"], slug=row["slug"], section=row["section"])
    summaries = by_language(row, "summary")
    page.texts = [
        EssayText(
            sort_order=position,
            language=language,
            title=title,
            summary=summaries.get(language, ""),
            body=editor_html((DATA / "essays" / f"{row['slug']}.{language}.html").read_text(encoding="utf-8")),
        )
        for position, (language, title) in enumerate(by_language(row, "title").items())
    ]
    page.sources = [
        EssaySource(
            sort_order=position,
            key=source["key"],
            citation=source["citation"],
            url=source["url"],
            language=source["language"],
        )
        for position, source in enumerate(sources)
    ]
    _add(HomePage.objects.get(pk=home_id), page)


@transaction.atomic
def feature_account() -> bool:
    """Let the home page open with a passage, unless somebody has edited the page. Returns whether it does now."""
    home = HomePage.objects.select_for_update().get()
    account = TestimonyPage.objects.filter(reference=FEATURED, live=True).first()
    untouched = home.latest_revision is None or home.latest_revision.user_id is None
    if home.featured_id is not None or account is None or not untouched:
        return False
    home.featured, home.featured_anchor = account, FEATURED_ANCHOR
    home.full_clean()
    publish(revision=home.save_revision(log_action="wagtail.edit"), actor=None)
    return True


def _add(parent: Page, page: Any) -> None:
    """Put a page at the end below its parent and publish it."""
    page.live = False
    parent.add_child(instance=page)
    publish(revision=page.save_revision(log_action="wagtail.create"), actor=None)
