"""One archive with a testimony in every state, each with canary words of its own in everything that could leak."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from archive.actions.access import grant_access
from archive.actions.publishing import unpublish
from archive.models import CollectionPage, TestimonyPage
from archive.records import Vocabulary
from search.sync import rebuild
from tests import factories
from tests.access.states import READERS, State, states

# Consonants that no English or Arabic stemmer shortens, and that stand in no page of the site by themselves.
_LETTERS = "bdfgkmprtvzjlnhqw"


def canary(kind: str, number: int) -> str:
    """A word that stands nowhere else: its kind first, then the state's letter twice."""
    letter = _LETTERS[number % len(_LETTERS)]
    return f"{kind}{letter}ox{letter}u"


@pytest.fixture(autouse=True)
def no_language_left() -> Iterator[None]:
    """The language of the last page asked for does not stay for the tests that follow."""
    yield
    translation.deactivate()


@dataclass(frozen=True)
class Subject:
    """A testimony in a state with its canaries: ``record_words`` may be seen with the record, ``words`` with the
    words.
    """

    state: State
    page: TestimonyPage
    record_words: tuple[str, ...]
    words: tuple[str, ...]
    theme: str  # slug of a theme that tags this testimony alone, as a whole
    passage_theme: str  # slug of a theme that tags one of its passages alone


@dataclass(frozen=True)
class World:
    """The archive of the matrix."""

    subjects: list[Subject]
    people: dict[str, Any]
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    signed_in: dict[str, Client] = field(default_factory=dict)

    def told(self, reader: str, address: str) -> str:
        """What an address tells a reader: the page and its headers. Asked for once, however many states look at it."""
        if (reader, address) not in self.answers:
            response = self.signed_in[reader].get(address, follow=False)
            self.answers[reader, address] = response.content.decode() + json.dumps(dict(response.headers))
        return self.answers[reader, address]

    def client(self, reader: str) -> Client:
        """A browser of this reader."""
        client = Client()
        person = self.people[reader]
        if person is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client


def _subject(number: int, state: State, hidden: CollectionPage) -> Subject:
    title, summary = canary("titul", number), canary("summu", number)
    first, second = canary("verbu", number), canary("verba", number)
    theme = factories.term(Vocabulary.THEME, f"theme-{state.name}")
    passage_theme = factories.term(Vocabulary.THEME, f"passage-theme-{state.name}")
    place = factories.term(Vocabulary.PLACE, f"place-{state.name}")
    page = factories.testimony(
        f"RX-{number:04}",
        under=hidden if state.under_hidden_collection else factories.collection(),
        title=f"About {title}",
        summary=f"A summary with {summary}.",
        words=(f"The first passage says {first}.", f"The second passage says {second}."),
        translations={"ar": (f"المقطع الأول {canary('tarju', number)}.", "المقطع الثاني.")},
        tags={"testimony_themes": [theme], "testimony_places": [place]},
        passage_tags={"passage_themes": {"p2": [passage_theme]}},
        notes=(f"A note with {canary('notu', number)}",),
        told_about=f"{1901 + number}",
        **state.make,
    )
    return Subject(
        state=state,
        page=page,
        record_words=(title, summary, canary("notu", number)),
        words=(first, second, canary("tarju", number)),
        theme=theme.slug,
        passage_theme=passage_theme.slug,
    )


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Built once a module and rolled back after it."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            collection = factories.collection()
            hidden = factories.collection("hidden-papers", title="Hidden papers hidpap")
            subjects = [_subject(number, state, hidden) for number, state in enumerate(states())]
            unpublish(page=CollectionPage.objects.get(pk=hidden.pk), actor=None)
            people = {
                "anonymous": None,
                "registered": factories.user("registered"),
                "granted": factories.user("granted"),
                "editor": factories.editor("editor", collection),
                "superuser": factories.user("superuser", superuser=True),
            }
            assert set(people) == set(READERS)
            for subject in subjects:
                grant_access(
                    testimony=subject.page,
                    reader=people["granted"],
                    actor=None,
                    expires_at=timezone.now() + timedelta(days=1),
                )
            rebuild()
            found = World(subjects, people)
            # Signed in here, not in a test: what a test writes is rolled back, the session with it.
            found.signed_in.update({reader: found.client(reader) for reader in READERS})
            with pytest.MonkeyPatch.context() as patch:
                # Nobody here looks at templates; keeping a copy of every context takes half the time of a request.
                patch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)
                yield found
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
