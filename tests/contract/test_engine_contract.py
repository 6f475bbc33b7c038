"""What a search means on every engine: operators, hits, filters, counts, order, access.

The documents are made here and small; ids, words and dates are chosen so that each case can fail.
"""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.records import SearchScope
from search.engines import Engine, Removal
from search.query import Phrase, Term, Variants, parse_query
from search.records import FacetValue, SearchFilters, SearchRequest, Sort, YearCount
from tests.contract.engines import PUBLIC, ask, counts, document, found, full

# What a query means


@pytest.fixture
def library(engine: Engine) -> Engine:
    engine.apply(
        "public",
        [
            document(1, "The prisoners wrote letters.", "A guard came at night."),
            document(2, "My brother was in prison.", "He wrote no letter to us."),
            document(3, "كتبتُ رسالةً في السِّجنِ سنة ١٩٨٠.", "Then a guard took the pen."),
            document(4, "prison letters were forbidden, day to day"),
            document(5, "Nothing of this.", titles=("Letters from Aleppo", "رسائل من حلب"), names=("Umm Khalid",)),
            document(6, "مسؤولون في مدرسة حمص", summaries=("She speaks of the prison yard.",)),
        ],
    )
    return engine


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("prison", {1, 2, 4, 6}),
        ("prisoner", {1, 2, 4, 6}),
        ("letter prison", {1, 2, 4}),
        ("guard letters", {1}),
        ("سجن", {3}),
        ("السجن 1980", {3}),
        ("مسئول", {6}),
        ("المدرسه", {6}),
        ("guard سجن", {3}),
        ("letters OR سجن", {1, 2, 3, 4, 5}),
        ("prison -guard", {2, 4, 6}),
        ("prison NOT (guard OR brother)", {4, 6}),
        ("-prison", {3, 5}),
        ("(guard OR brother) prison", {1, 2}),
        ('"prison letters"', {4}),
        ('"letters prison"', set()),
        ('"the prisoners"', {1}),
        ('"wrote letters"', {1}),
        ('"letters a guard"', set()),
        ("«في السجن»", {3}),
        ('"letters from aleppo"', {5}),
        ('"aleppo رسائل"', set()),
        ("day-to-day", {4}),
        ("pris*", {1, 2, 4, 6}),
        ("forb*", {4}),
        ("سج*", {3}),
        ("khalid", {5}),
        ("رسائل", {3, 5}),
        ("the prison", {1, 2, 4, 6}),
        ("nobody", set()),
        ("prison nobody", set()),
        ("prison OR nobody", {1, 2, 4, 6}),
        ("", {1, 2, 3, 4, 5, 6}),
        ("!!!", {1, 2, 3, 4, 5, 6}),
    ],
)
def test_operators(library: Engine, query: str, ids: set[int]) -> None:
    assert found(library, query) == ids


def test_totals_are_those_of_the_searches(library: Engine) -> None:
    asked = [
        SearchRequest(PUBLIC, node=parse_query(text).node, filters=filters, exclude_ids=frozenset({2}))
        for text in ("prison", "letters OR سجن", "prison -guard", '"prison letters"', "pris*", "-prison", "nobody", "")
        for filters in (SearchFilters(), SearchFilters(language=("en",)), SearchFilters(theme=("letters",)))
    ]
    assert library.totals(asked) == tuple(library.search(request).total for request in asked)
    assert sorted(set(library.totals(asked))) == [0, 1, 2, 3, 4, 5]
    assert library.totals([]) == ()


@pytest.mark.parametrize("other", [{"scope": full("public")}, {"exclude_ids": frozenset({1})}])
def test_totals_of_several_readers_are_refused(library: Engine, other: dict[str, Any]) -> None:
    one = SearchRequest(PUBLIC)
    with pytest.raises(ValueError, match="several readers"):
        library.totals([one, replace(one, **other)])


