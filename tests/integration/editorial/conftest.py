"""An archive with two collections, an archivist, a publisher and an archivist of the other collection."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from wagtail.models import GroupPagePermission, Page, Site

from archive.actions.vocabularies import TermData, save_term
from archive.models import CollectionPage, CollectionText, HomePage, HomeText, TestimonyPage
from archive.records import Vocabulary
from tests.factories.editing import WORDS, give_words, make_testimony, make_user, signed_in


@dataclass
class Archive:
    home: HomePage
    collection: CollectionPage
    other: CollectionPage


@pytest.fixture
def archive(db: None) -> Archive:
    root = Page.get_first_root_node()
    root.get_children().delete()
    root = Page.objects.get(pk=root.pk)
    home = HomePage(title="Home", slug="home")
    home.texts = [HomeText(language="en", name="Rawi", statement="Accounts.")]
    root.add_child(instance=home)
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    collections = []
    for name in ("Prison", "Exile"):
        collection = CollectionPage(title=name, slug=name.lower())
        collection.texts = [CollectionText(language="en", title=f"{name} accounts")]
        home.add_child(instance=collection)
        collections.append(collection)
    call_command("make_roles", verbosity=0)
    return Archive(HomePage.objects.get(), *collections)


@pytest.fixture
def archivist(archive: Archive) -> Client:
    return signed_in(make_user("archivist", "Archivists"))


@pytest.fixture
def publisher(archive: Archive) -> Client:
    return signed_in(make_user("publisher", "Publishers"))


@pytest.fixture
def foreigner(archive: Archive) -> Client:
    """Somebody with every right on the other collection and none on this."""
    group = Group.objects.create(name="Exile only")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for right in ("add", "change", "publish", "lock", "unlock"):
        GroupPagePermission.objects.create(
            group=group,
            page=archive.other,
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{right}_page"),
        )
    return signed_in(make_user("foreigner", "Exile only"))


@pytest.fixture
def testimony(archive: Archive) -> TestimonyPage:
    return give_words(make_testimony(archive.collection, "RA-0001"), WORDS)


@pytest.fixture
def themes(db: None) -> dict[str, Any]:
    hunger = save_term(
        vocabulary=Vocabulary.THEME,
        data=TermData(slug="hunger", labels={"en": "Hunger", "ar": "الجوع"}, variants={"en": ["Starvation"]}),
        actor=None,
    )
    food = save_term(
        vocabulary=Vocabulary.THEME,
        data=TermData(slug="food", labels={"en": "Food", "ar": "الطعام"}, parent_slug="hunger"),
        actor=None,
    )
    tadmor = save_term(
        vocabulary=Vocabulary.PLACE,
        data=TermData(
            slug="tadmor",
            labels={"en": "Tadmor", "ar": "تدمر"},
            variants={"en": ["Palmyra", "Tadmur"], "ar": ["سجن تدمر العسكري"], "fr": ["Palmyre"]},
        ),
        actor=None,
    )
    eighties = save_term(
        vocabulary=Vocabulary.PERIOD,
        data=TermData(slug="eighties", labels={"en": "The 1980s", "ar": "الثمانينيات"}),
        actor=None,
    )
    return {"hunger": hunger, "food": food, "tadmor": tadmor, "eighties": eighties}
