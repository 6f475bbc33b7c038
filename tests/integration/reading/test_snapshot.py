"""What each process holds of the vocabularies, the collections and the frame is never older than the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from archive.actions.publishing import publish, unpublish
from archive.actions.vocabularies import merge_terms
from archive.models import (
    CollectionPage,
    CollectionText,
    EssayPage,
    EssayText,
    HomeText,
    LabelKind,
    PlaceLabel,
    SnapshotToken,
    Theme,
    ThemeLabel,
    put_down_token,
    take_up_token,
)
from archive.models.snapshot import watched_tables
from archive.records import Vocabulary
from archive.selectors import snapshot
from archive.selectors.snapshot import current_snapshot
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive() -> None:
    """A little of everything that is held."""
    factories.collection("papers", title="Papers")
    factories.term(Vocabulary.THEME, "bread", variants={"en": ["Loaf"]})
    factories.term(Vocabulary.THEME, "rye", parent_slug="bread")
    factories.term(Vocabulary.THEME, "water")
    factories.term(Vocabulary.PLACE, "town", variants={"en": ["City"]})
    essay = EssayPage(title="About", slug="about", section="archive")
    essay.texts = [EssayText(language="en", title="About us", body="<p>Words.</p>")]
    factories.home().add_child(instance=essay)


@contextmanager
def another_process() -> Iterator[None]:
    """What happens inside is done by a process that holds nothing of this one's and leaves nothing to it."""
    held, snapshot._held = snapshot._held, None
    try:
        yield
    finally:
        snapshot._held = held


def told() -> tuple[Any, ...]:
    """All that pages show of what is held, in English."""
    now = current_snapshot()
    themes = now.terms(Vocabulary.THEME, "en")
    frame = now.frame("en")
    return (
        {slug: (term.label.text, term.parent_id) for slug, term in themes.by_slug.items()},
        {slug: term.label.text for slug, term in now.terms(Vocabulary.PLACE, "en").by_slug.items()},
        {slug: title.text for slug, title in now.collection_titles("en").items()},
        now.names(),
        (frame.name.text, frame.sample, [link.title.text for link in frame.footer_archive]),
    )


def read_anew() -> tuple[Any, ...]:
    with another_process():
        return told()


def theme(slug: str) -> Theme:
    return Theme.objects.get(slug=slug)


def papers() -> CollectionPage:
    return CollectionPage.objects.get(slug="papers")


