"""220 queries of eleven kinds, as readers write them, made of the words of the archive that is measured.

Twenty of each kind, half Arabic; half of each have two filters. The same content gives the same queries.
"""

import random
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

KINDS = (
    *("common word", "middling word", "rare word", "two words", "either word", "without a word"),
    *("phrase", "three letters*", "four letters*", "a name with others", "everything"),
)
LANGUAGES = ("en", "ar")
PER_KIND = 20
SAMPLE = 4_000  # passages a language that words are counted in
NAMES = 40  # names that terms are made of
_WORD = {"en": re.compile(r"[a-z]{3,}"), "ar": re.compile(r"[\u0621-\u064a]{3,}")}


@dataclass(frozen=True, slots=True)
class Query:
    """A search. ``words`` are those of ``text`` without its signs."""

    kind: str
    language: str
    text: str
    words: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]

    @property
    def page(self) -> str:
        """The address of its page."""
        return f"/{self.language}/search/?{self._parameters}"

    @property
    def json(self) -> str:
        """The address of its JSON."""
        return f"/api/v1/search?{self._parameters}"

    @property
    def _parameters(self) -> str:
        return urlencode([*([("q", self.text)] if self.text else []), *self.filters])


class Words:
    """The words of one language's passages: by how many passages hold them, and in the order they stand."""

    def __init__(self, language: str, texts: list[str]) -> None:
        self.texts = [_WORD[language].findall(text.lower()) for text in texts]
        held = Counter(word for words in self.texts for word in set(words))
        ranked = [word for word, _count in sorted(held.items(), key=lambda item: (-item[1], item[0]))]
        half = max(len(ranked) // 2, 1)
        # Past the words of grammar, which the search passes over.
        self.common = [word for word in ranked[20:120] if len(word) > 3] or ranked
        self.middling = ranked[200:1_000] or ranked
        self.rare = [word for word in ranked[half:] if held[word] <= 3] or ranked[half:] or ranked
        self.phrases = [" ".join(words[at : at + 3]) for words in self.texts for at in (5,) if len(words) > 9]

    def names(self) -> list[str]:
        """Words that stand for names: the middling ones that are long."""
        return [word for word in self.middling if len(word) > 4][:NAMES]


def words_of(language: str) -> Words:
    """The words of a sample of this language's passages, evenly spread."""
    from archive.models import Passage

    ids = list(
        Passage.rows.filter(edition__account_texts__language=language)
        .exclude(text="")
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    chosen = ids[:: max(len(ids) // SAMPLE, 1)][:SAMPLE]
    texts = [
        text
        for start in range(0, len(chosen), 500)
        for text in Passage.rows.filter(pk__in=chosen[start : start + 500])
        .order_by("pk")
        .values_list("text", flat=True)
    ]
    return Words(language, texts)


def make_queries(words: dict[str, Words], filters: list[tuple[str, str]]) -> list[Query]:
    """The queries, in an order that mixes the kinds. ``filters``: facet and value to choose two of different facets
    from.
    """
    chance = random.Random(1977)
    pairs = [(one, two) for one, two in pairwise(sorted(filters)) if one[0] != two[0]] or [tuple(filters[:2])]
    queries = []
    for kind in KINDS:
        for number in range(PER_KIND):
            language = LANGUAGES[number % 2]
            text = _text(kind, words[language], chance)
            chosen = chance.choice(pairs) if number % 4 >= 2 else ()
            plain = tuple(word for word in re.findall(r"\w+", text) if word not in {"OR", "NOT"})
            queries.append(Query(kind, language, text, plain, tuple(chosen)))
    chance.shuffle(queries)
    return queries


def _text(kind: str, words: Words, chance: random.Random) -> str:
    common, middling = chance.choice(words.common), chance.choice(words.middling)
    return {
        "common word": common,
        "middling word": middling,
        "rare word": chance.choice(words.rare),
        "two words": f"{common} {middling}",
        "either word": f"{middling} OR {chance.choice(words.middling)}",
        "without a word": f"{middling} NOT {common}",
        "phrase": f'"{chance.choice(words.phrases)}"',
        "three letters*": f"{middling[:3]}*",
        "four letters*": f"{chance.choice([word for word in words.middling if len(word) > 4])[:4]}*",
        "a name with others": chance.choice(words.names()),
        "everything": "",
    }[kind]


def make_names(words: dict[str, Words]) -> None:
    """Terms whose names are words of the passages, each with two others: queries for them are widened."""
    from archive.records import Vocabulary
    from tests import factories

    for language, own in words.items():
        names, others = own.names(), own.middling[::-1]
        for number, name in enumerate(names):
            factories.term(
                Vocabulary.PERSON,
                f"name-{language}-{number}",
                labels={language: name},
                variants={language: [others[2 * number % len(others)], others[(2 * number + 1) % len(others)]]},
            )
