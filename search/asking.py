"""What a reader asked for, read from an address and written back into one. Nothing here raises on odd input."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from search.records import FACETS, SearchFilters, Sort

MAX_QUERY = 500  # characters
MAX_VALUES = 20  # chosen values of one facet
LAST_PAGE = 1_000
# Parameter: the filter it sets.
YEARS = {"from": "year_from", "to": "year_to", "recorded_from": "recorded_from", "recorded_to": "recorded_to"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address says it. ``unread`` names parameters whose values could not be understood."""

    text: str = ""
    filters: SearchFilters = field(default_factory=SearchFilters)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    expand: bool = True
    every_word: bool = False  # a question's words must all be met, as those of any other query
    unread: tuple[tuple[str, str], ...] = ()

    def url(self, path: str) -> str:
        """The address of this search below ``path``; what is at its default is left out."""
        pairs: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        pairs += self.kept()
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def kept(self) -> list[tuple[str, str]]:
        """Everything but the words and the page, as name and value: what a new query keeps."""
        pairs = [(facet, value) for facet in FACETS for value in sorted(self.filters.values(facet))]
        if self.filters.every_theme:
            pairs.append(("themes", "all"))
        for name, field_name in YEARS.items():
            year: int | None = getattr(self.filters, field_name)
            if year is not None:
                pairs.append((name, str(year)))
        if self.sort != Sort.RELEVANCE:
            pairs.append(("sort", self.sort.value))
        if not self.expand:
            pairs.append(("expand", "no"))
        if self.every_word:
            pairs.append(("words", "all"))
        return pairs

    def toggled(self, facet: str, slug: str) -> "Asked":
        """The same search with one value added, or taken away if it is chosen."""
        chosen = self.filters.values(facet)
        values = tuple(value for value in chosen if value != slug) if slug in chosen else (*chosen, slug)
        return self._with(facet, values)

    def without_facet(self, facet: str) -> "Asked":
        """The same search with no value of a facet chosen."""
        return self._with(facet, ())

    def _with(self, facet: str, values: tuple[str, ...]) -> "Asked":
        chosen: dict[str, Any] = {facet: values}
        return replace(self, filters=replace(self.filters, **chosen), page=1)

    def without_years(self) -> "Asked":
        """The same search over all years told about."""
        return self.told_between(None, None)

    def told_between(self, first: int | None, last: int | None) -> "Asked":
        """The same search over a range of years told about."""
        return replace(self, filters=replace(self.filters, year_from=first, year_to=last), page=1)

    def recorded_between(self, first: int | None, last: int | None) -> "Asked":
        """The same search over a range of years recorded."""
        return replace(self, filters=replace(self.filters, recorded_from=first, recorded_to=last), page=1)

    def with_every_theme(self, every: bool) -> "Asked":
        """The same search for accounts with all of the chosen themes, or with any of them."""
        return replace(self, filters=replace(self.filters, every_theme=every), page=1)

    def without_filters(self) -> "Asked":
        """The same words without a filter."""
        return replace(self, filters=SearchFilters(), page=1)


def read_query(query: QueryDict) -> Asked:
    """Read a search from an address's parameters. Unknown parameters are ignored, unreadable values set to default."""
    unread: list[tuple[str, str]] = []
    chosen: Mapping[str, tuple[str, ...]] = {
        facet: tuple(dict.fromkeys(_clean(value)[:100] for value in query.getlist(facet) if value.strip()))[:MAX_VALUES]
        for facet in FACETS
    }
    years: dict[str, int | None] = {}
    for name in YEARS:
        value = _clean(query.get(name, ""))
        years[name] = _year(value)
        if value and years[name] is None:
            unread.append((name, value[:20]))
    for low, high in (("from", "to"), ("recorded_from", "recorded_to")):
        first, last = years[low], years[high]
        if first is not None and last is not None and first > last:
            years[low], years[high] = last, first
    sort = query.get("sort", "")
    return Asked(
        text=_clean(query.get("q", ""))[:MAX_QUERY],
        filters=SearchFilters(
            **chosen,
            year_from=years["from"],
            year_to=years["to"],
            recorded_from=years["recorded_from"],
            recorded_to=years["recorded_to"],
            every_theme=query.get("themes", "") == "all",
        ),
        sort=Sort(sort) if sort in set(Sort) else Sort.RELEVANCE,
        page=_page(query.get("page", "")),
        expand=query.get("expand", "") != "no",
        every_word=query.get("words", "") == "all",
        unread=tuple(unread),
    )


def _clean(value: str) -> str:
    return " ".join(value.replace("\x00", " ").split())


def _number(value: str) -> int | None:
    """A whole number in Latin or Arabic digits, else None."""
    if not value.isdecimal() or len(value) > 6:
        return None
    return int(value)


def _year(value: str) -> int | None:
    number = _number(value)
    return number if number is not None and 1 <= number <= 9999 else None


def _page(value: str) -> int:
    number = _number(value.strip())
    return min(number, LAST_PAGE) if number else 1
