"""A prepared query answers as the query that it was made from, for every value, and is compiled once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from archive.access import Reader, visible_to
from archive.models import AccessRule, TestimonyPage
from archive.selectors.prepared import Prepared
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def dated(now: datetime, ids: list[int]) -> "QuerySet[Any, Any]":
    ended = Q(expire_at=None) | Q(expire_at__gt=now)
    pages = TestimonyPage.objects.filter(ended, pk__in=ids).order_by("pk")
    return pages.values_list("pk", "expire_at", "live", "told_about", "access_rule__level")


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 9])
@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_it_answers_as_its_query_does(count: int, hours: int) -> None:
    pages = [factories.testimony(f"RA-{number:04d}") for number in range(9)]
    TestimonyPage.objects.filter(pk__in=[page.pk for page in pages[::2]]).update(expire_at=NOW)
    ids = [page.pk for page in pages[:count]]
    prepared = Prepared(dated)
    now = NOW + timedelta(hours=hours)
    assert prepared.rows(now=now, ids=ids) == list(dated(now, ids))
    assert prepared.rows(now=now, ids=ids[::-1]) == list(dated(now, ids))
    assert prepared.rows(now=NOW - timedelta(days=400), ids=ids) == list(dated(NOW - timedelta(days=400), ids))


def test_it_is_compiled_once_for_lists_of_about_the_same_length() -> None:
    built: list[int] = []

    def build(now: datetime, ids: list[int]) -> "QuerySet[Any, Any]":
        built.append(len(ids))
        return dated(now, ids)

    prepared = Prepared(build)
    for count in (1, 2, 3, 4, 5, 6, 7, 8, 30, 32):
        with CaptureQueriesContext(connection) as asked:
            prepared.rows(now=NOW, ids=list(range(count)))
        assert len(asked) == 1
    assert built == [length for length in (1, 2, 4, 8, 32) for _twice in range(2)]


def test_nothing_is_asked_for_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert Prepared(dated).rows(now=NOW, ids=[]) == []
    assert len(asked) == 0


def test_it_sees_what_changed_since_it_was_compiled() -> None:
    page = factories.testimony("RA-0001")
    prepared = Prepared(lambda now, ids: visible_to(Reader(), now).filter(pk__in=ids).values_list("pk"))
    assert prepared.rows(now=NOW + timedelta(days=9000), ids=[page.pk]) == [(page.pk,)]
    AccessRule.objects.filter(testimony=page).update(hold=True)
    assert prepared.rows(now=NOW + timedelta(days=9000), ids=[page.pk]) == []


@pytest.mark.parametrize(
    "condition",
    [
        lambda now, number: Q(pk=number + 1, expire_at__gt=now),
        lambda now, number: Q(pk=number) | Q(pk=number + 1, expire_at__gt=now),
        lambda now, number: Q(pk=number) & (Q(expire_at__gt=now) | Q(expire_at__gt=now - timedelta(hours=1))),
        lambda now, number: Q(pk=number, expire_at__gt=now, go_live_at__date=now.date()),
        lambda now, number: Q(pk=number, expire_at__gt=now, title__contains=str(number)),
        lambda now, number: Q(pk=number, expire_at__gt=now, live=number % 2 == 0) | Q(pk__in=range(number % 7)),
    ],
)
def test_what_is_made_of_a_value_is_refused(condition: Callable[[datetime, int], Q]) -> None:
    prepared = Prepared(lambda now, number: TestimonyPage.objects.filter(condition(now, number)).values_list("pk"))
    with pytest.raises(RuntimeError, match="number"):
        prepared.rows(now=NOW, number=3)


def test_a_long_list_is_not_filled_to_twice_its_length() -> None:
    lengths: list[int] = []

    def build(ids: list[int]) -> "QuerySet[Any, Any]":
        lengths.append(len(ids))
        return TestimonyPage.objects.filter(pk__in=ids).values_list("pk")

    page = factories.testimony("RA-0001")
    assert Prepared(build).rows(ids=[*range(10**6, 10**6 + 2_500), page.pk]) == [(page.pk,)]
    assert Prepared(build).rows(ids=()) == []
    assert max(lengths) == 3_000


def test_combined_queries_and_computed_columns_come_as_they_are() -> None:
    page = factories.testimony("RA-0001")

    def build(number: int) -> "QuerySet[Any, Any]":
        one = TestimonyPage.objects.filter(pk=number).annotate(twice=F("pk") * 2).order_by()
        other = TestimonyPage.objects.filter(pk__lt=number).annotate(twice=F("pk") * 3).order_by()
        return one.values_list("pk", "twice").union(other.values_list("pk", "twice"), all=True)

    assert Prepared(build).rows(number=page.pk) == [(page.pk, page.pk * 2)]
