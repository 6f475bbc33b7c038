"""What holds for every page in both languages: direction, languages, structure, nothing inline."""

import re
from itertools import pairwise

import lxml.html
import pytest
from django.template.loader import render_to_string

from archive.languages import direction
from tests.unit.templates.pages import draw, pages, parsed

NAMES = sorted(pages("en"))
ARABIC = re.compile(r"[\u0621-\u064a]")
EVERY_PAGE = pytest.mark.parametrize(("name", "language"), [(n, tongue) for n in NAMES for tongue in ("en", "ar")])


def language_of(node: lxml.html.HtmlElement) -> str:
    """The language that a browser takes the element's text to be in."""
    for element in (node, *node.iterancestors()):
        if element.get("lang"):
            return str(element.get("lang"))
    return ""


@EVERY_PAGE
def test_the_page_says_its_language_and_direction(name: str, language: str) -> None:
    page = parsed(name, language)
    assert page.get("lang") == language
    assert page.get("dir") == ("rtl" if language == "ar" else "ltr")


@EVERY_PAGE
def test_every_language_that_is_named_comes_with_its_direction(name: str, language: str) -> None:
    wrong = [
        lxml.html.tostring(element, encoding="unicode")[:120]
        for element in parsed(name, language).iter()
        if isinstance(element.tag, str) and element.get("lang") and element.get("dir") != direction(element.get("lang"))
    ]
    assert not wrong


@EVERY_PAGE
def test_arabic_words_are_marked_as_arabic(name: str, language: str) -> None:
    """On an English page nothing else may hold Arabic letters; on an Arabic one English parts may hold none."""
    wrong = []
    for element in parsed(name, language).iter():
        if not isinstance(element.tag, str):
            continue
        tails = [child.tail or "" for child in element]
        words = " ".join([element.text or "", *tails])
        if ARABIC.search(words) and not language_of(element).startswith("ar") and element.get("dir") != "auto":
            wrong.append(words.strip()[:80])
    assert not wrong


@EVERY_PAGE
def test_nothing_is_inline(name: str, language: str) -> None:
    page = parsed(name, language)
    assert not page.xpath("//@style | //style | //script")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")


@EVERY_PAGE
def test_headings_begin_with_one_h1_and_skip_no_level(name: str, language: str) -> None:
    levels = [int(heading.tag[1]) for heading in parsed(name, language).xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@EVERY_PAGE
def test_every_link_and_button_has_a_name_and_a_target(name: str, language: str) -> None:
    page = parsed(name, language)
    nameless = [
        lxml.html.tostring(element, encoding="unicode")[:120]
        for element in page.xpath("//a|//button|//summary")
        if not element.text_content().strip() or (element.tag == "a" and not element.get("href"))
    ]
    assert not nameless


@EVERY_PAGE
def test_ids_are_unique_and_references_within_the_page_arrive(name: str, language: str) -> None:
    page = parsed(name, language)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    wanted = [target[1:] for target in page.xpath("//a/@href") if target.startswith("#")]
    wanted += page.xpath("//@for | //@aria-labelledby | //@aria-describedby")
    assert not set(wanted) - set(ids)


@EVERY_PAGE
def test_nothing_is_left_unsaid_by_accident(name: str, language: str) -> None:
    """No missing value is printed, no untranslated placeholder, no template code."""
    words = parsed(name, language).text_content()
    assert not re.search(r"\bNone\b|%\(|\{\{|\{%|LocalText|DateRecord", words)


@EVERY_PAGE
def test_codes_are_isolated(name: str, language: str) -> None:
    """A reference in running text would turn around, and break at its hyphen, in an Arabic line."""
    page = parsed(name, language)
    loose = [
        str(text).strip()
        for text in page.xpath("//body//text()")
        if "RA-" in text and text.getparent().tag != "bdi" and not text.is_tail
    ]
    loose += [str(text) for text in page.xpath("//body//text()") if "RA-" in text and text.is_tail]
    assert not loose


@pytest.mark.parametrize("name", ["testimony", "theme", "search", "home"])
def test_arabic_pages_count_in_arabic_digits(name: str) -> None:
    page = parsed(name, "ar")
    numbers = [
        element.text_content()
        for element in page.xpath("//a[contains(concat(' ', @class, ' '), ' no ')] | //span[@class='c']")
    ]
    assert numbers
    assert not [number for number in numbers if re.search(r"[0-9]", number)]
    assert all("0" <= char <= "9" or not char.isdecimal() for char in draw(name, "en") if char.isdecimal())


def test_the_language_switch_leads_to_the_same_page_and_keeps_the_question() -> None:
    switch = parsed("search", "en").xpath("//p[@class='tongue']/a")[0]
    assert switch.get("href") == "/ar/search/?q=window+Tadmor"
    assert (switch.get("hreflang"), switch.get("lang"), switch.get("dir")) == ("ar", "ar", "rtl")


def test_a_page_names_its_address_and_that_of_the_other_language() -> None:
    page = parsed("theme", "ar")
    assert page.xpath("//link[@rel='canonical']/@href") == ["http://testserver/ar/themes/x/"]
    alternates = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate']")}
    assert alternates == {"ar": "http://testserver/ar/themes/x/", "en": "http://testserver/en/themes/x/"}


@pytest.mark.parametrize("name", ["search", "search-empty", "unavailable", "withdrawn", "gone-passage", "sign-in"])
def test_pages_of_the_moment_are_not_for_search_engines(name: str) -> None:
    page = parsed(name, "en")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not page.xpath("//link[@rel='canonical']")


def test_the_error_page_needs_nothing() -> None:
    page = lxml.html.document_fromstring(render_to_string("500.html"))
    assert not page.xpath("//@style | //style | //script")
    assert {section.get("lang") for section in page.xpath("//section")} == {"en", "ar"}
    assert all(element.get("dir") == direction(element.get("lang")) for element in page.xpath("//*[@lang]"))
