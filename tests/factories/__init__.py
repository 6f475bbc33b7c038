"""Small archives for tests: everything through the archive's own actions, as an archivist or an import would make
it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupPagePermission, Locale, Page, Site

from archive.actions.access import set_access, set_hold
from archive.actions.publishing import publish
from archive.actions.vocabularies import TermData, save_term
from archive.actions.words import save_words
from archive.models import (
    AuthorityRecord,
    CollectionPage,
    CollectionText,
    ContentNote,
    Description,
    HomePage,
    HomeText,
    TestimonyPage,
)
from archive.passages import DraftPassage
from archive.records import Vocabulary

PASSWORD = "a-long-test-password"


def user(name: str = "reader", *, superuser: bool = False) -> Any:
    """A person who can sign in."""
    from django.contrib.auth import get_user_model

    model = get_user_model()
    found = model.objects.filter(username=name).first()
    if found is not None:
        return found
    make = model.objects.create_superuser if superuser else model.objects.create_user
    return make(username=name, email=f"{name}@example.org", password=PASSWORD)


def editor(name: str, collection: CollectionPage, *kinds: str) -> Any:
    """Somebody with page permissions (add, change, publish …) on one collection, and access to the admin."""
    person = user(name)
    group, _made = Group.objects.get_or_create(name=f"{name}s")
    group.permissions.add(
        Permission.objects.get(content_type=ContentType.objects.get(app_label="wagtailadmin", model="admin"))
    )
    for kind in kinds or ("add", "change", "publish"):
        permission = Permission.objects.get(
            content_type=ContentType.objects.get_for_model(Page), codename=f"{kind}_page"
        )
        GroupPagePermission.objects.get_or_create(group=group, page=collection, permission=permission)
    person.groups.add(group)
    return person


def _root() -> Page:
    """What Wagtail's migrations make, where a test with real transactions has emptied the tables."""
    Locale.objects.get_or_create(language_code="en")
    ContentType.objects.clear_cache()
    Page.add_root(instance=Page(title="Root", slug="root"))
    return Page.get_first_root_node()


def home() -> HomePage:
    """The home page of the only site."""
    found = HomePage.objects.first()
    if found is not None:
        return found
    root = Page.get_first_root_node() or _root()
    page = HomePage(title="Rawi", slug="rawi")
    page.texts = [
        HomeText(language="en", name="Rawi", statement="Accounts, as they were told.", sort_order=0),
        HomeText(language="ar", name="راوٍ", statement="شهادات كما رُويت.", sort_order=1),
    ]
    root.add_child(instance=page)
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True, site_name="Rawi")
    Page.objects.filter(depth=2).exclude(pk=page.pk).delete()
    return HomePage.objects.get(pk=page.pk)


def collection(
    slug: str = "papers", *, live: bool = True, title: str = "Papers", sample: bool = False
) -> CollectionPage:
    """A collection under the home page."""
    found = CollectionPage.objects.filter(slug=slug).first()
    if found is not None:
        return found
    page = CollectionPage(title=title, slug=slug, sample=sample, live=live)
    page.texts = [
        CollectionText(language="en", title=title, sort_order=0),
        CollectionText(language="ar", title="أوراق", sort_order=1),
    ]
    home().add_child(instance=page)
    return CollectionPage.objects.get(pk=page.pk)


def term(vocabulary: Vocabulary, slug: str, **data: Any) -> AuthorityRecord:
    """An authority record with names in both languages."""
    data.setdefault("labels", {"en": slug.replace("-", " ").capitalize(), "ar": f"مصطلح {slug}"})
    return save_term(vocabulary=vocabulary, data=TermData(slug=slug, **data), actor=None)


def testimony(
    reference: str = "RA-0001",
    *,
    under: CollectionPage | None = None,
    title: str = "",
    summary: str = "A short description.",
    words: Sequence[str] = ("The window was above the door.", "We divided the bread with a thread."),
    language: str = "en",
    translations: Mapping[str, Sequence[str]] | None = None,
    level: str | None = "public",
    listed: bool = True,
    embargo_until: datetime | None = None,
    hold: bool = False,
    live: bool = True,
    tags: Mapping[str, Sequence[AuthorityRecord]] | None = None,
    passage_tags: Mapping[str, Mapping[str, Sequence[AuthorityRecord]]] | None = None,
    notes: Sequence[str] = (),
    **fields: Any,
) -> TestimonyPage:
    """A testimony with its words.

    ``tags`` and ``passage_tags`` are by relation name ("testimony_themes", "passage_themes": {anchor: records}).
    ``level=None``: nobody decided.
    """
    page = TestimonyPage(reference=reference, live=False, **fields)
    page.descriptions = [
        Description(language="en", title=title or f"Account {reference}", summary=summary, public_name="Salim"),
        Description(language="ar", title=f"شهادة {reference}", summary="وصف قصير.", public_name="سليم", sort_order=1),
    ]
    page.content_notes = [ContentNote(language="en", text=note) for note in notes]
    for relation, records in (tags or {}).items():
        model = TestimonyPage._meta.get_field(relation).related_model
        setattr(page, relation, [model(term=record, sort_order=place) for place, record in enumerate(records)])
    for relation, by_anchor in (passage_tags or {}).items():
        model = TestimonyPage._meta.get_field(relation).related_model
        rows = [model(anchor=anchor, term=record) for anchor, records in by_anchor.items() for record in records]
        setattr(page, relation, rows)
    parent = CollectionPage.objects.get(pk=(under or collection()).pk)
    parent.add_child(instance=page)
    page = TestimonyPage.objects.get(pk=page.pk)
    page.save_revision()
    if words:
        save_words(
            page=page,
            actor=None,
            passages=[DraftPassage(text=text) for text in words],
            language=language,
            role="original",
        )
        for other, texts in (translations or {}).items():
            save_words(
                page=page,
                actor=None,
                passages=[DraftPassage(text=text, anchor=f"p{place}") for place, text in enumerate(texts, 1)],
                language=other,
                role="translation",
            )
    page = TestimonyPage.objects.get(pk=page.pk)
    if live:
        publish(revision=page.latest_revision, actor=None)
    if level is not None:
        set_access(testimony=page, actor=None, level=level, listed=listed, embargo_until=embargo_until)
    if hold:
        set_hold(testimony=page, actor=None, hold=True)
    return TestimonyPage.objects.get(pk=page.pk)
