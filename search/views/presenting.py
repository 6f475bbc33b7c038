"""Puts an answer into words and addresses, in the language of the page."""

import logging
from collections.abc import Callable
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive.api import LocalText, Reader, direction, format_number
from search.answering import AccountHit, Answer, PassageHit, counts, understood
from search.asking import Asked
from search.engines import EngineUnavailable
from search.expansion import Expansion
from search.facets import LabelledValue, Labels, folded
from search.query import Notice, NoticeCode
from search.records import FACETS, Sort
from search.suggesting import suggest
from search.views.records import (
    ChipView,
    ExpansionView,
    FacetView,
    HitView,
    PaginationView,
    PassageView,
    SearchView,
    SortView,
    SuggestionView,
    ValueView,
    YearsView,
)
from search.views.times import times_view
from search.within import results_url

logger = logging.getLogger(__name__)

_MOST_TRIES = 8  # searches with less in them, where one found nothing
_AROUND = 2  # page numbers on each side of the current one


def facet_label(facet: str) -> str:
    """What a facet is called."""
    return {
        "theme": _("Theme"),
        "period": _("Period told about"),
        "place": _("Place"),
        "language": _("Language of the text"),
        "kind": _("Form, kind"),
        "collection": _("Collection"),
    }[facet]


def sort_label(sort: Sort) -> str:
    """What an order is called."""
    return {
        Sort.RELEVANCE: _("Closest match"),
        Sort.TOLD: _("Time told about"),
        Sort.RECORDED: _("Date recorded"),
        Sort.REFERENCE: _("Reference"),
        Sort.PUBLISHED: _("Date published"),
    }[sort]


def notice_words(notice: Notice) -> str:
    """What the search made of a query that was not written as it reads them."""
    words = {
        NoticeCode.UNCLOSED_QUOTE: _("A quotation mark has no partner: the phrase was read to the end."),
        NoticeCode.UNCLOSED_PARENTHESIS: _("A bracket was not closed: it was closed at the end."),
        NoticeCode.STRAY_PARENTHESIS: _("A closing bracket has no partner: it was left out."),
        NoticeCode.LONE_STAR: _("A star stands for the end of a word and needs its beginning: it was left out."),
        NoticeCode.STAR_INSIDE_WORD: _("A star stands only at the end of a word: what follows it was left out."),
        NoticeCode.STAR_IN_PHRASE: _("Inside quotation marks a star means nothing: it was left out."),
        NoticeCode.LONE_OPERATOR: _("AND, OR and NOT join words; one had nothing to join and was left out."),
        NoticeCode.PREFIX_TOO_SHORT: _(
            "The beginning of a word needs three letters, two in Arabic: it was searched as a whole word."
        ),
        NoticeCode.TOO_LONG: _("The search was very long: only its beginning was used."),
        NoticeCode.TOO_DEEP: _("There were too many brackets inside one another: some were left out."),
        NoticeCode.ONLY_STOP_WORDS: _("These are very common words: a rarer one finds more."),
        NoticeCode.ANY_WORD: _("Accounts with any of these words are shown; those with more of them come first."),
        NoticeCode.NO_WORDS: _("There is no word to search for: all testimonies are listed."),
    }[notice.code]
    return f"{words} («{notice.subject}»)" if notice.subject else words


