"""What the search templates get: an answer with its labels and addresses, ready to print."""

from dataclasses import dataclass

from archive.api import AccountHead, LocalText
from search.views.times import TimesView


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage found. ``parts``: its words as (text, marked); ``beside``: none is, those around it are."""

    number: int
    url: str
    language: str
    direction: str
    parts: tuple[tuple[str, bool], ...]
    start_ms: int | None
    folded: bool
    listen: bool
    beside: bool


@dataclass(frozen=True, slots=True)
class HitView:
    """A testimony found, with up to three of its passages.

    ``met_total``: how many of these were found, of ``passage_total``; the others stand beside such ones.
    """

    account: AccountHead
    passages: tuple[PassageView, ...]
    met_total: int
    passage_total: int
    more_url: str


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value of a facet; ``url`` chooses it or takes the choice back."""

    label: LocalText
    slug: str
    count: int
    selected: bool
    depth: int
    url: str
    under: LocalText | None = None  # the broader value that those from here on stand under, where it is not above them


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet: values that stand open, and those behind "more"."""

    name: str
    label: str
    values_shown: tuple[ValueView, ...]
    values_rest: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True)
class ChipView:
    """A filter in force and the address without it."""

    label: LocalText
    remove_url: str


@dataclass(frozen=True, slots=True)
class SortView:
    """An order of the results."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class YearsView:
    """The form for years: where it goes, what it keeps, what stands in it."""

    action: str
    kept: tuple[tuple[str, str], ...]
    from_year: str
    to_year: str
    from_name: str = "from"
    to_name: str = "to"


@dataclass(frozen=True, slots=True)
class ExpansionView:
    """A name that was widened and the names added."""

    name: LocalText
    added: tuple[LocalText, ...]


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A search that finds something where this one found nothing or little."""

    label: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class PaginationView:
    """The pages of a list; a number of None stands for pages left out."""

    number: int
    total_pages: int
    previous_url: str
    next_url: str
    pages: tuple[tuple[int | None, str], ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """A page of results."""

    total: int
    passage_total: int
    hits: tuple[HitView, ...]
    facets: tuple[FacetView, ...]
    chips: tuple[ChipView, ...]
    clear_url: str
    years: YearsView
    sorts: tuple[SortView, ...]
    pagination: PaginationView
    expansions: tuple[ExpansionView, ...]
    literal_url: str
    widen_url: str
    notices: tuple[str, ...]
    all_words_url: str  # of a question: the search for all of its words
    any_words_url: str  # of a question whose words are all required: the search for any of them
    searched: tuple[str, ...]
    suggestions: tuple[SuggestionView, ...]
    sample: bool
    recorded: YearsView | None = None  # the form for years recorded; ``years`` is that for years told about
    times: TimesView | None = None
    every_theme_url: str = ""  # where several themes are chosen: the search for accounts with all of them
    any_theme_url: str = ""  # and back
    address: str = ""  # of this search, from its first page on
    feed_url: str = ""
    meant: tuple[SuggestionView, ...] = ()  # spellings near to what was typed that find more


@dataclass(frozen=True, slots=True)
class WithinView:
    """The passages of one account that were found. ``passages`` come with the name of the language they are in.

    ``other_url`` lists the passages with any of the words where those with all are listed, and the other way round;
    ``other_total`` says how many; empty and 0 where both are the same.
    """

    account: AccountHead
    url: str
    readable: bool
    any_word: bool
    all_missing: bool
    total: int
    passages: tuple[tuple[PassageView, str], ...]
    other_url: str
    other_total: int
    everywhere_url: str
    pagination: PaginationView
    expansions: tuple[ExpansionView, ...]
    literal_url: str
    widen_url: str
    notices: tuple[str, ...]
    searched: tuple[str, ...]
