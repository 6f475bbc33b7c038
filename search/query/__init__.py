"""A reader's query: parsed, widened, turned into clauses. Pure: no Django."""

from search.query.clauses import (
    AllOf,
    AnyOf,
    Clause,
    Leaf,
    NoneOf,
    PhraseClause,
    PrefixClause,
    WordClause,
    build_clause,
    positive_leaves,
)
from search.query.nodes import (
    And,
    Node,
    Not,
    Notice,
    NoticeCode,
    Or,
    ParsedQuery,
    Phrase,
    Prefix,
    Term,
    Variants,
)
from search.query.parser import parse_query
from search.query.questions import as_question

__all__ = [
    "AllOf",
    "And",
    "AnyOf",
    "Clause",
    "Leaf",
    "Node",
    "NoneOf",
    "Not",
    "Notice",
    "NoticeCode",
    "Or",
    "ParsedQuery",
    "Phrase",
    "PhraseClause",
    "Prefix",
    "PrefixClause",
    "Term",
    "Variants",
    "WordClause",
    "as_question",
    "build_clause",
    "parse_query",
    "positive_leaves",
]
