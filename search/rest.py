"""Search as JSON: the same parameters and the same answer as the page."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from ninja import Router, Schema

from archive.api import request_reader
from search.answering import Answer, answer
from search.asking import read_query
from search.engines import EngineUnavailable, search_engine
from search.facets import Labels
from search.records import FACETS

logger = logging.getLogger(__name__)
router = Router()
LANGUAGE = "en"  # one address, one answer: labels and addresses do not follow Accept-Language


class SnippetPartOut(Schema):
    """A stretch of a snippet."""

    text: str
    marked: bool


class PassageHitOut(Schema):
    """A passage that was found."""

    anchor: str
    url: str
    language: str
    start_ms: int | None
    content_note: bool
    snippet: list[SnippetPartOut]


class HitOut(Schema):
    """A testimony that was found."""

    reference: str
    title: str
    title_language: str
    url: str
    state: str
    sample: bool
    passage_total: int
    passages: list[PassageHitOut]


class FacetValueOut(Schema):
    """A value of a facet."""

    slug: str
    label: str
    count: int
    selected: bool
    parent: str | None


class ExpansionOut(Schema):
    """A name and the names that were searched with it."""

    typed: str
    added: list[str]


class NoticeOut(Schema):
    """What the search made of a query that was not written as it reads them."""

    code: str
    subject: str


class SearchOut(Schema):
    """The answer to a search."""

    total: int
    passage_total: int
    page: int
    page_total: int
    took_ms: float
    engine: str
    expansions: list[ExpansionOut]
    notices: list[NoticeOut]
    hits: list[HitOut]
    facets: dict[str, list[FacetValueOut]]


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
                "sort": "relevance, told, recorded or reference",
                "expand": "no: search names only as typed",
                "page": "From 1",
            }.items()
        ]
    },
)
def search(request: HttpRequest) -> Any:
    """Testimonies with up to three passages each, and counts per facet value. 503 when the engine does not answer."""
    with translation.override(LANGUAGE):
        try:
            found = answer(request_reader(request), read_query(request.GET), LANGUAGE)
        except EngineUnavailable as error:
            logger.warning("Search is out of service: %s", error)
            return problem()
        return _out(found)


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


def _out(found: Answer) -> SearchOut:
    labels = Labels(LANGUAGE)
    return SearchOut(
        total=found.total,
        passage_total=found.passage_total,
        page=found.asked.page,
        page_total=found.page_total,
        took_ms=round(found.took_ms, 1),
        engine=search_engine().name,
        expansions=[ExpansionOut(typed=item.typed, added=list(item.added)) for item in found.expansions]
        if found.asked.expand
        else [],
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
                passages=[
                    PassageHitOut(
                        anchor=item.passage.anchor,
                        url=item.passage.url,
                        language=item.passage.language,
                        start_ms=item.passage.start_ms,
                        content_note=item.passage.folded,
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
    )
