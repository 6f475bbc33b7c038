"""An archivist's whole job, as forms are posted: from a DOCX and a list of themes to an account that a reader finds."""

import io
from typing import Any

import docx
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from archive.importing.originals import original_path
from archive.models import (
    AccessGrant,
    AccessRule,
    AuditEvent,
    OriginalUse,
    Passage,
    TestimonyPage,
)
from tests.factories.editing import ARABIC, WORDS, give_words, make_testimony, make_user, signed_in
from tests.factories.words_form import opened, sent, text_url, words_of

FORMSETS = (
    "descriptions",
    "content_notes",
    "citations",
    "testimony_themes",
    "testimony_periods",
    "testimony_places",
    "testimony_people",
)


def page_form(reference: str, **formsets: Any) -> dict[str, Any]:
    """What the testimony editor posts."""
    data: dict[str, Any] = {
        "reference": reference,
        "kind": "written",
        "public_name_kind": "withheld",
        "told_about": "June 1980",
        "told_about_wording": "",
        "recorded_on": "2019",
        "recorded_on_wording": "",
        "rights": "",
    }
    for name in FORMSETS:
        rows = formsets.get(name, [])
        initial = sum(1 for row in rows if row.get("id"))
        data[name] = inline_formset(rows, initial=initial)
    data["comments"] = inline_formset([])
    posted: dict[str, Any] = nested_form_data(data)
    return posted


def descriptions(*titles: tuple[str, str]) -> list[dict[str, str]]:
    return [{"language": language, "title": title, "summary": "", "public_name": ""} for language, title in titles]


def a_docx(paragraphs: list[str]) -> SimpleUploadedFile:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    data = io.BytesIO()
    document.save(data)
    return SimpleUploadedFile("account.docx", data.getvalue())


def add_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["archive", "testimonypage", page.pk])


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_whole_job(
    archive: Any, archivist: Client, publisher: Client, themes: dict[str, Any], client: Client
) -> None:
    # Creating and describing; the next reference is suggested.
    assert 'value="RA-0001"' in archivist.get(add_url(archive.collection)).content.decode()
    form = page_form(
        "ra-0001",
        descriptions=descriptions(("en", "The stairs"), ("ar", "الدرج")),
        testimony_themes=[{"term": themes["hunger"].pk}],
        testimony_periods=[{"term": themes["eighties"].pk}],
        testimony_places=[{"term": themes["tadmor"].pk}],
    )
    response = archivist.post(add_url(archive.collection), form)
    assert response.status_code == 302, response.context["form"].errors
    page = TestimonyPage.objects.get()
    assert (page.reference, page.slug, page.title) == ("RA-0001", "ra-0001", "RA-0001")
    assert page.told_about == "1980-06"
    assert 'value="RA-0002"' in archivist.get(add_url(archive.collection)).content.decode()

    # A DOCX, kept sealed as it came.
    upload = a_docx(WORDS)
    data = upload.read()
    upload.seek(0)
    url = reverse("editorial:add_text", args=[page.pk])
    response = archivist.post(url, {"language": "en", "role": "original", "file": upload}, follow=True)
    assert response.status_code == 200
    use = OriginalUse.objects.get(testimony_id=page.pk)
    assert original_path(use.original.sha256).read_bytes() == data
    draft = TestimonyPage.objects.get().get_latest_revision_as_object()
    text = next(iter(draft.account_texts.all()))
    assert text.edition.source_sha256 == use.original.sha256
    assert text.edition.passage_total == len(WORDS)
    archivist.post(url, {"language": "ar", "role": "translation", "pasted": "\n\n".join(ARABIC)})

    # Preview in both languages, with the right direction; the public address tells nobody anything.
    for mode, direction, word in (("en", "ltr", WORDS[0]), ("ar", "rtl", ARABIC[0])):
        preview = archivist.get(f"{reverse('wagtailadmin_pages:view_draft', args=[page.pk])}?mode={mode}")
        assert f'dir="{direction}"' in preview.content.decode()
        assert word in preview.content.decode()
    assert client.get("/en/testimonies/ra-0001/").status_code == 404

    # To review, and approved, which publishes.
    form = page_form("RA-0001", **stored(page))
    response = archivist.post(edit_url(page), {**form, "action-submit": "1"})
    assert response.status_code == 302, response.context["form"].errors
    state = WorkflowState.objects.get(object_id=str(page.pk))
    task = state.current_task_state
    response = publisher.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]), {"comment": ""}
    )
    assert response.status_code in {200, 302}
    page = TestimonyPage.objects.get()
    assert page.live
    assert client.get("/en/testimonies/ra-0001/").status_code == 404, "published, and closed until it is opened"

    # Opened to everyone, and found.
    access = reverse("editorial:access", args=[page.pk])
    assert archivist.get(access).status_code == 302, "an archivist does not decide about access"
    response = publisher.post(access, {"action": "set", "level": "public", "listed": "on"}, follow=True)
    assert "Everyone may read the words." in response.content.decode()
    read = client.get("/en/testimonies/ra-0001/")
    assert read.status_code == 200
    assert WORDS[1] in read.content.decode()
    for address in ("/en/themes/hunger/", "/en/periods/eighties/", "/en/places/tadmor/"):
        assert "RA-0001" in client.get(address).content.decode()


