"""What goes into the search index and comes back from it."""

from dataclasses import dataclass
from datetime import date, datetime

from archive.records.accounts import AccountHead


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

    ``inner_themes``, ``inner_periods`` and ``inner_places`` are tags of passages that only some readers of the space
    may read: they count, and can be filtered by, for who may read the words. They repeat nothing of the outer ones.
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
    published: datetime | None = None  # for the first time


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
class AccountWords:
    """The words of one account that a reader may read, in the order of its page, each passage in every language.

    ``passages`` is empty unless ``head.state`` is open.
    """

    head: AccountHead
    passages: tuple[HitPassage, ...]
