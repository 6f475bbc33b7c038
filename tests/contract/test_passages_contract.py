"""The best passages of a query, and what ranks them, on every engine."""

from dataclasses import replace

import pytest

from search.engines import Engine, FoundPassage
from search.query import as_question, parse_query
from search.records import SearchFilters, SearchRequest, Sort
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


QUESTION = "What did the guards bring?"
ANSWERED = ("what did the guards bring", "half a loaf", "x x x")


def test_what_stands_beside_the_words_of_a_question_is_shown_and_not_counted(engine: Engine) -> None:
    alone = document(2, "guards bring", "a b c")
    alone = replace(alone, passages=(alone.passages[0], replace(alone.passages[1], language="ar")))
    engine.apply("public", [*FILLER, document(1, *ANSWERED), alone, document(3, "a loaf", titles=("Guards",))])
    engine.apply("public", [document(4, "guards", "one of its words is next to this")])
    node = as_question(QUESTION, parse_query(QUESTION)).node
    page = engine.search(SearchRequest(PUBLIC, node=node, beside=True))
    hits = {hit.testimony_id: hit for hit in page.hits}
    assert next(item.passage_id for item in hits[1].passages) == 101
    assert {item.passage_id for item in hits[1].passages} == {101, 102, 103}
    assert {item.passage_id for item in hits[2].passages} == {201}  # neighbours are of the same language
    assert hits[3].passages == ()
    assert {item.passage_id for item in hits[4].passages} == {401}
    assert [hits[key].passage_total for key in (1, 2, 3, 4)] == [1, 1, 0, 1]
    assert (page.total, page.passage_total) == (4, 3)
    assert set(passages(engine, "", node=node, beside=True)) == {101, 102, 103, 201, 401}
    assert set(passages(engine, "", node=node, beside=True, testimony=2)) == {201}
    assert set(passages(engine, "", node=node)) == {101, 201, 401}


@pytest.mark.parametrize("text", ["0:0 في", '"the guards"', "guards", "gua*"])
def test_nothing_stands_beside_what_has_no_two_words(engine: Engine, text: str) -> None:
    engine.apply("public", [*FILLER, document(1, *ANSWERED), document(2, "at 0:0", "x")])
    node = parse_query(text).node
    one, other = (engine.search(SearchRequest(PUBLIC, node=node, beside=beside)) for beside in (True, False))
    assert one.total == 1
    assert [(hit.testimony_id, hit.passages) for hit in one.hits] == [
        (hit.testimony_id, hit.passages) for hit in other.hits
    ]


@pytest.mark.parametrize("text", ["what guards guarded bring?", "what guards guard bring?"])
def test_a_word_in_two_forms_is_one_word(engine: Engine, text: str) -> None:
    engine.apply("public", [*FILLER, document(1, "guard guards", "nothing of it"), document(2, *ANSWERED)])
    page = engine.search(SearchRequest(PUBLIC, node=as_question(text, parse_query(text)).node, beside=True))
    assert {hit.testimony_id: len(hit.passages) for hit in page.hits} == {1: 1, 2: 3}


@pytest.mark.parametrize("sort", list(Sort))
def test_what_stands_beside_changes_nothing_of_what_is_found(engine: Engine, sort: Sort) -> None:
    engine.apply("public", [*FILLER, document(1, *ANSWERED), document(2, "x", "guards", "y"), document(3, "bringing")])
    node = as_question(QUESTION, parse_query(QUESTION)).node
    one, other = (engine.search(SearchRequest(PUBLIC, node=node, sort=sort, beside=beside)) for beside in (True, False))
    assert [hit.testimony_id for hit in one.hits] == [hit.testimony_id for hit in other.hits]
    assert [hit.passage_total for hit in one.hits] == [hit.passage_total for hit in other.hits]
    assert (one.total, one.passage_total, one.facets) == (other.total, other.passage_total, other.facets)


def test_what_stands_beside_is_what_the_reader_may_read(engine: Engine) -> None:
    engine.apply("full", [document(1, *ANSWERED, level="approved", titles=("guards",)), document(2, *ANSWERED)])
    node = as_question(QUESTION, parse_query(QUESTION)).node
    page = engine.search(SearchRequest(full("public"), node=node, beside=True))
    assert {hit.testimony_id: len(hit.passages) for hit in page.hits} == {1: 0, 2: 3}
    assert set(passages(engine, "", node=node, beside=True, scope=full("public"))) == {201, 202, 203}


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


def test_a_lone_passage_is_not_lost_among_many_that_stand_together(engine: Engine) -> None:
    crowd = document(1, *["guards and letters"] * 300)
    engine.apply("public", [crowd, document(2, "guards brought letters", "x"), document(3, *["nothing of it"] * 3000)])
    node = as_question("Who of the guards brought letters?", parse_query("Who of the guards brought letters?")).node
    assert passages(engine, "", node=node, limit=1) == [201]


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
