"""The Atom feed of a search: its newest accounts, as anyone may read them."""

import logging
import re
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.api import ANONYMOUS, feed_entries, search_scope
from search.answering import asked_node
from search.asking import Asked, read_query
from search.engines import EngineUnavailable, search_engine
from search.guards import Guards, request_guards
from search.records import MAX_PER_PAGE, SearchRequest, Sort

logger = logging.getLogger(__name__)
# What XML cannot hold, written out or escaped: a feed with one of them is none.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MOST_ENTRIES = 50


class Feed(Atom1Feed):
    """Django's Atom feed, with the language of every entry that has its own."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        """``xml:lang`` of an entry."""
        return super().item_attributes(item) | {"xml:lang": item["language"]}


def search_feed(request: HttpRequest) -> HttpResponse:
    """The newest accounts of a search. Takes what the search page takes; order and page are its own."""
    asked = replace(read_query(request.GET), sort=Sort.PUBLISHED, page=1)
    page = replace(asked, sort=Sort.RELEVANCE).url(reverse("search" if asked.text or asked.filters else "browse"))
    return _answer(request, asked, page)


def new_accounts(request: HttpRequest) -> HttpResponse:
    """The newest accounts of the archive."""
    return _answer(request, Asked(sort=Sort.PUBLISHED), reverse("browse"))


def _answer(request: HttpRequest, asked: Asked, page: str) -> HttpResponse:
    language = (get_language() or "en").split("-")[0]
    guards = request_guards(request)
    try:
        ids = _newest(asked, guards)
    except EngineUnavailable as error:
        logger.warning("Search is out of service: %s", error)
        words = _("The search server is not answering. Reading and browsing work as usual") + ".\n"
        down = HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
        down["Retry-After"] = "30"
        return _uncached(down)
    own = request.build_absolute_uri(
        request.path if request.path == reverse("feed") else replace(asked, sort=Sort.RELEVANCE).url(request.path)
    )
    feed = Feed(
        title=_for_xml(_title(asked, guards.snapshot.frame(language).name.text)),
        link=request.build_absolute_uri(page),
        description=_("New accounts, the newest first. Only what anyone may read."),
        language=language,
        feed_url=own,
        feed_guid=own,
    )
    for entry in feed_entries(ids, language, guards.snapshot)[:MOST_ENTRIES]:
        note = _("Content note")
        feed.add_item(
            title=_for_xml(entry.head.title.text),
            link=request.build_absolute_uri(entry.head.url),
            description=escape(_for_xml(entry.summary.text))
            if entry.summary
            else "",  # which Django declares to be HTML
            unique_id=request.build_absolute_uri(entry.head.permalink),
            pubdate=entry.published,
            updateddate=entry.published,
            categories=tuple(_for_xml(f"{note}: {text}") for text in entry.notes),
            language=entry.head.title.language,
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return _uncached(response)


def _newest(asked: Asked, guards: Guards) -> list[int]:
    """One request to the engine, for what stands in the public space, whoever asks."""
    request = SearchRequest(
        scope=search_scope(ANONYMOUS),
        node=asked_node(asked, guards),
        filters=asked.filters,
        sort=Sort.PUBLISHED,
        per_page=MAX_PER_PAGE,  # more than are shown: records are found too whose words nobody may read
        expand=asked.expand,
        exclude_ids=guards.hidden,
    )
    return [hit.testimony_id for hit in search_engine().search(request).hits]


def _title(asked: Asked, name: str) -> str:
    what = asked.text or (_("New accounts, narrowed") if asked.filters else _("New accounts"))
    return f"{what} · {name}"


def _for_xml(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    return response
