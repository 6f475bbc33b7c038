"""Search as JSON: the same parameters and the same answer as the page."""

import logging
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from ninja import Router
from pydantic import BaseModel

from archive.api import request_reader
from search.answering import Answer, answer
from search.asking import read_query
from search.engines import EngineUnavailable, search_engine
from search.facets import Labels
from search.guards import request_guards
from search.records import FACETS
from search.suggesting import Suggestion, suggest
from search.within import results_url

logger = logging.getLogger(__name__)
router = Router()
LANGUAGE = "en"  # one address, one answer: labels and addresses do not follow Accept-Language


# The shapes are pydantic's own: ninja's Schema looks at every value of an answer again in Python, a fifth of its cost.
class SnippetPartOut(BaseModel):
    """A stretch of a snippet."""

    text: str
    marked: bool


class PassageHitOut(BaseModel):
    """A passage that was found."""

    anchor: str
    url: str
    language: str
    start_ms: int | None
    content_note: bool
    beside: bool  # it holds none of the words and stands next to a passage that does
    snippet: list[SnippetPartOut]


class HitOut(BaseModel):
    """A testimony that was found."""

    reference: str
    title: str
    title_language: str
    url: str
    state: str
    sample: bool
    passage_total: int
    within_url: str
    passages: list[PassageHitOut]


class FacetValueOut(BaseModel):
    """A value of a facet."""

    slug: str
    label: str
    count: int
    selected: bool
    parent: str | None


class ExpansionOut(BaseModel):
    """A name and the names that were searched with it."""

    typed: str
    added: list[str]


class SuggestionOut(BaseModel):
    """What a query may have meant: ``text`` in the place of a word, ``q`` the whole query, how many testimonies."""

    text: str
    q: str
    url: str
    count: int


class NoticeOut(BaseModel):
    """What the search made of a query that was not written as it reads them."""

    code: str
    subject: str


class YearCountOut(BaseModel):
    """How many testimonies tell about a year, or were recorded in it; the range of that axis is not counted in."""

    year: int
    count: int


class SearchOut(BaseModel):
    """The answer to a search."""

    total: int
    passage_total: int
    page: int
    page_total: int
    took_ms: float
    engine: str
    expanded: bool
    expansions: list[ExpansionOut]
    suggestions: list[SuggestionOut]
    notices: list[NoticeOut]
    hits: list[HitOut]
    facets: dict[str, list[FacetValueOut]]
    told_years: list[YearCountOut]
    recorded_years: list[YearCountOut]


@router.get(
    "/search",
    response={200: SearchOut},
    summary="Search the accounts",
    openapi_extra={
        "parameters": [
            {"in": "query", "name": name, "schema": {"type": "string"}, "description": description}
            for name, description in {
                "q": "Words, “phrases”, AND, OR, NOT, prefix*",
                "theme": "Slug; repeat for any of several; narrower ones are included",
                "period": "Slug; may repeat; narrower ones are included",
                "place": "Slug; may repeat; narrower ones are included",
                "language": "Language tag of the words; may repeat",
                "kind": "written, recording, interview or elsewhere; may repeat",
                "collection": "Slug; may repeat",
                "from": "First year told about",
                "to": "Last year told about",
                "recorded_from": "First year recorded",
                "recorded_to": "Last year recorded",
                "themes": "all: only accounts with every theme that was given; else with any of them",
                "sort": "relevance, told, recorded, reference or published (newest first)",
                "expand": "no: search names only as typed",
                "words": "all: require every word of a question, of which any will do otherwise",
                "page": "From 1",
            }.items()
        ]
    },
)
def search(request: HttpRequest) -> Any:
    """Testimonies with up to three passages each, and counts per facet value. 503 when the engine does not answer."""
    with translation.override(LANGUAGE):
        try:
            reader = request_reader(request)
            found = answer(reader, read_query(request.GET), LANGUAGE, request_guards(request))
            suggestions = suggest(reader, found)
        except EngineUnavailable as error:
            logger.warning("Search is out of service: %s", error)
            return problem()
        return _out(found, suggestions)


def problem() -> HttpResponse:
    """The problem document (RFC 9457) of a search that is out of service."""
    response = JsonResponse(
        {
            "type": "about:blank",
            "title": "Search is out of service",
            "status": 503,
            "detail": "The search server is not answering. Reading and browsing work as usual.",
        },
        status=503,
    )
    response["Content-Type"] = "application/problem+json"
    response["Retry-After"] = "30"
    return response


def _out(found: Answer, suggestions: tuple[Suggestion, ...]) -> SearchOut:
    labels = Labels(LANGUAGE, found.guards.snapshot)
    return SearchOut(
        total=found.total,
        passage_total=found.passage_total,
        page=found.asked.page,
        page_total=found.page_total,
        took_ms=round(found.took_ms, 1),
        engine=search_engine().name,
        expanded=bool(found.expansions) and found.asked.expand,
        expansions=[ExpansionOut(typed=item.typed, added=list(item.added)) for item in found.expansions],
        suggestions=[
            SuggestionOut(
                text=item.text,
                q=item.query,
                url=replace(found.asked, text=item.query).url(reverse("search")),
                count=item.count,
            )
            for item in suggestions
        ],
        notices=[NoticeOut(code=notice.code.value, subject=notice.subject) for notice in found.notices],
        hits=[
            HitOut(
                reference=hit.account.reference,
                title=hit.account.title.text,
                title_language=hit.account.title.language,
                url=hit.account.url,
                state=hit.account.state.value,
                sample=hit.account.sample,
                passage_total=hit.passage_total,
                within_url=results_url(hit.account.url, found.asked),
                passages=[
                    PassageHitOut(
                        anchor=item.passage.anchor,
                        url=item.passage.url,
                        language=item.passage.language,
                        start_ms=item.passage.start_ms,
                        content_note=item.passage.folded,
                        beside=item.beside,
                        snippet=[SnippetPartOut(text=part.text, marked=part.marked) for part in item.parts],
                    )
                    for item in hit.passages
                ],
            )
            for hit in found.hits
        ],
        facets={
            facet: [
                FacetValueOut(
                    slug=value.slug,
                    label=value.label.text,
                    count=value.count,
                    selected=value.selected,
                    parent=value.parent,
                )
                for value in labels.values(facet, found.facets.get(facet, ()))
            ]
            for facet in FACETS
        },
        told_years=[YearCountOut(year=item.year, count=item.count) for item in found.told_years],
        recorded_years=[YearCountOut(year=item.year, count=item.count) for item in found.recorded_years],
    )
