"""Every kind of change is noted for the index in its own transaction, and hidden at once where less is to be seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from archive.actions.access import set_access, set_hold
from archive.actions.publishing import publish
from archive.actions.tagging import tag_passages
from archive.actions.vocabularies import TermData, merge_terms, save_term
from archive.actions.words import save_words
from archive.models import CollectionPage, HomePage, TestimonyPage, Theme
from archive.passages import DraftPassage
from archive.records import Vocabulary
from search.api import pending_hides
from search.models import SearchState
from search.sync import note_embargoes_that_ended
from tests import factories
from tests.integration.importing.batches import LETTER, LETTER_FILES, run, write_batch

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """A published account tagged with a narrower theme (letters, below writing), a person, and theme of its own."""

    key: int
    folder: Path

    @property
    def page(self) -> TestimonyPage:
        return TestimonyPage.objects.get(pk=self.key)

    @property
    def collection(self) -> CollectionPage:
        return CollectionPage.objects.get(slug="papers")


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    settings.RAWI_ORIGINALS_DIR = tmp_path / "originals"
    factories.term(Vocabulary.THEME, "writing", variants={"en": ["Scribbling"]})
    letters = factories.term(Vocabulary.THEME, "letters", parent_slug="writing", variants={"en": ["Epistles"]})
    factories.term(Vocabulary.THEME, "bread")
    person = factories.term(Vocabulary.PERSON, "salim")
    page = factories.testimony(
        words=["The window was above the door."],
        tags={"testimony_themes": [letters], "testimony_people": [person]},
    )
    factories.collection("later", live=False)
    return World(page.pk, tmp_path)


def theme(slug: str) -> Theme:
    return Theme.objects.get(slug=slug)


def named(slug: str, **data: Any) -> TermData:
    data.setdefault("labels", {"en": slug.capitalize(), "ar": f"مصطلح {slug}"})
    return TermData(slug=slug, **data)


def as_it_was(slug: str, **data: Any) -> TermData:
    variants = {"writing": {"en": ["Scribbling"]}, "letters": {"en": ["Epistles"]}}
    return named(slug, **({"variants": variants.get(slug, {})} | data))


def publish_draft(page: TestimonyPage) -> None:
    publish(revision=page.save_revision(), actor=None)


def edit(page: TestimonyPage, **fields: Any) -> None:
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    publish_draft(draft)


def new_edition(world: World) -> None:
    save_words(page=world.page, actor=None, passages=[DraftPassage(text="Another.")], language="en", role="original")
    publish(revision=world.page.latest_revision, actor=None)


def tag(world: World) -> None:
    tag_passages(page=world.page, actor=None, tags={"p1": {Vocabulary.THEME: [theme("bread").pk]}})
    publish(revision=world.page.latest_revision, actor=None)


def untag(world: World) -> None:
    draft = world.page.get_latest_revision_as_object()
    draft.testimony_themes = []
    publish_draft(draft)


def rename_in_summary(world: World) -> None:
    draft = world.page.get_latest_revision_as_object()
    for row in (rows := list(draft.descriptions.all())):
        row.public_name = "Somebody else"
    draft.descriptions = rows
    publish_draft(draft)


def collection_changed(world: World, **fields: Any) -> None:
    page = world.collection
    for name, value in fields.items():
        setattr(page, name, value)
    publish(revision=page.save_revision(), actor=None)


def in_bulk(world: World, action: str, **data: Any) -> None:
    client = Client()
    client.force_login(factories.user("boss", superuser=True))
    answer = client.post(f"/admin/bulk/wagtailcore/page/{action}/?id={world.key}&next=/admin/", data)
    assert answer.status_code == 302, answer.content.decode()


def move(world: World) -> None:
    world.page.move(CollectionPage.objects.get(slug="later"), "last-child")


def merge(source: str, target: str) -> None:
    merge_terms(vocabulary=Vocabulary.THEME, source=theme(source), target=theme(target), actor=None)


def save_theme(data: TermData) -> None:
    save_term(vocabulary=Vocabulary.THEME, data=data, actor=None)


def access(world: World, **decision: Any) -> None:
    decided: dict[str, Any] = {"level": "public", "listed": True, "embargo_until": None}
    set_access(testimony=world.page, actor=None, **(decided | decision))


def through_the_form(world: World, slug: str, **fields: str) -> None:
    """The admin's form of a term, with what it shows and ``fields`` instead of some of it."""
    client = Client()
    client.force_login(factories.user("boss", superuser=True))
    address = f"/admin/snippets/archive/theme/edit/{theme(slug).pk}/"
    form = client.get(address).context["form"]
    sent: dict[str, str] = {}
    forms = [form, *(inner for formset in form.formsets.values() for inner in formset.forms)]
    for part in [*forms, *(formset.management_form for formset in form.formsets.values())]:
        sent |= {field.html_name: str(field.value() if field.value() is not None else "") for field in part}
    sent = {name: value for name, value in sent.items() if value != "False"} | fields
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors


