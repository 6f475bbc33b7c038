"""Vocabularies in the admin: found by any name, kept in a tree, merged without losing a tag."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from archive.actions.vocabularies import TermData, save_term
from archive.models import AuditEvent, Place, TestimonyPage, Theme
from archive.records import Vocabulary
from archive.signals import testimony_changed, vocabulary_changed
from tests.factories.editing import signed_in
from tests.factories.words_form import latest, opened, sent


def term_form(slug: str, *names: tuple[str, str, str], parent: Any = "", **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = nested_form_data(
        {
            "slug": slug,
            "code": "",
            "exact_match": "",
            "parent": parent,
            "labels": inline_formset([{"language": tag, "text": text, "kind": kind} for tag, text, kind in names]),
            "notes": inline_formset([]),
            **more,
        }
    )
    return data


def url(name: str, *args: Any, model: str = "theme") -> str:
    return reverse(f"wagtailsnippets_archive_{model}:{name}", args=args)


@pytest.mark.parametrize(
    "query", ["Palmyra", "palmyre", "تدمر", "تَدْمُر", "العسكري", "سجن تدمر", "Tadmur", "tādmur", "TADMOR", "admo"]
)
def test_a_place_is_found_by_any_name_in_any_script(archivist: Client, themes: dict[str, Any], query: str) -> None:
    places = [
        archivist.get(url("list", model="place"), {"q": query}),
        archivist.get(reverse("wagtailsnippetchoosers_archive_place:choose_results"), {"q": query}),
    ]
    for response in places:
        assert "tadmor" in response.content.decode().lower()
    found = archivist.get(reverse("editorial:terms"), {"q": query}).json()["terms"]
    assert f"place:{themes['tadmor'].pk}" in [term["key"] for term in found]


def test_a_search_for_nothing_known_finds_nothing(archivist: Client, themes: dict[str, Any]) -> None:
    assert archivist.get(reverse("editorial:terms"), {"q": "zzz"}).json() == {"terms": []}
    assert archivist.get(reverse("editorial:terms"), {"q": "؟!"}).json() == {"terms": []}
    assert "Tadmor" not in archivist.get(url("list", model="place"), {"q": "zzz"}).content.decode()


def test_the_chooser_shows_the_path_and_takes_several(archivist: Client, themes: dict[str, Any]) -> None:
    chooser = reverse("wagtailsnippetchoosers_archive_theme:choose_results")
    page = archivist.get(chooser, {"multiple": "1"}).content.decode()
    assert "checkbox" in page
    assert page.index("Hunger") < page.index("Food"), "in tree order"
    assert ">Hunger<" in page.replace("\n", "").replace(" ", "")
    chosen = archivist.get(
        reverse("wagtailsnippetchoosers_archive_theme:chosen_multiple"),
        {"id": [themes["hunger"].pk, themes["food"].pk]},
    )
    assert "Food" in chosen.content.decode()


def test_a_new_theme_stands_where_it_was_put_and_is_found_at_once(archivist: Client, themes: dict[str, Any]) -> None:
    form = term_form(
        "bread",
        ("en", "Bread", "preferred"),
        ("ar", "الخبز", "preferred"),
        ("ar", "رغيف", "variant"),
        parent=themes["food"].pk,
    )
    response = archivist.post(url("add"), form)
    assert response.status_code == 302, response.context["form"].errors
    bread = Theme.objects.get(slug="bread")
    assert bread.get_parent().slug == "food"
    assert archivist.get(reverse("editorial:terms"), {"q": "رغيف"}).json()["terms"][0]["path"] == "Hunger › Food"
    assert AuditEvent.objects.filter(action="term.make", data__id=bread.pk).exists()


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ([("en", "Bread", "variant")], "Give it a preferred name"),
        ([("en", "Bread", "preferred"), ("en", "Loaf", "preferred")], "two preferred names in one language"),
    ],
)
def test_a_theme_needs_one_preferred_name_per_language(
    archivist: Client, themes: dict[str, Any], names: list[tuple[str, str, str]], message: str
) -> None:
    response = archivist.post(url("add"), term_form("bread", *names))
    assert message in response.content.decode()
    assert not Theme.objects.filter(slug="bread").exists()


def edited(record: Any, **changed: Any) -> dict[str, Any]:
    rows = [
        {"id": label.pk, "language": label.language, "text": label.text, "kind": label.kind}
        for label in record.labels.all()
    ]
    parent = record.get_parent()
    data: dict[str, Any] = nested_form_data(
        {
            "slug": record.slug,
            "code": record.code,
            "exact_match": "",
            "parent": parent.pk if parent else "",
            "labels": inline_formset(rows, initial=len(rows)),
            "notes": inline_formset([]),
        }
    )
    return {**data, **changed}


def test_moving_and_restricting_tells_search_what_is_touched(
    archivist: Client, testimony: TestimonyPage, themes: dict[str, Any]
) -> None:
    fields = opened(archivist, testimony)
    fields["p-p1-tags"] = [f"theme:{themes['food'].pk}"]
    sent(archivist, testimony, fields)
    TestimonyPage.objects.get(pk=testimony.pk).get_latest_revision().publish()
    heard: list[tuple[str, Any, Any]] = []

    def vocabulary(sender: Any, testimony_ids: list[int], **kwargs: Any) -> None:
        heard.append(("vocabulary", testimony_ids, None))

    def changed(sender: Any, testimony_ids: list[int], hidden: bool, **kwargs: Any) -> None:
        heard.append(("testimony", testimony_ids, hidden))

    vocabulary_changed.connect(vocabulary)
    testimony_changed.connect(changed)
    try:
        food = Theme.objects.get(slug="food")
        archivist.post(url("edit", food.pk), edited(food, parent=""))
        assert Theme.objects.get(slug="food").depth == 1
        assert heard == [("vocabulary", [testimony.pk], None), ("testimony", [testimony.pk], False)]
        heard.clear()
        food = Theme.objects.get(slug="food")
        archivist.post(url("edit", food.pk), edited(food, restricted="on", slug="other"))
        food = Theme.objects.get(pk=food.pk)
        assert (food.restricted, food.slug) == (True, "food"), "an address that was given out does not change"
        assert heard[-1] == ("testimony", [testimony.pk], True)
    finally:
        vocabulary_changed.disconnect(vocabulary)
        testimony_changed.disconnect(changed)
    assert not Theme.find_problems()[0]


def test_a_theme_cannot_be_put_below_itself(archivist: Client, themes: dict[str, Any]) -> None:
    hunger = Theme.objects.get(slug="hunger")
    response = archivist.post(url("edit", hunger.pk), edited(hunger, parent=themes["food"].pk))
    assert response.status_code == 200
    assert Theme.objects.get(slug="hunger").depth == 1


def test_a_merge_shows_what_it_touches_then_keeps_tags_and_redirects(
    archivist: Client, client: Client, testimony: TestimonyPage, themes: dict[str, Any]
) -> None:
    starving = save_term(
        vocabulary=Vocabulary.THEME, data=TermData(slug="starving", labels={"en": "Starving"}), actor=None
    )
    fields = opened(archivist, testimony)
    fields["p-p1-tags"] = [f"theme:{starving.pk}"]
    sent(archivist, testimony, fields)
    TestimonyPage.objects.get(pk=testimony.pk).get_latest_revision().publish()
    merge = reverse("editorial:merge", args=["theme", starving.pk])
    shown = archivist.post(merge, {"target": themes["hunger"].pk})
    assert "1 testimony is touched" in shown.content.decode()
    assert Theme.objects.get(pk=starving.pk).merged_into is None, "nothing happens before it is confirmed"
    archivist.post(merge, {"target": themes["food"].pk, "confirmed": themes["hunger"].pk})
    assert Theme.objects.get(pk=starving.pk).merged_into is None, "another target than the one shown asks again"
    archivist.post(merge, {"target": themes["hunger"].pk, "confirmed": themes["hunger"].pk})
    assert [row.term_id for row in latest(testimony).passage_themes.all()] == [themes["hunger"].pk]
    response = client.get("/en/themes/starving/")
    assert response.status_code == 301
    assert response.headers["Location"].endswith("/en/themes/hunger/")
    assert archivist.get(reverse("editorial:terms"), {"q": "Starving"}).json()["terms"][0]["label"] == "Hunger"
    assert archivist.get(merge).status_code == 404


def test_a_merge_into_its_own_branch_says_why_not(archivist: Client, themes: dict[str, Any]) -> None:
    merge = reverse("editorial:merge", args=["theme", themes["hunger"].pk])
    food = themes["food"].pk
    response = archivist.post(merge, {"target": food, "confirmed": food})
    assert "narrower one of its own" in response.content.decode()


def test_a_term_in_use_is_not_deleted(testimony: TestimonyPage, themes: dict[str, Any], archivist: Client) -> None:
    fields = opened(archivist, testimony)
    fields["p-p1-tags"] = [f"place:{themes['tadmor'].pk}"]
    sent(archivist, testimony, fields)
    TestimonyPage.objects.get(pk=testimony.pk).get_latest_revision().publish()
    chief = signed_in(User.objects.create_superuser("chief", "chief@example.org", "x"))
    chief.post(url("delete", themes["tadmor"].pk, model="place"))
    chief.post(url("delete", themes["hunger"].pk))
    bulk = reverse("wagtail_bulk_action", args=["archive", "theme", "delete"])
    chief.post(f"{bulk}?id={themes['hunger'].pk}")
    assert Place.objects.filter(slug="tadmor").exists()
    assert Theme.objects.count() == 2
    assert chief.post(url("delete", themes["food"].pk)).status_code == 302
    assert Theme.objects.count() == 1


def test_a_term_that_only_a_draft_names_is_not_deleted(
    testimony: TestimonyPage, themes: dict[str, Any], archivist: Client
) -> None:
    fields = opened(archivist, testimony)
    fields["p-p1-tags"] = [f"theme:{themes['food'].pk}"]
    sent(archivist, testimony, fields)
    chief = signed_in(User.objects.create_superuser("chief", "chief@example.org", "x"))
    chief.post(url("delete", themes["food"].pk))
    assert Theme.objects.filter(slug="food").exists()


def test_archivists_may_not_delete_terms(archivist: Client, themes: dict[str, Any]) -> None:
    assert archivist.post(url("delete", themes["food"].pk)).status_code in {302, 403}
    assert Theme.objects.filter(slug="food").exists()


@pytest.mark.parametrize("count", [3, 40])
def test_a_vocabulary_is_listed_with_a_bounded_number_of_queries(
    archivist: Client, archive: Any, django_assert_max_num_queries: Any, count: int
) -> None:
    for number in range(count):
        save_term(
            vocabulary=Vocabulary.THEME, data=TermData(slug=f"t{number}", labels={"en": f"T {number}"}), actor=None
        )
    archivist.get(url("list"))
    with django_assert_max_num_queries(30):
        archivist.get(url("list"))
    with django_assert_max_num_queries(20):
        archivist.get(reverse("wagtailsnippetchoosers_archive_theme:choose"))
