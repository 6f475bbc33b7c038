"""Cuts a reader's query into words, phrases, stars, operators and parentheses. Pure; takes any string."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from search.query.nodes import Notice, NoticeCode

QUOTES = frozenset('"“”„‟«»＂')
OPERATORS = frozenset({"AND", "OR", "NOT"})


class Kind(Enum):
    """Kinds of lexemes."""

    WORD = auto()
    PHRASE = auto()
    OPERATOR = auto()
    MINUS = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of the query; ``text`` is the word, the phrase without its quotes, or the operator."""

    kind: Kind
    text: str = ""


def lex(text: str) -> tuple[list[Lexeme], list[Notice]]:
    """Give the pieces of a query in order and what had to be said on the way.

    Any double quotation mark opens or closes a phrase, whatever its script. A minus counts only before a word.
    """
    lexemes: list[Lexeme] = []
    notices: list[Notice] = []
    position, length = 0, len(text)
    while position < length:
        character = text[position]
        if character.isspace():
            position += 1
        elif character in QUOTES:
            end = _first(text, position + 1, QUOTES.__contains__)
            words = text[position + 1 : end]
            if end == length:
                notices.append(Notice(NoticeCode.UNCLOSED_QUOTE, words.strip()))
            lexemes.append(Lexeme(Kind.PHRASE, words))
            position = end + 1
        elif character == "(":
            lexemes.append(Lexeme(Kind.OPEN))
            position += 1
        elif character == ")":
            lexemes.append(Lexeme(Kind.CLOSE))
            position += 1
        elif character == "-" and _starts_something(text, position):
            lexemes.append(Lexeme(Kind.MINUS, "-"))
            position += 1
        else:
            end = _first(text, position, _ends_word)
            word = text[position:end]
            if word in OPERATORS:
                lexemes.append(Lexeme(Kind.OPERATOR, word))
            elif word == "-":
                notices.append(Notice(NoticeCode.LONE_OPERATOR, word))
            else:
                lexemes.append(Lexeme(Kind.WORD, word))
            position = end
    return lexemes, notices


def _first(text: str, position: int, wanted: Callable[[str], bool]) -> int:
    """Give the position of the first wanted character from ``position`` on, or the text's length."""
    while position < len(text) and not wanted(text[position]):
        position += 1
    return position


def _ends_word(character: str) -> bool:
    return character.isspace() or character in QUOTES or character in "()"


def _starts_something(text: str, position: int) -> bool:
    before = text[position - 1] if position else " "
    after = text[position + 1] if position + 1 < len(text) else " "
    return (before.isspace() or before == "(") and not (after.isspace() or after in ")-")