@pytest.mark.parametrize(
    ("scope", "total"),
    [(PUBLIC, 1), (full("public"), 1), (full("public", "registered"), 2), (full("public", granted=(3,)), 2)],
)
def test_totals_are_what_the_reader_may_find(engine: Engine, scope: SearchScope, total: int) -> None:
    documents = [
        document(1, "prison"),
        document(2, "prison", level="registered", listed=False),
        document(3, "prison", level="restricted"),
    ]
    engine.apply("public", documents[:1])
    engine.apply("full", documents)
    assert engine.totals([SearchRequest(scope, node=Term("prison"))]) == (total,)


def test_a_name_variant_finds_what_the_typed_name_does_and_more(library: Engine) -> None:
    typed = Variants(Term("Aleppo"), (Phrase("حمص", exact=False), Phrase("سنة ١٩٨٠", exact=False)))
    page = library.search(SearchRequest(PUBLIC, node=typed))
    assert {hit.testimony_id for hit in page.hits} == {3, 5, 6}


@pytest.mark.parametrize(
    "word", ["don't", "3.14", "o'clock", "a_b", "x:y", 'AND"', "NEAR(a b)", "stem:prison", "%", "\x00x"]
)
def test_signs_in_words_are_no_syntax(engine: Engine, word: str) -> None:
    engine.apply("public", [document(1, f"before {word} after"), document(2, "before after don 3 14 clock")])
    assert 1 in found(engine, word)
    assert found(engine, "before after") == {1, 2}


def test_a_word_with_signs_is_not_found_by_its_parts(engine: Engine) -> None:
    engine.apply("public", [document(1, "I don't know 3.14")])
    assert found(engine, "don't") == {1}
    assert found(engine, "don") == set()
    assert found(engine, "14") == set()


# Hits


def test_hits_are_grouped_with_their_best_passages_and_exact_totals(engine: Engine) -> None:
    engine.apply(
        "public",
        [
            document(7, "letters", "no word of it", "prison", "prison letters", "letters again", "prison once more"),
            document(8, "prison and letters"),
        ],
    )
    page = ask(engine, "prison letters")
    assert (page.total, page.passage_total) == (2, 6)
    hit = next(hit for hit in page.hits if hit.testimony_id == 7)
    assert hit.passage_total == 5
    assert len(hit.passages) == 3
    assert hit.passages[0].passage_id == 704  # the one that meets both words
    assert hit.passages[0].sequence == 4
    assert {passage.passage_id for passage in hit.passages} <= {701, 703, 704, 705, 706}


@pytest.mark.parametrize("sort", list(Sort))
def test_every_order_carries_the_best_passages(engine: Engine, sort: Sort) -> None:
    engine.apply("public", [document(7, "letters", "prison letters", "prison"), document(8, "prison letters")])
    page = ask(engine, "prison letters", sort=sort)
    assert (page.total, page.passage_total) == (2, 4)
    assert next(hit for hit in page.hits if hit.testimony_id == 7).passages[0].passage_id == 702


def test_a_match_in_the_record_alone_has_no_passages(library: Engine) -> None:
    (hit,) = ask(library, "khalid").hits
    assert (hit.passages, hit.passage_total) == ((), 0)


def test_a_testimony_that_meets_the_query_in_one_passage_stands_higher(engine: Engine) -> None:
    filler = [document(key, "other words entirely here") for key in range(20, 60)]
    engine.apply("public", [document(1, "prison yard", "letters home"), document(2, "prison letters"), *filler])
    assert [hit.testimony_id for hit in ask(engine, "prison letters").hits] == [2, 1]


def test_a_title_counts_more_than_a_word_in_passing(engine: Engine) -> None:
    filler = [document(key, "other words entirely here") for key in range(20, 60)]
    engine.apply("public", [document(1, "once a letter"), document(2, "x", titles=("The letter",)), *filler])
    assert ask(engine, "letter").hits[0].testimony_id == 2


# Filters and facets