def stored(page: TestimonyPage) -> dict[str, list[dict[str, Any]]]:
    """The rows of the editor's formsets as a browser would send them back."""
    draft = TestimonyPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    rows: dict[str, list[dict[str, Any]]] = {}
    for name in FORMSETS:
        fields = {
            "descriptions": ("language", "title", "summary", "public_name"),
            "content_notes": ("language", "text"),
            "citations": ("citation", "publisher", "url", "language"),
        }.get(name, ("term_id",))
        rows[name] = [
            {"id": row.pk or "", **{field.removesuffix("_id"): getattr(row, field) for field in fields}}
            for row in getattr(draft, name).all()
        ]
    return rows


def as_sent(page: TestimonyPage, **changed: Any) -> dict[str, Any]:
    form = page_form(page.reference, **stored(page))
    for name in FORMSETS:
        form[f"{name}-INITIAL_FORMS"] = form[f"{name}-TOTAL_FORMS"]
    return {**form, **changed}


def words_now(page: TestimonyPage) -> list[str]:
    draft = TestimonyPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    text = next(iter(draft.account_texts.all()))
    return list(Passage.rows.filter(edition=text.edition).order_by("position").values_list("text", flat=True))


@pytest.mark.parametrize("headers", [{}, {"Accept": "application/json"}], ids=["save", "autosave"])
def test_saving_the_description_keeps_the_words_of_a_text_that_only_a_draft_has(
    archivist: Client, testimony: TestimonyPage, headers: dict[str, str]
) -> None:
    before = testimony.get_latest_revision_as_object().account_texts.all()[0]
    for title in ("One", "Two"):
        form = as_sent(testimony, **{"descriptions-0-title": title})
        response = archivist.post(edit_url(testimony), form, headers=headers)
        assert response.status_code in {200, 302}, response.content[:400]
        if headers:
            assert response.json()["success"], response.content
    draft = TestimonyPage.objects.get(pk=testimony.pk).get_latest_revision_as_object()
    after = draft.account_texts.all()[0]
    assert (after.edition_id, str(after.uuid)) == (before.edition_id, str(before.uuid))
    assert words_now(testimony) == WORDS
    assert {row.title for row in draft.descriptions.all()} == {"Two", "زنزانة"}


