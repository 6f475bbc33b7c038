"""The other pages: home, collections, terms, essays, the glossary, and the frame around them."""

from dataclasses import dataclass
from datetime import datetime

from archive.records.accounts import AccountHead, CollectionHead, PassageRecord, PassageText, TextColumn
from archive.records.texts import DateRecord, LocalText, Source, Term


@dataclass(frozen=True, slots=True)
class TermPassage:
    """A passage tagged with a term, shown on the term's page. Its words passed the access decision."""

    account: AccountHead
    anchor: str
    number: int
    url: str
    text: PassageText
    note: LocalText | None


@dataclass(frozen=True, slots=True)
class TermCount:
    """A term and how many accounts of those looked at carry it or a narrower one."""

    term: Term
    count: int


@dataclass(frozen=True, slots=True)
class TermRecord:
    """A theme, period, place or person with what readers need to go on from it."""

    term: Term
    other_label: LocalText | None
    variants: tuple[LocalText, ...]
    scope: LocalText | None
    broader: tuple[Term, ...]  # from the top down
    narrower: tuple[Term, ...]
    related: tuple[Term, ...]
    dates: DateRecord | None
    dates_note: LocalText | None
    exact_match: str
    place_type: str
    coordinates: tuple[float, float] | None  # latitude, longitude, rounded to the stated precision
    accounts: tuple[AccountHead, ...]
    account_total: int
    passages: tuple[TermPassage, ...]
    passage_total: int
    together: tuple[TermCount, ...] = ()  # of a theme: those often told together with it
    in_periods: tuple[TermCount, ...] = ()  # of a theme: the periods of its accounts, oldest first


@dataclass(frozen=True, slots=True)
class FrameLink:
    """A link of the site's footer."""

    title: LocalText
    url: str


@dataclass(frozen=True, slots=True)
class SiteFrame:
    """What every page of the site shows of the archive: its name and the footer's links."""

    name: LocalText
    statement: LocalText | None
    footer_archive: tuple[FrameLink, ...]
    footer_readers: tuple[FrameLink, ...]
    sample: bool  # every account of the archive is a sample


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many accounts tell about a year."""

    year: int
    count: int


@dataclass(frozen=True, slots=True)
class PeriodOnLine:
    """A period as a stretch of the time line: its ends as fractions (0 to 1) of the span that the line shows."""

    term: Term
    dates: DateRecord | None
    start_fraction: float
    end_fraction: float
    open_start: bool
    open_end: bool
    current: bool = False


@dataclass(frozen=True, slots=True)
class EssayHead:
    """An essay in lists."""

    title: LocalText
    summary: LocalText | None
    url: str


@dataclass(frozen=True, slots=True)
class HomeRecord:
    """The home page."""

    name: LocalText
    statement: LocalText | None
    other_statement: LocalText | None  # in the other interface language, facing it
    lead: LocalText | None
    content_note: LocalText | None
    featured: AccountHead | None
    featured_passage: PassageRecord | None
    featured_columns: tuple[TextColumn, ...]
    recent: tuple[AccountHead, ...]
    themes: tuple[Term, ...]
    periods: tuple[PeriodOnLine, ...]
    places: tuple[Term, ...]
    collections: tuple[CollectionHead, ...]
    essays: tuple[EssayHead, ...]
    account_total: int
    years: tuple[YearCount, ...]


@dataclass(frozen=True, slots=True)
class CollectionRecord:
    """A collection with the accounts that this reader may know of."""

    head: CollectionHead
    accounts: tuple[AccountHead, ...]


@dataclass(frozen=True, slots=True)
class EssayRecord:
    """An essay in one language. ``body`` is clean HTML in which note references are links to its sources."""

    title: LocalText
    other_title: LocalText | None
    summary: LocalText | None
    body: LocalText
    section: str
    sources: tuple[Source, ...]
    updated_on: datetime | None


@dataclass(frozen=True, slots=True)
class GlossaryRecord:
    """A word of the glossary in the page's language, with its form in the other."""

    slug: str
    term: LocalText
    other_term: LocalText | None
    definition: LocalText
    spellings: str


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term in a vocabulary's list, with how many accounts this reader may see under it (narrower ones included)."""

    term: Term
    scope: LocalText | None
    account_total: int
    dates: DateRecord | None = None
