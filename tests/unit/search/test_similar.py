"""Which accounts are alike: what few share weighs more, what all share tells nothing."""

from search.records import SimilarPage
from search.similar import ranked

LETTERS, ARREST, PLACE, BREAD = ("theme", "letters"), ("theme", "arrest"), ("place", "tadmor"), ("word", "bread")


def page(*hits: tuple[int, set[tuple[str, str]]], **counts: int) -> SimilarPage:
    named = {"letters": LETTERS, "arrest": ARREST, "tadmor": PLACE, "bread": BREAD}
    return SimilarPage(
        total=40,
        readable=20,
        counts={named[name]: count for name, count in counts.items()},
        hits=tuple((key, frozenset(shared)) for key, shared in hits),
    )


def test_a_rare_tag_weighs_more_than_several_common_ones_and_is_named_first() -> None:
    found = page((1, {LETTERS, PLACE}), (2, {ARREST, LETTERS}), letters=20, tadmor=20, arrest=2)
    assert ranked(found) == [(2, [ARREST, LETTERS]), (1, [PLACE, LETTERS])]


def test_what_every_account_has_tells_nothing() -> None:
    assert ranked(page((1, {LETTERS}), letters=40)) == []
    assert ranked(page((1, {LETTERS, ARREST}), letters=40, arrest=4)) == [(1, [ARREST])]


def test_a_word_counts_less_than_a_tag_and_not_at_all_if_most_use_it() -> None:
    assert ranked(page((1, {BREAD}), (2, {LETTERS}), bread=2, letters=4)) == [(2, [LETTERS]), (1, [BREAD])]
    assert ranked(page((1, {BREAD}), bread=12)) == []


def test_one_common_thing_is_not_enough() -> None:
    assert ranked(page((1, {LETTERS}), letters=30)) == []


def test_equals_stay_in_the_order_they_came_in() -> None:
    hits = [(key, {LETTERS}) for key in (7, 3, 5)]
    assert [key for key, _shared in ranked(page(*hits, letters=4))] == [7, 3, 5]