@pytest.mark.parametrize("published", [False, True], ids=["draft", "published"])
def test_rows_stored_in_the_background_are_not_stored_again(
    archivist: Client, testimony: TestimonyPage, themes: dict[str, Any], published: bool
) -> None:
    if published:
        testimony.get_latest_revision().publish()
    rows = stored(testimony)
    rows["descriptions"].append({"id": "", "language": "fr", "title": "Une fenêtre", "summary": "", "public_name": ""})
    rows["content_notes"].append({"id": "", "language": "en", "text": "Hunger"})
    rows["testimony_themes"].append({"id": "", "term": themes["hunger"].pk})
    form = page_form(testimony.reference, **rows)
    in_the_background = archivist.post(edit_url(testimony), form, headers={"Accept": "application/json"})
    assert in_the_background.json()["success"], in_the_background.content
    # Save is pressed before the answer with the rows' numbers came.
    form["descriptions-2-title"] = "La fenêtre"
    assert archivist.post(edit_url(testimony), form).status_code == 302
    draft = TestimonyPage.objects.get(pk=testimony.pk).get_latest_revision_as_object()
    assert [row.term_id for row in draft.testimony_themes.all()] == [themes["hunger"].pk]
    assert [row.text for row in draft.content_notes.all()] == ["Hunger"]
    assert {row.language: row.title for row in draft.descriptions.all()}["fr"] == "La fenêtre"
    assert len(draft.descriptions.all()) == 3


