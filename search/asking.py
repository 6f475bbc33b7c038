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


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address says it. ``unread`` names parameters whose values could not be understood."""

    text: str = ""
    filters: SearchFilters = field(default_factory=SearchFilters)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    expand: bool = True
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
        pairs = [(facet, value) for facet in FACETS for value in self.filters.values(facet)]
        for name, year in (("from", self.filters.year_from), ("to", self.filters.year_to)):
            if year is not None:
                pairs.append((name, str(year)))
        if self.sort != Sort.RELEVANCE:
            pairs.append(("sort", self.sort.value))
        if not self.expand:
            pairs.append(("expand", "no"))
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
        """The same search over all years."""
        return replace(self, filters=replace(self.filters, year_from=None, year_to=None), page=1)

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
    for name in ("from", "to"):
        value = _clean(query.get(name, ""))
        years[name] = _year(value)
        if value and years[name] is None:
            unread.append((name, value[:20]))
    if years["from"] is not None and years["to"] is not None and years["from"] > years["to"]:
        years["from"], years["to"] = years["to"], years["from"]
    sort = query.get("sort", "")
    return Asked(
        text=_clean(query.get("q", ""))[:MAX_QUERY],
        filters=SearchFilters(**chosen, year_from=years["from"], year_to=years["to"]),
        sort=Sort(sort) if sort in set(Sort) else Sort.RELEVANCE,
        page=_page(query.get("page", "")),
        expand=query.get("expand", "") != "no",
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
