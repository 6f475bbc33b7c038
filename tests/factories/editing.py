"""Testimonies, words and users for tests of the editorial pages."""

from django.contrib.auth.models import Group, User
from django.test import Client

from archive.actions.words import save_words
from archive.models import CollectionPage, Description, TestimonyPage
from archive.passages import DraftPassage

PASSWORD = "only for tests"
WORDS = ["They opened the door at dawn.", "We counted the steps.", "Nobody spoke in the yard.", "Then it was night."]
ARABIC = ["فتحوا الباب عند الفجر.", "عددنا الخطوات.", "لم يتكلم أحد في الباحة.", "ثم حل الليل."]


def make_testimony(collection: CollectionPage, reference: str, title: str = "A cell of one's own") -> TestimonyPage:
    page = TestimonyPage(reference=reference, kind="written")
    page.live = False
    page.descriptions = [
        Description(language="en", title=title, sort_order=0),
        Description(language="ar", title="زنزانة", sort_order=1),
    ]
    collection.add_child(instance=page)
    page.save_revision()
    return TestimonyPage.objects.get(pk=page.pk)


def give_words(page: TestimonyPage, words: list[str], language: str = "en", role: str = "original") -> TestimonyPage:
    save_words(
        page=page,
        actor=None,
        passages=[DraftPassage(text=text) for text in words],
        language=language,
        role=role,
    )
    return TestimonyPage.objects.get(pk=page.pk)


def make_user(name: str, *groups: str) -> User:
    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
