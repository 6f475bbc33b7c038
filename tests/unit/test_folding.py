"""Labels that must find each other fold to the same form, and others do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.folding import fold_label, fold_letters

SAME = [
    ("سِجن تَدْمُر", "سجن تدمر"),
    ("ســجن", "سجن"),
    ("أحمد", "احمد"),
    ("إدلب", "ادلب"),
    ("آب", "اب"),
    ("ٱلشام", "الشام"),
    ("مؤسسة", "موسسه"),
    ("عائلة", "عايله"),
    ("شهداء", "شهدا"),
    ("حمى", "حمي"),
    ("یوسف کاظم", "يوسف كاظم"),
    ("گاردن", "كاردن"),
    ("ﺗﺪﻣﺮ", "تدمر"),  # presentation forms
    ("تدمر\u200f\u200d", "تدمر"),
    ("Ḥāfiẓ al-Asad", "hafiz al asad"),
    ("ʿAdrā", "Adra"),
    ("Ba'ath", "Ba’ath"),
    ("Baʻath", "baath"),
    ("Deir ez-Zor", "Deir  ez Zor"),
    ("Straße", "STRASSE"),
    ("Łódź", "lodz"),
    ("İzmir", "izmir"),
    ("Diyarbakır", "Diyarbakir"),
    ("Σίσυφος", "ΣΙΣΥΦΟΣ"),
    ("Branch 215", "Branch ٢١٥"),
    ("Branch ۲۱۵", "Branch 215"),
    ("Ｂｒａｎｃｈ", "branch"),
    ("שָׁלוֹם", "שלום"),
    ("«سجن» (تدمر)،", "سجن تدمر"),
]
DIFFERENT = [
    ("सेना", "सन"),  # Devanagari vowel signs belong to the word
    ("ภาษาไทย", "ภาษาไทย์"),
    ("が", "か"),
    ("سجن", "سجين"),
    ("Branch 215", "Branch 251"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_label_fold_together(one: str, other: str) -> None:
    assert fold_label(one) == fold_label(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_labels_stay_different(one: str, other: str) -> None:
    assert fold_label(one) != fold_label(other)


def test_punctuation_and_space_become_one_space() -> None:
    assert fold_label("  Saydnaya / Red—Building_(1) ") == "saydnaya red building 1"
    assert fold_label("…!؟") == ""


def test_letters_fold_without_their_punctuation() -> None:
    assert fold_letters("آذار/مارس – 1985") == "اذار/مارس – 1985"


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_label(fold_label(text)) == fold_label(text)
