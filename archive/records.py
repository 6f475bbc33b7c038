"""What leaves the archive: frozen records built from an access decision.

Templates of public pages, the search index, JSON, feeds and exports see these and never a model, so nothing that the
decision withheld can slip out through an attribute. Pure: no Django.

Lengths of time are milliseconds. Languages are BCP 47 tags. ``url`` is a path on this site in the language the record
was made for.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from archive.languages import direction


class Vocabulary(StrEnum):
    """The four kinds of authority record."""

    THEME = "theme"
    PERIOD = "period"
    PLACE = "place"
    PERSON = "person"


class WordsState(StrEnum):
    """Why this reader may or may not read the words of an account whose record they may see."""

    OPEN = "open"
    SIGN_IN = "sign-in"  # for registered readers; this one has not signed in
    ASK = "ask"  # for approved readers; this one has no grant
    CLOSED = "closed"
    EMBARGOED = "embargoed"
    ELSEWHERE = "elsewhere"  # the archive describes what it does not hold


class Directed:
    """Something in a language."""

    __slots__ = ()
    language: str

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``, for the ``dir`` attribute."""
        return direction(self.language)


@dataclass(frozen=True, slots=True)
class LocalText(Directed):
    """Words in a known language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class DateRecord:
    """A date of an account or period."""

    edtf: str
    words: str  # in the record's language
    wording: str = ""  # as the source has it
    disputed: bool = False
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """An authority record as a reader meets it: a tag."""

    vocabulary: Vocabulary
    id: int
    slug: str
    label: LocalText
    url: str
    parent_id: int | None = None
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Source(Directed):
    """A citation of something kept or published elsewhere."""

    citation: str
    language: str
    url: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class CollectionHead:
    """A collection in lists and breadcrumbs."""

    id: int
    slug: str
    title: LocalText
    summary: LocalText | None
    url: str
    sample: bool = False
    account_total: int | None = None


@dataclass(frozen=True, slots=True)
class AccountHead:
    """A testimony in lists: catalogue facts only, no words of the account."""

    id: int
    reference: str
    url: str
    permalink: str
    title: LocalText
    other_title: LocalText | None  # the same title in the other interface language
    public_name: LocalText | None  # None: withheld
    public_name_kind: str
    kind: str
    kind_label: str
    told_about: DateRecord | None
    recorded_on: DateRecord | None
    places: tuple[Term, ...]
    languages: tuple[str, ...]
    original_language: str
    collection: CollectionHead
    passage_total: int
    duration_ms: int | None
    state: WordsState
    embargo_until: date | None
    sample: bool
    has_content_notes: bool


@dataclass(frozen=True, slots=True)
class PassageText(Directed):
    """One language's words of a passage. ``text`` is empty when the passage is not translated yet."""

    language: str
    text: str
    speaker: str = ""
    speaker_role: str = ""  # narrator, interviewer or other
    heading: str = ""  # the section heading that stands before this passage


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A numbered passage with its words in every language shown."""

    anchor: str
    number: int
    url: str  # permanent link
    texts: tuple[PassageText | None, ...]  # one per column, in the order of TestimonyRecord.columns
    themes: tuple[Term, ...] = ()
    periods: tuple[Term, ...] = ()
    places: tuple[Term, ...] = ()
    people: tuple[Term, ...] = ()
    note: LocalText | None = None  # a content note: the passage is shown folded
    start_ms: int | None = None
    end_ms: int | None = None

    @property
    def tags(self) -> tuple[Term, ...]:
        """Every tag, in the order of the vocabularies."""
        return self.themes + self.periods + self.places + self.people


@dataclass(frozen=True, slots=True)
class TextColumn(Directed):
    """One language version of the words, as a column of the page."""

    language: str
    language_name: str
    role: str  # original, transcript or translation
    role_label: str
    credit: str
    reviewed: bool
    machine_assisted: bool
    edition_number: int
    edition_date: date
    aligned: bool  # shares its anchors with the first column, so that both can stand side by side


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A section of the account: its heading in every column and the passages it spans."""

    anchor: str
    headings: tuple[str, ...]
    first_number: int
    last_number: int


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of a citation; the page puts them in order."""

    text: str
    language: str
    permalink: str


@dataclass(frozen=True, slots=True)
class TestimonyRecord:
    """Everything a reader may know of one testimony. ``passages`` is empty unless ``head.state`` is open."""

    head: AccountHead
    about: LocalText | None
    themes: tuple[Term, ...]
    periods: tuple[Term, ...]
    people: tuple[Term, ...]
    content_notes: tuple[LocalText, ...]
    columns: tuple[TextColumn, ...]
    contents: tuple[ContentsEntry, ...]
    passages: tuple[PassageRecord, ...]
    word_total: int
    rights_uri: str
    rights_label: str
    rights_note: str
    sources: tuple[Source, ...]
    citation: Citation
    published_on: date | None
    updated_on: datetime | None
    previous: AccountHead | None = None
    next: AccountHead | None = None
    retired_anchors: dict[str, str] = field(default_factory=dict)  # gone anchor -> the one that took its words, or ""


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


@dataclass(frozen=True, slots=True)
class SearchScope:
    """What one reader's search may reach.

    Space ``public`` holds only what anyone may read. In space ``full`` the words of a document may be matched only if
    its level is in ``levels`` or its id in ``granted_ids``; otherwise a listed document may be found by its metadata
    alone, and any other is not there at all.
    """

    space: str
    levels: frozenset[str]
    granted_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class IndexPassage:
    """A passage as the index takes it."""

    passage_id: int
    sequence: int
    anchor: str
    language: str
    text: str
    start_ms: int | None = None


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """A testimony as one index space takes it. Slugs of trees include those of every broader term.

    ``inner_themes``, ``inner_periods`` and ``inner_places`` are tags of passages that only some readers of the space may
    read: they count, and can be filtered by, for who may read the words. They repeat nothing of the outer ones.
    """

    testimony_id: int
    reference: str
    version: int
    level: str  # public, registered or approved: who may read the passages; closed: there are none
    listed: bool
    titles: tuple[str, ...]
    names: tuple[str, ...]
    summaries: tuple[str, ...]
    term_labels: tuple[str, ...]
    themes: tuple[str, ...]
    periods: tuple[str, ...]
    places: tuple[str, ...]
    persons: tuple[str, ...]
    collection: str
    languages: tuple[str, ...]
    kind: str
    told_from: date | None
    told_from_year: int | None
    told_to_year: int | None
    recorded_from: date | None
    passages: tuple[IndexPassage, ...]
    inner_themes: tuple[str, ...] = ()
    inner_periods: tuple[str, ...] = ()
    inner_places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HitPassage:
    """The words behind a search hit, re-read from the database under the reader's access."""

    passage_id: int
    testimony_id: int
    anchor: str
    number: int
    url: str
    language: str
    text: str
    start_ms: int | None
    folded: bool


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
    periods: tuple["PeriodOnLine", ...]
    places: tuple[Term, ...]
    collections: tuple[CollectionHead, ...]
    essays: tuple["EssayHead", ...]
    account_total: int
    years: tuple[YearCount, ...]


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
class CollectionRecord:
    """A collection with the accounts that this reader may know of."""

    head: CollectionHead
    accounts: tuple[AccountHead, ...]


@dataclass(frozen=True, slots=True)
class EssayHead:
    """An essay in lists."""

    title: LocalText
    summary: LocalText | None
    url: str


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
