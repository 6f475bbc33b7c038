"""The demo's site and pages: home, collections, essays. What is there already stays as it is."""

from django.db import transaction

from archive.actions.home import HomeWords, add_published, make_home
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
    TestimonyPage,
)

FEATURED, FEATURED_ANCHOR = "RA-0012", "p2"
_LANGUAGES = ("en", "ar")


def make_demo_home() -> tuple[HomePage, bool]:
    """The home page, and whether it was made now."""
    texts = {row["key"]: row for row in rows("site.csv")}
    said = ("name", "statement", "lead", "content_note")
    return make_home({language: HomeWords(**{key: texts[key][language] for key in said}) for language in _LANGUAGES})


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
    add_published(HomePage.objects.get(pk=home_id), page)


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
    add_published(HomePage.objects.get(pk=home_id), page)


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
