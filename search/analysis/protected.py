"""Arabic words that the light stemmer would turn into other words, each with the term that it has instead.

A final ان or ين of a name is no dual and no plural, and the و of وزير joins nothing: without these rules a search for
Lebanon finds milk, and one for Jenin finds embryos. The words are data files; the rules written out from them are what
an index server gets, too. Everything in normalised spelling. Pure: no Django.
"""

from importlib.resources import files

from search.analysis.characters import map_characters
from search.analysis.folding import fold

ARTICLES = ("ال", "وال", "بال", "كال", "فال", "لل")
_BEFORE_NAMES = ("ب", "ل", "ك", "ف", "وب", "ول", "وك", "فب", "فل")
_AFTER_CONSONANT = "- ه ها هم هن هما ي نا ك كم ا ان ين ون ات ت وا تم"
_AFTER_TAA = "ه ته تها تهم تهن تي تنا تك تكم تان تين تا ات اته اتها اتهم اتي اتنا"
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")
_NAMES, _OTHERS = "# Names", "# Words"  # how the sections of the file begin


def strip_arabic_suffixes(word: str) -> str:
    """Take every suffix of the light stemmer off in turn, each only if two letters remain."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + 2:
            word = word[: -len(suffix)]
    return word


def _normalise(word: str) -> str:
    return fold(map_characters(word))


def _read(name: str) -> list[str]:
    return files(__package__).joinpath("data", name).read_text(encoding="utf-8").splitlines()


def _settled() -> dict[str, str]:
    """Give the term of every form. Where two rules speak of one form, the word by itself wins."""
    alone: dict[str, str] = {}
    joined: dict[str, str] = {}
    before: tuple[str, ...] = ()
    for line in _read("words_not_to_stem.txt"):
        if line.startswith("#"):
            before = _BEFORE_NAMES if line.startswith(_NAMES) else () if line.startswith(_OTHERS) else before
            continue
        head, colon, others = line.partition(":")
        written = f"{head} {others}".split()
        for spelled in written:
            word = _normalise(spelled)
            term = alone[word] = _normalise(written[0]) if colon else word
            for prefix in (*(() if spelled.startswith("ال") else ARTICLES), "و", *before):
                joined[prefix + word] = term
            if not before:
                joined |= _with_ending(word, term)
    return joined | _own_beginnings() | alone


def _with_ending(word: str, term: str) -> dict[str, str]:
    """Give the shapes with one ending of which the stemmer would take two: سجينات, and the ين of سجين."""
    endings = ("ها", "ان", "ات", "ين") if word.endswith(("ن", "ت")) else ("ها",)
    shapes = [prefix + word + ending for ending in endings for prefix in ("", "و", "ال")]
    return {shape: term for shape in shapes if strip_arabic_suffixes(word + shape.partition(word)[2]) != word}


def _own_beginnings() -> dict[str, str]:
    rules: dict[str, str] = {}
    for line in _read("words_with_own_beginning.txt"):
        for written in line.split() if not line.startswith("#") else ():
            word = _normalise(written)
            root, endings = (word[:-1], _AFTER_TAA) if written.endswith("ة") else (word, _AFTER_CONSONANT)
            before = "ل" if word.startswith("ل") else ""
            for ending in endings.split():
                shape = map_characters(root + ending.replace("-", ""))  # وزراء and ون are written وزراون
                rules[before + shape] = strip_arabic_suffixes(shape)
    return rules


SETTLED: dict[str, str] = _settled()
