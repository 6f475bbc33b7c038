"""A word is met by its stem, by the form as typed or by any of its further forms, on every engine.

The clauses are made here: which forms a word has is the analysis's affair, tested elsewhere.
"""

from collections.abc import Iterable

import pytest

from search.engines import Engine
from search.engines.elastic import engine as elastic
from search.engines.embedded import engine as embedded
from search.query import AllOf, Clause, NoneOf, PhraseClause, PrefixClause, Term, WordClause
from search.records import EnginePage, SearchRequest
from tests.contract.engines import PUBLIC, document, full

LETTER = WordClause("رسال", "رسالة", ("رسايل", "مراسل"))
MANY = tuple(f"form{number}" for number in range(150))


@pytest.fixture
def ask(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> "type[Asker]":
    Asker.engine, Asker.monkeypatch = engine, monkeypatch
    return Asker


class Asker:
    """Asks an engine with a clause of one's own in the place of the one that a query would give."""

    engine: Engine
    monkeypatch: pytest.MonkeyPatch

    @classmethod
    def page(cls, clause: Clause, **request: object) -> EnginePage:
        for module in (elastic, embedded):
            cls.monkeypatch.setattr(module, "build_clause", lambda _node: clause)
        return cls.engine.search(SearchRequest(**({"scope": PUBLIC, "node": Term("x"), "per_page": 100} | request)))  # type: ignore[arg-type]

    @classmethod
    def found(cls, clause: Clause, **request: object) -> set[int]:
        return {hit.testimony_id for hit in cls.page(clause, **request).hits}


def fill(engine: Engine, texts: Iterable[tuple[int, str]]) -> None:
    engine.apply("public", [document(key, text) for key, text in texts])


def test_any_form_meets_the_word_in_passages_and_in_records(engine: Engine, ask: type[Asker]) -> None:
    fill(engine, [(1, "كتبت رسالة"), (2, "كتبت رسائل كثيرة"), (3, "المراسلات كلها"), (4, "لا شيء")])
    engine.apply("public", [document(5, "x", titles=("رسائل",)), document(6, "x", term_labels=("رسائل",))])
    assert ask.found(LETTER) == {1, 2, 3, 5, 6}
    assert {hit.testimony_id: hit.passage_total for hit in ask.page(LETTER).hits} == {1: 1, 2: 1, 3: 1, 5: 0, 6: 0}
    assert ask.page(LETTER).passage_total == 3


def test_a_form_counts_in_conjunctions_and_exclusions(engine: Engine, ask: type[Asker]) -> None:
    fill(engine, [(1, "رسالة guard"), (2, "رسائل guard"), (3, "guard"), (4, "رسائل")])
    guard = WordClause("guard", "guard")
    assert ask.found(AllOf((LETTER, guard))) == {1, 2}
    assert ask.found(AllOf((NoneOf(LETTER), guard))) == {3}
    assert ask.found(AllOf((LETTER, PhraseClause(("guard",), True)))) == {1, 2}
    assert ask.found(AllOf((LETTER, PrefixClause("gua")))) == {1, 2}


def test_a_rare_form_stands_below_the_word_itself(engine: Engine, ask: type[Asker]) -> None:
    common = [(key, "قرأنا رسالة في الطريق") for key in range(1, 30)]
    fill(engine, [*common, (50, "قرأنا رسائل في الطريق"), *((key, "كلام آخر تماما") for key in range(60, 140))])
    engine.apply("public", [document(51, "كلام آخر", titles=("رسالة",)), document(52, "كلام آخر", titles=("رسائل",))])
    order = [hit.testimony_id for hit in ask.page(LETTER).hits]
    assert len(order) == 32
    assert set(order[-2:]) == {50, 52}


def test_among_other_words_a_form_counts_towards_the_rank(engine: Engine, ask: type[Asker]) -> None:
    fill(engine, [(1, "guard yard"), (2, "guard رسائل"), *((key, "كلام آخر تماما") for key in range(60, 90))])
    clause = AllOf((WordClause("guard", "guard"),))
    assert ask.found(clause) == {1, 2}
    either = ask.page(AllOf((WordClause("guard", "guard"), WordClause("yard", "yard", ("رسايل",)))))
    assert [hit.testimony_id for hit in either.hits] == [1, 2]


def test_many_forms_are_found_wherever_they_stand(engine: Engine, ask: type[Asker]) -> None:
    fill(engine, [(number + 1, f"before {form} after") for number, form in enumerate(MANY[:90])])
    words = AllOf((WordClause("before", "before"), WordClause("none", "none", MANY), WordClause("no", "no", MANY)))
    assert ask.found(words) == set(range(1, 91))


def test_a_form_is_matched_only_where_the_reader_may_read(engine: Engine, ask: type[Asker]) -> None:
    engine.apply("full", [document(1, "رسائل", level="approved"), document(2, "رسائل", level="public")])
    assert ask.found(LETTER, scope=full("public")) == {2}
    assert ask.found(LETTER, scope=full("public", "approved")) == {1, 2}
    assert ask.found(NoneOf(LETTER), scope=full("public")) == {1}
