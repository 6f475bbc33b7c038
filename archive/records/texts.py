"""Words, dates, tags and sources: what every other record is made of."""

from dataclasses import dataclass
from datetime import date
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