@pytest.fixture
def shelves(engine: Engine) -> Engine:
    engine.apply(
        "public",
        [
            document(1, "word", themes=("prison", "letters"), periods=("1980s",), places=("syria", "tadmur")),
            document(2, "word", themes=("prison",), periods=("1980s",), places=("syria", "aleppo"), kind="recording"),
            document(3, "word", themes=("family",), periods=("1990s",), places=("syria",), languages=("ar", "en")),
            document(4, "other", themes=("family",), periods=("1980s",), collection="second", languages=("ar",)),
        ],
    )
    return engine


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (SearchFilters(theme=("prison",)), {1, 2}),
        (SearchFilters(theme=("prison", "family")), {1, 2, 3, 4}),
        (SearchFilters(theme=("family",), period=("1980s",)), {4}),
        (SearchFilters(place=("syria",)), {1, 2, 3}),
        (SearchFilters(language=("ar",)), {3, 4}),
        (SearchFilters(kind=("recording",)), {2}),
        (SearchFilters(collection=("second",)), {4}),
        (SearchFilters(theme=("unknown",)), set()),
        (SearchFilters(theme=("unknown", "letters")), {1}),
    ],
)
def test_filters(shelves: Engine, filters: SearchFilters, ids: set[int]) -> None:
    assert found(shelves, filters=filters) == ids


def test_counts_are_of_testimonies_that_meet_the_query(shelves: Engine) -> None:
    page = ask(shelves, "word")
    assert counts(page, "theme") == {"prison": 2, "letters": 1, "family": 1}
    assert counts(page, "period") == {"1980s": 2, "1990s": 1}
    assert counts(page, "place") == {"syria": 3, "tadmur": 1, "aleppo": 1}
    assert counts(page, "language") == {"en": 3, "ar": 1}
    assert counts(page, "kind") == {"written": 2, "recording": 1}
    assert counts(page, "collection") == {"collection": 3}
    assert [value.slug for value in page.facets["theme"]] == ["prison", "family", "letters"]


def test_a_facet_is_counted_without_its_own_filter_and_with_all_others(shelves: Engine) -> None:
    page = ask(shelves, filters=SearchFilters(theme=("prison",), period=("1980s",)))
    assert page.total == 2
    assert counts(page, "theme") == {"prison": 2, "family": 1, "letters": 1}
    assert counts(page, "period") == {"1980s": 2}
    assert counts(page, "kind") == {"written": 1, "recording": 1}
    assert {value.slug: value.selected for value in page.facets["theme"]} == {
        "prison": True,
        "family": False,
        "letters": False,
    }


def test_years_narrow_every_count_and_a_chosen_value_without_hits_stays_to_be_undone(engine: Engine) -> None:
    engine.apply(
        "public",
        [
            document(1, themes=("a",), told_from_year=1980, told_to_year=1991),
            document(2, themes=("b",), told_from_year=1985, told_to_year=1985),
            document(3, themes=("b",), told_from_year=2000, told_to_year=None),
            document(4, themes=("b",)),
        ],
    )
    cases = {
        (1979, 1979): set(),
        (1979, 1980): {1},
        (1985, 1985): {1, 2},
        (1986, None): {1, 3},
        (None, 1984): {1},
        (1991, 2010): {1, 3},
        (None, None): {1, 2, 3, 4},
    }
    for (low, high), ids in cases.items():
        assert found(engine, filters=SearchFilters(year_from=low, year_to=high)) == ids, (low, high)
    page = ask(engine, filters=SearchFilters(theme=("b",), year_from=1980, year_to=1981))
    assert page.total == 0
    assert page.facets["theme"] == (FacetValue("a", 1, False), FacetValue("b", 0, True))


