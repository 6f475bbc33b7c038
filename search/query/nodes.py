"""What a reader asked for, as a tree. Frozen, engine-neutral, pure."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Term:
    """One typed word. It meets every form that the analysis chain brings to the same stem."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side in one passage.

    ``exact``: the forms as typed (a quoted phrase); otherwise any form of each word (a name variant).
    """

    text: str
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word, without its star."""

    text: str


@dataclass(frozen=True, slots=True)
class And:
    """Every child must be met somewhere in the testimony."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one child must be met."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The testimony must not meet the child anywhere the reader may look."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class Variants:
    """Typed words that are a name, with its other names: any of them will do.

    ``added`` holds the other names as authority records write them; ``phrases`` the same names as phrases.
    """

    typed: "Node"
    phrases: tuple[Phrase, ...]

    @property
    def added(self) -> tuple[str, ...]:
        """The names that were added, for the line that tells the reader so."""
        return tuple(phrase.text for phrase in self.phrases)


Node = Term | Phrase | Prefix | And | Or | Not | Variants


class NoticeCode(StrEnum):
    """What the parser had to make of a query that was not written as it reads them."""

    UNCLOSED_QUOTE = "unclosed-quote"  # read as a phrase to the end of the query
    UNCLOSED_PARENTHESIS = "unclosed-parenthesis"  # closed at the end
    STRAY_PARENTHESIS = "stray-parenthesis"  # a closing one without its opening: left out
    LONE_STAR = "lone-star"  # a star without a word before it: left out
    STAR_INSIDE_WORD = "star-inside-word"  # read as the beginning before the star
    STAR_IN_PHRASE = "star-in-phrase"  # left out
    LONE_OPERATOR = "lone-operator"  # AND, OR, NOT or a minus with nothing to join: left out
    PREFIX_TOO_SHORT = "prefix-too-short"  # searched as a whole word
    TOO_LONG = "too-long"  # what is past the limit was left out
    TOO_DEEP = "too-deep"  # parentheses past the limit were left out
    ONLY_STOP_WORDS = "only-stop-words"  # nothing but very common words: searched all the same
    ANY_WORD = "any-word"  # a question of several plain words: any of them will do, more of them rank higher
    NO_WORDS = "no-words"  # signs only: nothing to search for


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell the reader; ``subject`` is the part of the query it is about (may be empty)."""

    code: NoticeCode
    subject: str = ""


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as understood. ``node`` is None when there is nothing to search for: then everything is listed."""

    node: Node | None
    notices: tuple[Notice, ...] = ()

    @property
    def any_word(self) -> bool:
        """Whether it is a question, which any of its words meets."""
        return any(notice.code is NoticeCode.ANY_WORD for notice in self.notices)
