"""The analysis chain of ``search.analysis``, said in the stock parts of an index server.

The server analyses what is indexed; queries arrive as terms that the Python chain made, and snippets are marked with
it. So both must make the same terms of the same text: tests/contract compares them over real words. The tables are
written out from the Python ones. Nothing here needs a plugin, a file on the server or a script.
"""

import unicodedata
from importlib.resources import files

from elasticsearch.dsl import analyzer, char_filter, token_filter

from search.analysis.characters import CHARACTER_MAP, HAMZA_MAP
from search.analysis.folding import fold
from search.analysis.protected import SETTLED
from search.query.ranking import PIECE

# Where the folding table has letters: Latin with its extensions, ligatures, full-width forms.
_LATIN = [*range(0x80, 0x2C80), *range(0xFB00, 0xFB07), *range(0xFF00, 0xFF60)]
# Where pictures and signs stand that a server's tokenizer takes for words and the Python chain does not.
_SIGN_RANGES = """
A9 AE 203C 2049 2122 2194-2199 21A9-21AA 231A-231B 2328 2388 23CF 23E9-23FA 25AA-25AB 25B6 25C0 25FB-25FE 2600-27BF
2934-2935 2B05-2B07 2B1B-2B1C 2B50 2B55 3030 303D 3297 3299 1F000-1FAFF
""".split()


def _escaped(text: str) -> str:
    """Write a string in the notation of ``mapping`` filters, so that no sign in it has a meaning of its own."""
    if len(text) == 1 and (text.isalpha() or ord(text) > 0xFFFF):
        return text
    units = text.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02X}{units[at + 1]:02X}" for at in range(0, len(units), 2))


def _mappings(table: dict[str, str]) -> list[str]:
    return [f"{_escaped(key)}=>{_escaped(value)}" for key, value in sorted(table.items())]


def latin_letters() -> dict[str, str]:
    """Give the characters that folding makes plain, with what they become. Digits are left to ``decimal_digit``."""
    table: dict[str, str] = {}
    for character in map(chr, _LATIN):
        folded = fold(character)
        if folded != character and folded.isascii() and not character.isdecimal() and character not in CHARACTER_MAP:
            table[character] = folded
    return table


def signs() -> dict[str, str]:
    """Give the pictures and signs between words, which count for nothing, as spaces."""
    found: dict[str, str] = {}
    for first, _, last in (part.partition("-") for part in _SIGN_RANGES):
        for character in map(chr, range(int(first, 16), int(last or first, 16) + 1)):
            if not unicodedata.category(character).startswith(("L", "N")):
                found[character] = " "
    return found


def protected_forms() -> dict[str, str]:
    """Give the Arabic words that the stemmer must leave alone, in every form, with the term that the chain gives."""
    return SETTLED


def english_stems() -> dict[str, str]:
    """Give the English words that servers stem by an earlier Porter2, with the stem that the Python chain gives."""
    stems: dict[str, str] = {}
    for line in files(__package__).joinpath("english_stems.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            term, _, words = line.partition(": ")
            stems |= dict.fromkeys(words.split(), term)
    return stems


_CHARACTERS = [
    char_filter("rawi_letters", type="mapping", mappings=_mappings(CHARACTER_MAP | latin_letters() | signs())),
    char_filter("rawi_hamza", type="mapping", mappings=_mappings(HAMZA_MAP)),
]
_FOLDING = [
    "lowercase",
    token_filter("rawi_possessive", type="stemmer", language="possessive_english"),
    "decimal_digit",
    "arabic_normalization",
]
_RULES = [f"{form} => {term}" for form, term in sorted((protected_forms() | english_stems()).items())]

# Unstemmed terms: Token.exact of the Python chain.
EXACT = analyzer("rawi_exact", tokenizer="standard", char_filter=_CHARACTERS, filter=_FOLDING)
# What ranks words that are alike: search.query.ranking.pieces of Token.exact.
PIECES = analyzer(
    "rawi_pieces",
    tokenizer="standard",
    char_filter=_CHARACTERS,
    filter=[
        *_FOLDING,
        token_filter("rawi_longer", type="length", min=PIECE + 1),
        token_filter("rawi_piece", type="ngram", min_gram=PIECE, max_gram=PIECE),
    ],
)
# Stems: Token.term of the Python chain. What the rules settle, the stemmers leave alone.
STEM = analyzer(
    "rawi_stem",
    tokenizer="standard",
    char_filter=_CHARACTERS,
    filter=[
        *_FOLDING,
        token_filter("rawi_settled", type="stemmer_override", rules=_RULES),
        "arabic_stem",
        token_filter("rawi_english", type="stemmer", language="porter2"),
    ],
)