@pytest.fixture
def years(engine: Engine) -> Engine:
    """Testimonies by what they tell about and when they were recorded."""
    engine.apply(
        "public",
        [
            document(1, "word", themes=("a",), told_from_year=1980, told_to_year=1983, recorded_from=date(2001, 5, 1)),
            document(2, "word", themes=("b",), told_from_year=1982, told_to_year=1982, recorded_from=date(2001, 1, 1)),
            document(3, "other", themes=("a", "b"), told_from_year=2009, recorded_from=date(2011, 1, 1)),  # since 2009
            document(4, "word", told_from_year=2013),  # since 2013; when it was recorded is not known
            document(5, "word", told_to_year=1981, recorded_from=date(1999, 12, 31)),  # until 1981
            document(6, "word", told_from_year=1800, told_to_year=1983, recorded_from=date(1999, 1, 1)),  # too long
            document(7, "word", told_from_year=2012, recorded_from=date(2010, 1, 1)),  # recorded before it began?
            document(8, "word"),
        ],
    )
    return engine


def counted(years: tuple[YearCount, ...]) -> dict[int, int]:
    assert list(years) == sorted(years)
    return {year.year: year.count for year in years}


def test_counts_by_year_told_about_and_year_recorded(years: Engine) -> None:
    page = ask(years)
    assert counted(page.told_years) == {
        **{1980: 1, 1981: 2, 1982: 2, 1983: 1},
        **{2009: 1, 2010: 1, 2011: 1, 2012: 1, 2013: 1},
    }
    assert counted(page.recorded_years) == {1999: 2, 2001: 2, 2010: 1, 2011: 1}
    assert counted(ask(years, "other").told_years) == {2009: 1, 2010: 1, 2011: 1}
    assert counted(ask(years, "nobody").told_years) == {}


def test_years_are_counted_without_their_own_range_and_with_every_other_filter(years: Engine) -> None:
    page = ask(years, filters=SearchFilters(theme=("b",), year_from=1982, year_to=1982))
    assert {hit.testimony_id for hit in page.hits} == {2}
    assert counted(page.told_years) == {1982: 1, 2009: 1, 2010: 1, 2011: 1}
    assert counted(page.recorded_years) == {2001: 1}
    page = ask(years, "word", filters=SearchFilters(recorded_from=2001, recorded_to=2001, year_to=1981))
    assert {hit.testimony_id for hit in page.hits} == {1}
    assert counted(page.told_years) == {1980: 1, 1981: 1, 1982: 2, 1983: 1}
    assert counted(page.recorded_years) == {1999: 2, 2001: 1}
    assert counts(page, "theme") == {"a": 1}


@pytest.mark.parametrize(
    ("low", "high", "ids"),
    [
        (2001, 2001, {1, 2}),
        (2001, None, {1, 2, 3, 7}),
        (None, 1999, {5, 6}),
        (None, 10**12, {1, 2, 3, 5, 6, 7}),
        (-(10**12), 1998, set()),
        (None, None, {1, 2, 3, 4, 5, 6, 7, 8}),
    ],
)
def test_years_recorded_narrow_the_result(years: Engine, low: int | None, high: int | None, ids: set[int]) -> None:
    assert found(years, filters=SearchFilters(recorded_from=low, recorded_to=high)) == ids


def test_a_change_and_a_removal_move_the_counts_by_year(years: Engine) -> None:
    moved = document(2, "word", version=2, told_from_year=1990, told_to_year=1990, recorded_from=date(2002, 1, 1))
    years.apply("public", [moved, Removal(1, 2)])
    page = ask(years)
    assert counted(page.told_years) == {1981: 1, 1990: 1, 2009: 1, 2010: 1, 2011: 1, 2012: 1, 2013: 1}
    assert counted(page.recorded_years) == {1999: 2, 2002: 1, 2010: 1, 2011: 1}


def test_every_chosen_theme_may_be_wanted_and_themes_are_then_counted_inside(years: Engine) -> None:
    together = SearchFilters(theme=("a", "b"), every_theme=True)
    page = ask(years, filters=together)
    assert {hit.testimony_id for hit in page.hits} == {3}
    assert counts(page, "theme") == {"a": 1, "b": 1}
    assert found(years, filters=replace(together, every_theme=False)) == {1, 2, 3}
    assert found(years, filters=replace(together, theme=("a", "unknown"))) == set()
    assert counts(ask(years, filters=replace(together, theme=("b",))), "theme") == {"b": 2, "a": 1}


