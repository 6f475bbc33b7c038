"""Reads a query as readers write them.

Words side by side must all be met; ``OR`` joins alternatives and binds less tightly than that; ``NOT word`` and
``-word`` exclude; parentheses group; quotation marks of any script make a phrase; a star after at least three letters
(two in Arabic) asks for every word that begins so. Operators are capitals, as ordinary words are not. Whatever is not
written that way is understood as well as possible and said in a notice: no string raises. Pure: no Django.
"""

import re

from search.analysis import STOP_WORDS, analyse, fold_prefix
from search.query.lexer import Kind, Lexeme, lex
from search.query.nodes import And, Node, Not, Notice, NoticeCode, Or, ParsedQuery, Phrase, Prefix, Term

MAX_CHARACTERS = 1000
MAX_LEAVES = 40  # words, phrases and prefixes in one query
MAX_DEPTH = 12  # parentheses within parentheses
MIN_PREFIX = 3
MIN_ARABIC_PREFIX = 2

_ARABIC = re.compile("[\u0600-\u06ff]")


def parse_query(text: str) -> ParsedQuery:
    """Understand any string as a query. Never raises; the cost is linear in the first MAX_CHARACTERS."""
    notices: list[Notice] = []
    if len(text) > MAX_CHARACTERS:
        whole, last = text[:MAX_CHARACTERS], text[MAX_CHARACTERS]
        words = whole.rsplit(maxsplit=1)
        text = words[0] if len(words) == 2 and not last.isspace() else whole  # no half word at the end
        notices.append(Notice(NoticeCode.TOO_LONG))
    lexemes, lexical = lex(text)
    reader = _Reader(lexemes, notices + lexical)
    node = reader.read()
    if node is None and text.strip() and not reader.notices:
        reader.notices.append(Notice(NoticeCode.NO_WORDS, text.strip()[:40]))
    if node is not None and _only_stop_words(node):
        reader.notices.append(Notice(NoticeCode.ONLY_STOP_WORDS))
    return ParsedQuery(node, tuple(dict.fromkeys(reader.notices)))


class _Reader:
    """Recursive descent over the lexemes: alternatives, then conjunctions, then exclusions, then leaves."""

    def __init__(self, lexemes: list[Lexeme], notices: list[Notice]) -> None:
        self.lexemes = lexemes
        self.notices = notices
        self.position = 0
        self.leaves = 0

    def read(self) -> Node | None:
        parts: list[Node] = []
        while self.position < len(self.lexemes):
            node = self._alternatives(0)
            if node is not None:
                parts.append(node)
            if self._peek() is Kind.CLOSE:
                self._say(NoticeCode.STRAY_PARENTHESIS, ")")
                self.position += 1
        return _all(parts)

    def _peek(self) -> Kind | None:
        return self.lexemes[self.position].kind if self.position < len(self.lexemes) else None

    def _operator(self) -> str:
        if self._peek() is Kind.OPERATOR:
            return self.lexemes[self.position].text
        return ""

    def _say(self, code: NoticeCode, subject: str = "") -> None:
        self.notices.append(Notice(code, subject))

    def _alternatives(self, depth: int) -> Node | None:
        alternatives: list[Node] = []
        joined = True  # an OR stands between two alternatives; before the first nothing is missing
        while True:
            node = self._conjunction(depth)
            if node is not None:
                alternatives.append(node)
            elif self._operator() == "OR" or not joined:
                self._say(NoticeCode.LONE_OPERATOR, "OR")
            if self._operator() != "OR":
                break
            self.position += 1
            joined = False
        return alternatives[0] if len(alternatives) == 1 else _any(alternatives)

    def _conjunction(self, depth: int) -> Node | None:
        parts: list[Node] = []
        wanting = ""  # an AND that still waits for what follows it
        while True:
            kind, operator = self._peek(), self._operator()
            if kind is None or kind is Kind.CLOSE or operator == "OR":
                break
            if operator == "AND":
                if not parts or wanting:
                    self._say(NoticeCode.LONE_OPERATOR, "AND")
                else:
                    wanting = "AND"
                self.position += 1
                continue
            node = self._exclusion(depth)
            if node is not None:
                parts.append(node)
                wanting = ""
        if wanting:
            self._say(NoticeCode.LONE_OPERATOR, wanting)
        return _all(parts)

    def _exclusion(self, depth: int) -> Node | None:
        excluded = False
        sign = ""
        while self._operator() == "NOT" or self._peek() is Kind.MINUS:
            sign = self.lexemes[self.position].text
            excluded = not excluded
            self.position += 1
        if sign and (self._peek() in {None, Kind.CLOSE} or self._operator()):
            self._say(NoticeCode.LONE_OPERATOR, sign)
            return None
        node = self._leaf(depth)
        return Not(node) if excluded and node is not None else node

    def _leaf(self, depth: int) -> Node | None:
        lexeme = self.lexemes[self.position]
        self.position += 1
        if lexeme.kind is Kind.OPEN:
            return self._group(depth)
        node = self._phrase(lexeme.text) if lexeme.kind is Kind.PHRASE else self._word(lexeme.text)
        if node is None:
            return None
        self.leaves += 1
        if self.leaves > MAX_LEAVES:
            if self.leaves == MAX_LEAVES + 1:
                self._say(NoticeCode.TOO_LONG)
            return None
        return node

    def _group(self, depth: int) -> Node | None:
        if depth >= MAX_DEPTH:
            self._say(NoticeCode.TOO_DEEP)
            return None
        node = self._alternatives(depth + 1)
        if self._peek() is Kind.CLOSE:
            self.position += 1
        else:
            self._say(NoticeCode.UNCLOSED_PARENTHESIS)
        return node

    def _phrase(self, text: str) -> Node | None:
        if "*" in text:
            self._say(NoticeCode.STAR_IN_PHRASE, text.strip())
            text = text.replace("*", " ")
        text = " ".join(text.split())
        return Phrase(text) if analyse(text) else None

    def _word(self, text: str) -> Node | None:
        if "*" not in text:
            return Term(text) if analyse(text) else None
        stem, _, rest = text.partition("*")
        tokens = analyse(stem)
        if not tokens:
            words = rest.replace("*", " ").strip()
            self._say(NoticeCode.LONE_STAR, text if words else "*")
            return Term(words) if analyse(words) else None
        if rest.strip("*"):
            self._say(NoticeCode.STAR_INSIDE_WORD, text)
        prefix = fold_prefix(stem[tokens[-1].start : tokens[-1].end])
        needed = MIN_ARABIC_PREFIX if _ARABIC.search(prefix) else MIN_PREFIX
        if len(prefix) < needed:
            self._say(NoticeCode.PREFIX_TOO_SHORT, text)
            return Term(stem)
        if len(tokens) > 1:  # a star after a joined word: the parts before it are words of their own
            return And((Term(stem[: tokens[-2].end]), Prefix(stem[tokens[-1].start : tokens[-1].end])))
        return Prefix(stem[tokens[0].start : tokens[0].end])


def _all(parts: list[Node]) -> Node | None:
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.children if isinstance(part, And) else (part,))
    if len(flat) < 2:
        return flat[0] if flat else None
    return And(tuple(flat))


def _any(parts: list[Node]) -> Node | None:
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.children if isinstance(part, Or) else (part,))
    if len(flat) < 2:
        return flat[0] if flat else None
    return Or(tuple(flat))


def _only_stop_words(node: Node) -> bool:
    match node:
        case Term(text):
            return all(token.exact in STOP_WORDS for token in analyse(text))
        case And(children) | Or(children):
            return all(_only_stop_words(child) for child in children)
        case _:
            return False
