"""The drawing of periods and accounts in time, and its mirror image in Arabic."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from archive.templatetags.band import neighbours_of, scale_of, time_band
from tests.unit.templates import samples


def percent(words: str) -> float:
    assert words.endswith("%")
    return float(words[:-1])


def test_the_scale_is_that_of_the_time_line() -> None:
    scale = scale_of(samples.periods("en"))
    assert scale
    first, last = date(1963, 3, 8), date(2026, 11, 1)
    assert scale.at(first) == pytest.approx(0, abs=0.001)
    assert scale.at(date(1994, 1, 1)) == pytest.approx((date(1994, 1, 1) - first).days / (last - first).days, abs=0.001)
    assert (scale.at(date(1900, 1, 1)), scale.at(date(2100, 1, 1))) == (0, 1)


def test_time_runs_from_right_to_left_in_arabic() -> None:
    accounts = samples.accounts("en")
    with translation.override("en"):
        forwards = time_band(samples.periods("en"), accounts)
    with translation.override("ar"):
        backwards = time_band(samples.periods("ar"), accounts)
    for box, mirrored in zip(forwards["boxes"], backwards["boxes"], strict=True):
        assert box["width"] == mirrored["width"]
        assert percent(box["x"]) + percent(box["width"]) == pytest.approx(100 - percent(mirrored["x"]), abs=0.02)
    for line, mirrored in zip(forwards["lines"], backwards["lines"], strict=True):
        assert percent(line["from"]) == pytest.approx(100 - percent(mirrored["from"]), abs=0.02)
    assert [tick["label"] for tick in backwards["ticks"]] == ["١٩٧٠", "١٩٨٠", "١٩٩٠", "٢٠٠٠", "٢٠١٠", "٢٠٢٠"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_box_too_narrow_to_see_is_wider_and_stays_in_the_picture(language: str) -> None:
    line = samples.periods(language)
    at_the_ends = [
        replace(line[0], end_fraction=line[0].start_fraction),
        replace(line[1], start_fraction=1.0, end_fraction=1.0),
    ]
    with translation.override(language):
        band = time_band(at_the_ends)
    for box in band["boxes"]:
        assert percent(box["width"]) > 0
        assert 0 <= percent(box["x"]) <= 100 - percent(box["width"])


def test_accounts_without_dates_leave_their_line_empty() -> None:
    undated = replace(samples.account("en"), told_about=None, recorded_on=None)
    with translation.override("en"):
        band = time_band(samples.periods("en"), [undated, samples.account("en", 1)])
    assert [sorted(line) for line in band["lines"]] == [["y"], ["from", "given", "to", "y"]]


def test_periods_that_overlap_stand_one_below_the_other() -> None:
    line = samples.periods("en")
    within = replace(line[3], start_fraction=0.32, end_fraction=0.4)
    with translation.override("en"):
        band = time_band((*line[:4], within, *line[4:]))
    rows = [box["y"] for box in band["boxes"]]
    assert rows[4] != rows[3]
    assert len({*rows[:4], *rows[5:]}) == 1


def test_without_dates_only_the_periods_are_drawn() -> None:
    bare = [replace(period, dates=None) for period in samples.periods("en")]
    with translation.override("en"):
        band = time_band(bare, samples.accounts("en"), samples.home("en").years)
    assert len(band["boxes"]) == len(bare)
    assert (band["ticks"], band["lines"], band["strokes"]) == ([], [], [])


def test_the_tallest_year_is_the_one_most_told_about() -> None:
    home = samples.home("en")
    with translation.override("en"):
        band = time_band(home.periods, years=home.years)
    tops = [int(stroke["y"]) for stroke in band["strokes"]]
    assert tops.index(min(tops)) == max(range(len(home.years)), key=lambda place: home.years[place].count)


@pytest.mark.parametrize(
    ("current", "before", "after"),
    [
        ("releases-of-the-1990s", "mass-detention-years", "succession-and-damascus-spring"),
        ("early-baath-years", None, "corrective-movement-years"),
        ("after-the-fall-of-the-assad-government", "uprising-and-war-years", None),
        ("", None, None),
    ],
)
def test_neighbours_are_those_on_the_line(current: str, before: str | None, after: str | None) -> None:
    around = neighbours_of(samples.periods("en", current))
    assert (around.before.term.slug if around.before else None) == before
    assert (around.after.term.slug if around.after else None) == after
