"""How many forms of real sentences meet their dictionary form: UD_Arabic-PUD, 1,000 sentences of news and reference.

Plurals are paired with their singular, written words that hold prepositions or pronouns with the word inside. Pairs are
halved by a checksum of the dictionary form. Misses of the first half were read while the lexicon was compiled; those of
the second never were: its figures are the honest ones.
"""

import zlib
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from search.analysis import analyse, word_forms
from search.analysis.characters import map_characters
from search.analysis.folding import fold
from tests.conftest import corpora_folder

FILE = "arabic-normalisation/ud-arabic-pud/ar_pud-ud-test.conllu"
SOUND = ("ات", "ون", "ين")


class Word(NamedTuple):
    """A word as written, its dictionary form, part of speech and features, and whether the next one joins it."""

    written: str
    lemma: str
    tag: str
    features: str
    joins_next: bool


@cache
def words() -> list[list[Word]]:
    """The written words, each with its parts: ``بسجنهم`` is a preposition, a noun and a pronoun."""
    path = corpora_folder() / FILE
    if not path.is_file():
        pytest.skip(f"{FILE} is absent")
    found: list[list[Word]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) != 10 or fields[3] in {"PUNCT", "SYM", "NUM", "X"}:
            found.append([])
            continue
        found[-1].append(Word(fields[1], fields[2], fields[3], fields[5], "SpaceAfter=No" in fields[9]))
        if not found[-1][-1].joins_next:
            found.append([])
    return [parts for parts in found if sum(part.tag in {"NOUN", "ADJ", "VERB"} for part in parts) == 1]


def pairs(kind: str) -> Iterator[tuple[str, str]]:
    for parts in words():
        (word,) = [part for part in parts if part.tag in {"NOUN", "ADJ", "VERB"}]
        written = "".join(part.written for part in parts)
        if len(parts) > 1:
            its_kind = "verb with affixes" if word.tag == "VERB" else "noun with affixes"
        elif word.tag == "NOUN" and "Number=Plur" in word.features:
            its_kind = "sound plural" if fold(map_characters(written)).endswith(SOUND) else "broken plural"
        else:
            continue
        if its_kind == kind:
            yield written, word.lemma


def halves(kind: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The pairs that were looked at while compiling the lexicon, and those that were held out."""
    both: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for pair in sorted(set(pairs(kind))):
        both[zlib.crc32(fold(map_characters(pair[1])).encode()) % 2].append(pair)
    return both


def share(found: list[tuple[str, str]], *, widened: bool) -> float:
    return sum(meet(one, other, widened=widened) for one, other in found) / len(found)


def meet(one: str, other: str, *, widened: bool) -> bool:
    first, second = analyse(one), analyse(other)
    if len(first) != 1 or len(second) != 1:
        return False
    (a,), (b,) = first, second
    ways = [(a, b), (b, a)]
    return a.exact == b.exact or all(y.term in {x.term, *(word_forms(x.exact) if widened else ())} for x, y in ways)


@pytest.mark.parametrize(
    ("kind", "enough"),
    [("broken plural", 0.78), ("sound plural", 0.95), ("noun with affixes", 0.8), ("verb with affixes", 0.7)],
)
def test_forms_that_nobody_looked_at_meet_their_dictionary_form(kind: str, enough: float) -> None:
    seen, held_out = halves(kind)
    assert min(len(seen), len(held_out)) >= 100
    before, after = share(held_out, widened=False), share(held_out, widened=True)
    report = f"{kind}: of {len(held_out)} held out {after:.1%} meet, with the stemmer alone {before:.1%}"
    assert after >= enough, report
    assert after > before, report


def test_words_of_other_lemmas_seldom_meet() -> None:
    """Over every two different written words of one sentence part: widening joins few that are not one word."""
    lemmas: dict[str, set[str]] = {}
    by_stem: dict[str, set[str]] = {}
    for parts in words():
        (word,) = [part for part in parts if part.tag in {"NOUN", "ADJ", "VERB"}]
        tokens = analyse("".join(part.written for part in parts))
        if len(tokens) == 1:
            lemmas.setdefault(tokens[0].exact, set()).add(fold(map_characters(word.lemma)))
            by_stem.setdefault(tokens[0].term, set()).add(tokens[0].exact)
    plain = widened = 0
    for exact, its_lemmas in lemmas.items():
        (token,) = analyse(exact)
        others = {other for other in by_stem[token.term] if not lemmas[other] & its_lemmas}
        plain += len(others)
        further = {other for form in word_forms(exact) for other in by_stem.get(form, ())} - others
        widened += len({other for other in further if not lemmas[other] & its_lemmas})
    print(f"words {len(lemmas)}: {plain} foreign words met by stem, {widened} more by further forms")
    assert widened < len(lemmas) / 2
