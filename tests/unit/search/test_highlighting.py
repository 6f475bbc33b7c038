"""Marks in a passage and the snippet around them."""

import re
from unicodedata import combining

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.highlighting import ELLIPSIS, Highlighter, SnippetPart
from search.query import build_clause, parse_query, positive_leaves

# The first text with characters past U+FFFF compiles a pattern, once; a busy machine takes longer than a deadline.
UNTIMED = settings(deadline=None)


def highlighter(query: str) -> Highlighter:
    return Highlighter(positive_leaves(build_clause(parse_query(query).node)))


def marked(parts: tuple[SnippetPart, ...]) -> list[str]:
    return [part.text for part in parts if part.marked]


@pytest.mark.parametrize(
    ("query", "text", "marks"),
    [
        ("prisoner", "The prisoners’ letters; a PRISONER.", ["prisoners", "PRISONER"]),
        ("سجن", "خرجَ مِنَ السِّجْنِ إلى سجنٍ آخر", ["السِّجْنِ", "سجنٍ"]),
        ("كتاب", "هذا الكـــتابُ قديم", ["الكـــتابُ"]),
        ("1980", "في حزيران ١٩٨٠ وفي ١٩٨١", ["١٩٨٠"]),
        ('"سجن تدمر"', "في سجنِ تدمرَ سنوات، وتدمر مدينة", ["سجنِ تدمرَ"]),
        ('"prison letters"', "prison letters, prison and letters", ["prison letters"]),
        ('"prison letters"', "prisons letter", []),
        ("pris*", "priests prison Prisoner's comprise", ["prison", "Prisoner's"]),
        ("letters -guard", "letters to the guard", ["letters"]),
        ("the letters", "the letters", ["letters"]),
        ("day-to-day", "days to day; day to day work", ["days to day", "day to day"]),
        ('letters "prison letters"', "my prison letters", ["prison letters"]),
        ("letters prison", "prison, letters", ["prison", "letters"]),
        ("nothing", "no such word", []),
    ],
)
def test_what_met_the_query_is_marked_whole(query: str, text: str, marks: list[str]) -> None:
    assert marked(highlighter(query).mark(text)) == marks


def test_a_snippet_is_cut_around_the_place_that_meets_most_of_the_query() -> None:
    text = "letters " + "and so on " * 60 + "then prison letters came " + "for years " * 60
    parts = highlighter("prison letters").snippet(text)
    assert marked(parts) == ["prison", "letters"]
    assert parts[0].text.startswith(ELLIPSIS)
    assert parts[-1].text.endswith(ELLIPSIS)
    assert 180 <= sum(len(part.text) for part in parts) <= 250


def test_a_short_passage_is_given_whole_and_a_text_without_marks_from_its_beginning() -> None:
    assert highlighter("x").snippet("Short text.") == (SnippetPart("Short text.", False),)
    parts = highlighter("nothing").snippet("word " * 100)
    assert parts[0].text.startswith("word word")
    assert parts[-1].text.endswith(ELLIPSIS)


WORDS = st.lists(
    st.sampled_from(["prison", "letters", "سجن", "السِّجْنِ", "a", "<b>&", "\n", "كـــتاب", "x" * 40, "—", "year."]),
    min_size=1,
    max_size=150,
).map(" ".join)


def inside_a_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and all(c.isalnum() or combining(c) for c in text[place - 1 : place + 1])


@UNTIMED
@example("prison " * 3 + "letters " * 6 + "سجن " * 5 + "السِّجْنِ " + ("x" * 40 + " ") * 4 + "year. year.", "prison")
@given(WORDS, st.sampled_from(["prison", "سجن letters", '"prison letters" OR كتاب', "lett*", "zzz"]))
def test_a_snippet_is_a_piece_of_the_text_and_cuts_no_word(text: str, query: str) -> None:
    parts = highlighter(query).snippet(text)
    joined = "".join(part.text for part in parts)
    before, after = joined.startswith(ELLIPSIS), joined.endswith(ELLIPSIS)
    inner = joined.removeprefix(ELLIPSIS + " ").removesuffix(" " + ELLIPSIS)
    places = [place.start() for place in re.finditer(f"(?={re.escape(inner)})", text)]
    assert any(
        not (before and inside_a_word(text, start)) and not (after and inside_a_word(text, start + len(inner)))
        for start in places
    )
    assert "".join(part.text for part in highlighter(query).mark(text)) == text
    if marked(highlighter(query).mark(text)):
        assert marked(parts)
