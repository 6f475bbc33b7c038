"""The admin's addresses: every one is known, and none of them serves anybody who is not staff."""

import re
import uuid
from typing import Any

import pytest
from django.urls.converters import get_converters

from tests.access.addresses import admin_routes, listed_admin_routes
from tests.access.conftest import World

pytestmark = pytest.mark.django_db

# What anybody may have: the sign-in page itself, and files of the admin's interface that hold no data.
OPEN = {
    "admin/login/",
    "admin/logout/",
    "admin/jsi18n/",
    "admin/sprite/",
    "admin/sprite-<hash>/",
}


def _address(route: str, world: World) -> str:
    """An address that the route answers: ids are those of a draft, so that what is served by mistake would show."""
    page = world.subjects[0].page
    values = {"uuid": str(uuid.uuid4()), "slug": page.slug, "str": "x", "path": "x", "int": str(page.pk)}
    route = re.sub(r"<(?:(\w+):)?(\w+)>", lambda match: values.get(match[1] or "str", values["str"]), route)
    for pattern, value in ((r"\(\?P<\w+>\[?\\?d[^)]*\)", str(page.pk)), (r"\(\?P<\w+>[^)]*\)", "x"), (r"[\^$\\?]", "")):
        route = re.sub(pattern, value, route)
    return "/" + route


def test_every_admin_address_is_listed() -> None:
    assert sorted(admin_routes()) == listed_admin_routes(), (
        "Run python -m tests.access.list_admin_addresses, and read the difference before you commit it."
    )
    assert set(get_converters()) >= {"int", "uuid", "slug", "str", "path"}


@pytest.mark.parametrize("reader", ["anonymous", "registered"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_admin_address_serves_a_reader(world: World, reader: str, method: str) -> None:
    client = world.client(reader)
    forbidden = [word for subject in world.subjects for word in (*subject.record_words, *subject.words)]
    wrong = []
    for route in listed_admin_routes():
        if any(re.fullmatch(open_route.replace("<hash>", ".*"), route) for open_route in OPEN):
            continue
        address = _address(route, world)
        response: Any = getattr(client, method)(address)
        if response.status_code not in {302, 301, 400, 403, 404, 405}:
            wrong.append(f"{address}: {response.status_code}")
        target = response.get("Location", "/login/")
        if "/login/" not in target and target.rstrip("/") not in {address, "/admin"}:
            wrong.append(f"{address}: goes to {target}")
        body = response.content.decode(errors="replace")
        wrong += [f"{address}: {word}" for word in forbidden if word in body]
    assert wrong == []
