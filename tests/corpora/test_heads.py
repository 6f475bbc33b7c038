"""The heads of the narratives, one of each state's style as it was typed (names changed)."""

import pytest

from tests.corpora.wpa_heads import Head, divide, read_head

HEADS = [
    (
        "labels",
        "Interviewer: Miss Ruth Hall\nPerson interviewed: Anna Brown\n                    Brinkley, Ark.\nAge: 73",
        Head("Anna Brown", "Miss Ruth Hall", "73", title="Narrative"),
    ),
    (
        "labels and a stamp",
        "N. C. District: No. 2   [320152]\nWorker:         T. Pat Hall\nSubject:        A SLAVE STORY\n"
        'Story Teller:   Anna Brown\n\n[TR: Date Stamp "JUL 7 1937"]',
        Head("Anna Brown", "T. Pat Hall", "", "1937-07-07", "JUL 7 1937", "Narrative"),
    ),
    (
        "lines",
        "FEDERAL WRITERS' PROJECT\nAmerican Guide\n\nPearl Hall, Field Worker\nMiami, Florida\nAugust 18, 1936\n\n"
        "ANNA BROWN",
        Head("Anna Brown", "Pearl Hall", "", "1936-08-18", "August 18, 1936", "ANNA BROWN"),
    ),
    (
        "worker below",
        "PLANTATION LIFE\n\nANNA BROWN, Age 87\nAthens, Georgia\n\nWritten by:\nMrs. Ruth Hall [HW: (White)]\nAthens",
        Head("Anna Brown", "Mrs. Ruth Hall", "87", title="PLANTATION LIFE"),
    ),
    (
        "a sentence",
        "450009\n\nInterview of Mrs. Anna Brown, Ex-slave\nBy Ruth Hall\nDate--February 26, 1937",
        Head("Mrs. Anna Brown", "Ruth Hall", "", "1937-02-26", "February 26, 1937", "Narrative"),
    ),
    ("a name alone", "Anna Brown", Head("Anna Brown", title="Narrative")),
    (
        "a date in numbers",
        "Maryland\n11/3/37\n\nMRS. ANNA BROWN.",
        Head("Mrs. Anna Brown", "", "", "1937-11-03", "11/3/37"),
    ),
]


@pytest.mark.parametrize(("style", "head", "expected"), HEADS, ids=[case[0] for case in HEADS])
def test_who_told_it_to_whom_and_when(style: str, head: str, expected: Head) -> None:
    found = read_head(head, "")

    assert (found.narrator, found.interviewer, found.age, found.date) == (
        expected.narrator,
        expected.interviewer,
        expected.age,
        expected.date,
    )
    assert found.date_wording == expected.date_wording


def test_a_name_in_capitals_begins_the_first_paragraph() -> None:
    found = read_head("420149", "     ANNA BROWN, 94, was born in Texas. She lives\n     with her daughter.")

    assert (found.narrator, found.age) == ("Anna Brown", "94")


def test_two_blank_lines_end_a_head() -> None:
    assert divide("ANNA BROWN\nAge 78\n\n\nI was born.\n\n\nAnd then.") == (
        "ANNA BROWN\nAge 78",
        "I was born.\n\n\nAnd then.",
    )


def test_a_text_without_a_head_is_all_words() -> None:
    words = '"I was born in the country, and there I stayed until the war had ended.\nThen I went to town."'

    assert divide(words) == ("", words)
