"""How terms are spelled in the full-text tables.

The tables' own tokenizer (``ascii``) must neither cut nor change a term: it splits at ASCII signs and keeps every other
character. So the few ASCII signs that a term can hold (``don't``, ``3.14``) are written as private-use characters.
"""

from collections.abc import Iterable

from search.analysis import index_terms
from search.query.clauses import Leaf, PhraseClause, PrefixClause, WordClause

_SIGNS = {code: chr(0xE000 + code) for code in range(0x80) if not chr(code).isalnum()}
RECORD_STEMS = "{titles names summaries labels}"  # the columns of stems
_GAP = "\ue0ff"  # a term no query holds: keeps phrases from running over from one title or name to the next


def encode(term: str) -> str:
    """Spell one term."""
    return term if term.isalnum() else term.translate(_SIGNS)


def encode_text(text: str) -> tuple[str, str]:
    """Give a text's stemmed and unstemmed terms as two columns."""
    terms = index_terms(text)
    return _column(terms.stems), _column(terms.exacts)


def encode_texts(texts: Iterable[str]) -> tuple[str, str]:
    """Give several texts' terms as two columns, with a gap between the texts."""
    pairs = [encode_text(text) for text in texts]
    gap = f" {_GAP} "
    return gap.join(pair[0] for pair in pairs), gap.join(pair[1] for pair in pairs)


def match_passages(leaf: Leaf, *, forms: bool = True) -> str:
    """Give the full-text expression of a leaf over passages; without ``forms`` a word's own terms alone."""
    match leaf:
        case WordClause(_, _, further) if further and forms:
            return f"{match_passages(leaf, forms=False)} OR {match_forms(further)}"
        case WordClause(stem, exact):
            return f'stem : "{encode(stem)}" OR exact : "{encode(exact)}"'
        case PhraseClause(terms, exact):
            return f"{'exact' if exact else 'stem'} : {_phrase(terms)}"
        case PrefixClause(prefix):
            return f'"{encode(prefix)}" *'


def match_forms(forms: tuple[str, ...], columns: str = "stem") -> str:
    """Give the full-text expression of a word's further forms."""
    return f"{columns} : ({' OR '.join(_phrase((form,)) for form in forms)})"


def match_records(leaf: Leaf) -> str:
    """Give the full-text expression of a leaf over titles, names, summaries and labels; no further forms."""
    match leaf:
        case WordClause(stem, exact):
            return f'{RECORD_STEMS} : "{encode(stem)}" OR exact : "{encode(exact)}"'
        case PhraseClause(terms, exact):
            return f"{'exact' if exact else RECORD_STEMS} : {_phrase(terms)}"
        case PrefixClause(prefix):
            return f'"{encode(prefix)}" *'


def _column(terms: list[str]) -> str:
    return " ".join(terms).translate(_SIGNS_BUT_SPACE)


def _phrase(terms: tuple[str, ...]) -> str:
    return '"' + " ".join(encode(term) for term in terms) + '"'


_SIGNS_BUT_SPACE = {code: sign for code, sign in _SIGNS.items() if code != 0x20}
