"""A testimony, in a list and on its page."""

from dataclasses import dataclass, field
from datetime import date, datetime

from archive.records.texts import DateRecord, Directed, LocalText, Source, Term, WordsState


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
    same_days: tuple[AccountHead, ...] = ()  # accounts that tell about the same days, nearest first
    told_years: tuple[int, int] | None = None  # first and last year told about, where there are such accounts


@dataclass(frozen=True, slots=True)
class SimilarAccount:
    """An account like the one that is read, and what both share: names of tags, and words that both come back to."""

    head: AccountHead
    themes: tuple[LocalText, ...]
    periods: tuple[LocalText, ...]
    places: tuple[LocalText, ...]
    words: tuple[LocalText, ...]
