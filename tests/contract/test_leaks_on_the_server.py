"""What is hidden changes nothing that an anonymous reader can see, with a real index server behind the pages."""

import pytest

from tests.access.hidden_accounts import asked_of_the_engine, check_that_nothing_changes

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db, pytest.mark.usefixtures("elastic")]


@pytest.mark.parametrize("number", [11, pytest.param(500, marks=pytest.mark.exhaustive)])
def test_hidden_accounts_change_nothing_that_anybody_sees(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    check_that_nothing_changes(number, asked_of_the_engine(monkeypatch))
