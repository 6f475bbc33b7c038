"""Values of a facet that stand behind "more" keep their place in the tree."""

from archive.records import LocalText
from search.asking import Asked
from search.facets import SHOWN, LabelledValue
from search.views.presenting import facet_view


def value(slug: str, parent: str | None = None, depth: int = 1) -> LabelledValue:
    return LabelledValue(slug, LocalText(slug.upper(), "en"), 1, False, depth, parent)


def test_values_behind_more_are_led_by_the_broader_value_that_stands_before_it() -> None:
    values = (
        *(value("a"), value("a1", "a", 2), value("a11", "a1", 3), value("a2", "a", 2)),
        *(value("b"), value("b1", "b", 2)),
        *(value(f"top-{number}") for number in range(SHOWN)),
        value("top-0-1", "top-0", 2),
    )
    view = facet_view("theme", values, Asked(), "/en/search/")
    assert [item.slug for item in view.values_shown[:3]] == ["a", "b", "top-0"]
    assert not any(item.under for item in view.values_shown)
    led = [(item.slug, item.under.text if item.under else "") for item in view.values_rest]
    assert [pair for pair in led if not pair[0].startswith("top-1")] == [
        *(("a1", "A"), ("a11", ""), ("a2", "")),
        ("b1", "B"),
        ("top-0-1", "TOP-0"),
    ]
