"""Accounts of the same days, and what is told together with a theme: what a reader may see, and nothing of the rest."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.access import ANONYMOUS, Reader
from archive.records import Vocabulary
from archive.selectors.pages import years_told_about
from archive.selectors.reading import testimony_record
from archive.selectors.same_days import of_the_same_days
from archive.selectors.term_pages import term_record
from search.engines import search_engine
from search.sync import rebuild
from tests import factories

pytestmark = pytest.mark.django_db


def account(number: int, told_about: str, **facts: Any) -> Any:
    return factories.testimony(f"RA-{number:04}", told_about=told_about, **facts)


def same_days(page: Any, reader: Reader = ANONYMOUS) -> list[str]:
    record = testimony_record(reader, page, "en")
    assert record is not None
    return [head.reference for head in record.same_days]


def test_accounts_of_the_same_days_are_those_that_overlap_nearest_first() -> None:
    page = account(1, "1984/1986")
    account(2, "1970/2000")  # holds it, from far
    account(3, "1984/1987")
    account(4, "1986-12-31/1990")
    account(5, "1987/1990")  # after it
    account(6, "")  # undated
    account(7, "1983/..", recorded_on="1988")  # open, to the day it was recorded
    account(8, "../1984")  # open at its beginning: where it ends
    account(9, "../1983")
    assert same_days(page) == ["RA-0003", "RA-0007", "RA-0008", "RA-0004", "RA-0002"]


def test_no_more_than_five_and_none_without_dates() -> None:
    page = account(1, "1984")
    for number in range(2, 9):
        account(number, "1984")
    assert same_days(page) == ["RA-0002", "RA-0003", "RA-0004", "RA-0005", "RA-0006"]
    assert same_days(account(20, "")) == []


def test_accounts_of_the_same_days_are_only_those_that_the_reader_may_know_of() -> None:
    page = account(1, "1984")
    account(2, "1984", level="closed", listed=True)
    account(3, "1984", level="registered", listed=False)
    account(4, "1984", level="closed", listed=False)
    account(5, "1984", hold=True)
    assert same_days(page) == ["RA-0002"]
    assert same_days(page, Reader(factories.user("reader").pk)) == ["RA-0002", "RA-0003"]


def test_accounts_of_the_same_days_cost_one_query() -> None:
    page = account(1, "1984")
    for number in range(2, 9):
        account(number, "1984")
    with CaptureQueriesContext(connection) as queries:
        of_the_same_days(ANONYMOUS, page, timezone.now())
    assert len(queries) == 1


def test_the_years_of_the_front_page_and_of_the_periods_are_counted_as_a_search_counts_them(
    settings: Any, tmp_path: Path
) -> None:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    account(1, "1984/1986")
    account(2, "1985/..", recorded_on="1988")  # open, to the day it was recorded
    account(3, "1985/")  # its end is not known
    account(4, "../1983")  # open at its beginning: where it ends
    account(5, "1800/1985")  # too long to say anything of a year
    account(6, "")
    account(7, "1990", level="closed", listed=False)
    rebuild()
    searched = Client().get("/api/v1/search").json()["told_years"]
    search_engine().close()  # type: ignore[attr-defined]
    told = {item.year: item.count for item in years_told_about(ANONYMOUS)}
    assert told == {1983: 1, 1984: 1, 1985: 3, 1986: 2, 1987: 1, 1988: 1}
    assert told == {item["year"]: item["count"] for item in searched}


@pytest.fixture
def themes() -> dict[str, Any]:
    names = {"letters": "", "family": "", "mothers": "family", "guards": "", "secret": ""}
    made = {
        name: factories.term(Vocabulary.THEME, name, **({"parent_slug": above} if above else {}))
        for name, above in names.items()
    }
    made["years"] = factories.term(Vocabulary.PERIOD, "years", extra={"dates": "1980/1984"})
    account(1, "", tags={"testimony_themes": [made["letters"], made["mothers"]], "testimony_periods": [made["years"]]})
    account(
        2, "", tags={"testimony_themes": [made["letters"]]}, passage_tags={"passage_themes": {"p1": [made["guards"]]}}
    )
    account(3, "", tags={"testimony_themes": [made["letters"], made["family"]]})
    account(4, "", tags={"testimony_themes": [made["letters"], made["secret"]]}, level="closed", listed=False)
    account(
        5,
        "",
        tags={"testimony_themes": [made["letters"]]},
        passage_tags={"passage_themes": {"p1": [made["secret"]]}},
        level="registered",
        listed=True,
    )
    account(6, "", tags={"testimony_themes": [made["guards"]]})
    return made


def together(reader: Reader, slug: str) -> dict[str, int]:
    record = term_record(reader, Vocabulary.THEME, slug, "en")
    assert record is not None
    return {item.term.slug: item.count for item in record.together}


@pytest.mark.usefixtures("themes")
def test_themes_told_together_count_what_the_reader_may_see_narrower_ones_included() -> None:
    assert together(ANONYMOUS, "letters") == {"family": 2, "mothers": 1, "guards": 1}
    assert together(ANONYMOUS, "family") == {"letters": 2}  # nothing of its own tree
    signed_in = Reader(factories.user("reader").pk)
    assert together(signed_in, "letters") == {"family": 2, "mothers": 1, "guards": 1, "secret": 1}


@pytest.mark.usefixtures("themes")
def test_a_theme_offers_its_periods_and_the_searches_for_both() -> None:
    body = Client().get("/en/themes/letters/").content.decode()
    assert "/en/search/?theme=letters&amp;theme=family&amp;themes=all" in body
    assert "/en/search/?theme=letters&amp;period=years" in body
    record = term_record(ANONYMOUS, Vocabulary.THEME, "letters", "en")
    assert record is not None
    assert [(item.term.slug, item.count) for item in record.in_periods] == [("years", 1)]


@pytest.mark.usefixtures("themes")
def test_what_is_told_together_costs_no_more_queries_for_more_accounts(themes: dict[str, Any]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            term_record(ANONYMOUS, Vocabulary.THEME, "letters", "en")
        return len(captured)

    queries()
    for_few = queries()
    for number in range(10, 25):
        account(number, "", tags={"testimony_themes": [themes["letters"], themes["family"]]})
    assert queries() <= for_few
