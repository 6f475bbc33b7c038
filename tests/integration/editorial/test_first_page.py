"""From an empty database to the first page."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page, Site

from archive.models import HomePage

pytestmark = pytest.mark.django_db


def make_home(*names: str) -> str:
    output = io.StringIO()
    call_command("make_home", *names, stdout=output)
    return output.getvalue()


def test_the_first_page_bears_the_archives_name_in_both_languages(client: Client) -> None:
    make_home("The House of Accounts", "بيت الشهادات")
    assert "The House of Accounts" in client.get("/en/").content.decode()
    assert "بيت الشهادات" in client.get("/ar/").content.decode()
    assert set(Group.objects.values_list("name", flat=True)) >= {"Archivists", "Publishers"}


def test_wagtails_welcome_page_gives_way(client: Client) -> None:
    make_home("Rawi", "راوٍ")
    assert [page.specific_class for page in Page.objects.filter(depth__gt=1)] == [HomePage]
    assert Site.objects.get().root_page.specific_class is HomePage


def test_a_home_page_that_is_there_stays_as_it_is(client: Client) -> None:
    make_home("Rawi", "راوٍ")
    make_home("Another", "آخر")
    assert "Another" not in client.get("/en/").content.decode()
    assert HomePage.objects.count() == 1


@pytest.mark.parametrize("names", [("", "راوٍ"), ("Rawi", "   "), ("R" * 81, "راوٍ")])
def test_a_name_that_is_none_makes_nothing(names: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match="80"):
        make_home(*names)
    assert not HomePage.objects.exists()
    assert not Group.objects.filter(name="Archivists").exists()


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/pages/{home}/", "/admin/pages/{home}/edit/"])
def test_the_first_administrator_can_work_from_there(admin_client: Client, address: str, settings: Any) -> None:
    make_home("Rawi", "راوٍ")
    answer = admin_client.get(address.format(home=HomePage.objects.get().pk), follow=True)
    assert answer.status_code == 200
