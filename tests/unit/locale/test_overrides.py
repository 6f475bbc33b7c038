"""What Rawi says wins over what Django and Wagtail say, and dates are printed as in the Levant."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import django
import polib
import pytest
import wagtail
from django.conf import settings
from django.utils import formats, translation
from django.utils.dateformat import format as format_date
from django.utils.translation import trans_real

MONTHS = [
    *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران"),
    *("تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"),
]
BORROWED = next(Path(path) for path in settings.LOCALE_PATHS if Path(path).name == "_borrowed")


@pytest.fixture(autouse=True, scope="module")
def _arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Arabic from freshly compiled catalogues, in the order of the settings, whatever .mo files lie about."""
    paths = []
    for number, path in enumerate(settings.LOCALE_PATHS):
        folder = tmp_path_factory.mktemp(f"locale-{number}")
        target = folder / "ar" / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(parents=True)
        polib.pofile(str(Path(path) / "ar" / "LC_MESSAGES" / "django.po")).save_as_mofile(str(target))
        paths.append(folder)
    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "LOCALE_PATHS", paths)
    patch.setattr(trans_real, "_translations", {})
    with translation.override("ar"):
        yield
    patch.undo()


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, start=1)))
def test_django_prints_levantine_months_in_every_form(number: int, name: str) -> None:
    assert format_date(date(2025, number, 14), "F|M|N|E|b") == "|".join([name] * 5)


def test_dates_times_and_numbers() -> None:
    moment = datetime(2025, 3, 14, 9, 5)
    assert formats.date_format(moment) == "14 آذار 2025"
    assert formats.date_format(moment, "DATETIME_FORMAT") == "14 آذار 2025، 09:05"
    assert formats.number_format(12345.5, use_l10n=True, force_grouping=True) == "12,345.5"
    with translation.override("en"):
        assert formats.date_format(moment) == "14 March 2025"
        assert formats.number_format(12345, use_l10n=True, force_grouping=True) == "12,345"


def test_our_words_win_over_the_packages() -> None:
    assert translation.gettext("Approve") == "اعتماد"
    assert translation.gettext("All collections") == "كلّ المجموعات"
    assert translation.gettext("English") == "الإنكليزية"
    assert translation.npgettext("count", "%(n)s passage", "%(n)s passages", 11) == "%(n)s مقطعًا"
    assert "رزم" not in translation.ngettext("%(count)s descendant collection", "%(count)s descendant collections", 100)


def test_every_borrowed_message_is_one_that_django_or_wagtail_has() -> None:
    """After an upgrade of either, this names the overrides that no longer reach anything."""
    theirs = {
        (entry.msgctxt, entry.msgid)
        for package in (django, wagtail)
        for path in Path(package.__path__[0]).rglob("locale/en/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(path))
    }
    ours = polib.pofile(str(BORROWED / "ar" / "LC_MESSAGES" / "django.po"))
    assert [(entry.msgctxt, entry.msgid) for entry in ours if (entry.msgctxt, entry.msgid) not in theirs] == []


def test_no_word_of_wagtails_for_a_collection_is_left() -> None:
    for path in Path(wagtail.__path__[0]).rglob("locale/ar/LC_MESSAGES/django.po"):
        if path.parents[3].name in ("documents", "images"):  # not in the menu until media has its own rooms
            continue
        for entry in polib.pofile(str(path)):
            if "رزم" in entry.msgstr:
                assert "رزم" not in translation.gettext(entry.msgid), entry.msgid
