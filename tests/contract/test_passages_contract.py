"""The best passages of a query, and what ranks them, on every engine."""

import pytest

from search.engines import Engine, FoundPassage
from search.query import as_question, parse_query
from search.records import SearchFilters, SearchRequest
from tests.contract.engines import PUBLIC, ask, document, found, full

FILLER = [document(key, "other words entirely here") for key in range(60, 100)]


def passages(engine: Engine, text: str, limit: int = 10, testimony: int | None = None, **request: object) -> list[int]:
    values = {"scope": PUBLIC, "node": parse_query(text).node} | request
    hits = engine.passages(SearchRequest(**values), limit, testimony)  # type: ignore[arg-type]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    return [hit.passage_id for hit in hits]


def test_passages_of_everything_and_of_one_testimony_come_best_first(engine: Engine) -> None:
    engine.apply("public", [*FILLER, document(1, "prison letters", "x", "letters"), document(2, "prison", "letters")])
    assert passages(engine, "prison letters")[0] == 101
    assert set(passages(engine, "prison letters")) == {101, 103, 201, 202}
    assert len(passages(engine, "prison letters", limit=2)) == 2
    assert set(passages(engine, "prison letters", testimony=2)) == {201, 202}
    assert passages(engine, "letters", testimony=60) == []
    assert passages(engine, "") == []
    assert passages(engine, "-letters") == []
    assert set(passages(engine, "letters -x")) == {202}
    assert passages(engine, "letters", filters=SearchFilters(theme=("unknown",))) == []
    assert set(passages(engine, "letters", exclude_ids=frozenset({1}))) == {202}
    request = SearchRequest(PUBLIC, node=parse_query("letters").node)
    assert all(isinstance(hit, FoundPassage) and hit.sequence == 3 for hit in engine.passages(request, 1, 1))


@pytest.mark.parametrize("limit", [0, -1, 101])
def test_a_limit_that_no_engine_gives_is_refused(engine: Engine, limit: int) -> None:
    with pytest.raises(ValueError, match="limit"):
        engine.passages(SearchRequest(PUBLIC, node=parse_query("letters").node), limit)


def test_passages_are_those_that_the_reader_may_read(engine: Engine) -> None:
    engine.apply("full", [document(1, "letters", level="approved", titles=("letters",)), document(2, "letters")])
    assert passages(engine, "letters", scope=full("public")) == [201]
    assert set(passages(engine, "letters", scope=full("public", "approved"))) == {101, 201}


def test_a_question_finds_any_word_and_puts_accounts_with_more_of_them_first(engine: Engine) -> None:
    texts = ["guard", "guard brought", "guard brought letters", "guard brought letters nightly"]
    engine.apply("public", [*FILLER, *(document(key, text) for key, text in enumerate(texts, start=1))])
    text = "Who brought letters nightly, a guard?"
    node = as_question(text, parse_query(text)).node
    assert [hit.testimony_id for hit in engine.search(SearchRequest(PUBLIC, node=node)).hits] == [4, 3, 2, 1]
    assert found(engine, text) == {4}


def test_words_that_stand_in_several_passages_of_an_account_count_for_it(engine: Engine) -> None:
    together = document(1, "guard", "x x x", "letters", "x x x", "nightly")
    engine.apply("public", [*FILLER, together, document(2, "guard", "x x x", "guard", "x x x", "guard")])
    page = ask(engine, "guard OR letters OR nightly")
    assert [hit.testimony_id for hit in page.hits] == [1, 2]


def test_what_ranks_does_not_decide(engine: Engine) -> None:
    """Neither pieces of a word, nor its neighbours, nor words of a pair too far apart make a hit."""
    engine.apply("public", [document(1, "letterhead", "next"), document(2, "letterbox"), document(3, "في تدمر")])
    assert found(engine, "letterpress") == set()
    assert passages(engine, "next") == [102]
    assert ask(engine, "next").passage_total == 1
    assert found(engine, '"letterhead next"') == set()
    assert found(engine, "في حلب") == set()
    assert found(engine, "lette") == set()


def test_of_equal_passages_the_one_whose_neighbours_speak_of_it_comes_first(engine: Engine) -> None:
    engine.apply("public", [*FILLER, document(1, "a letter", "of home"), document(2, "a letter", "letters again")])
    assert [hit.testimony_id for hit in ask(engine, "letter").hits] == [2, 1]


def test_neighbours_are_of_the_same_account_alone(engine: Engine) -> None:
    engine.apply("public", [document(1, "a letter"), document(2, "letters letters"), *FILLER])
    alone = engine.passages(SearchRequest(PUBLIC, node=parse_query("letter").node), 1, 1)
    engine.apply("public", [document(2, "nothing of it", version=2), document(3, "letters letters")])
    assert engine.passages(SearchRequest(PUBLIC, node=parse_query("letter").node), 1, 1)[0].passage_id == 101
    assert alone[0].passage_id == 101


def test_scores_after_replacing_and_removing_are_those_of_a_fresh_index(engine: Engine) -> None:
    kept = [document(1, "a letter", "home"), document(2, "letters of the guard"), *FILLER]
    engine.rebuild("public", kept)
    fresh = ask(engine, "letter OR guard")
    engine.apply("public", [document(3, "letter " * 40, "guard"), document(1, "other", version=2)])
    engine.rebuild("public", kept)
    assert [(hit.testimony_id, hit.score) for hit in ask(engine, "letter OR guard").hits] == [
        (hit.testimony_id, hit.score) for hit in fresh.hits
    ]
