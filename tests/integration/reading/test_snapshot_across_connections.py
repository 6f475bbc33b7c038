"""What another connection commits is in the next page of a process that held what was there before."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from archive.models import LabelKind, Theme, ThemeLabel
from archive.records import Vocabulary
from archive.selectors.snapshot import current_snapshot


@pytest.fixture
def bread(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Theme]:
    """A theme that is committed, and taken out afterwards.

    By hand: the transaction of other tests would hide it from another connection, and emptying the database, as tests
    without one do, takes away what the migrations put there.
    """
    with django_db_blocker.unblock():
        theme = Theme.add_root(slug="bread")
        ThemeLabel.objects.create(record=theme, language="en", kind=LabelKind.PREFERRED, text="Bread")
        try:
            yield theme
        finally:
            theme.delete()


def name(theme: Theme) -> str:
    return current_snapshot().terms(Vocabulary.THEME, "en").by_slug[theme.slug].label.text


def test_what_another_connection_committed_is_seen(bread: Theme) -> None:
    assert name(bread) == "Bread"

    def change() -> None:
        with transaction.atomic():
            ThemeLabel.objects.filter(record=bread).update(text="Hunger")
        connection.close()

    thread = threading.Thread(target=change)
    thread.start()
    thread.join()
    assert name(bread) == "Hunger"
