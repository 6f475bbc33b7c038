"""Text analysis: one chain for Arabic and English, for the index and for marking snippets. Pure: no Django."""

from search.analysis.chain import Terms, Token, analyse, cut, fold_prefix, index_terms, word_terms
from search.analysis.forms import word_forms
from search.analysis.stop_words import STOP_WORDS

__all__ = ["STOP_WORDS", "Terms", "Token", "analyse", "cut", "fold_prefix", "index_terms", "word_forms", "word_terms"]
