"""The chain: which forms meet, which do not, and where a token stands in the original."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import STOP_WORDS, Token, analyse, fold_prefix, index_terms
from search.analysis.folding import fold

# The first text with characters past U+FFFF compiles a pattern, once; a busy machine takes longer than a deadline.
UNTIMED = settings(deadline=None)


def stems(text: str) -> list[str]:
    return [token.term for token in analyse(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كَتَبَ", "كتب"),
        ("الكـــتاب", "كتاب"),
        ("المدرسة", "مدرسه"),
        ("أحمد", "احمد"),
        ("إلى", "الي"),
        ("آمال", "امال"),
        ("مسؤول", "مسئول"),
        ("مسؤولون", "مسئولين"),
        ("شؤون", "شئون"),
        ("والسجن", "السجن"),
        ("بالسجن", "سجن"),
        ("للسجن", "سجن"),
        ("سجنها", "سجن"),
        ("ٱلسجن", "السجن"),
        ("کتاب", "كتاب"),
        ("علی", "علي"),
        ("ﻛﺘﺎﺏ", "كتاب"),
        ("ﻻ", "لا"),
        ("هٰذا", "هذا"),
        ("١٩٨٠", "1980"),
        ("۱۹۸۰", "1980"),
        ("ولبنان", "لبنان"),
        ("prisoners", "prisoner"),
        ("Prisoner's", "prisoner"),
        ("prisoner’s", "prisoner"),
        ("letters", "LETTER"),
        ("Sarrāj", "sarraj"),
        ("Sarra\u0304j", "Sarrāj"),
        ("ʿAlī", "Ali"),
        ("café", "cafe"),
        ("straße", "strasse"),
        ("ﬁle", "file"),
        ("１９８０", "1980"),
        ("so\u00adlitary", "solitary"),
        ("كتاب\u200fي", "كتابي"),
    ],
)
def test_two_forms_of_a_word_meet(one: str, other: str) -> None:
    assert stems(one) == stems(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("لبنان", "لبن"),
        ("عمان", "عم"),
        ("جنين", "جن"),
        ("الله", "له"),
        ("prison", "prize"),
        ("سجن", "شجن"),
        ("1980", "1981"),
        ("حسين", "حس"),
    ],
)
def test_two_words_do_not_meet(one: str, other: str) -> None:
    assert stems(one) != stems(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("don't", ["don't"]),
        ("day-to-day", ["day", "to", "day"]),
        ("3,000.50", ["3,000.50"]),
        ("a.b c:d", ["a.b", "c:d"]),
        ("سجن، تدمر؛ 1980.", ["سجن", "تدمر", "1980"]),
        ("«سجن» (تدمر)", ["سجن", "تدمر"]),
        ("x_1 ___", ["x_1"]),
        ("東京 ひら カナ", ["東", "京", "ひ", "ら", "カナ"]),
        ("한국 ไทย", ["한국", "ไทย"]),
        ("ﷺ", ["صلي", "الله", "عليه", "وسلم"]),
        ("…!؟ 😀", []),
        ("", []),
        ("ـــ", []),
    ],
)
def test_words_are_cut_as_unicode_says(text: str, words: list[str]) -> None:
    assert [token.exact for token in analyse(text)] == words


def test_a_very_long_run_is_cut_into_pieces() -> None:
    assert [len(token.exact) for token in analyse("x" * 600)] == [255, 255, 90]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("في الكـــتابُ.", ["في", "الكـــتابُ"]),
        ("كَتَبَ إليَّ", ["كَتَبَ", "إليَّ"]),
        ("المسؤُولون هنا", ["المسؤُولون", "هنا"]),
        ("المسﺅولون هنا", ["المسﺅولون", "هنا"]),
        ("السﺀﻭل هنا", ["السﺀﻭل", "هنا"]),
        ("ʿAlī said", ["Alī", "said"]),
        ("هـ ١٤٠٠", ["هـ", "١٤٠٠"]),
        ("ﷲ أكبر", ["ﷲ", "أكبر"]),
        ("prisoner’s letter", ["prisoner’s", "letter"]),
    ],
)
def test_a_token_covers_the_whole_written_word(text: str, covered: list[str]) -> None:
    assert [text[token.start : token.end] for token in analyse(text)] == covered


TEXT = st.text(
    alphabet=st.one_of(st.sampled_from("اأإآبتثكيىةهوؤئءلنمسجدر ـًٌَُِّْٰ٠١٢ abcXYZ'’.-,\n\u200f\u200cﷲﻻﷺ"), st.characters()),
    max_size=60,
)


@UNTIMED
@given(TEXT)
def test_tokens_stand_in_order_and_agree_with_the_index(text: str) -> None:
    tokens = analyse(text)
    end = 0
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert token.start >= end or text[token.start] in "ﷺﷻ" or _expands(text[token.start])
        end = token.end
    terms = index_terms(text)
    assert terms.stems == [token.term for token in tokens]
    assert terms.exacts == [token.exact for token in tokens]


def _expands(character: str) -> bool:
    """Whether one character stands for several words, which then all stand in its place."""
    return len(analyse(character)) > 1


@UNTIMED
@given(TEXT)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    for token in analyse(text):
        once = fold(token.exact)
        assert fold(once) == once


def test_token_is_a_plain_value() -> None:
    assert analyse("Prisons") == [Token("prison", "prisons", 0, 7)]


def test_a_prefix_is_folded_as_the_beginning_of_a_word() -> None:
    assert fold_prefix("مُسؤ") == "مسو"
    assert fold_prefix("Sarrā") == "sarra"


def test_stop_words_are_spelled_as_terms_are() -> None:
    assert {token.exact for word in STOP_WORDS for token in analyse(word)} == STOP_WORDS
