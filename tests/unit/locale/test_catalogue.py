"""Every message has its Arabic, with the same placeholders, in the words and marks this site uses."""

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[3]
CATALOGUES = sorted((ROOT / "locale").rglob("*.po"))
PLURALS = (
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
)
PLACEHOLDER = re.compile(r"%\(\w+\)(?:[sd]|\.\df)|\{\w*\}")
MARKUP = re.compile(r"</?\w+[^>]*>")
# Technical English may stand in an Arabic message: tags, addresses, formats, names.
LATIN = re.compile(
    r"<[^>]*>|%\(\w+\)(?:[sd]|\.\df)|\{\w*\}|[A-Za-z0-9@:/._~?&#^\[\]-]*[A-Za-z0-9@/][A-Za-z0-9@:/._~&#^-]*\??"
)

# What each must not be called, and why, stands in the site's list of words; marks are left out here.
AVOIDED = {
    r"استشهاد|تستشهد": "also martyrdom: الإحالة",
    r"(?<!النشر )موقوف(?! مؤقت)": "also a detainee: النشر موقوف مؤقتًا",
    r"\bمعلق": "recalls a method of torture: موقوف مؤقتًا, قيد الانتظار",
    r"في الداخل|في الخارج": "inside Syria, abroad: في السجن, خارج السجن",
    r"المعتقلات": "also the sites: النساء المعتقلات",
    r"مفقود(?!ون)": "kept for people: غير موجود, ناقص",
    r"\bحظر|\bقيود|\bقيد(?! (?:المراجعة|الانتظار|التجهيز|الإعداد))": "curfew, shackles: تأجيل الإتاحة, شروط الإتاحة",
    r"\bفقر(?:ة|ات)": "a speaker's turn is no paragraph: مقطع",
    r"مزعوم|اعترف|أنكر": "judge the narrator: قال, بحسب",
    r"فلتر": "مرشح",
    r"رزم": "مجموعة",
    r"إنجليزي": "الإنكليزية",
    r"حوالي": "نحو",
    r"استبدال": "read both ways: وضع … مكان …",
    r"موضوعات": "المواضيع, one plural for one word",
    r"\bتم(?:ت)? (?:ال)?\w|\bقام(?:ت)? ب": "the plain passive: نُشر, حُذف",
    r"يناير|فبراير|مارس|[إأ]بريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر": "Levantine months",
}
# An imperative speaks to one man: controls are verbal nouns, requests are «يُرجى» and a verbal noun.
IMPERATIVES = {
    *("ابحث", "اضغط", "انقر", "اختر", "أدخل", "احفظ", "احذف", "أضف", "اكتب", "انتقل", "حاول", "اقرأ", "شاهد", "تأكد"),
    *("تابع", "ارفع", "افتح", "أغلق", "سجل", "سجّل", "حدد", "حدّد", "عد", "عُد", "قم", "راجع", "استمع", "أعد", "غيّر"),
    *("اسحب", "أرسل", "انسخ", "شارك", "اترك", "جرّب", "جرب", "استخدم", "انظر"),
}
FORMULA = "انظر أيضًا"  # the one order that is kept: every library says it
MARKS = re.compile("[\u064b-\u0652\u0670]")


# Words that rest as obsolete are settled too: they come back when some page asks for them.
ENTRIES = [entry for path in CATALOGUES for entry in polib.pofile(str(path))]


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


# Every form of every message; each rule below lists all that break it.
FORMS = [(entry, form, text) for entry in ENTRIES for form, text in enumerate(texts(entry))]


def test_there_is_a_catalogue_of_our_own_and_one_of_borrowed_messages() -> None:
    assert [path.parents[2].name for path in CATALOGUES] == ["_borrowed", "locale"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[2].name)
def test_the_six_forms_of_an_arabic_count_are_declared(path: Path) -> None:
    assert polib.pofile(str(path)).metadata["Plural-Forms"] == PLURALS


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[2].name)
def test_no_message_stands_twice(path: Path) -> None:
    keys = [(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete]
    assert len(keys) == len(set(keys))


def test_every_message_is_translated_and_none_is_a_guess() -> None:
    assert [entry.msgid for entry in ENTRIES if "fuzzy" in entry.flags] == []
    assert [entry.msgid for entry, _, text in FORMS if not text.strip()] == []
    assert [e.msgid for e in ENTRIES if e.msgid_plural and sorted(e.msgstr_plural) != [0, 1, 2, 3, 4, 5]] == []


def test_placeholders_are_those_of_the_english() -> None:
    def agree(entry: polib.POEntry, form: int, text: str) -> bool:
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        found = set(PLACEHOLDER.findall(text))
        # None, one and two are said in words.
        return found == wanted or bool(entry.msgid_plural and form < 3 and found <= wanted)

    assert [text for entry, form, text in FORMS if not agree(entry, form, text)] == []


def test_markup_is_that_of_the_english() -> None:
    def markup(text: str) -> list[str]:
        return sorted(MARKUP.findall(text))

    assert [text for entry, _, text in FORMS if markup(text) != markup(entry.msgid)] == []


def test_the_punctuation_is_arabic() -> None:
    assert [text for _, _, text in FORMS if re.search(r"[,;?%\"]", LATIN.sub("", text))] == []
    assert [text for _, _, text in FORMS if re.search(r"\s[،؛؟:.](?:\s|$)", text)] == []


def test_no_digit_is_typed_that_the_page_should_set() -> None:
    assert [text for _, _, text in FORMS if re.search("[٠-٩۰-۹]", text)] == []


@pytest.mark.parametrize(("avoided", "instead"), AVOIDED.items())
def test_words_to_keep_away_from_are_kept_away_from(avoided: str, instead: str) -> None:
    assert [text for _, _, text in FORMS if re.search(avoided, MARKS.sub("", text))] == [], instead


def test_nobody_is_given_an_order() -> None:
    def first_word(text: str) -> str:
        return text.partition(" ")[0].strip("«»:،.")

    orders = [text for _, _, text in FORMS if first_word(text) in IMPERATIVES and not text.startswith(FORMULA)]
    assert orders == []


def test_a_count_of_two_differs_after_a_preposition() -> None:
    ours = {(entry.msgctxt, entry.msgid): entry for entry in ENTRIES}
    counted = [key for context, key in ours if context == "count after a preposition"]
    assert len(counted) >= 20
    for key in counted:
        alone, after = ours["count", key].msgstr_plural, ours["count after a preposition", key].msgstr_plural
        assert alone[2] != after[2]
        assert {form: alone[form] for form in (1, 3, 4, 5)} == {form: after[form] for form in (1, 3, 4, 5)}
