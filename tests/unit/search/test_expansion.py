"""Names widened by their other names."""

import pytest

from search.expansion import MAX_VARIANTS, VariantIndex, expand, name_key
from search.query import And, Not, Or, Phrase, Prefix, Term, Variants, parse_query

NAMES = VariantIndex(
    [
        ("Palmyra", "Tadmor", "Tadmur", "تدمر"),
        ("Tadmor prison", "سجن تدمر", "Palmyra prison"),
        ("Aleppo", "حلب", "Halab"),
        ("Bara Sarraj", "براء السراج", "Bara Sarrāj"),
        ("alone",),
    ]
)


def widened(name: str, *others: str) -> Variants:
    return Variants(Term(name), tuple(Phrase(other, exact=False) for other in others))


def test_a_name_becomes_an_alternative_of_its_names_and_this_is_said() -> None:
    node, said = expand(parse_query("Tadmur").node, NAMES)
    assert node == widened("Tadmur", "Palmyra", "Tadmor", "تدمر")
    assert [(item.typed, item.added) for item in said] == [("Tadmur", ("Palmyra", "Tadmor", "تدمر"))]


def test_the_longest_name_wins() -> None:
    node, said = expand(parse_query("letters سجن تدمر 1980").node, NAMES)
    assert node == And(
        (
            Term("letters"),
            Variants(
                And((Term("سجن"), Term("تدمر"))),
                (Phrase("Tadmor prison", exact=False), Phrase("Palmyra prison", exact=False)),
            ),
            Term("1980"),
        )
    )
    assert [item.typed for item in said] == ["سجن تدمر"]


@pytest.mark.parametrize("query", ["تَدمُر", "التدمر", "TADMOR", "Tadmōr"])
def test_a_name_is_known_in_any_spelling(query: str) -> None:
    node, _ = expand(parse_query(query).node, NAMES)
    assert isinstance(node, Variants)


@pytest.mark.parametrize("query", ["letters", "-Tadmur", "Tadm*", '"went to Tadmur"', "alone", "Sarraj"])
def test_what_is_no_name_or_is_excluded_stays_as_typed(query: str) -> None:
    node = parse_query(query).node
    assert expand(node, NAMES) == (node, ())


def test_names_inside_alternatives_and_whole_quoted_names_are_widened() -> None:
    node, _ = expand(parse_query("Halab OR letters").node, NAMES)
    assert node == Or((widened("Halab", "Aleppo", "حلب"), Term("letters")))
    quoted, _ = expand(parse_query('"bara sarraj" -Halab').node, NAMES)
    assert isinstance(quoted, And)
    assert quoted.children == (
        Variants(Phrase("bara sarraj"), (Phrase("براء السراج", exact=False),)),
        Not(Term("Halab")),
    )


def test_at_most_thirty_names_are_added_and_none_that_reads_the_same() -> None:
    many = VariantIndex([(*(f"name{number}" for number in range(60)), "Name0", "NAME1")])
    node, said = expand(Term("name0"), many)
    assert isinstance(node, Variants)
    assert len(node.phrases) == MAX_VARIANTS == len(said[0].added)
    assert "Name0" not in node.added


def test_nothing_to_widen_is_nothing() -> None:
    assert expand(None, NAMES) == (None, ())
    assert expand(Prefix("tad"), NAMES) == (Prefix("tad"), ())
    assert name_key("—") == ()
