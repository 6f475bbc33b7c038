"""What accounts share: the same on every engine, and nothing that the reader may not know of has a part in it."""

import random

from search.engines import Engine
from search.query import WordClause
from search.records import SimilarPage, SimilarRequest
from tests.contract.engines import PUBLIC, document, full

BREAD, CHESS = WordClause("bread", "bread"), WordClause("chess", "chess")
TAGS = (("theme", "letters"), ("theme", "arrest"), ("period", "the-eighties"), ("place", "tadmor"))


def alike(engine: Engine, scope: object = PUBLIC, **more: object) -> SimilarPage:
    values: dict[str, object] = {"scope": scope, "testimony_id": 1, "tags": TAGS, "words": (BREAD, CHESS), **more}
    return engine.similar(SimilarRequest(**values))  # type: ignore[arg-type]


def test_those_that_share_most_come_first_with_what_they_share(engine: Engine) -> None:
    engine.apply(
        "public",
        [
            document(1, "bread and chess", themes=("letters", "arrest"), places=("tadmor",)),
            document(2, "no word of it", themes=("letters",)),
            document(
                3, "They played chess.", "Breads of chess", themes=("letters", "arrest"), periods=("the-eighties",)
            ),
            document(4, "bread", places=("tadmor",), inner_themes=("arrest",)),
            document(5, "nothing", themes=("other",)),
        ],
    )
    found = alike(engine)
    assert (found.total, found.readable) == (5, 5)
    assert found.counts == {
        ("theme", "letters"): 3,
        ("theme", "arrest"): 3,
        ("period", "the-eighties"): 1,
        ("place", "tadmor"): 2,
        ("word", "bread"): 3,
        ("word", "chess"): 2,
    }
    assert found.hits == (
        (3, frozenset([*TAGS[:3], ("word", "bread"), ("word", "chess")])),
        (4, frozenset([TAGS[1], TAGS[3], ("word", "bread")])),
        (2, frozenset([TAGS[0]])),
    )
    assert alike(engine, most=1).hits == found.hits[:1]
    assert [key for key, _shared in alike(engine, exclude_ids=frozenset({3})).hits] == [4, 2]
    assert alike(engine, exclude_ids=frozenset({3})).total == 4
    assert alike(engine, tags=(), words=(WordClause("none", "none"),)).hits == ()


def test_of_as_many_shared_the_reference_decides(engine: Engine) -> None:
    engine.apply("public", [document(key, "x", reference=f"RA-{20 - key}", themes=("letters",)) for key in range(2, 9)])
    assert [key for key, _shared in alike(engine).hits] == [8, 7, 6, 5, 4, 3, 2]


def test_words_and_tags_of_words_count_only_where_they_may_be_read(engine: Engine) -> None:
    engine.apply(
        "full",
        [
            document(1, "bread", level="public", themes=("letters",)),
            document(2, "bread", level="approved", themes=("letters",), inner_themes=("arrest",)),
            document(3, "bread", level="approved", listed=False, themes=("letters",)),
            document(4, level="closed", themes=("letters",)),
        ],
    )
    found = alike(engine, full("public", "registered"))
    assert (found.total, found.readable) == (3, 1)
    assert found.counts["theme", "letters"] == 3
    assert (found.counts["theme", "arrest"], found.counts["word", "bread"]) == (0, 1)
    assert found.hits == ((2, frozenset([TAGS[0]])), (4, frozenset([TAGS[0]])))
    granted = alike(engine, full("public", "registered", granted=(2, 3)))
    assert [key for key, _shared in granted.hits] == [2, 3, 4]
    assert (granted.counts["theme", "arrest"], granted.counts["word", "bread"]) == (1, 3)


def test_what_is_hidden_changes_nothing(engine: Engine) -> None:
    chance = random.Random(5)
    tags = ("letters", "arrest", "other")

    def some(key: int, **more: object) -> object:
        return document(
            key,
            " ".join(chance.choices(["bread", "chess", "door", "night"], k=4)),
            themes=tuple(chance.sample(tags, 2)),
            places=("tadmor",) if chance.random() < 0.5 else (),
            **more,
        )

    scope = full("public", "registered")
    engine.apply("full", [some(key) for key in range(1, 20)])  # type: ignore[misc]
    before = alike(engine, scope)
    assert len(before.hits) > 5
    for first in range(100, 140, 10):
        hidden = [some(key, level="approved", listed=False) for key in range(first, first + 10)]
        engine.apply("full", hidden)  # type: ignore[arg-type]
        assert alike(engine, scope) == before
