"""What the public space may not hold changes nothing there: totals, counts, scores, order, passages."""

import random
from dataclasses import replace
from typing import Any

import pytest

from search.engines import Engine, Removal
from search.records import EnginePage, Sort
from tests.contract.engines import ask, document

ADDED = 500
WORDS = "window door bread thread letter guard winter court night hand".split()
QUERIES = ("", "window", '"window door"', "win*", "bread OR thread", "letter -guard", "window bread letter")


def written(key: int, chance: random.Random, **facts: Any) -> Any:
    words = [" ".join(chance.choices(WORDS, k=12)) for _ in range(3)]
    told = chance.randrange(1970, 1990)
    return document(
        key,
        *words,
        themes=(f"theme{chance.randrange(5)}",),
        places=(f"place{chance.randrange(3)}",),
        told_from_year=told,
        told_to_year=told,
        **facts,
    )


def seen(engine: Engine) -> list[EnginePage]:
    pages = [ask(engine, text, sort=sort, per_page=10) for text in QUERIES for sort in Sort]
    return [replace(page, took_ms=0.0) for page in pages]


def test_hidden_testimonies_change_nothing_in_the_public_space(engine: Engine) -> None:
    chance = random.Random(4)
    opened = [written(key, chance) for key in range(1, 41)]
    for space in ("public", "full"):
        engine.apply(space, opened)
    before = seen(engine)
    assert any(page.total for page in before)

    keys = range(1000, 1000 + ADDED)
    hidden = [written(key, chance, level=chance.choice(["registered", "approved", "closed"])) for key in keys]
    for first in range(0, ADDED, 50):
        engine.apply("full", hidden[first : first + 50])
        engine.apply("public", [Removal(row.testimony_id, row.version) for row in hidden[first : first + 50]])
    assert seen(engine) == before


@pytest.mark.parametrize("text", ["window", "win*"])
def test_what_is_excluded_is_in_no_number(engine: Engine, text: str) -> None:
    """Between the change that hides a testimony and the index's next write it is left out of every count."""
    chance = random.Random(5)
    engine.apply("public", [written(key, chance) for key in range(1, 21)])
    everything = ask(engine, text)
    gone = frozenset(hit.testimony_id for hit in everything.hits[::2])
    left = ask(engine, text, exclude_ids=gone)
    assert not gone & {hit.testimony_id for hit in left.hits}
    assert left.total == everything.total - len(gone)
    assert sum(value.count for value in left.facets["theme"]) == left.total
    assert left.passage_total == sum(hit.passage_total for hit in left.hits)
