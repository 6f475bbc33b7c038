"""Both engines give the same testimonies, totals and counts for any query on the same content.

Queries are made by Hypothesis: words of the content, operators, quotation marks, stars, parentheses and any other
characters, in any order, as typed, as questions and with names widened. Order by relevance may differ between engines,
within the bounds stated here; every other order is the same.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.records import IndexDocument, SearchScope
from search.engines import SPACES, Engine
from search.engines.embedded import EmbeddedEngine
from search.expansion import VariantIndex, expand
from search.query import as_question, parse_query
from search.records import EnginePage, SearchFilters, SearchRequest, Sort
from tests.contract.conftest import remove
from tests.contract.engines import PUBLIC, document, elastic_engine, full

pytestmark = pytest.mark.elasticsearch

QUERIES = 10_000
QUERIES_A_TIME = 20
# Measured 0.81 and 0.87, on texts of the same few words in any order, where most scores are close.
FIRST_NEAR = 0.75  # of an engine's first accounts, those among the other's first three
TENS_SHARED = 0.8  # of a page's accounts, those on the other's page
WORDS = """
    prison prisoner letters letter guard yard night don't 3.14 day-to-day U.S.A. internment international café
    سجن السجن رسالة رسائل الرسالة حارس مسؤول مسئول لبنان اللبناني مدرسة المدرسه ١٩٨٠ 1980 كَتَبَ تدمر في the of
