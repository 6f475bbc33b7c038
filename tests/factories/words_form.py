"""Filling in the words form as a browser would: every field comes back as it was sent."""

from typing import Any

from django.test import Client
from django.urls import reverse
from lxml import html

from archive.models import Passage, TestimonyPage


def latest(page: TestimonyPage) -> Any:
    return TestimonyPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def words_of(page: TestimonyPage, index: int = 0) -> list[tuple[str, str]]:
    text = list(latest(page).account_texts.all())[index]
    return list(Passage.rows.filter(edition=text.edition).order_by("position").values_list("anchor", "text"))


def text_url(page: TestimonyPage, index: int = 0) -> str:
    text = list(latest(page).account_texts.all())[index]
    return reverse("editorial:text", args=[page.pk, text.uuid])


def fields_of(response: Any) -> dict[str, Any]:
    """What the browser would post: every field of the form, as it came."""
    form = html.fromstring(response.content.decode()).get_element_by_id("words")
    fields: dict[str, Any] = {}
    for element in form.iter("input", "textarea", "select"):
        name = element.get("name")
        if not name or (element.get("type") == "checkbox" and element.get("checked") is None):
            continue
        if element.tag == "textarea":
            value = (element.text or "").removeprefix("\n")
        elif element.tag == "select":
            value = next(
                (option.get("value") for option in element.iter("option") if option.get("selected") is not None), ""
            )
        else:
            value = element.get("value", "on" if element.get("type") == "checkbox" else "")
        fields.setdefault(name, []).append(value)
    return fields


def opened(client: Client, page: TestimonyPage, index: int = 0) -> dict[str, Any]:
    response = client.get(text_url(page, index))
    assert response.status_code == 200
    return fields_of(response)


def sent(client: Client, page: TestimonyPage, fields: dict[str, Any], op: str = "save", index: int = 0) -> Any:
    return client.post(text_url(page, index), {**fields, "op": op})