# Order and pages


@pytest.fixture
def dated(engine: Engine) -> Engine:
    engine.apply(
        "public",
        [
            document(1, "word word", reference="RA-10", told_from=date(1985, 1, 1), recorded_from=date(2001, 1, 1)),
            document(2, "word", reference="RA-9", told_from=date(1980, 6, 27), recorded_from=date(2001, 1, 1)),
            document(3, "word", reference="ra-2"),
            document(4, "word", reference="RA-1", told_from_year=1982, recorded_from=date(1999, 1, 1)),
        ],
    )
    return engine


@pytest.mark.parametrize(
    ("sort", "order"),
    [(Sort.TOLD, [2, 4, 1, 3]), (Sort.RECORDED, [4, 2, 1, 3]), (Sort.REFERENCE, [4, 3, 2, 1])],
)
def test_orders(dated: Engine, sort: Sort, order: list[int]) -> None:
    assert [hit.testimony_id for hit in ask(dated, "word", sort=sort).hits] == order


def test_the_newest_publication_leads_and_what_never_was_published_comes_last(engine: Engine) -> None:
    def at(hour: int) -> datetime:
        return datetime(2026, 3, 1, hour, tzinfo=UTC)

    engine.apply(
        "public",
        [
            document(1, published=at(8)),
            document(2),
            document(3, published=at(10)),
            document(4, reference="RA-0", published=at(8)),
        ],
    )
    assert [hit.testimony_id for hit in ask(engine, sort=Sort.PUBLISHED).hits] == [3, 4, 1, 2]


def test_without_words_relevance_is_the_order_of_references(dated: Engine) -> None:
    assert [hit.testimony_id for hit in ask(dated).hits] == [4, 3, 2, 1]


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_are_stable_to_the_last(engine: Engine, sort: Sort) -> None:
    keys = list(range(1, 48))
    random.Random(5).shuffle(keys)
    engine.apply("public", [document(key, "same words") for key in keys])
    whole = [hit.testimony_id for hit in ask(engine, "same", sort=sort).hits]
    paged: list[int] = []
    for number in range(1, 7):
        page = ask(engine, "same", sort=sort, page=number, per_page=10)
        assert page.total == 47
        paged += [hit.testimony_id for hit in page.hits]
    assert paged == whole == list(range(1, 48))
    assert ask(engine, "same", sort=sort, page=99).hits == ()


# Who may find what


def dates(key: int) -> dict[str, Any]:
    """Years of a testimony's own."""
    return {"told_from_year": 1900 + key, "told_to_year": 1900 + key, "recorded_from": date(2000 + key, 1, 1)}


@pytest.fixture
def guarded(engine: Engine) -> Engine:
    """Four testimonies that differ in level and listing: ``canary`` is in the words, ``catalogue`` in the record."""
    documents = [
        document(1, "canary open", level="public", themes=("a",), titles=("catalogue",), **dates(1)),
        document(
            2, "canary registered", level="registered", listed=True, themes=("b",), titles=("catalogue",), **dates(2)
        ),
        document(
            3, "canary approved", level="approved", listed=False, themes=("c",), titles=("catalogue",), **dates(3)
        ),
        document(4, "canary approved", level="approved", listed=True, themes=("d",), titles=("catalogue",), **dates(4)),
    ]
    engine.apply("public", documents[:1])
    engine.apply("full", documents)
    return engine