def present(answer: Answer, reader: Reader, path: str, language: str) -> SearchView:
    """The page of an answer. ``path`` is the address of the search page without its query."""
    asked = answer.asked
    labels = Labels(language, answer.guards.snapshot)
    values = {facet: labels.values(facet, answer.facets.get(facet, ())) for facet in FACETS}
    notices = [notice_words(notice) for notice in answer.notices]
    notices += [
        _("“%(value)s” is not a year and was left out. Give four digits, like 1986.") % {"value": value}
        for _name, value in asked.unread
    ]
    chips, unknown = _chips(asked, labels, path, language)
    notices += [
        _("There is no %(facet)s “%(value)s”.") % {"facet": facet_label(facet), "value": value}
        for facet, value in unknown
    ]
    hits = tuple(_hit(hit, asked) for hit in answer.hits)
    return SearchView(
        total=answer.total,
        passage_total=answer.passage_total,
        hits=hits,
        facets=tuple(facet_view(facet, values[facet], asked, path) for facet in FACETS),
        chips=chips,
        clear_url=asked.without_filters().url(path),
        years=YearsView(
            action=path,
            kept=_kept(asked.without_years()),
            from_year=str(asked.filters.year_from or ""),
            to_year=str(asked.filters.year_to or ""),
        ),
        sorts=tuple(
            SortView(sort_label(sort), replace(asked, sort=sort, page=1).url(path), sort == asked.sort)
            for sort in Sort
            if asked.text or sort != Sort.RELEVANCE
        ),
        pagination=pagination(asked.page, answer.page_total, lambda page: replace(asked, page=page).url(path)),
        expansions=expansion_views(answer.expansions) if asked.expand else (),
        literal_url=replace(asked, expand=False, page=1).url(path),
        widen_url=replace(asked, expand=True, page=1).url(path) if answer.expansions and not asked.expand else "",
        notices=tuple(notices),
        all_words_url=replace(asked, every_word=True, page=1).url(path) if _is_question(answer.notices) else "",
        any_words_url=replace(asked, every_word=False, page=1).url(path)
        if asked.every_word and understood(replace(asked, every_word=False)).any_word
        else "",
        searched=_searched(answer),
        suggestions=_suggestions(answer, reader, labels, path) if not answer.total else (),
        sample=any(hit.account.sample for hit in answer.hits),
        recorded=YearsView(
            action=path,
            kept=_kept(asked.recorded_between(None, None)),
            from_year=str(asked.filters.recorded_from or ""),
            to_year=str(asked.filters.recorded_to or ""),
            from_name="recorded_from",
            to_name="recorded_to",
        ),
        times=times_view(answer, path, language),
        every_theme_url=asked.with_every_theme(True).url(path)
        if len(asked.filters.theme) > 1 and not asked.filters.every_theme
        else "",
        any_theme_url=asked.with_every_theme(False).url(path)
        if len(asked.filters.theme) > 1 and asked.filters.every_theme
        else "",
        address=replace(asked, page=1).url(path),
        feed_url=feed_url(asked),
        meant=tuple(
            SuggestionView(item.query, replace(asked, text=item.query, page=1).url(path), item.count)
            for item in suggest(reader, answer)
        ),
    )


def _is_question(notices: tuple[Notice, ...]) -> bool:
    return any(notice.code is NoticeCode.ANY_WORD for notice in notices)


def _kept(asked: Asked) -> tuple[tuple[str, str], ...]:
    return tuple(([("q", asked.text)] if asked.text else []) + asked.kept())


def feed_url(asked: Asked) -> str:
    """The address of the feed of a search: whatever its order and page, the newest come first."""
    return replace(asked, sort=Sort.RELEVANCE, page=1).url(reverse("search_feed"))


def expansion_views(expansions: tuple[Expansion, ...]) -> tuple[ExpansionView, ...]:
    """The names that were added, each with its language."""
    return tuple(ExpansionView(_told(item.typed), tuple(_told(name) for name in item.added)) for item in expansions)


def _told(name: str) -> LocalText:
    """A name with the language that its script tells."""
    arabic = any("\u0600" <= char <= "\u06ff" for char in name)
    return LocalText(name, "ar" if arabic else "en")


def _searched(answer: Answer) -> tuple[str, ...]:
    words = [answer.asked.text] if answer.asked.text else []
    if answer.asked.expand:
        words += [name for item in answer.expansions for name in item.added]
    return tuple(words)


def passage_view(hit: PassageHit) -> PassageView:
    """A passage found, ready to print."""
    return PassageView(
        number=hit.passage.number,
        url=hit.passage.url,
        language=hit.passage.language,
        direction=direction(hit.passage.language),
        parts=tuple((part.text, part.marked) for part in hit.parts),
        start_ms=hit.passage.start_ms,
        folded=hit.passage.folded,
        listen=False,
        beside=hit.beside,
    )


def _hit(hit: AccountHit, asked: Asked) -> HitView:
    shown = tuple(passage_view(item) for item in hit.passages)
    return HitView(
        account=hit.account,
        passages=shown,
        met_total=sum(not passage.beside for passage in shown),
        passage_total=hit.passage_total if shown else 0,
        more_url=results_url(hit.account.url, asked),
    )


