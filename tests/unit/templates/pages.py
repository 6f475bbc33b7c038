"""Every template with the context its view gives it, by name: what the tests draw."""

from datetime import date
from functools import cache
from typing import Any

import lxml.html
from django.contrib.auth.forms import AuthenticationForm
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from archive.records import CollectionRecord, Vocabulary, WordsState
from tests.unit.templates import samples


def _testimony(record: Any, **more: Any) -> dict[str, Any]:
    return {"record": record, "show": "both", "chosen": None, "gone_anchor": "", "unknown_anchor": "", **more}


def _term(language: str, vocabulary: Vocabulary, page: int = 1) -> dict[str, Any]:
    timeline = samples.periods(language, "releases-of-the-1990s") if vocabulary == Vocabulary.PERIOD else ()
    return {
        "record": samples.term_record(language, vocabulary),
        "timeline": timeline,
        "page_obj": Paginator(range(3), 1).page(page),
    }


@cache
def pages(language: str) -> dict[str, tuple[str, dict[str, Any], str]]:
    """Name: template, context, path below the language's prefix."""
    made: dict[str, tuple[str, dict[str, Any], str]] = {}
    account = samples.testimony(language)
    alone = samples.interview(language)
    single = samples.testimony(
        language,
        tongues=("ar",),
        passages=alone,
        head=samples.account(language, languages=("ar",), duration_ms=1_578_000, other_title=None),
    )
    made["home"] = ("archive/home.html", {"record": samples.home(language)}, "")
    where = "testimonies/ra-0012/"
    made["testimony"] = ("archive/testimony.html", _testimony(account), where)
    made["testimony-english"] = (
        "archive/testimony.html",
        _testimony(samples.testimony(language, tongues=("en", "ar"))),
        where,
    )
    made["testimony-one"] = ("archive/testimony.html", _testimony(account, show="ar"), where)
    made["testimony-other"] = ("archive/testimony.html", _testimony(account, show="en"), where)
    made["testimony-chosen"] = ("archive/testimony.html", _testimony(account, chosen=account.passages[4]), where)
    made["testimony-gone"] = ("archive/testimony.html", _testimony(account, gone_anchor="p90"), where)
    made["testimony-unknown"] = ("archive/testimony.html", _testimony(account, unknown_anchor="p99"), where)
    made["testimony-three"] = (
        "archive/testimony.html",
        _testimony(samples.testimony(language, tongues=("ar", "en", "fr"))),
        where,
    )
    made["testimony-interview"] = ("archive/testimony.html", _testimony(single), where)
    for state in WordsState:
        made[f"testimony-{state.value}"] = ("archive/testimony.html", _testimony(samples.shut(language, state)), where)
    made["collections"] = ("archive/collections.html", {"collections": (samples.collection(language),)}, "collections/")
    made["collection"] = (
        "archive/collection.html",
        {"record": CollectionRecord(samples.collection(language), samples.accounts(language))},
        "collections/homs-papers/",
    )
    made["essays"] = ("archive/essays.html", {"essays": samples.essays(language)}, "essays/")
    made["essay"] = ("archive/essay.html", {"record": samples.essay(language)}, "essays/tadmor-prison/")
    made["themes"] = ("archive/themes.html", {"lines": samples.lines(language, Vocabulary.THEME)}, "themes/")
    made["places"] = ("archive/places.html", {"lines": samples.lines(language, Vocabulary.PLACE)}, "places/")
    made["people"] = ("archive/people.html", {"lines": ()}, "people/")
    made["periods"] = (
        "archive/periods.html",
        {"lines": samples.lines(language, Vocabulary.PERIOD), "timeline": samples.periods(language)},
        "periods/",
    )
    for vocabulary in Vocabulary:
        path = f"{vocabulary.value}s/x/"
        made[vocabulary.value] = ("archive/term.html", _term(language, vocabulary), path)
    made["glossary"] = ("archive/glossary.html", {"entries": samples.glossary(language)}, "glossary/")
    made["withdrawn"] = (
        "archive/gone.html",
        {"reference": "RA-0016", "withdrawn_on": date(2026, 10, 3)},
        where,
    )
    made["gone-passage"] = (
        "archive/gone.html",
        {"reference": "RA-0012", "anchor": "p91", "url": f"/{language}/{where}"},
        where,
    )
    made["sign-in"] = (
        "archive/sign_in.html",
        {"form": AuthenticationForm(), "next": f"/{language}/{where}"},
        "sign-in/",
    )
    asked = {"request_text": "window Tadmor", "kept": [("theme", "life-inside")], "browsing": False}
    found, nothing = samples.search_view(language), samples.search_view(language, found=False)
    made["search"] = ("search/search.html", {**asked, "page": found}, "search/?q=window+Tadmor")
    made["search-empty"] = ("search/search.html", {**asked, "page": nothing}, "search/?q=window+Tadmor")
    browsed = {"request_text": "", "kept": [], "browsing": True}
    made["browse"] = ("search/browse.html", {**browsed, "page": found}, "testimonies/")
    made["browse-empty"] = ("search/browse.html", {**browsed, "page": nothing}, "testimonies/?theme=x")
    made["unavailable"] = ("search/unavailable.html", {"request_text": "x", "again": "?q=x"}, "search/?q=x")
    made["404"] = ("404.html", {}, "nothing/here/")
    made["403"] = ("403.html", {}, "somewhere/")
    return made


@cache
def draw(name: str, language: str) -> str:
    """The HTML of a page, drawn once. No database is asked: the caller has replaced what the frame would look up."""
    template, context, path = pages(language)[name]
    with translation.override(language):
        return render_to_string(template, context, request=RequestFactory().get(f"/{language}/{path}"))


@cache
def parsed(name: str, language: str = "en") -> lxml.html.HtmlElement:
    """The page as a tree, to be read and not to be changed."""
    return lxml.html.document_fromstring(draw(name, language))
