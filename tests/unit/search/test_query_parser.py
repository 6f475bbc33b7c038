"""What a reader's query means, and that no string is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import word_forms
from search.query import (
    AllOf,
    And,
    AnyOf,
    Node,
    NoneOf,
    Not,
    NoticeCode,
    Or,
    Phrase,
    PhraseClause,
    Prefix,
    PrefixClause,
    Term,
    Variants,
    WordClause,
    build_clause,
    parse_query,
    positive_leaves,
)
from search.query.parser import MAX_CHARACTERS, MAX_LEAVES

# The first text with characters past U+FFFF compiles a pattern, once; a busy machine takes longer than a deadline.
UNTIMED = settings(deadline=None)

A, B, C = Term("letters"), Term("prison"), Term("guard")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("letters", A),
        ("letters prison", And((A, B))),
        ("letters AND prison", And((A, B))),
        ("letters OR prison", Or((A, B))),
        ("letters OR prison guard", Or((A, And((B, C))))),
        ("(letters OR prison) guard", And((Or((A, B)), C))),
        ("letters NOT guard", And((A, Not(C)))),
        ("letters -guard", And((A, Not(C)))),
        ("-guard", Not(C)),
        ("letters -(prison guard)", And((A, Not(And((B, C)))))),
        ('-"prison guard"', Not(Phrase("prison guard"))),
        ("NOT NOT letters", A),
        ('"prison letters"', Phrase("prison letters")),
        ("“prison letters”", Phrase("prison letters")),
        ("«سجن تدمر»", Phrase("سجن تدمر")),
        ("„prison letters“", Phrase("prison letters")),
        ("pris*", Prefix("pris")),
        ("سج*", Prefix("سج")),
        ("day-to-day", Term("day-to-day")),
        ("letters and prison", And((A, Term("and"), B))),
        ("  letters\t\n prison ", And((A, B))),
        ("((letters))", A),
        ("letters (prison guard)", And((A, B, C))),
        ("", None),
        ("   ", None),
    ],
)
def test_a_query_is_read_as_written(text: str, node: Node | None) -> None:
    parsed = parse_query(text)
    assert parsed.node == node
    assert parsed.notices == ()


@pytest.mark.parametrize(
    ("text", "node", "codes"),
    [
        ('"prison letters', Phrase("prison letters"), [NoticeCode.UNCLOSED_QUOTE]),
        ('letters "', A, [NoticeCode.UNCLOSED_QUOTE]),
        ("(letters prison", And((A, B)), [NoticeCode.UNCLOSED_PARENTHESIS]),
        ("letters) prison", And((A, B)), [NoticeCode.STRAY_PARENTHESIS]),
        ("*", None, [NoticeCode.LONE_STAR]),
        ("letters *", A, [NoticeCode.LONE_STAR]),
        ("*letters", A, [NoticeCode.LONE_STAR]),
        ("pris*ner", Prefix("pris"), [NoticeCode.STAR_INSIDE_WORD]),
        ('"prison lett*"', Phrase("prison lett"), [NoticeCode.STAR_IN_PHRASE]),
        ("letters AND", A, [NoticeCode.LONE_OPERATOR]),
        ("AND letters", A, [NoticeCode.LONE_OPERATOR]),
        ("letters OR", A, [NoticeCode.LONE_OPERATOR]),
        ("OR letters", A, [NoticeCode.LONE_OPERATOR]),
        ("letters OR OR prison", Or((A, B)), [NoticeCode.LONE_OPERATOR]),
        ("letters AND AND prison", And((A, B)), [NoticeCode.LONE_OPERATOR]),
        ("letters NOT", A, [NoticeCode.LONE_OPERATOR]),
        ("letters - prison", And((A, B)), [NoticeCode.LONE_OPERATOR]),
        ("NOT", None, [NoticeCode.LONE_OPERATOR]),
        ("pr*", Term("pr"), [NoticeCode.PREFIX_TOO_SHORT]),
        ("س*", Term("س"), [NoticeCode.PREFIX_TOO_SHORT]),
        ("the of", And((Term("the"), Term("of"))), [NoticeCode.ONLY_STOP_WORDS]),
        ("في من", And((Term("في"), Term("من"))), [NoticeCode.ONLY_STOP_WORDS]),
        ("!!!", None, [NoticeCode.NO_WORDS]),
        ("()", None, [NoticeCode.NO_WORDS]),
        ('""', None, [NoticeCode.NO_WORDS]),
    ],
)
def test_a_query_that_is_not_well_written_is_understood_and_said_so(
    text: str, node: Node | None, codes: list[NoticeCode]
) -> None:
    parsed = parse_query(text)
    assert parsed.node == node
    assert [notice.code for notice in parsed.notices] == codes


def test_a_query_past_the_limits_is_cut_and_said_so() -> None:
    parsed = parse_query("letters " * MAX_CHARACTERS)
    assert NoticeCode.TOO_LONG in {notice.code for notice in parsed.notices}
    assert len(positive_leaves(build_clause(parsed.node))) == 1
    many = parse_query(" ".join(f"w{number}" for number in range(MAX_LEAVES + 20)))
    assert isinstance(many.node, And)
    assert len(many.node.children) == MAX_LEAVES
    deep = parse_query("(" * 60 + "letters" + ")" * 60)
    assert deep.node == A
    assert NoticeCode.TOO_DEEP in {notice.code for notice in deep.notices}


PIECES = st.one_of(
    st.sampled_from(
        ["AND", "OR", "NOT", "-", "(", ")", '"', "«", "»", "*", "the", "في", "سجن", "prison", "pris*", " ", "ـ", "'"]
    ),
    st.text(max_size=8),
)


@UNTIMED
@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES).map("".join)))
def test_no_string_raises_and_no_leaf_is_empty(text: str) -> None:
    parsed = parse_query(text)
    clause = build_clause(parsed.node)
    assert (clause is None) == (parsed.node is None)
    for leaf in positive_leaves(clause):
        match leaf:
            case WordClause(stem, exact):
                assert stem
                assert exact
            case PhraseClause(terms, _):
                assert terms
                assert all(terms)
            case PrefixClause(prefix):
                assert len(prefix) >= 2
    if text.strip() and parsed.node is None:
        assert parsed.notices


def word(stem: str, exact: str | None = None) -> WordClause:
    return WordClause(stem, exact or stem, word_forms(exact or stem))


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("the prisoners", word("prison", "prisoners")),
        ("the OR letters", word("letter", "letters")),
        ("رسائل من السجن", AllOf((word("رسايل"), word("سجن", "السجن")))),
        ("day-to-day", PhraseClause(("day", "to", "day"), exact=False)),
        ('"the prisoners"', PhraseClause(("the", "prisoners"), exact=True)),
        ("Prisón*", PrefixClause("prison")),
        ("letters -the", AllOf((word("letter", "letters"), NoneOf(word("the"))))),
        ("letters OR سجن", AnyOf((word("letter", "letters"), word("سجن")))),
    ],
)
def test_a_query_becomes_terms(text: str, clause: object) -> None:
    assert build_clause(parse_query(text).node) == clause


def test_excluded_words_are_never_marked_and_widening_keeps_the_typed_words() -> None:
    assert positive_leaves(build_clause(parse_query("letters -guard").node)) == (word("letter", "letters"),)
    variants = Variants(Term("Tadmur"), (Phrase("تدمر", exact=False),))
    assert build_clause(variants) == AnyOf((word("tadmur"), PhraseClause(("تدمر",), exact=False)))
