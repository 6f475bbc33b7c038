"""The words that word forms are read from and guarded by: nouns with their plurals, verbs, adjectives, names.

The files under ``data`` say what they hold and by whom they were compiled. They are read once, when the first word of a
query asks for its forms (a quarter of a second), never by indexing. Pure: no Django.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from search.analysis.characters import map_characters
from search.analysis.folding import fold
from search.analysis.paradigms import PERSONS
from search.analysis.protected import SETTLED
from search.analysis.stemming import stem

FUNCTION_WORD = -1  # the owner of words that belong to no entry
_FATHERS = {"أب", "أخ"}  # their last vowel is written before a pronoun


@dataclass(frozen=True, slots=True)
class Part:
    """A root to which the endings of ``kind`` are joined, of the entry with this number."""

    entry: int
    root: str
    kind: str
    cost: int = 0


@dataclass(slots=True)
class Lexicon:
    """Entries by number. ``citations`` are the forms a dictionary names; ``owners`` says whose stem a stem is.

    ``settled`` are the entries with a form whose stem is not the stemmer's.
    """

    entries: list[list[Part]] = field(default_factory=list)
    roots: dict[str, list[Part]] = field(default_factory=dict)
    citations: dict[str, set[int]] = field(default_factory=dict)
    owners: dict[str, set[int]] = field(default_factory=dict)
    function_words: set[str] = field(default_factory=set)
    settled: set[int] = field(default_factory=set)

    def new_entry(self) -> int:
        """Open an entry and give its number."""
        self.entries.append([])
        return len(self.entries) - 1

    def add(self, entry: int, root: str, kind: str, cost: int = 0) -> None:
        """Note a root of an entry."""
        part = Part(entry, root, kind, cost)
        self.entries[entry].append(part)
        self.roots.setdefault(root, []).append(part)

    def cite(self, entry: int, word: str) -> None:
        """Note a form that stands for the entry by itself."""
        self.citations.setdefault(word, set()).add(entry)
        self.owners.setdefault(stem(word), set()).add(entry)
        if word in SETTLED:
            self.settled.add(entry)


def normalise(word: str) -> str:
    """Give a word of a data file as unstemmed terms are spelled."""
    return fold(map_characters(word))


@cache
def arabic() -> Lexicon:
    """Give the Arabic lexicon, read once."""
    lexicon = Lexicon()
    for singular, *plurals in _rows("arabic_nouns.tsv"):
        _add_noun(lexicon, singular, plurals)
    for past, present, *first in _rows("arabic_verbs.tsv"):
        _add_verb(lexicon, past, present, *first)
    for words in _rows("arabic_adjectives.txt"):
        for word in words:
            entry = lexicon.new_entry()
            lexicon.add(entry, normalise(word), "adjective")
            lexicon.cite(entry, normalise(word))
    for words in _rows("arabic_names.txt"):
        for word in words:
            _add_name(lexicon, word.split("="))
    for words in _rows("arabic_function_words.txt"):
        for word in map(normalise, words):
            lexicon.function_words.add(word)
            for term in (word, stem(word)):
                lexicon.owners.setdefault(term, set()).add(FUNCTION_WORD)
    return lexicon


@cache
def english() -> dict[str, tuple[str, ...]]:
    """Give the stems of each irregular English word's forms, its own among them, by form and by stem of the base."""
    found: dict[str, tuple[str, ...]] = {}
    by_stem: dict[str, tuple[str, ...]] = {}
    for words in _rows("english_irregular.tsv"):
        stems = tuple(dict.fromkeys(map(stem, words)))
        by_stem.setdefault(stem(words[0]), stems)
        for word in words:
            found[word] = tuple(dict.fromkeys(found.get(word, ()) + stems))
    return by_stem | found


def _rows(name: str) -> Iterator[list[str]]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split()


def root_of(spelled: str, word: str, *, plural: bool = False) -> tuple[str, str]:
    """Give root and kind of a noun: ``spelled`` is its ordinary, ``word`` its normalised spelling."""
    if spelled in _FATHERS:
        return word, "father"
    if spelled.endswith("ة"):
        return word[:-1], "taa"
    if spelled.endswith("اء"):
        return word[:-1], "hamza"
    if spelled.endswith("ى"):
        return word[:-1], "alef"
    if spelled.endswith("ي"):
        return word[:-1], "yeh"
    return word, "plural" if plural else "singular"


