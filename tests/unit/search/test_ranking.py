"""What ranks beside the words that decide."""

import pytest

from search.query import Or, Phrase, Term, Variants, parse_query
from search.query.ranking import NEAR_PASSAGES, NEAR_WORDS, hints, neighbours, pieces


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("", []),
        ("سجن", []),
        ("two", []),
        ("four", ["fou", "our"]),
        ("رسالتنا", ["رسا", "سال", "الت", "لتن", "تنا"]),
        ("aaaaaaa", ["aaa"]),
    ],
)
def test_pieces_are_the_runs_of_letters_of_a_longer_word(word: str, parts: list[str]) -> None:
    assert pieces(word) == parts


@pytest.mark.parametrize(
    ("query", "pairs", "common"),
    [
        ("prison", [], []),
        ("the prison letters", [("prison", "letters")], []),
        ("letters OR guards OR nights", [("letters", "guards"), ("guards", "nights")], []),
        ("سجن في تدمر", [("سجن", "في"), ("في", "تدمر")], ["في"]),
        ("في من", [("في", "من")], []),
        ('prison "night guard" letters', [], []),
        ("prison -guard letters", [], []),
        ("letters letters", [], []),
    ],
)
def test_hints_are_adjacent_words_and_arabic_common_ones(
    query: str, pairs: list[tuple[str, str]], common: list[str]
) -> None:
    found = hints(parse_query(query).node)
    assert [(one.exact, other.exact) for one, other in found.pairs] == pairs
    assert [word.exact for word in found.common] == common


def test_a_widened_name_is_no_neighbour_and_may_hold_pairs_of_its_own() -> None:
    name = Variants(parse_query("umm khalid").node or Term(""), (Phrase("أم خالد", exact=False),))
    found = hints(Or((Term("letters"), name, Term("prison"))))
    assert [(one.exact, other.exact) for one, other in found.pairs] == [("umm", "khalid")]


def test_neighbours_reach_as_far_as_enough_words_in_the_same_language() -> None:
    long = ("en", NEAR_WORDS)
    assert neighbours([]) == []
    assert neighbours([long]) == [(0, 1)]
    assert neighbours([long] * 4) == [(0, 2), (0, 3), (1, 4), (2, 4)]
    short = ("en", 1)
    size = NEAR_PASSAGES
    assert neighbours([short] * 40)[20] == (20 - size, 21 + size)
    assert neighbours([short, short, ("ar", 1), short]) == [(0, 2), (0, 2), (2, 3), (3, 4)]


def test_neighbours_of_a_long_text_take_no_longer_than_its_length_asks() -> None:
    assert len(neighbours([("en", 0)] * 8000)) == 8000