def test_an_earlier_revision_comes_back_after_a_row_was_deleted(
    archive: Any, publisher: Client, testimony: TestimonyPage
) -> None:
    testimony.get_latest_revision().publish()
    old = TestimonyPage.objects.get(pk=testimony.pk).latest_revision
    gone = as_sent(testimony, **{"descriptions-1-DELETE": "on", "action-publish": "1"})
    assert publisher.post(edit_url(testimony), gone).status_code == 302
    assert TestimonyPage.objects.get(pk=testimony.pk).descriptions.count() == 1
    give_words(testimony, ["Quite other words."], language="fr")
    url = reverse("wagtailadmin_pages:revisions_revert", args=[testimony.pk, old.pk])
    shown = publisher.get(url)
    assert shown.status_code == 200
    rows = shown.context["form"].formsets["descriptions"]
    form = page_form(
        testimony.reference,
        descriptions=[
            {"id": f.instance.pk or "", "language": f.instance.language, "title": f.instance.title} for f in rows.forms
        ],
    )
    for name in FORMSETS:
        form[f"{name}-INITIAL_FORMS"] = form[f"{name}-TOTAL_FORMS"]
    response = publisher.post(edit_url(testimony), {**form, "revision": old.pk, "action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    page = TestimonyPage.objects.get(pk=testimony.pk)
    assert {row.language for row in page.descriptions.all()} == {"en", "ar"}


def test_the_comparison_shows_changed_words(archivist: Client, testimony: TestimonyPage) -> None:
    first = testimony.latest_revision_id
    sent(archivist, testimony, {**opened(archivist, testimony), "p-p2-text": ["We counted every stone."]})
    url = reverse("wagtailadmin_pages:revisions_compare", args=[testimony.pk, first, "latest"])
    page = archivist.get(url).content.decode()
    assert "There are no differences" not in page
    assert "stone" in page
    assert WORDS[0] not in page, "passages that are the same are left out"


def test_in_review_only_the_reviewer_may_change_the_words(
    archivist: Client, publisher: Client, testimony: TestimonyPage
) -> None:
    archivist.post(edit_url(testimony), as_sent(testimony, **{"action-submit": "1"}))
    assert WorkflowState.objects.filter(object_id=str(testimony.pk)).exists()
    assert archivist.get(text_url(testimony)).status_code == 423
    fields = opened(publisher, testimony)
    assert sent(publisher, testimony, {**fields, "p-p1-text": ["Reviewed."]}).status_code == 302
    assert words_now(testimony)[0] == "Reviewed."


def test_two_descriptions_in_one_language_are_refused(archive: Any, archivist: Client) -> None:
    form = page_form("RA-0009", descriptions=descriptions(("en", "One"), ("en", "Two")))
    response = archivist.post(add_url(archive.collection), form)
    assert response.status_code == 200
    assert not TestimonyPage.objects.filter(reference="RA-0009").exists()


def test_a_withheld_name_may_not_stand_in_a_description(archive: Any, archivist: Client) -> None:
    rows = descriptions(("en", "One"))
    rows[0]["public_name"] = "Somebody"
    response = archivist.post(add_url(archive.collection), page_form("RA-0009", descriptions=rows))
    assert "The name is withheld" in response.content.decode()
    assert not TestimonyPage.objects.filter(reference="RA-0009").exists()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"  \n", "The file is empty."),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Save it as .docx"),
        ("picture.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 64, "This is no format that can be read here"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing_and_says_why(
    archivist: Client, archive: Any, name: str, data: bytes, message: str
) -> None:
    page = make_testimony(archive.collection, "RA-0001")
    url = reverse("editorial:add_text", args=[page.pk])
    response = archivist.post(url, {"language": "en", "role": "original", "file": SimpleUploadedFile(name, data)})
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not OriginalUse.objects.exists()
    assert not TestimonyPage.objects.get().get_latest_revision_as_object().account_texts.all()


def test_a_translation_begins_empty_beside_the_original(archivist: Client, testimony: TestimonyPage) -> None:
    url = reverse("editorial:add_text", args=[testimony.pk])
    archivist.post(url, {"language": "ar", "role": "translation"})
    assert words_of(testimony, 1) == [(f"p{number}", "") for number in range(1, 5)]
    assert WORDS[2] in archivist.get(text_url(testimony, 1)).content.decode(), "the original stands beside it"
    sent(archivist, testimony, {**opened(archivist, testimony, 1), "p-p1-text": [ARABIC[0]]}, index=1)
    assert words_of(testimony, 1)[0] == ("p1", ARABIC[0])


def test_access_is_decided_by_posts_of_publishers_and_each_is_in_the_audit_log(
    publisher: Client, testimony: TestimonyPage
) -> None:
    url = reverse("editorial:access", args=[testimony.pk])
    reader = make_user("reader")
    publisher.get(f"{url}?action=hold&level=public")
    assert not AccessRule.objects.filter(testimony=testimony).exists()
    publisher.post(url, {"action": "set", "level": "approved", "embargo_until": "2100-01-01T12:00"})
    publisher.post(url, {"action": "hold"})
    rule = AccessRule.objects.get(testimony=testimony)
    assert (rule.level, rule.listed, rule.hold, rule.embargo_until.year) == ("approved", False, True, 2100)
    publisher.post(url, {"action": "lift"})
    publisher.post(url, {"action": "grant", "reader": "reader@example.org", "expires_at": "2100-01-01T12:00"})
    grant = AccessGrant.objects.get(testimony=testimony, reader=reader)
    publisher.post(url, {"action": "revoke", "grant": grant.pk})
    assert not AccessGrant.objects.exists()
    actions = list(AuditEvent.objects.filter(testimony_id=testimony.pk).values_list("action", flat=True))
    assert actions[-5:] == ["access.set", "hold.begin", "hold.end", "access.grant", "access.revoke"]


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"action": "set", "level": "secret"}, "secret"),
        ({"action": "set", "level": "public", "embargo_until": "soon"}, "valid date"),
        ({"action": "grant", "reader": "nobody", "expires_at": "2100-01-01T12:00"}, "There is no active account"),
        ({"action": "grant", "reader": "publisher", "expires_at": "2001-01-01T12:00"}, "This moment is past"),
    ],
)
def test_a_wrong_decision_changes_nothing(
    publisher: Client, testimony: TestimonyPage, form: dict[str, str], message: str
) -> None:
    response = publisher.post(reverse("editorial:access", args=[testimony.pk]), form, follow=True)
    assert message in response.content.decode()
    assert not AccessRule.objects.filter(testimony=testimony).exists()
    assert not AccessGrant.objects.exists()


def test_a_testimony_cannot_be_copied(publisher: Client, testimony: TestimonyPage, archive: Any) -> None:
    superuser = signed_in(User.objects.create_superuser("chief", "chief@example.org", "x"))
    for page in (testimony, archive.collection):
        url = reverse("wagtailadmin_pages:copy", args=[page.pk])
        for client in (publisher, superuser):
            form = {
                "new_title": "RA-0001",
                "new_slug": "ra-1",
                "new_parent_page": page.get_parent().pk,
                "copy_subpages": "on",
            }
            assert client.post(url, form).status_code in {302, 403}
        assert "/copy/" not in publisher.get(edit_url(page)).content.decode()
    assert TestimonyPage.objects.count() == 1
