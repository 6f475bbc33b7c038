"""What is proposed for a typed name: a table over pairs, and the order of proposals."""

import random
import time
from itertools import permutations

import pytest

from search.spelling import Spellings
from tests.unit.search.test_skeleton import SAME

GROUPS = [
    ("Tadmor", "Tadmur", "Palmyra", "تدمر"),
    ("Hama", "حماة"),
    ("Homs", "حمص"),
    ("Aleppo", "Halab", "حلب"),
    ("Sarraj", "السراج"),
    ("Hasan", "حسن"),
    ("Husayn", "حسين"),
    ("Saydnaya", "صيدنايا"),
    ("Mezzeh", "المزة"),
    ("Abd al-Rahman Munif", "عبد الرحمن منيف"),
    ("Solitary confinement", "الحبس الانفرادي"),
    ("Letters", "الرسائل"),
]
NAMES = Spellings((text, number) for number, group in enumerate(GROUPS) for text in group)
ARABIC_ONLY = Spellings([("السراج", 0), ("حماة", 1), ("حسن", 2), ("حسين", 3), ("صيدنايا", 4)])


def first(typed: str, among: Spellings = NAMES) -> str:
    near = among.near(typed)
    return near[0].text if near else ""


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("Tadmr", "Tadmor"),
        ("Tedmor", "Tadmor"),
        ("تدمور", "تدمر"),
        ("بتدمر", "تدمر"),
        ("Palmira", "Palmyra"),
        ("Hamaa", "Hama"),
        ("Hamah", "Hama"),
        ("حماه", ""),  # the same name to begin with
        ("Saraj", "Sarraj"),
        ("as-Siraj", "Sarraj"),
        ("سراح", "السراج"),
        ("Hassan", "Hasan"),
        ("Hussein", "Husayn"),
        ("حسسين", "حسين"),
        ("Sednaya", "Saydnaya"),
        ("Saidnaia", "Saydnaya"),
        ("صدنايا", "صيدنايا"),
        ("Mezza", "Mezzeh"),
        ("Abdulrahman Mounif", "Abd al-Rahman Munif"),
        ("عبدالرحمن منيف", "عبد الرحمن منيف"),
        ("Solitry confinement", "Solitary confinement"),
        ("Leters", "Letters"),
        ("Brussels", ""),
        ("xyz", ""),
        ("", ""),
        ("؟!", ""),
    ],
)
def test_the_nearest_name_comes_first(typed: str, proposed: str) -> None:
    assert first(typed) == proposed


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("Sarraj", "السراج"),
        ("as-Siraj", "السراج"),
        ("Hama", "حماة"),
        ("Hasan", "حسن"),
        ("Hussein", "حسين"),
        ("Sednaya", "صيدنايا"),
    ],
)
def test_a_name_is_found_in_the_other_script(typed: str, proposed: str) -> None:
    assert first(typed, ARABIC_ONLY) == proposed


def test_the_name_itself_is_known_and_not_proposed() -> None:
    assert NAMES.knows("hasan")
    assert NAMES.knows("سراج")
    assert NAMES.knows("تَدْمُر")
    assert not NAMES.knows("Hassan")
    assert "Hasan" not in [near.text for near in NAMES.near("Hasan")]


def test_each_thing_is_proposed_once_by_its_nearest_name() -> None:
    assert [near.text for near in NAMES.near("Tadmr")] == ["Tadmor"]
    both = [near.text for near in Spellings([("Salam", 0), ("سلام", 0), ("Salim", 1)]).near("Sallam")]
    assert both == ["Salam", "Salim"]


@pytest.mark.parametrize(
    ("typed", "false"),
    [("Salam", "Salim"), ("Samira", "Samir"), ("Amina", "Amin"), ("سلام", "سليم")],
)
def test_names_that_differ_in_vowels_alone_are_proposed_for_one_another(typed: str, false: str) -> None:
    """Known and harmless: proposed only where the typed name is no name here, and never searched by itself."""
    assert first(typed, Spellings([(false, 0)])) == false


@pytest.mark.parametrize(
    ("typed", "another"),
    [("Hasan", "Husayn"), ("Hussein", "Hasan"), ("Raqqa", "Rawi"), ("Hama", "Homs")],
)
def test_names_that_differ_in_several_vowels_are_not_proposed_for_one_another(typed: str, another: str) -> None:
    """Husein is no Hasan: where no Husayn is to be found, another person is no answer."""
    assert first(typed, Spellings([(another, 0)])) == ""


@pytest.mark.parametrize("names", SAME)
def test_every_spelling_of_a_name_proposes_every_other(names: str) -> None:
    for typed, other in permutations(names.split(" | "), 2):
        spellings = Spellings([(other, 0)])
        assert spellings.knows(typed) or first(typed, spellings) == other


def test_many_words_are_looked_through_quickly() -> None:
    chance = random.Random(7)
    words = {"".join(chance.choices("eetaoinshrdlucmfwypvbgk", k=chance.randint(4, 11))) for _ in range(20_000)}
    spellings = Spellings(((word, number) for number, word in enumerate(sorted(words))), names=False)
    word = min(word for word in words if len(word) == 9)
    started = time.perf_counter()
    assert next(near.text for near in spellings.near(word[:4] + "x" + word[5:])) == word
    assert time.perf_counter() - started < 0.5  # about 0.02 s on an idle machine