def facet_view(facet: str, values: tuple[LabelledValue, ...], asked: Asked, path: str) -> FacetView:
    """A facet on the page; what stands behind "more" is led by the broader value that it stands under."""
    shown, rest = folded(values)
    named = {value.slug: value.label for value in values}
    above: set[str | None] = {None}  # what stands above a value in the list of the rest, or has been named there

    def rest_view(value: LabelledValue) -> ValueView:
        under = None if value.parent in above else named.get(value.parent or "")
        above.update((value.slug, value.parent))
        return replace(view(value), under=under)

    def view(value: LabelledValue) -> ValueView:
        return ValueView(
            label=value.label,
            slug=value.slug,
            count=value.count,
            selected=value.selected,
            depth=value.depth,
            url=asked.toggled(facet, value.slug).url(path),
        )

    return FacetView(
        name=facet,
        label=facet_label(facet),
        values_shown=tuple(view(value) for value in shown),
        values_rest=tuple(rest_view(value) for value in rest),
    )


def _chips(
    asked: Asked, labels: Labels, path: str, language: str
) -> tuple[tuple[ChipView, ...], list[tuple[str, str]]]:
    chips: list[ChipView] = []
    unknown: list[tuple[str, str]] = []
    for facet in FACETS:
        for slug in asked.filters.values(facet):
            label = labels.label(facet, slug)
            if label is None:
                unknown.append((facet, slug))
            chips.append(ChipView(label or LocalText(slug, "en"), asked.toggled(facet, slug).url(path)))
    first, last = asked.filters.year_from, asked.filters.year_to
    if first is not None or last is not None:
        chips.append(ChipView(LocalText(years_words(first, last, language), language), asked.without_years().url(path)))
    if asked.filters.recorded:
        years = years_words(asked.filters.recorded_from, asked.filters.recorded_to, language)
        recorded = pgettext("years", "recorded %(years)s") % {"years": years}
        chips.append(ChipView(LocalText(recorded, language), asked.recorded_between(None, None).url(path)))
    return tuple(chips), unknown


def years_words(first: int | None, last: int | None, language: str) -> str:
    """A range of years in words."""
    begin = format_number(first, language) if first is not None else ""
    end = format_number(last, language) if last is not None else ""
    if begin and end:
        return begin if begin == end else f"{begin}–{end}"
    if begin:
        return pgettext("years", "from %(year)s") % {"year": begin}
    return pgettext("years", "up to %(year)s") % {"year": end}


def pagination(number: int, total: int, url: Callable[[int], str]) -> PaginationView:
    """The pages of a list around page ``number``; ``url`` gives the address of a page."""
    wanted = sorted({1, total, *range(max(number - _AROUND, 1), min(number + _AROUND, total) + 1)})
    pages: list[tuple[int | None, str]] = []
    for page in wanted:
        last = pages[-1][0] if pages else 0
        if last is not None and page > last + 1:
            pages.append((None, ""))
        pages.append((page, url(page)))
    return PaginationView(
        number=number,
        total_pages=total,
        previous_url=url(number - 1) if number > 1 else "",
        next_url=url(number + 1) if number < total else "",
        pages=tuple(pages),
    )


def _suggestions(answer: Answer, reader: Reader, labels: Labels, path: str) -> tuple[SuggestionView, ...]:
    """Searches with one filter less that find something, best first; then the words alone. None of them where the
    engine does not answer any more.
    """
    asked = answer.asked
    tries: list[tuple[str, Asked]] = []
    for facet in FACETS:
        for slug in asked.filters.values(facet):
            label = labels.label(facet, slug)
            words = _("Without “%(filter)s”") % {"filter": label.text if label else slug}
            tries.append((words, asked.toggled(facet, slug)))
    if asked.filters.year_from is not None or asked.filters.year_to is not None:
        tries.append((_("Over all years"), asked.without_years()))
    if asked.filters.recorded:
        tries.append((_("Whenever they were recorded"), asked.recorded_between(None, None)))
    if asked.filters.every_theme and len(asked.filters.theme) > 1:
        tries.append((_("Any of these themes"), asked.with_every_theme(False)))
    if asked.text and len(asked.text.split()) > 1:
        any_word = " OR ".join(word for word in asked.text.split() if word not in {"AND", "OR", "NOT"})
        tries.append((_("Any of these words"), replace(asked, text=any_word, page=1)))
    del tries[_MOST_TRIES:]
    try:
        totals = counts(reader, [search for _label, search in tries], answer.guards)
    except EngineUnavailable as error:
        logger.warning("No wider search is proposed: %s", error)
        return ()
    found = [
        SuggestionView(label, search.url(path), total)
        for (label, search), total in zip(tries, totals, strict=True)
        if total
    ]
    return tuple(sorted(found, key=lambda suggestion: -suggestion.count))
