"""Names of speakers that a page broke, and words before a wide gap: an answer is never given to whoever asked."""

import pytest

from archive.transcripts.reading import read_transcript

QUESTION = "ADV RUTH HALL SC:  Where did you stay?\n"
ANSWER = "MR ADAM BROWN:  At my sister's house.\n"
SPOKEN = [("ADV RUTH HALL SC", "Where did you stay?"), ("MR ADAM BROWN", "At my sister's house.")]


def turns(text: str) -> list[tuple[str, str]]:
    return [(passage.speaker, passage.text) for passage in read_transcript(text.encode(), "day.txt").passages]


@pytest.mark.parametrize(
    ("case", "broken", "expected"),
    [
        ("over two lines", "ADV RUTH HALL\nSC:  And then?", ("ADV RUTH HALL SC", "And then?")),
        ("a word a line", "ADV\nRUTH\nHALL\nSC:\nAnd\nthen?", ("ADV RUTH HALL SC", "And then?")),
        ("blank lines between", "MR ADAM\n\nBROWN:\n\nYes.", ("MR ADAM BROWN", "Yes.")),
        (
            "with an aside",
            "MR ADAM BROWN\n(through\ninterpreter):\nI understand.",
            ("MR ADAM BROWN", "(through interpreter) I understand."),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "\n" not in value else "",
)
def test_a_broken_name_is_a_speaker(case: str, broken: str, expected: tuple[str, str]) -> None:
    assert turns((QUESTION + ANSWER) * 3 + broken) == [*SPOKEN * 3, expected]


def test_a_name_that_stands_nowhere_else_is_left_as_it_was() -> None:
    found = turns((QUESTION + ANSWER) * 3 + "MR JOHN\nGREEN said to me: go home.")

    assert found[-1][1].endswith("MR JOHN GREEN said to me: go home.")


def test_words_before_a_wide_gap_are_no_speakers_where_labels_have_colons() -> None:
    justified = "MR ADAM BROWN:  Well,\nI  think so.\nI  think it was June.\nA  friend said so.\nA  man came.\n"

    found = turns((QUESTION + justified) * 3)

    assert {speaker for speaker, _words in found} == {"ADV RUTH HALL SC", "MR ADAM BROWN"}
    assert sum(words.count("I think") for _speaker, words in found) == 6


def test_a_label_that_no_words_follow_stays_among_the_words() -> None:
    found = turns((QUESTION + ANSWER) * 3 + "INQUIRY RESUMES:\n" + QUESTION + ANSWER + "MR ADAM BROWN:")

    assert found == [*SPOKEN * 3, ("", "INQUIRY RESUMES"), *SPOKEN, ("", "MR ADAM BROWN")]
