"""Passages tried against a query without an index: they meet it exactly where the index and the marks say so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import index_terms
from search.highlighting import Highlighter
from search.matching import PassageMatcher
from search.query import AllOf, NoneOf, Phrase, Term, Variants, WordClause, build_clause, parse_query

PASSAGE = "The prisoners wrote letters in the yard, day to day. كتبتُ رسالةً في السِّجنِ سنة ١٩٨٠."


def meets(query: str, text: str = PASSAGE) -> tuple[bool, bool]:
    """Whether the passage meets the whole query, and any of its words."""
    matcher = PassageMatcher(build_clause(parse_query(query).node))
    terms = index_terms(text)
    return matcher.meets(terms), matcher.meets_any(terms)


@pytest.mark.parametrize(
    ("query", "whole", "some"),
    [
        ("prison", True, True),
        ("letter prisoner", True, True),
        ("letter guard", False, True),
        ("letter OR guard", True, True),
        ("guard", False, False),
        ("letter -guard", True, True),
        ("letter -yard", False, True),
        ("-yard", False, False),
        ("-guard", True, False),
        ('"wrote letters"', True, True),
        ('"letters wrote"', False, False),
        ('"wrote letter"', False, False),
        ("day-to-day", True, True),
        ("pris*", True, True),
        ("xyz*", False, False),
        ("سجن", True, True),
        ("السجن 1980", True, True),
        ("«في السجن»", True, True),
        ("«السجن في»", False, False),
        ("سج*", True, True),
        ("letter سجن", True, True),
        ("(guard OR yard) letters", True, True),
        ("(guard OR wall) letters", False, True),
        ("the letters", True, True),
        ("", True, False),
        ("!!!", True, False),
    ],
)
def test_a_passage_meets_a_query(query: str, whole: bool, some: bool) -> None:
    assert meets(query) == (whole, some)


def test_a_further_form_counts_as_the_word() -> None:
    letter = WordClause("رسال", "رسالة", ("رسايل",))
    terms = index_terms("كتبنا رسائل")
    assert PassageMatcher(letter).meets(terms)
    assert PassageMatcher(letter).meets_any(terms)
    assert not PassageMatcher(AllOf((letter, NoneOf(letter)))).meets(terms)
    assert not PassageMatcher(letter).meets(index_terms("لا شيء"))


def test_other_names_count_as_the_name_typed() -> None:
    clause = build_clause(Variants(Term("Palmyra"), (Phrase("سجن تدمر", exact=False), Phrase("Tadmur", exact=False))))
    matcher = PassageMatcher(clause)
    assert [matcher.meets(index_terms(text)) for text in ("في سجن تدمر", "to Tadmur", "تدمر", "Palmyra's")] == [
        True,
        True,
        False,
        True,
    ]


_WORDS = st.sampled_from(
    "prison letters letter the guard سجن السجن رسالة day-to-day 1980 OR NOT -yard pris* سج*".split()
)


@given(query=st.lists(_WORDS, max_size=5).map(" ".join), text=st.lists(_WORDS, max_size=8).map(" ".join))
def test_what_meets_a_word_has_a_mark_and_what_has_a_mark_meets_a_word(query: str, text: str) -> None:
    matcher = PassageMatcher(build_clause(parse_query(query).node))
    marked = any(part.marked for part in Highlighter(matcher.leaves).mark(text))
    assert matcher.meets_any(index_terms(text)) == marked


@settings(deadline=None)  # the first word outside the basic plane compiles a pattern
@given(query=st.text(max_size=60), text=st.text(max_size=60))
def test_no_query_and_no_text_raises(query: str, text: str) -> None:
    meets(query, text)
