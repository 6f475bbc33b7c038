"""The words view: passages corrected, split, joined, tagged; nothing lost when somebody else was quicker."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from archive.models import Passage, TestimonyPage
from tests.factories.editing import ARABIC, WORDS, give_words, make_testimony
from tests.factories.words_form import fields_of, latest, opened, sent, text_url, words_of


def test_a_correction_makes_a_new_edition_and_leaves_the_old(archivist: Client, testimony: TestimonyPage) -> None:
    before = next(iter(latest(testimony).account_texts.all())).edition
    fields = opened(archivist, testimony)
    fields["p-p2-text"] = ["We counted every step."]
    response = sent(archivist, testimony, fields)
    assert response.status_code == 302
    text = next(iter(latest(testimony).account_texts.all()))
    assert text.edition.number == 2
    assert text.edition.previous == before
    assert words_of(testimony)[1] == ("p2", "We counted every step.")
    assert Passage.rows.get(edition=before, anchor="p2").text == WORDS[1]


def test_saving_without_a_change_makes_no_edition(archivist: Client, testimony: TestimonyPage) -> None:
    revision = testimony.latest_revision_id
    sent(archivist, testimony, opened(archivist, testimony))
    assert TestimonyPage.objects.get(pk=testimony.pk).latest_revision_id == revision


@pytest.mark.parametrize(
    ("op", "typed", "expected"),
    [
        (
            "split:p1",
            {"p-p1-text": "They opened|| the door at dawn."},
            ["They opened", "the door at dawn.", *WORDS[1:]],
        ),
        ("merge:p2", {}, [WORDS[0], f"{WORDS[1]} {WORDS[2]}", WORDS[3]]),
        ("delete:p3", {}, [WORDS[0], WORDS[1], WORDS[3]]),
        ("up:p2", {}, [WORDS[1], WORDS[0], *WORDS[2:]]),
        ("down:p1", {}, [WORDS[1], WORDS[0], *WORDS[2:]]),
    ],
)
def test_a_button_changes_the_form_and_save_keeps_it(
    archivist: Client, testimony: TestimonyPage, op: str, typed: dict[str, str], expected: list[str]
) -> None:
    response = sent(archivist, testimony, {**opened(archivist, testimony), **typed}, op)
    assert response.status_code == 200
    assert [text for _anchor, text in words_of(testimony)] == WORDS, "nothing is saved before Save"
    sent(archivist, testimony, fields_of(response))
    assert [text for _anchor, text in words_of(testimony)] == expected


def test_an_inserted_passage_takes_a_number_never_used(archivist: Client, testimony: TestimonyPage) -> None:
    fields = fields_of(sent(archivist, testimony, opened(archivist, testimony), "after:p1"))
    assert fields["row"] == ["p1", "n1", "p2", "p3", "p4"]
    sent(archivist, testimony, {**fields, "p-n1-text": ["Light."]})
    assert words_of(testimony)[1] == ("p5", "Light.")


def test_a_joined_passage_passes_on_its_tags_notes_and_anchor(
    archivist: Client, testimony: TestimonyPage, themes: dict[str, Any]
) -> None:
    fields = opened(archivist, testimony)
    fields["p-p3-tags"] = [f"theme:{themes['hunger'].pk} place:{themes['tadmor'].pk}"]
    fields["p-p3-note-en"] = ["A beating"]
    sent(archivist, testimony, fields)
    fields = fields_of(sent(archivist, testimony, opened(archivist, testimony), "merge:p2"))
    sent(archivist, testimony, fields)
    draft = latest(testimony)
    assert [(row.anchor, row.term_id) for row in draft.passage_themes.all()] == [("p2", themes["hunger"].pk)]
    assert [(row.anchor, row.term_id) for row in draft.passage_places.all()] == [("p2", themes["tadmor"].pk)]
    assert [(row.anchor, row.language, row.text) for row in draft.passage_notes.all()] == [("p2", "en", "A beating")]
    assert next(iter(draft.account_texts.all())).edition.retired == {"p3": "p2"}


def test_a_divided_passage_keeps_its_note_on_both_parts(archivist: Client, testimony: TestimonyPage) -> None:
    fields = opened(archivist, testimony)
    fields["p-p1-note-ar"] = ["عنف"]
    sent(archivist, testimony, fields)
    fields = opened(archivist, testimony)
    fields["p-p1-text"] = ["They opened||the door."]
    sent(archivist, testimony, fields_of(sent(archivist, testimony, fields, "split:p1")))
    assert {(row.anchor, row.text) for row in latest(testimony).passage_notes.all()} == {("p1", "عنف"), ("p5", "عنف")}


def test_what_a_joined_passage_holds_in_another_language_keeps_its_note(
    archivist: Client, testimony: TestimonyPage
) -> None:
    fields = opened(archivist, testimony)
    fields["p-p3-note-en"] = ["A beating"]
    sent(archivist, testimony, fields)
    response = archivist.post(
        reverse("editorial:add_text", args=[testimony.pk]),
        {"language": "ar", "role": "translation", "pasted": "\n\n".join(ARABIC)},
    )
    assert response.status_code == 302
    assert [anchor for anchor, _text in words_of(testimony, 1)] == ["p1", "p2", "p3", "p4"]
    fields = fields_of(sent(archivist, testimony, opened(archivist, testimony), "merge:p2"))
    sent(archivist, testimony, fields)
    assert {row.anchor for row in latest(testimony).passage_notes.all()} == {"p2", "p3"}


def test_a_deleted_passage_leaves_no_tag_behind(
    archivist: Client, testimony: TestimonyPage, themes: dict[str, Any]
) -> None:
    fields = opened(archivist, testimony)
    fields["p-p4-tags"] = [f"theme:{themes['food'].pk}"]
    sent(archivist, testimony, fields)
    sent(archivist, testimony, fields_of(sent(archivist, testimony, opened(archivist, testimony), "delete:p4")))
    assert not latest(testimony).passage_themes.all()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"p-p2-text": ""}, "This passage has no words"),
        ({"p-p2-start": "soon"}, "is not a time"),
        ({"p-p2-start": "0:10", "p-p2-end": "0:05"}, "The end comes before the start"),
        ({"p-p2-speaker": "x" * 121}, "at most 120 characters"),
        ({"p-p2-note-en": "x" * 256}, "at most 255 characters"),
    ],
)
def test_a_wrong_field_saves_nothing_and_keeps_what_was_typed(
    archivist: Client, testimony: TestimonyPage, typed: dict[str, str], message: str
) -> None:
    fields = {**opened(archivist, testimony), "p-p1-text": ["Other words."], **typed}
    response = sent(archivist, testimony, fields)
    assert message in response.content.decode()
    assert fields_of(response)["p-p1-text"] == ["Other words."]
    assert [text for _anchor, text in words_of(testimony)] == WORDS


def test_a_stale_save_keeps_what_was_typed_and_says_so(
    archivist: Client, publisher: Client, testimony: TestimonyPage
) -> None:
    mine, theirs = opened(archivist, testimony), opened(publisher, testimony)
    sent(publisher, testimony, {**theirs, "p-p1-text": ["Theirs."]})
    response = sent(archivist, testimony, {**mine, "p-p1-text": ["Mine."]})
    assert response.status_code == 409
    assert "Someone else changed this while you worked" in response.content.decode()
    fields = fields_of(response)
    assert fields["p-p1-text"] == ["Mine."]
    assert words_of(testimony)[0][1] == "Theirs."
    assert sent(archivist, testimony, fields).status_code == 409, "Save alone never overwrites"
    assert sent(archivist, testimony, fields, "overwrite").status_code == 302
    assert words_of(testimony)[0][1] == "Mine."
    edition = next(iter(latest(testimony).account_texts.all())).edition
    assert Passage.rows.get(edition=edition.previous, anchor="p1").text == "Theirs."


def test_a_change_of_the_description_is_no_conflict(archivist: Client, testimony: TestimonyPage) -> None:
    fields = opened(archivist, testimony)
    draft = latest(testimony)
    descriptions = list(draft.descriptions.all())
    descriptions[0].title = "Another title"
    draft.descriptions = descriptions
    draft.save_revision()
    assert sent(archivist, testimony, {**fields, "p-p1-text": ["Mine."]}).status_code == 302
    assert {row.title for row in latest(testimony).descriptions.all()} == {"Another title", "زنزانة"}


def test_a_lock_refuses_the_words(archivist: Client, publisher: Client, testimony: TestimonyPage) -> None:
    fields = opened(archivist, testimony)
    url = text_url(testimony)
    publisher.post(reverse("wagtailadmin_pages:lock", args=[testimony.pk]))
    assert Page.objects.get(pk=testimony.pk).locked
    for response in (archivist.get(url), archivist.post(url, {**fields, "p-p1-text": ["Mine."], "op": "save"})):
        assert response.status_code == 423
    assert archivist.get(reverse("editorial:words", args=[testimony.pk])).status_code == 200
    assert words_of(testimony)[0][1] == WORDS[0]


def test_an_earlier_edition_comes_back_as_a_new_one(archivist: Client, testimony: TestimonyPage) -> None:
    first = next(iter(latest(testimony).account_texts.all())).edition
    sent(archivist, testimony, {**opened(archivist, testimony), "p-p1-text": ["Other."]})
    text = next(iter(latest(testimony).account_texts.all()))
    listed = archivist.get(reverse("editorial:editions", args=[testimony.pk, text.uuid]))
    assert str(first.pk) in listed.content.decode()
    read = archivist.get(reverse("editorial:edition", args=[testimony.pk, text.uuid, first.pk]))
    assert WORDS[0] in read.content.decode()
    archivist.post(reverse("editorial:restore_edition", args=[testimony.pk, text.uuid, first.pk]))
    assert [words for _anchor, words in words_of(testimony)] == WORDS
    assert next(iter(latest(testimony).account_texts.all())).edition.number == 3


def test_an_edition_of_another_account_is_not_found(archivist: Client, archive: Any, testimony: TestimonyPage) -> None:
    other = give_words(make_testimony(archive.other, "RA-0002"), ["Elsewhere."])
    foreign = next(iter(latest(other).account_texts.all())).edition
    text = next(iter(latest(testimony).account_texts.all()))
    for name in ("edition", "restore_edition"):
        url = reverse(f"editorial:{name}", args=[testimony.pk, text.uuid, foreign.pk])
        assert archivist.post(url).status_code in {404, 405}
        assert archivist.get(url).status_code in {404, 405}


def test_a_long_text_is_edited_a_stretch_at_a_time(archivist: Client, testimony: TestimonyPage) -> None:
    long = give_words(testimony, [f"Passage number {number}." for number in range(1, 431)], language="fr")
    response = archivist.get(f"{text_url(long, 1)}?p=2")
    fields = fields_of(response)
    assert (fields["start"], fields["stop"], len(fields["row"])) == (["200"], ["400"], 200)
    last = fields["row"][-1]
    joined = fields_of(sent(archivist, long, fields, f"merge:{last}", 1))
    assert joined["stop"] == ["401"]
    sent(archivist, long, joined, index=1)
    words = [text for _anchor, text in words_of(long, 1)]
    assert len(words) == 429
    assert words[399] == "Passage number 400. Passage number 401."
    assert words[0] == "Passage number 1."
    assert words[-1] == "Passage number 430."


def test_unaligned_texts_can_be_set_beside_each_other(archivist: Client, testimony: TestimonyPage) -> None:
    archivist.post(
        reverse("editorial:add_text", args=[testimony.pk]),
        {"language": "ar", "role": "translation", "pasted": "\n\n".join(ARABIC[:3])},
    )
    assert [anchor for anchor, _text in words_of(testimony, 1)] == ["ar1", "ar2", "ar3"]
    fields = fields_of(sent(archivist, testimony, opened(archivist, testimony), "merge:p3"))
    sent(archivist, testimony, fields)
    text = list(latest(testimony).account_texts.all())[1]
    archivist.post(reverse("editorial:align_text", args=[testimony.pk, text.uuid]))
    assert [anchor for anchor, _text in words_of(testimony, 1)] == ["p1", "p2", "p3"]
    assert list(latest(testimony).account_texts.all())[1].edition.retired == {"ar1": "p1", "ar2": "p2", "ar3": "p3"}


def test_the_plain_page_of_a_passage_tags_without_scripts(
    archivist: Client, testimony: TestimonyPage, themes: dict[str, Any]
) -> None:
    url = reverse("editorial:passage", args=[testimony.pk, "p2"])
    page = archivist.get(url).content.decode()
    assert "Hunger" in page
    archivist.post(
        url,
        {
            "loaded_revision_id": testimony.latest_revision_id,
            "theme": [themes["hunger"].pk, themes["food"].pk],
            "note_en": "Hunger",
        },
    )
    draft = latest(testimony)
    assert {(row.anchor, row.term_id) for row in draft.passage_themes.all()} == {
        ("p2", themes["hunger"].pk),
        ("p2", themes["food"].pk),
    }
    stale = archivist.post(url, {"loaded_revision_id": testimony.latest_revision_id, "note_en": "Late"})
    assert stale.status_code == 409
    assert "Late" in stale.content.decode()


@pytest.mark.parametrize("count", [10, 300])
def test_the_number_of_queries_does_not_grow_with_the_passages(
    archivist: Client,
    testimony: TestimonyPage,
    themes: dict[str, Any],
    django_assert_max_num_queries: Any,
    count: int,
) -> None:
    page = give_words(testimony, [f"Words {number}." for number in range(count)], language="fr")
    for stretch in range(1, -(-count // 200) + 1):
        url = f"{text_url(page, 1)}?p={stretch}"
        fields = fields_of(archivist.get(url))
        for key in fields["row"]:
            fields[f"p-{key}-tags"] = [f"theme:{themes['food'].pk} place:{themes['tadmor'].pk}"]
        assert archivist.post(url, {**fields, "op": "save"}).status_code == 302
    with django_assert_max_num_queries(60):
        response = archivist.get(url)
    fields = fields_of(response)
    fields[f"p-{fields['row'][0]}-text"] = ["Other."]
    with django_assert_max_num_queries(220):
        assert archivist.post(url, {**fields, "op": "save"}).status_code == 302
