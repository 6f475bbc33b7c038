"""The search page: marked passages, links that narrow, and what is offered where nothing was found."""

import pytest

from tests.unit.templates.pages import parsed


@pytest.mark.parametrize("language", ["en", "ar"])
def test_hits_show_their_passages_in_their_own_language(language: str) -> None:
    snippets = parsed("search", language).xpath("//ol[@class='snips']//p[@class='text']")
    assert [(text.get("lang"), text.get("dir"), text.text_content()) for text in snippets] == [
        ("en", "ltr", "The window …"),
        ("ar", "rtl", "من تدمر."),
        ("ar", "rtl", "ثم مشينا حتى الصباح."),
        ("en", "ltr", "A seat by the window"),
    ]
    assert [mark.text for mark in parsed("search", language).xpath("//mark")] == ["window", "تدمر", "window"]


def test_a_folded_passage_is_pointed_at_and_not_shown() -> None:
    folded = parsed("search").xpath("//p[@class='folded']/a/@href")
    assert folded == ["/en/testimonies/ra-0012/#p5"]


def test_the_result_is_counted_in_passages_and_testimonies_and_a_list_in_testimonies() -> None:
    assert parsed("search").get_element_by_id("tally").text_content() == "23 passages in 9 testimonies"
    assert parsed("browse").get_element_by_id("tally").text_content() == "9 testimonies"


def test_facets_are_links_that_say_which_is_chosen() -> None:
    facets = parsed("search").xpath("//details[@class='facets']")[0]
    assert [chosen.xpath("span/text()")[0] for chosen in facets.xpath(".//a[@aria-current]")] == ["Life inside"]
    assert len(facets.xpath(".//details[@class='rest']//li")) == 2
    assert "Form" not in facets.text_content()  # a facet without values is left out


def test_filters_survive_new_words_and_words_survive_new_years() -> None:
    page = parsed("search")
    words = page.xpath("//form[@role='search']")[0]
    years = page.xpath("//form[@class='years']")[0]
    assert [(field.get("name"), field.get("value")) for field in words.xpath(".//input[@type='hidden']")] == [
        ("theme", "life-inside")
    ]
    assert [(field.get("name"), field.get("value")) for field in years.xpath(".//input")] == [
        ("q", "x"),
        ("from", "1986"),
        ("to", ""),
    ]


def test_added_names_are_told_and_can_be_left_out() -> None:
    told = parsed("search").xpath("//p[contains(@class, 'expand')]")[0]
    assert all(name in told.text_content() for name in ("Palmyra", "Tadmur", "تدمر", "Tadmor"))
    assert told.xpath("a/@href") == ["/en/search/?q=x&expand=0"]


def test_an_empty_result_says_what_was_searched_and_what_would_find_something() -> None:
    page = parsed("search-empty")
    answer = page.xpath("//section[contains(@class, 'answer')]")[0]
    assert "Palmyra" in answer.text_content()
    assert answer.xpath(".//ul/li/a/text()") == ["Over all years"]
    assert page.xpath("//details[@class='facets']")
    assert not page.xpath("//nav[@class='pages']")


def test_the_page_of_a_list_knows_its_place() -> None:
    pages = parsed("search").xpath("//nav[@class='pages']")[0]
    assert pages.xpath("a[@aria-current]/text()") == ["2"]
    assert (pages.xpath("a[@rel='prev']/@href"), pages.xpath("a[@rel='next']/@href")) == (
        ["/en/search/?q=x&page=1"],
        ["/en/search/?q=x&page=3"],
    )