""".split()
SIGNS = [
    " ",
    " ",
    " ",
    " AND ",
    " OR ",
    " NOT ",
    " -",
    "-",
    '"',
    "«",
    "»",
    "(",
    ")",
    "*",
    "* ",
    "'",
    ":",
    "~",
    "^",
    "\\",
    "/",
]
THEMES = ("letters", "guards", "family")
NAMES = VariantIndex([("تدمر", "yard", "night guard"), ("لبنان", "Lebanon", "prison")])
SCOPES = [
    PUBLIC,
    full("public"),
    full("public", "registered"),
    full("public", "registered", granted=(5, 11)),
    full("public", "registered", "approved"),
    full(),
]


def content() -> list[IndexDocument]:
    chosen = random.Random(7)

    def text(words: int) -> str:
        return " ".join(chosen.choices(WORDS, k=words))

    return [
        document(
            key,
            *(text(chosen.randint(1, 12)) for _ in range(chosen.randint(0, 5))),
            titles=(text(2), text(1)),
            names=(text(1),) if chosen.random() < 0.3 else (),
            summaries=(text(4),) if chosen.random() < 0.3 else (),
            term_labels=(text(1),),
            level=chosen.choice(["public", "public", "registered", "approved"]),
            listed=chosen.random() < 0.7,
            themes=tuple(sorted(set(chosen.choices(THEMES[:2], k=2)))),
            inner_themes=THEMES[2:] if chosen.random() < 0.3 else (),
            periods=(chosen.choice(["1980s", "1990s"]),),
            languages=tuple(sorted(set(chosen.choices(["ar", "en"], k=2)))),
            told_from_year=chosen.choice([None, 1980, 1985]),
            told_to_year=chosen.choice([None, 1986, 1991]),
            recorded_from=chosen.choice([None, date(2001, 1, 1), date(2003, 5, 1)]),
            published=chosen.choice([None, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 2, tzinfo=UTC)]),
        )
        for key in range(1, 60)
    ]


@dataclass(frozen=True, slots=True)
class Both:
    embedded: Engine
    elastic: Engine


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder: Path = tmp_path_factory.mktemp("index")
    elastic = elastic_engine(folder)
    engines = Both(EmbeddedEngine(folder), elastic)
    documents = content()
    for engine in (engines.embedded, engines.elastic):
        for space in SPACES:
            engine.rebuild(space, [item for item in documents if space == "full" or item.level == "public"])
    yield engines
    remove(elastic)


def outcome(page: EnginePage, ordered: bool) -> dict[str, object]:
    hits = [(hit.testimony_id, hit.passage_total) for hit in page.hits]
    return {
        "total": page.total,
        "passages": page.passage_total,
        "hits": hits if ordered else sorted(hits),
        "facets": page.facets,
        "years": (page.told_years, page.recorded_years),
        # Which of many passages are the best is ranking; of three or fewer all are shown.
        "pointers": {
            hit.testimony_id: {(item.passage_id, item.sequence) for item in hit.passages}
            for hit in page.hits
            if hit.passage_total <= 3
        },
    }


def slugs(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


years = st.none() | st.integers(1975, 1995) | st.integers(2000, 2004) | st.integers(-(10**12), 10**12)
queries = st.lists(st.sampled_from(WORDS) | st.sampled_from(SIGNS) | st.text(max_size=4), max_size=14).map("".join)
filters = st.just(SearchFilters()) | st.builds(
    SearchFilters,
    theme=slugs(*THEMES, "unknown"),
    period=slugs("1980s", "1990s"),
    language=slugs("ar", "en"),
    year_from=years,
    year_to=years,
    recorded_from=st.none() | years,
    recorded_to=st.none() | years,
    every_theme=st.booleans(),
)


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, SearchRequest]:
    text = draw(queries)
    scope: SearchScope = draw(st.sampled_from(SCOPES))
    parsed = parse_query(text)
    node = as_question(text, parsed).node if draw(st.booleans()) else parsed.node
    return text, SearchRequest(
        scope,
        node=expand(node, NAMES)[0] if draw(st.booleans()) else node,
        filters=draw(filters),
        sort=draw(st.sampled_from(list(Sort))),
        per_page=100,
        exclude_ids=draw(st.frozensets(st.integers(1, 60), max_size=3)),
        beside=draw(st.booleans()),
    )


@settings(
    max_examples=QUERIES // QUERIES_A_TIME,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(asked=st.lists(requests(), min_size=QUERIES_A_TIME, max_size=QUERIES_A_TIME))
def test_any_query_gives_the_same_on_both(both: Both, asked: list[tuple[str, SearchRequest]]) -> None:
    for _text, request in asked:
        ordered = request.sort is not Sort.RELEVANCE
        one, other = (outcome(engine.search(request), ordered) for engine in (both.embedded, both.elastic))
        if request.beside:  # which of the passages that hold none of the words is a matter of ranking
            del one["pointers"], other["pointers"]
        assert one == other
        assert both.elastic.totals([request]) == both.embedded.totals([request]) == (one["total"],)


SHAPES = [
    "guard OR yard ({})",
    "guard OR -({})",
    "guard -({})",
    "guard ({}) OR yard",
    "(night OR yard) (guard OR ({}))",
    "guard OR yard -(letters OR night ({}))",
    "سجن OR -(guard ({} letter))",
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("depth", [3, 6, 12, 20])
def test_deep_queries_give_the_same_on_both(both: Both, shape: str, depth: int) -> None:
    text = "prison"
    for _ in range(depth):
        text = shape.format(text)
    request = SearchRequest(full("public", "registered"), node=parse_query(text).node, per_page=100)
    assert outcome(both.elastic.search(request), False) == outcome(both.embedded.search(request), False)


def test_long_queries_give_the_same_on_both(both: Both) -> None:
    for text in (
        " OR ".join(WORDS * 3),
        " ".join(f"{word[:3]}*" for word in WORDS),
        " ".join(f'-"{word}"' for word in WORDS),
    ):
        request = SearchRequest(full("public", "registered"), node=parse_query(text).node, per_page=100)
        assert outcome(both.elastic.search(request), False) == outcome(both.embedded.search(request), False)


def test_order_by_relevance_differs_within_bounds(both: Both) -> None:
    """Of 200 queries: what one engine puts first is among the other's first three, and their first tens are alike."""
    chance = random.Random(3)
    near = shared = asked = 0.0
    while asked < 200:
        text = " ".join(chance.sample(WORDS, chance.randint(1, 3)))
        parsed = parse_query(text if chance.random() < 0.5 else text.replace(" ", " OR "))
        request = SearchRequest(PUBLIC, node=parsed.node, per_page=10)
        one, other = (
            [hit.testimony_id for hit in engine.search(request).hits] for engine in (both.embedded, both.elastic)
        )
        if len(one) < 3:
            continue
        asked += 1
        near += (one[0] in other[:3]) / 2 + (other[0] in one[:3]) / 2
        shared += len(set(one) & set(other)) / len(one)
    assert near / asked >= FIRST_NEAR, near / asked
    assert shared / asked >= TENS_SHARED, shared / asked
