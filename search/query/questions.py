"""Free questions: plain words, of which a reader hardly means that every one must stand in an account.

Pure: no Django.
"""

from search.analysis import STOP_WORDS, analyse
from search.query.lexer import Kind, lex
from search.query.nodes import And, Notice, NoticeCode, Or, ParsedQuery, Phrase, Term

# Words worth searching for from which on plain words are a question, and from which on those that are asked as one
# are. Up to four, readers type keywords and names and mean all of them. How few of the longer ones are answered by a
# passage that holds every word: docs/reference/relevance.md.
QUESTION_WORDS = 5
ASKED_WORDS = 2
QUESTION_MARKS = ("?", "؟")
# Normalised spelling. A word that also begins sentences which ask nothing (من, did) needs a question mark.
_ASKING = frozenset(
    """
    who whom whose what when where why which how
    ما ماذا متي اين كيف لماذا هل كم اي ايه بماذا لمن
    """.split()
)
_AFTER_MAN = frozenset("هو هي هم هما الذي التي الذين".split())


def as_question(text: str, parsed: ParsedQuery) -> ParsedQuery:
    """Give the query as one that any of its words meets, if it is a question; else as it is.

    A question has no stars, operators or parentheses. It has at least QUESTION_WORDS different words that are no stop
    words and no quotation marks; or ASKED_WORDS of them and a question word at its beginning or a question mark at its
    end. Then it may quote: what stands in quotation marks must be met all the same. Accounts that meet more of the
    words rank higher; nothing else about a query changes.
    """
    node = parsed.node
    if not isinstance(node, And) or not all(isinstance(child, Term | Phrase) for child in node.children):
        return parsed
    lexemes, _ = lex(text)
    if any(lexeme.kind not in {Kind.WORD, Kind.PHRASE} or "*" in lexeme.text for lexeme in lexemes):
        return parsed
    words = tuple(child for child in node.children if isinstance(child, Term))
    phrases = tuple(child for child in node.children if isinstance(child, Phrase))
    found = {token.term for word in words for token in analyse(word.text) if token.exact not in STOP_WORDS}
    asks = _asks(text, [token.exact for token in analyse(text)])
    if len(found) < (ASKED_WORDS if asks else QUESTION_WORDS) or (phrases and not asks):
        return parsed
    question = And((*phrases, Or(words))) if phrases else Or(words)
    return ParsedQuery(question, (*parsed.notices, Notice(NoticeCode.ANY_WORD)))


def _asks(text: str, words: list[str]) -> bool:
    if text.rstrip().endswith(QUESTION_MARKS):
        return True
    return words[0] in _ASKING or (words[0] == "من" and words[1] in _AFTER_MAN)
