"""Reading the words of a few passages costs the same however large the archive is."""

import pytest
from django.db import connection

from archive.access import Reader, readable_passages
from archive.models import Passage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reader", [Reader(), Reader(7)], ids=["anonymous", "signed in"])
def test_the_words_of_a_few_passages_are_read_without_a_look_at_every_account(reader: Reader) -> None:
    page = factories.testimony("RA-0001", words=["The window was above the door.", "We divided the bread."])
    factories.testimony("RA-0002")
    wanted = list(Passage.rows.filter(edition__account_texts__page=page).values_list("pk", flat=True))
    found = readable_passages(reader).filter(pk__in=wanted)
    assert {row.testimony_id for row in found} == {page.pk}
    if connection.vendor == "sqlite":  # PostgreSQL plans by the size of its tables
        steps = found.explain()
        assert "SEARCH archive_passage USING INTEGER PRIMARY KEY" in steps
        assert "LIST SUBQUERY" not in steps
        assert "SCAN" not in steps
