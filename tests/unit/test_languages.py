"""Directions and names of languages, and tags that are none."""

import pytest

from archive.languages import LanguageError, direction, language_name, validate_language


@pytest.mark.parametrize(
    "tag", ["ar", "ar-SY", "apc", "ckb", "fa", "ur", "he", "syr", "aii", "arc", "dv", "ug", "sd", "rhg"]
)
def test_right_to_left(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["en", "ku", "kmr", "tr", "hy", "fr-CA", "zu", "ar-Latn", "und", "", "no such tag"])
def test_left_to_right(tag: str) -> None:
    assert direction(tag) == "ltr"


@pytest.mark.parametrize("tag", ["ku-Arab", "az-Arab", "uz-Arab-AF", "ff-Adlm"])
def test_the_script_in_a_tag_decides(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize(
    ("tag", "into", "name"),
    [
        ("ar", "ar", "العربية"),
        ("ar", "en", "Arabic"),
        ("en", "ar", "الإنكليزية"),
        ("en-US", "ar", "الإنكليزية (الولايات المتحدة)"),
        ("en", "en", "English"),
        ("apc", "ar", "العربية الشامية"),
        ("apc", "en", "Levantine Arabic"),
        ("kmr", "ar", "الكردية الكرمانجية"),
        ("fr", "ar-SY", "الفرنسية"),
        ("fr", "fr", "français"),
        ("not a tag", "en", "not a tag"),
    ],
)
def test_names(tag: str, into: str, name: str) -> None:
    assert language_name(tag, into) == name


@pytest.mark.parametrize(
    ("given", "standard"),
    [("ar", "ar"), (" EN-us ", "en-US"), ("iw", "he"), ("ar_SY", "ar-SY"), ("KU-arab", "ku-Arab")],
)
def test_tags_are_put_in_their_standard_form(given: str, standard: str) -> None:
    assert validate_language(given) == standard


@pytest.mark.parametrize(
    ("given", "code", "hint"),
    [
        ("", "empty", ""),
        ("Arabic", "not_a_tag", "ar"),
        ("العربية", "not_a_tag", "ar"),
        ("الإنكليزية", "not_a_tag", "en"),
        ("no such language", "not_a_tag", ""),
        ("qq", "unknown", ""),
        ("und", "unknown", ""),
        ("mul", "unknown", ""),
        ("en-QX-foo", "not_a_tag", ""),
    ],
)
def test_what_is_no_language_is_refused(given: str, code: str, hint: str) -> None:
    with pytest.raises(LanguageError) as caught:
        validate_language(given)
    assert (caught.value.code, caught.value.hint) == (code, hint)
