"""What every search engine does, whatever it runs on. Both implementations pass tests/contract.

Spaces: ``public`` holds what anyone may read and nothing else; ``full`` adds what signed-in readers may. A request
reads exactly one.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from search.records import EnginePage, SearchRequest, SimilarPage, SimilarRequest

if TYPE_CHECKING:
    from archive.api import IndexDocument

SPACES = ("public", "full")
MAX_FOUND_PASSAGES = 100  # of one call of Engine.passages
MAX_PASSAGES = 8000  # in one document; an importer refuses more


class EngineUnavailable(Exception):
    """The engine cannot answer now.

    ``code``: ``no-index``, ``timeout``, ``unreachable``, ``refused`` (credentials or request), ``unsupported`` (a
    server that is too old), ``busy`` (another rebuild runs), ``incomplete`` (a rebuild wrote something else than it
    was given) or ``no-previous`` (no earlier index to go back to).

    Pages answer 503 and offer browsing. It never means that nothing was found.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class WriteRefused(Exception):
    """The engine refused some documents for good, and may have written the others of the same call.

    ``reasons`` gives the kind of error by testimony id; no words of the document.
    """

    def __init__(self, reasons: dict[int, str]) -> None:
        super().__init__("Refused: " + ", ".join(f"{key} ({kind})" for key, kind in sorted(reasons.items())))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Removal:
    """A testimony that must not be in a space from this version on."""

    testimony_id: int
    version: int


class StoredVersion(NamedTuple):
    """What a space holds of a testimony: the version written and the fingerprint of its content."""

    version: int
    fingerprint: str


class FoundPassage(NamedTuple):
    """A passage that was found: a pointer, and how well it meets the query. Higher is better."""

    testimony_id: int
    passage_id: int
    sequence: int
    score: float


def check_limit(limit: int) -> None:
    """Raise ValueError for a number of passages that no engine gives at once."""
    if not 1 <= limit <= MAX_FOUND_PASSAGES:
        raise ValueError(f"limit is {limit}: between 1 and {MAX_FOUND_PASSAGES}.")


def check_one_reader(requests: Sequence[SearchRequest]) -> None:
    """Raise ValueError for requests that are not answered out of the same testimonies."""
    if len({(request.scope, request.exclude_ids) for request in requests}) > 1:
        raise ValueError("The requests are of several readers.")


@dataclass(frozen=True, slots=True)
class SpaceHealth:
    """State of one space. ``ready`` is False while no complete index exists; ``outdated`` asks for a rebuild."""

    space: str
    ready: bool
    outdated: bool
    generation: str
    documents: int
    passages: int


@dataclass(frozen=True, slots=True)
class EngineHealth:
    """State of an engine and its spaces."""

    engine: str
    spaces: tuple[SpaceHealth, ...]

    @property
    def ready(self) -> bool:
        """Whether every space can be searched."""
        return all(space.ready for space in self.spaces)


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild wrote."""

    space: str
    generation: str
    documents: int
    passages: int
    seconds: float


class Engine(Protocol):
    """A search engine. Methods may be called from any thread and any process."""

    name: str

    def search(self, request: SearchRequest) -> EnginePage:
        """Find one page. Raises EngineUnavailable; never answers with fewer hits than there are."""

    def totals(self, requests: Sequence[SearchRequest]) -> tuple[int, ...]:
        """Say how many testimonies each request finds, all asked at once: what ``search`` gives as ``total``.

        They are of one reader: ValueError unless all have the same scope and the same excluded ids.
        Raises EngineUnavailable.
        """

    def passages(self, request: SearchRequest, limit: int, testimony_id: int | None = None) -> tuple[FoundPassage, ...]:
        """Find the best passages of everything that the request finds, or of one testimony; best first.

        Each meets a word, phrase or prefix of the query (or stands ``beside`` one that does, if the request asks for
        these too), and the reader may read it. Without words to search for there are none. The request's order and page
        do not matter. ``limit`` is at most MAX_FOUND_PASSAGES, else ValueError.
        Raises EngineUnavailable.
        """

    def similar(self, request: SimilarRequest) -> SimilarPage:
        """Find the accounts that share most features with one; of as many shared, by reference.

        The same answer from every engine: nothing but what the request's reader may know of has a part in it, and no
        statistics of the index. Raises EngineUnavailable.
        """

    def apply(self, space: str, changes: Iterable["IndexDocument | Removal"]) -> None:
        """Write changes and make them searchable before returning.

        A change with a lower version than what is stored for its testimony, written or removed, is passed over, so a
        call may be repeated. Raises ValueError for a document past MAX_PASSAGES before anything is written, and
        EngineUnavailable (``no-index`` before the first rebuild).

        When it raises, nothing of the call may be taken as written. The embedded engine then has written nothing. A
        server writes document by document: it may have written some, and raises WriteRefused for those that it will not
        take. The caller keeps all of them noted and tries again, the refused ones alone.
        """

    def rebuild(
        self,
        space: str,
        changes: Iterable["IndexDocument | Removal"],
        progress: Callable[[int], None] | None = None,
    ) -> RebuildReport:
        """Write a new index beside the old one and put it in its place when it is complete.

        Searches go on meanwhile on the old index, and ``apply`` writes to both. ``progress`` is called with the
        number of testimonies written so far.
        """

    def health(self) -> EngineHealth:
        """Say what there is. Does not raise for a missing index."""

    def rollback(self, space: str, note: Callable[[list[int]], None]) -> str:
        """Put the index that was in use before the last rebuild back in use, and give its name.

        ``note`` is called before the switch with the testimonies that changed since, for the caller to have them
        indexed again; until then they are not found. Raises EngineUnavailable (``no-previous``).
        """

    def document_versions(self, space: str) -> Iterator[tuple[int, StoredVersion]]:
        """Give every testimony in a space with what is stored of it, ordered by id, for the sweep."""


def fingerprint(document: "IndexDocument") -> str:
    """Give a digest of everything a document would put into an index, its version left out."""
    digest = hashlib.blake2b(digest_size=16)
    parts = (
        document.reference,
        document.level,
        document.listed,
        document.titles,
        document.names,
        document.summaries,
        document.term_labels,
        document.themes,
        document.periods,
        document.places,
        document.persons,
        document.collection,
        document.languages,
        document.kind,
        str(document.told_from),
        document.told_from_year,
        document.told_to_year,
        str(document.recorded_from),
        document.inner_themes,
        document.inner_periods,
        document.inner_places,
        str(document.published),
    )
    digest.update(repr(parts).encode())
    for passage in document.passages:
        digest.update(repr((passage.passage_id, passage.sequence, passage.language, passage.text)).encode())
    return digest.hexdigest()
