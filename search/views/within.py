"""The page that searches inside one testimony."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language

from archive.api import language_name, request_reader
from search.asking import Asked, read_query
from search.guards import request_guards
from search.records import SearchFilters, Sort
from search.views.presenting import expansion_views, notice_words, pagination, passage_view
from search.views.records import WithinView
from search.within import ANY_WORD, AccountAnswer, search_within, within_url


def within_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The passages of an account that meet the words. 404 where the reader may not know of the account."""
    asked = replace(read_query(request.GET), filters=SearchFilters(), sort=Sort.RELEVANCE)
    language = (get_language() or "en").split("-")[0]
    any_word = request.GET.get(ANY_WORD[0]) == ANY_WORD[1]
    answer = search_within(request_reader(request), slug, asked, any_word, language, request_guards(request))
    if answer is None:
        raise Http404
    context = {"request_text": asked.text, "page": present_within(answer, language)}
    response = TemplateResponse(request, "search/within.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response


def present_within(answer: AccountAnswer, language: str) -> WithinView:
    """The page of an answer, in the language of the page."""
    asked, address = answer.asked, answer.account.url
    some, whole = answer.some_total, answer.whole_total
    other_total = 0 if some == whole else whole if answer.any_word else some
    typed = [asked.text] if asked.text else []
    added = [name for item in answer.expansions for name in item.added] if asked.expand else []

    def url(asked: Asked, page: int = 1) -> str:
        return within_url(address, asked, any_word=answer.any_word and whole > 0, page=page)

    return WithinView(
        account=answer.account,
        url=within_url(address, Asked()),
        readable=answer.readable,
        any_word=answer.any_word,
        all_missing=answer.any_word and not whole,
        total=answer.total,
        passages=tuple(
            (passage_view(hit), language_name(hit.passage.language, language) or hit.passage.language)
            for hit in answer.hits
        ),
        other_url=within_url(address, asked, any_word=not answer.any_word) if other_total else "",
        other_total=other_total,
        everywhere_url=replace(asked, page=1).url(reverse("search")),
        pagination=pagination(min(asked.page, answer.page_total), answer.page_total, lambda page: url(asked, page)),
        expansions=expansion_views(answer.expansions) if asked.expand else (),
        literal_url=url(replace(asked, expand=False)),
        widen_url=url(replace(asked, expand=True)) if answer.expansions and not asked.expand else "",
        notices=tuple(notice_words(notice) for notice in answer.notices),
        searched=tuple(typed + added),
    )
