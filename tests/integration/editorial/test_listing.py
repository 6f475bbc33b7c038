"""The list of testimonies: what it shows and how it is narrowed, drafts included."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.actions.access import set_access, set_hold
from archive.models import Description, TestimonyPage
from tests.factories.editing import ARABIC, WORDS, give_words, make_testimony
from tests.factories.words_form import opened, sent


@pytest.fixture
def several(archive: Any, archivist: Client, themes: dict[str, Any]) -> dict[str, TestimonyPage]:
    one = give_words(make_testimony(archive.collection, "RA-0001", "The stairs"), WORDS)
    two = give_words(make_testimony(archive.collection, "RA-0002", "The yard"), ARABIC, language="ar")
    three = give_words(make_testimony(archive.other, "RA-0003", "A letter"), ["Lettre."], language="fr")
    two.get_latest_revision().publish()
    set_access(testimony=two, actor=None, level="public", listed=True, embargo_until=None)
    set_access(testimony=three, actor=None, level="approved", listed=True, embargo_until=None)
    set_hold(testimony=three, actor=None, hold=True)
    fields = opened(archivist, one)
    fields["p-p1-tags"] = [f"theme:{themes['food'].pk}"]
    sent(archivist, one, fields)
    return {"RA-0001": one, "RA-0002": two, "RA-0003": three}


def shown(response: Any) -> set[str]:
    return {page.reference for page in response.context["object_list"]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"RA-0001", "RA-0002", "RA-0003"}),
        ({"q": "stairs"}, {"RA-0001"}),
        ({"q": "ra-0002"}, {"RA-0002"}),
        ({"q": "زنزانه"}, {"RA-0001", "RA-0002", "RA-0003"}),
        ({"q": "nothing of it"}, set()),
        ({"state": "draft"}, {"RA-0001", "RA-0003"}),
        ({"state": "published"}, {"RA-0002"}),
        ({"state": "review"}, set()),
        ({"state": "scheduled"}, set()),
        ({"state": "changed"}, set()),
        ({"level": "public"}, {"RA-0002"}),
        ({"level": "hold"}, {"RA-0003"}),
        ({"level": "undecided"}, {"RA-0001"}),
        ({"kind": "written"}, {"RA-0001", "RA-0002", "RA-0003"}),
        ({"kind": "interview"}, set()),
        ({"language": "ar"}, {"RA-0002"}),
        ({"language": "fr"}, {"RA-0003"}),
    ],
)
def test_the_list_is_narrowed(
    archivist: Client, several: dict[str, TestimonyPage], query: dict[str, str], expected: set[str]
) -> None:
    assert shown(archivist.get(reverse("testimonies:index"), query)) == expected


def test_it_is_narrowed_by_collection_and_by_theme_with_narrower_ones(
    archivist: Client, several: dict[str, TestimonyPage], archive: Any, themes: dict[str, Any]
) -> None:
    index = reverse("testimonies:index")
    assert shown(archivist.get(index, {"collection": archive.other.pk})) == {"RA-0003"}
    assert shown(archivist.get(index, {"theme": themes["hunger"].pk})) == {"RA-0001"}
    assert shown(archivist.get(index, {"theme": themes["tadmor"].pk + 999})) == {"RA-0001", "RA-0002", "RA-0003"}


def test_it_shows_the_newest_draft(archivist: Client, several: dict[str, TestimonyPage]) -> None:
    page = TestimonyPage.objects.get(reference="RA-0002").get_latest_revision_as_object()
    page.descriptions = [Description(language="en", title="The yard, corrected", sort_order=0)]
    page.save_revision()
    text = archivist.get(reverse("testimonies:index")).content.decode()
    assert "The yard, corrected" in text
    assert "Prison accounts" in text
    assert "On hold" in text
    assert "French" in text
    assert shown(archivist.get(reverse("testimonies:index"), {"q": "corrected"})) == {"RA-0002"}


def test_the_explorer_shows_the_same_below_a_collection(
    archivist: Client, several: dict[str, TestimonyPage], archive: Any
) -> None:
    response = archivist.get(reverse("wagtailadmin_explore", args=[archive.collection.pk]))
    assert shown(response) == {"RA-0001", "RA-0002"}
    assert "The stairs" in response.content.decode()


@pytest.mark.parametrize("count", [2, 25])
def test_its_queries_do_not_grow(
    archive: Any, publisher: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    for number in range(1, count + 1):
        make_testimony(archive.collection, f"RA-{number:04d}")
    index = reverse("testimonies:index")
    publisher.get(index)
    with django_assert_max_num_queries(45):
        publisher.get(index)