def _statement(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _publish_new_title() -> None:
    page = papers()
    page.texts.get(language="en").delete()
    page.texts = [CollectionText(language="en", title="Letters")]
    publish(revision=page.save_revision(), actor=None)


def _saved_label() -> None:
    label = ThemeLabel.objects.get(record__slug="bread", language="en", kind=LabelKind.PREFERRED)
    label.text = "Hunger"
    label.save()


CHANGES: dict[str, Callable[[], Any]] = {
    "a name saved": _saved_label,
    "names changed at once": lambda: ThemeLabel.objects.filter(language="en").update(text="Hunger", kind="variant"),
    "names made at once": lambda: PlaceLabel.objects.bulk_create(
        [PlaceLabel(record_id=factories.term(Vocabulary.PLACE, "town").pk, language="en", text="Burg", kind="variant")]
    ),
    "a name deleted": lambda: PlaceLabel.objects.filter(text="City").delete(),
    "a name changed by hand": lambda: _statement(
        "UPDATE archive_themelabel SET text = %s WHERE text = %s", "X", "Bread"
    ),
    "a term restricted": lambda: Theme.objects.filter(slug="bread").update(restricted=True),
    "terms merged": lambda: merge_terms(
        vocabulary=Vocabulary.THEME, source=theme("water"), target=theme("bread"), actor=None
    ),
    "a term moved in its tree": lambda: theme("rye").move(theme("water"), "last-child"),
    "a term made": lambda: factories.term(Vocabulary.THEME, "salt"),
    "a term deleted": lambda: theme("water").delete(),
    "a collection unpublished": lambda: unpublish(page=papers(), actor=None),
    "a collection published again": _publish_new_title,
    "a collection deleted": lambda: papers().delete(),
    "a collection marked as samples": lambda: CollectionPage.objects.update(sample=True),
    "a collection that ended": lambda: Page.objects.filter(slug="papers").update(expire_at=timezone.now()),
    "an essay unpublished": lambda: unpublish(page=EssayPage.objects.get(slug="about"), actor=None),
    "an essay moved away": lambda: Page.objects.get(slug="about").move(papers(), "last-child"),
    "an essay of another section": lambda: EssayPage.objects.update(section="readers"),
    "the archive renamed": lambda: HomeText.objects.update(name="Another name"),
    "the home page unpublished": lambda: unpublish(page=factories.home(), actor=None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_at_once_by_every_process(change: str) -> None:
    before = told()
    with another_process():
        CHANGES[change]()
        after = told()
    assert after != before
    assert told() == after


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_was_rolled_back_was_never_there(change: str) -> None:
    before = told()
    with transaction.atomic():
        CHANGES[change]()
        assert told() != before  # seen, and held, inside
        transaction.set_rollback(True)
    assert told() == before
    # What is done in its place has a token of its own.
    ThemeLabel.objects.filter(text="Bread").update(text="In its place")
    assert told()[0]["bread"][0] == "In its place"
    assert told() == read_anew()


def test_a_scheduled_end_is_seen_when_it_comes() -> None:
    end = timezone.now() + timedelta(hours=1)
    Page.objects.filter(slug="papers").update(expire_at=end)
    with time_machine.travel(end - timedelta(seconds=1), tick=False):
        assert told()[2] == {"papers": "Papers"}
    with time_machine.travel(end, tick=False):
        assert told()[2] == {}


def test_what_readers_may_not_see_is_not_held() -> None:
    secret = factories.term(Vocabulary.THEME, "zezuzez", restricted=True, variants={"en": ["Zuzezuz"]})
    merged = factories.term(Vocabulary.THEME, "old", labels={"en": "Zozozoz"})
    Theme.objects.filter(pk=merged.pk).update(merged_into=theme("bread"))
    held = repr(current_snapshot())
    assert "zezuzez" not in held
    assert "Zezuzez" not in held
    assert "Zuzezuz" not in held
    assert "Zozozoz" not in held
    assert secret.pk not in current_snapshot().terms(Vocabulary.THEME, "en").by_id


def test_addresses_are_those_of_the_active_language(client: Client) -> None:
    factories.testimony(tags={"testimony_places": [factories.term(Vocabulary.PLACE, "town")]})
    for language, other in (("en", "ar"), ("ar", "en"), ("en", "ar")):
        page = client.get(f"/{language}/testimonies/ra-0001/").content.decode()
        assert f'href="/{language}/places/town/"' in page
        assert f'href="/{other}/places/town/"' not in page


def test_it_costs_one_query_while_nothing_changes() -> None:
    current_snapshot()
    with CaptureQueriesContext(connection) as queries:
        assert current_snapshot() is current_snapshot()
    assert len(queries) == 2


def test_a_testimony_that_changes_leaves_it_held() -> None:
    factories.testimony("RA-0001")  # makes what testimonies need
    before = current_snapshot()
    page = factories.testimony("RA-0002")
    unpublish(page=page, actor=None)
    assert current_snapshot() is before


def test_nothing_is_held_while_there_is_no_token() -> None:
    put_down_token(connection.alias)
    assert not SnapshotToken.objects.exists()
    before = told()
    ThemeLabel.objects.filter(text="Bread").update(text="Hunger")
    assert told() != before
    take_up_token(connection.alias)
    assert SnapshotToken.objects.count() == 1
    before = told()
    ThemeLabel.objects.filter(text="Hunger").update(text="Bread")
    assert told() != before


def test_every_table_that_is_read_has_its_triggers() -> None:
    current_snapshot()
    snapshot._held = None
    with CaptureQueriesContext(connection) as queries:
        current_snapshot()
    read = {
        table for query in queries for table in connection.introspection.table_names() if f'"{table}"' in query["sql"]
    }
    assert read - {"archive_snapshottoken"} == set(watched_tables())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {row[0] for row in cursor.fetchall()}
    wanted = {
        f"archive_snapshot_{table}_{event}" for table in watched_tables() for event in ("insert", "update", "delete")
    }
    assert present >= wanted