HIDES, SHOWS = True, False
# kind: (what is done, whether some reader may see less from then on)
CHANGES: dict[str, tuple[Callable[[World], Any], bool]] = {
    "page published again": (lambda world: edit(world.page, kind="recording"), HIDES),
    "page unpublished": (lambda world: world.page.unpublish(), HIDES),
    "page deleted": (lambda world: world.page.delete(), HIDES),
    "page moved": (move, HIDES),
    "page restricted": (
        lambda world: PageViewRestriction.objects.create(page=world.page.page_ptr, restriction_type="login"),
        HIDES,
    ),
    "collection restricted": (
        lambda world: PageViewRestriction.objects.create(page=world.collection.page_ptr, restriction_type="login"),
        HIDES,
    ),
    "collection unpublished": (lambda world: world.collection.unpublish(), HIDES),
    "collection deleted": (lambda world: world.collection.delete(), HIDES),
    "collection renamed": (lambda world: collection_changed(world, title="Letters"), SHOWS),
    "collection with another address": (lambda world: collection_changed(world, slug="letters"), SHOWS),
    "home page unpublished": (lambda world: HomePage.objects.get().unpublish(), HIDES),
    "pages deleted as a queryset": (lambda world: Page.objects.filter(slug="papers").delete(), HIDES),
    "edition": (new_edition, HIDES),
    "passage tagged": (tag, HIDES),
    "tag taken away": (untag, HIDES),
    "person's public name": (rename_in_summary, HIDES),
    "person's name in the vocabulary": (
        lambda world: save_term(
            vocabulary=Vocabulary.PERSON,
            data=TermData(slug="salim", labels={"en": "Another name"}),
            actor=None,
        ),
        HIDES,
    ),
    "person restricted": (
        lambda world: save_term(
            vocabulary=Vocabulary.PERSON,
            data=named("salim", restricted=True),
            actor=None,
        ),
        HIDES,
    ),
    "term renamed": (lambda world: save_theme(as_it_was("letters", labels={"en": "Mail"})), HIDES),
    "term with one more name": (
        lambda world: save_theme(as_it_was("letters", variants={"en": ["Epistles", "Mail"]})),
        SHOWS,
    ),
    "variant name taken away": (lambda world: save_theme(as_it_was("letters", variants={})), HIDES),
    "term restricted": (lambda world: save_theme(as_it_was("letters", restricted=True)), HIDES),
    "broader term restricted": (lambda world: save_theme(as_it_was("writing", restricted=True)), HIDES),
    "terms merged: the one that goes": (lambda world: merge("letters", "bread"), HIDES),
    "terms merged: the one that stays": (lambda world: merge("bread", "letters"), HIDES),
    "terms merged: a broader one goes": (lambda world: merge("writing", "bread"), HIDES),
    "term moved in the admin": (lambda world: through_the_form(world, "letters", parent=""), SHOWS),
    "name taken away in the admin": (
        lambda world: through_the_form(world, "letters", **{"labels-2-DELETE": "on"}),
        HIDES,
    ),
    "level": (lambda world: access(world, level="registered"), HIDES),
    "closed": (lambda world: access(world, level="closed", listed=False), HIDES),
    "no longer listed": (lambda world: access(world, level="closed", listed=False), HIDES),
    "embargo": (lambda world: access(world, embargo_until=timezone.now() + timedelta(days=1)), HIDES),
    "decision about access deleted": (lambda world: world.page.access_rule.delete(), HIDES),
    "hold": (lambda world: set_hold(testimony=world.page, actor=None, hold=True), HIDES),
    "several unpublished in the admin": (lambda world: in_bulk(world, "unpublish"), HIDES),
    "several deleted in the admin": (lambda world: in_bulk(world, "delete"), HIDES),
    "several published in the admin": (lambda world: in_bulk(world, "publish"), SHOWS),
    "several moved in the admin": (
        lambda world: in_bulk(world, "move", chooser=CollectionPage.objects.get(slug="later").pk),
        HIDES,
    ),
}


