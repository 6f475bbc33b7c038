"""Whether hidden accounts change what an anonymous reader can see: a total, a count, an order, a snippet, a suggestion,
a feed, or how often the database and the engine are asked for it. The same for every engine.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from archive.actions.publishing import unpublish
from archive.models import TestimonyPage
from archive.records import Vocabulary
from archive.signals import bulk_changes
from search.api import drain, rebuild, search_engine
from tests import factories

# Every address that says something of more than one account, or that compares accounts. A new one is one line.
ADDRESSES = (
    "/en/",
    "/en/search/",
    "/en/search/?q=window",
    "/ar/search/?q=window+bread",
    "/en/search/?q=windw",
    "/en/search/?q=secretly",
    "/en/search/?q=%22divided+the+bread%22",
    "/en/search/?q=win*&sort=told",
    "/en/search/?theme=bread&q=door",
    "/en/search/?from=1980&to=1990",
    "/en/search/feed/?q=window",
    "/en/search/feed/?theme=bread",
    "/en/feed/",
    "/en/testimonies/",
    "/en/testimonies/ra-0001/",
    "/en/testimonies/ra-0001/search/?q=window",
    "/en/collections/papers/",
    "/en/themes/",
    "/en/themes/bread/",
    "/en/periods/",
    "/en/periods/years/",
    "/en/places/town/",
    "/en/people/",
    "/sitemap.xml",
    "/api/v1/testimonies",
    "/api/v1/themes",
    "/api/v1/periods",
    "/api/v1/search?q=window",
    "/api/v1/search?q=windw",
    "/api/v1/search?q=secretly",
    "/api/v1/search?theme=bread",
)
NEVER_THE_SAME = re.compile(r'"took_ms": ?[\d.]+')


def make_terms() -> dict[str, Any]:
    """The terms that the accounts carry."""
    years = {"extra": {"dates": "1980/1984"}}
    return {
        "testimony_themes": [factories.term(Vocabulary.THEME, "bread"), factories.term(Vocabulary.THEME, "doors")],
        "testimony_periods": [factories.term(Vocabulary.PERIOD, "years", **years)],
        "testimony_places": [factories.term(Vocabulary.PLACE, "town")],
        "testimony_people": [factories.term(Vocabulary.PERSON, "salim")],
    }


def make_open_accounts(terms: dict[str, Any]) -> None:
    """Accounts that anybody may read, for every search of ADDRESSES to find."""
    for place in range(1, 5):
        factories.testimony(
            f"RA-{place:04}",
            words=["The window was above the door." * place, "We divided the bread with a thread."],
            tags=terms if place % 2 else {"testimony_themes": terms["testimony_themes"][:1]},
            told_about=str(1980 + place),
            recorded_on="2015",
        )


def make(reference: str, terms: dict[str, Any], **state: Any) -> TestimonyPage:
    """An account that would come first in every search of ADDRESSES if anybody might see it."""
    words = ["Secretly: window, window, window; the door.", "We divided the bread with a thread, windw."]
    return factories.testimony(reference, words=words, tags=terms, told_about="1984", recorded_on="2016", **state)


def made_and_withdrawn(reference: str, terms: dict[str, Any]) -> None:
    unpublish(page=make(reference, terms, level="closed", listed=False), actor=None)


def ended(reference: str, terms: dict[str, Any]) -> None:
    page = make(reference, terms, live=False)
    page.expire_at = timezone.now() - timedelta(days=1)
    page.save_revision()
    Page.objects.filter(pk=page.pk).update(live=True, expire_at=page.expire_at)


def deleted(reference: str, terms: dict[str, Any]) -> None:
    make(reference, terms, live=False).delete()


HIDDEN: dict[str, Callable[[str, dict[str, Any]], Any]] = {
    "closed": lambda reference, terms: make(reference, terms, level="closed", listed=False),
    "held": lambda reference, terms: make(reference, terms, level="closed", listed=False, hold=True),
    "embargoed": lambda reference, terms: make(
        reference, terms, live=False, listed=False, embargo_until=timezone.now() + timedelta(days=9)
    ),
    "draft": lambda reference, terms: make(reference, terms, live=False),
    "registered": lambda reference, terms: make(reference, terms, level="registered", listed=False),
    "approved": lambda reference, terms: make(reference, terms, level="approved", listed=False),
    "undecided": lambda reference, terms: make(reference, terms, level=None),
    "withdrawn": made_and_withdrawn,
    "ended": ended,
    "deleted": deleted,
    "elsewhere in the tree": lambda reference, terms: make(
        reference, terms, under=factories.collection("later", live=False)
    ),
}


def seen(calls: list[str]) -> dict[str, tuple[int, str, int, int]]:
    """For each address: status, bytes without the clock, queries, engine requests."""
    client = Client()
    answers = {}
    for address in ADDRESSES:
        client.get(address)  # what a process holds is read now
        calls.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said = NEVER_THE_SAME.sub("", body.decode())
        answers[address] = (answer.status_code, said, len(queries), len(calls))
    return answers


def asked_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of the engine in use from now on."""
    asked: list[str] = []
    engine = type(search_engine())
    for name in ("search", "totals", "passages", "similar"):
        method = getattr(engine, name)

        def counted(self: Any, *arguments: Any, method: Any = method, name: str = name, **options: Any) -> Any:
            asked.append(name)
            return method(self, *arguments, **options)

        monkeypatch.setattr(engine, name, counted)
    return asked


def check_that_nothing_changes(number: int, calls: list[str]) -> None:
    """Make a small archive, add ``number`` hidden accounts, and compare what is seen before and after."""
    terms = make_terms()
    kinds = list(HIDDEN)
    assert number >= len(kinds)
    factories.collection("later", live=False)
    with bulk_changes():
        make_open_accounts(terms)
    rebuild()
    drain()
    before = seen(calls)
    wrong = [address for address, (status, _said, _queries, _calls) in before.items() if status != 200]
    assert wrong == []

    with bulk_changes():
        for place in range(number):
            HIDDEN[kinds[place % len(kinds)]](f"RA-0{place + 100}", terms)
    drain()
    assert TestimonyPage.objects.count() > 4
    after = seen(calls)
    changed = [address for address in ADDRESSES if after[address][:2] != before[address][:2]]
    assert changed == []
    dearer = {
        address: (before[address][2:], after[address][2:])
        for address in ADDRESSES
        if after[address][2:] != before[address][2:]
    }
    assert dearer == {}
