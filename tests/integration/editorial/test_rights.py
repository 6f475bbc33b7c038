"""Who may come in: every editorial address, asked by people who have no business with this account."""

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from archive.editorial import urls
from archive.models import TestimonyPage
from tests.factories.editing import ARABIC, WORDS, make_user, signed_in
from tests.factories.words_form import latest, words_of

# Every address of ours that shows or changes one testimony: (name, arguments after the page's id).
OF_A_TESTIMONY = [
    ("words", ()),
    ("add_text", ()),
    ("text", ("text",)),
    ("remove_text", ("text",)),
    ("align_text", ("text",)),
    ("editions", ("text",)),
    ("edition", ("text", "edition")),
    ("restore_edition", ("text", "edition")),
    ("passage", ("anchor",)),
    ("access", ()),
]
OF_THE_VOCABULARIES = {"terms", "merge"}
CANARY = WORDS[1]
POSTS: list[dict[str, Any]] = [
    {"op": "save"},
    {"action": "set", "level": "public"},
    {"action": "hold"},
    {"language": "ar", "role": "translation", "pasted": ARABIC[0]},
    {"loaded_revision_id": "1"},
]


def addresses(page: TestimonyPage) -> list[str]:
    text = next(iter(latest(page).account_texts.all()))
    values = {"text": text.uuid, "edition": text.edition_id, "anchor": "p2"}
    return [
        reverse(f"editorial:{name}", args=[page.pk, *(values[argument] for argument in arguments)])
        for name, arguments in OF_A_TESTIMONY
    ]


def test_the_table_names_every_address() -> None:
    named = {name for name, _arguments in OF_A_TESTIMONY} | OF_THE_VOCABULARIES
    assert {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)} == named


def _stranger(kind: str, foreigner: Client) -> Client:
    if kind == "anonymous":
        return Client()
    if kind == "registered":
        return signed_in(make_user("reader"))
    return foreigner


@pytest.mark.parametrize("kind", ["anonymous", "registered", "archivist of another collection"])
def test_strangers_neither_see_nor_change_anything(kind: str, foreigner: Client, testimony: TestimonyPage) -> None:
    client = _stranger(kind, foreigner)
    revision = testimony.latest_revision_id
    more = [
        reverse("wagtailadmin_pages:edit", args=[testimony.pk]),
        reverse("wagtailadmin_pages:view_draft", args=[testimony.pk]),
        reverse("wagtailadmin_pages:history", args=[testimony.pk]),
        reverse("wagtailadmin_pages:revisions_compare", args=[testimony.pk, "earliest", "latest"]),
        reverse("wagtailadmin_pages:revisions_view", args=[testimony.pk, revision]),
        reverse("wagtailadmin_pages:revisions_revert", args=[testimony.pk, revision]),
    ]
    for url in addresses(testimony) + more:
        responses = [client.get(url), *(client.post(url, data) for data in POSTS)]
        for response in responses:
            assert response.status_code in {302, 403, 404, 405}, url
            assert CANARY not in response.content.decode()
            assert "A cell of one" not in response.content.decode()
            if response.status_code == 302:
                target = response.headers["Location"]
                assert client.get(target).status_code in {200, 302, 403}
                assert CANARY not in client.get(target, follow=True).content.decode()
    page = TestimonyPage.objects.get(pk=testimony.pk)
    assert page.latest_revision_id == revision
    assert not hasattr(page, "access_rule")
    assert [text for _anchor, text in words_of(page)] == WORDS


@pytest.mark.parametrize("name", ["wagtailadmin_home", "testimonies:index", "testimonies:index_results"])
def test_lists_show_nothing_of_another_collection(name: str, foreigner: Client, testimony: TestimonyPage) -> None:
    for query in ("", "?q=cell", "?q=RA-0001", "?kind=written", "?language=en", "?state=draft", "?level=undecided"):
        page = foreigner.get(reverse(name) + query).content.decode()
        assert "RA-0001" not in page.replace("q=RA-0001", "").replace('value="RA-0001"', "")
        assert "A cell of one" not in page


def test_the_page_chooser_offers_own_pages_only(foreigner: Client, testimony: TestimonyPage, archive: Any) -> None:
    assert foreigner.get(reverse("wagtailadmin_choose_page_child", args=[archive.collection.pk])).status_code == 404
    own = reverse("wagtailadmin_choose_page_child", args=[archive.other.pk])
    assert foreigner.get(own).status_code == 200
    for url in (own, f"{reverse('wagtailadmin_choose_page_search')}?q=RA"):
        page = foreigner.get(url).content.decode()
        assert "RA-0001" not in page
        assert "Prison" not in page


@pytest.mark.parametrize(
    "address",
    [
        "images/",
        "images/add/",
        "images/chooser/",
        "images/chooser/create/",
        "documents/",
        "documents/multiple/add/",
        "documents/chooser/",
        "collections/",
        "collections/add/",
        "bulk/wagtailimages/image/delete/",
        "api/main/images/",
        "api/main/documents/",
        "reports/page-types-usage/",
        "reports/page-types-usage/results/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_media_libraries_are_shut_for_everybody(db: None, archive: Any, address: str, method: str) -> None:
    from django.contrib.auth.models import User

    client = signed_in(User.objects.create_superuser("chief", "chief@example.org", "x"))
    assert getattr(client, method)(f"/admin/{address}").status_code == 404


def test_the_menu_has_no_media_and_no_foreign_links(publisher: Client) -> None:
    page = publisher.get(reverse("wagtailadmin_home")).content.decode()
    assert "/admin/testimonies/" in page
    for gone in ("/admin/images/", "/admin/documents/", "whats-new-in-wagtail", "gravatar"):
        assert gone not in page


def test_roles_are_made_once(archive: Any) -> None:
    from django.contrib.auth.models import Group
    from django.core.management import call_command

    def rights() -> list[Any]:
        return [
            (group.name, group.permissions.count(), group.page_permissions.count(), group.groupapprovaltask_set.count())
            for group in Group.objects.order_by("name")
        ]

    before = rights()
    call_command("make_roles", verbosity=0)
    assert rights() == before
    assert {"Publishers", "Archivists"} <= {name for name, *_ in before}