def nothing_waits() -> None:
    SearchState.objects.update(indexed=F("wanted"), hide=False)


class RolledBack(Exception):
    pass


def notes() -> list[Any]:
    return list(SearchState.objects.order_by("pk").values_list("pk", "wanted", "indexed", "hide"))


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_is_noted_with_itself_hides_at_once_and_is_rolled_back_with_it(world: World, kind: str) -> None:
    change, hides = CHANGES[kind]
    nothing_waits()
    before, noted = SearchState.objects.get(pk=world.key), notes()

    def change_and_fail() -> None:
        with transaction.atomic():
            change(world)
            raise RolledBack

    with pytest.raises(RolledBack):
        change_and_fail()
    assert notes() == noted

    with transaction.atomic():
        change(world)
    after = SearchState.objects.get(pk=world.key)
    assert after.wanted > after.indexed
    assert after.wanted > before.wanted
    if hides:
        assert world.key in pending_hides()


def test_what_opens_is_noted(world: World) -> None:
    set_hold(testimony=world.page, actor=None, hold=True)
    nothing_waits()
    set_hold(testimony=world.page, actor=None, hold=False)
    assert SearchState.objects.filter(pk=world.key, wanted__gt=F("indexed")).exists()


def test_a_term_that_is_opened_is_noted(world: World) -> None:
    save_theme(as_it_was("letters", restricted=True))
    nothing_waits()
    save_theme(as_it_was("letters"))
    assert SearchState.objects.filter(pk=world.key, wanted__gt=F("indexed")).exists()


def test_a_first_publication_is_noted_and_not_hidden(world: World) -> None:
    draft = factories.testimony("RA-0002", live=False)
    nothing_waits()
    publish_draft(draft)
    assert SearchState.objects.filter(pk=draft.pk, wanted__gt=F("indexed"), hide=False).exists()


def test_an_import_notes_what_it_brings(world: World) -> None:
    folder = write_batch(world.folder / "batch", [{**LETTER, "level": "public"}], LETTER_FILES)
    nothing_waits()
    report = run(folder, collection="papers", publish=True)
    assert report.rows
    brought = TestimonyPage.objects.get(reference="RA-0101")
    assert SearchState.objects.get(pk=brought.pk).wanted > 0


def test_the_end_of_an_embargo_is_noted(world: World) -> None:
    note_embargoes_that_ended()
    end = timezone.now() + timedelta(hours=1)
    access(world, embargo_until=end)
    nothing_waits()
    with time_machine.travel(end + timedelta(seconds=1)):
        assert note_embargoes_that_ended() == [world.key]
    assert SearchState.objects.filter(pk=world.key, wanted__gt=F("indexed")).exists()


@pytest.mark.parametrize("which", ["page", "collection"])
def test_a_scheduled_end_is_noted_and_hides(world: World, which: str) -> None:
    note_embargoes_that_ended()
    end = timezone.now() + timedelta(hours=1)
    page = world.page if which == "page" else world.collection
    Page.objects.filter(pk=page.pk).update(expire_at=end)
    nothing_waits()
    with time_machine.travel(end + timedelta(seconds=1)):
        assert note_embargoes_that_ended() == [world.key]
        assert world.key in pending_hides()
        nothing_waits()
        call_command("publish_scheduled")
        assert world.key in pending_hides()