@pytest.mark.parametrize(
    ("scope", "words", "records"),
    [
        (PUBLIC, {1}, {1}),
        (full("public"), {1}, {1, 2, 4}),
        (full("public", "registered"), {1, 2}, {1, 2, 4}),
        (full("public", "registered", granted=(3,)), {1, 2, 3}, {1, 2, 3, 4}),
        (full("public", "registered", "approved"), {1, 2, 3, 4}, {1, 2, 3, 4}),
        (full(), set(), {2, 4, 1}),
    ],
)
def test_words_and_records_by_level_grant_and_listing(
    guarded: Engine, scope: SearchScope, words: set[int], records: set[int]
) -> None:
    assert found(guarded, "canary", scope) == words
    assert found(guarded, "can*", scope) == words
    assert found(guarded, '"canary approved"', scope) == words & {3, 4}
    assert found(guarded, "catalogue", scope) == records
    assert found(guarded, "", scope) == records
    assert found(guarded, "catalogue -canary", scope) == records - words
    page = ask(guarded, "catalogue canary", scope)
    assert {hit.testimony_id for hit in page.hits} == words
    assert page.passage_total == len(words)
    themes = {1: "a", 2: "b", 3: "c", 4: "d"}
    assert counts(ask(guarded, "", scope), "theme") == {themes[key]: 1 for key in records}
    for query, ids in (("", records), ("canary", words)):
        page = ask(guarded, query, scope)
        assert counted(page.told_years) == {1900 + key: 1 for key in ids}
        assert counted(page.recorded_years) == {2000 + key: 1 for key in ids}
    record = ask(guarded, "catalogue OR canary", scope)
    assert {hit.testimony_id: hit.passage_total for hit in record.hits} == {key: int(key in words) for key in records}


@pytest.mark.parametrize(
    ("scope", "counted", "filtered"),
    [
        (full("public", "registered"), {"outer": 1}, set()),
        (full("public", "registered", granted=(1,)), {"outer": 1, "inner": 1}, {1}),
        (full("public", "registered", "approved"), {"outer": 1, "inner": 1}, {1}),
    ],
)
def test_tags_of_words_count_only_for_who_may_read_the_words(
    engine: Engine, scope: SearchScope, counted: dict[str, int], filtered: set[int]
) -> None:
    approved = document(1, "words", level="approved", listed=True, themes=("outer",), inner_themes=("inner",))
    engine.apply("full", [approved])
    assert counts(ask(engine, "", scope), "theme") == counted
    assert found(engine, "", scope, filters=SearchFilters(theme=("inner",))) == filtered
    assert found(engine, "", scope, filters=SearchFilters(theme=("outer",))) == {1}


def test_what_is_excluded_is_not_there_at_all(guarded: Engine) -> None:
    scope = full("public", "registered", "approved")
    page = ask(guarded, "canary", scope, exclude_ids=frozenset({1, 4}))
    assert {hit.testimony_id for hit in page.hits} == {2, 3}
    assert (page.total, page.passage_total) == (2, 2)
    assert counts(page, "theme") == {"b": 1, "c": 1}
    assert counted(page.told_years) == {1902: 1, 1903: 1}
    assert counted(page.recorded_years) == {2002: 1, 2003: 1}
    assert found(guarded, "-canary", scope, exclude_ids=frozenset({1})) == set()
    assert found(guarded, "", scope, exclude_ids=frozenset({1})) == {2, 3, 4}


def test_the_public_space_answers_as_if_hidden_testimonies_had_never_been(tmp_path: Path, engine: Engine) -> None:
    """Adding and removing what may not be seen changes no score, order, count or total for anonymous readers."""
    chosen = random.Random(11)
    vocabulary = "prison letters guard yard brother night سجن رسالة حارس أخ ليل".split()
    documents = [
        document(
            key,
            *(" ".join(chosen.choices(vocabulary, k=12)) for _ in range(3)),
            themes=(chosen.choice("abc"),),
            **dates(key),
        )
        for key in range(1, 30)
    ]
    engine.apply("public", documents)
    queries = ["prison", "سجن OR letters", "guard -night", '"prison letters"', "bro*", ""]
    before = [replace(ask(engine, query), took_ms=0) for query in queries]
    hidden = [
        document(key, "prison letters سجن", themes=("a", "x"), level="approved", **dates(key - 45))
        for key in range(50, 80)
    ]
    engine.apply("full", documents + hidden)
    engine.apply("public", [Removal(hidden.testimony_id, 3) for hidden in hidden])
    assert [replace(ask(engine, query), took_ms=0) for query in queries] == before