def _add_noun(lexicon: Lexicon, singular: str, plurals: list[str]) -> None:
    entry = lexicon.new_entry()
    word = normalise(singular)
    root, kind = root_of(singular, word)
    lexicon.add(entry, root, kind)
    lexicon.cite(entry, word)
    if kind == "taa":
        lexicon.add(entry, root, "aat")
    elif singular[-1] == "ء" and kind == "singular":  # شيء: شيئه, شيئان
        lexicon.add(entry, normalise(singular[:-1] + "ئ"), kind)
    for plural in plurals:
        _add_plural(lexicon, entry, singular, plural)


def _add_plural(lexicon: Lexicon, entry: int, singular: str, plural: str) -> None:
    word, written = normalise(singular), normalise(plural)
    if plural == "ون":
        lexicon.add(entry, word, "sound")
        if singular[-1] in "يئ":  # محامون of محامي; لاجئون is spelled with one letter, too
            lexicon.add(entry, word[:-1], "sound")
    elif plural == "ات":
        lexicon.add(entry, word.removesuffix("ه") if singular.endswith("ة") else word, "aat")
    elif plural.endswith(("ون", "ين")) and len(plural) > 4 and singular.startswith(plural[:-2]):
        lexicon.add(entry, written[:-2], "sound")
    elif plural.endswith("ات"):
        lexicon.add(entry, written[:-2], "aat")
        lexicon.cite(entry, written)
    else:
        lexicon.add(entry, *root_of(plural, written, plural=True))
        lexicon.cite(entry, written)


def _add_verb(lexicon: Lexicon, past: str, present: str, first: str | None = None) -> None:
    entry = lexicon.new_entry()
    word = normalise(past)
    lexicon.cite(entry, word)
    lexicon.cite(entry, normalise(present))
    hollow = len(past) > 2 and past[-2] == "ا"
    if past.endswith(("أ", "أى")):  # قرأ: قرؤوا; رأى: رآه
        lexicon.add(entry, word[:-1], "past-hamza" if past.endswith("أ") else "past-third")
    if past.endswith("ى"):
        lexicon.add(entry, word[:-1], "past-defective")
        lexicon.add(entry, word, "past-first")
    elif past.endswith("ا"):
        lexicon.add(entry, word[:-1], "past-alef")
        lexicon.add(entry, word[:-1] + "و", "past-first")
    elif hollow:
        lexicon.add(entry, word, "past-third")
        lexicon.add(entry, word[:-2] + word[-1], "past-first")
    elif first:
        lexicon.add(entry, word, "past-third")
        lexicon.add(entry, normalise(first)[:-1], "past-first")
    else:
        lexicon.add(entry, word, "past")
    for person in PERSONS:
        _add_present(lexicon, entry, person.letters, present[1:], person.cost, hollow)


def _add_present(lexicon: Lexicon, entry: int, person: str, rest: str, cost: int, hollow: bool) -> None:
    root = normalise(person + rest).replace("اا", "ا")
    if rest.endswith("ى"):
        lexicon.add(entry, root[:-1], "present-alef", cost)
        lexicon.add(entry, root[:-1], "present-defective", cost)
    elif rest.endswith(("ي", "و")):
        lexicon.add(entry, root, "present-weak", cost)
        lexicon.add(entry, root[:-1], "present-defective", cost)
        lexicon.add(entry, root[:-1], "present-short", cost + 1)
    else:
        lexicon.add(entry, root, "present", cost)
        if hollow and rest[-2] in "اوي":
            lexicon.add(entry, root[:-2] + root[-1], "present-short", cost + 1)


def _add_name(lexicon: Lexicon, spellings: list[str]) -> None:
    entry = lexicon.new_entry()
    for spelled in spellings:
        names = {spelled, spelled.removeprefix("ال") if len(spelled) > 4 else spelled}  # القدس, قدس; not ألمانيا
        for name in map(normalise, sorted(names)):
            lexicon.add(entry, name, "name")
            lexicon.cite(entry, name)
