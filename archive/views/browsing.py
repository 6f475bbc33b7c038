"""Lists and pages of themes, periods, places and people; collections; essays; the glossary."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from archive.access import request_reader
from archive.models import Section
from archive.records import Vocabulary
from archive.selectors.pages import collections_for, essay_heads, glossary, years_told_about
from archive.selectors.snapshot import request_snapshot
from archive.selectors.term_pages import (
    ACCOUNTS_PER_PAGE,
    PASSAGES_PER_PAGE,
    term_record,
    vocabulary_lines,
)
from archive.selectors.terms import moved_slug
from archive.views.pages import page_language, render

_LISTS = {
    Vocabulary.THEME: "archive/themes.html",
    Vocabulary.PERIOD: "archive/periods.html",
    Vocabulary.PLACE: "archive/places.html",
    Vocabulary.PERSON: "archive/people.html",
}


def vocabulary_page(request: HttpRequest, vocabulary: Vocabulary) -> HttpResponse:
    """A whole vocabulary as a tree with counts."""
    language, snapshot = page_language(), request_snapshot(request)
    context: dict[str, object] = {
        "vocabulary": vocabulary.value,
        "lines": vocabulary_lines(request_reader(request), vocabulary, language, snapshot),
    }
    if vocabulary == Vocabulary.PERIOD:
        context["timeline"] = snapshot.time_line(language)
        context["years"] = years_told_about(request_reader(request))
    return render(request, _LISTS[vocabulary], context)


def term_page(request: HttpRequest, vocabulary: Vocabulary, slug: str) -> HttpResponse:
    """A term with the accounts and passages tagged with it. A merged term redirects to the one that took its place."""
    language = page_language()
    number = page_number(request)
    snapshot = request_snapshot(request)
    record = term_record(request_reader(request), vocabulary, slug, language, number, snapshot)
    if record is None:
        target = moved_slug(vocabulary, slug)
        if target is None:
            raise Http404
        return HttpResponsePermanentRedirect(reverse(vocabulary.value, args=[target]))
    pages = max(-(-record.account_total // ACCOUNTS_PER_PAGE), -(-record.passage_total // PASSAGES_PER_PAGE), 1)
    if number > pages:
        raise Http404
    context: dict[str, object] = {
        "record": record,
        "page_obj": Paginator(range(pages), 1).page(number),
        "timeline": snapshot.time_line(language, current=slug) if vocabulary == Vocabulary.PERIOD else (),
    }
    return render(request, "archive/term.html", context)


def page_number(request: HttpRequest) -> int:
    """The page asked for; what is not a number from 1 on is page 1."""
    value = request.GET.get("page", "1")
    return int(value) if value.isascii() and value.isdigit() and 0 < int(value) < 100_000 else 1


def collections_page(request: HttpRequest) -> HttpResponse:
    """The published collections."""
    collections = collections_for(request_reader(request), page_language())
    return render(request, "archive/collections.html", {"collections": collections})


def essays_page(request: HttpRequest) -> HttpResponse:
    """The essays that give context."""
    return render(request, "archive/essays.html", {"essays": essay_heads(Section.CONTEXT, page_language())})


def glossary_page(request: HttpRequest) -> HttpResponse:
    """The glossary."""
    return render(request, "archive/glossary.html", {"entries": glossary(page_language())})
