"""Which queries are free questions, of which any word will do."""

import pytest

from search.query import And, NoticeCode, Or, Phrase, Term, as_question, parse_query


@pytest.mark.parametrize(
    "text",
    [
        "who guarded the prison",
        "Where were letters hidden in Tadmor?",
        "letters guard night yard brother",
        "letters from the prison guard brought home",
        "متى وصلت الرسائل إلى البيت؟",
        "من هو حارس السجن",
        "أين كان الحارس والسجين",
        "prisoners letters?",
    ],
)
def test_a_question_is_met_by_any_of_its_words(text: str) -> None:
    parsed = parse_query(text)
    question = as_question(text, parsed)
    assert isinstance(parsed.node, And)
    assert question.node == Or(parsed.node.children)
    assert [notice.code for notice in question.notices] == [*(n.code for n in parsed.notices), NoticeCode.ANY_WORD]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!!!",
        "prison",
        "who?",
        "what prison",
        "prison letters guard night",
        "the prison and the letters of the guard",
        "letters letters letter letters letters prison",
        "من حلب إلى دمشق",
        "من حلب",
        'letters "prison guard" night yard brother home',
        "letters guard night yard AND brother home",
        "letters OR guard night yard brother home",
        "letters guard night yard -brother home",
        "letters guard night yard NOT brother home",
        "letters guard night yard bro* home",
        "where (letters guard night yard brother home)",
        "* letters guard night yard brother home",
    ],
)
def test_anything_else_stays_as_it_was_written(text: str) -> None:
    parsed = parse_query(text)
    assert as_question(text, parsed) == parsed


def test_what_a_question_quotes_must_be_met() -> None:
    text = 'Who brought "prison letters" home at night?'
    question = as_question(text, parse_query(text))
    words = tuple(Term(word) for word in ("Who", "brought", "home", "at", "night?"))
    assert question.node == And((Phrase("prison letters"), Or(words)))
