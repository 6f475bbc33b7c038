"""Reading and searching in a real browser: both languages, both widths, light and dark, with script and without."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

LANGUAGES = {"en": "ltr", "ar": "rtl"}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}
# Axe takes joined Arabic letters for an icon's ligature and skips their contrast; measured so, it looks at them.
SEE_ARABIC = "() => { CanvasRenderingContext2D.prototype.measureText = t => ({width: 30 * t.length}) }"
# What every page answers for; each is opened once a language and width, so the checks stand together.
EXPECTED_ERRORS = ("404 (Not Found)",)


def violations(page: Any) -> list[str]:
    """The accessibility rules that a page breaks, with where."""
    page.evaluate(SEE_ARABIC)
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole_accessible_and_alone(
    archive: dict[str, str], window: Any, language: str, width: int
) -> None:
    watched = window(width, language, scheme="dark" if width == 390 else "light")
    wrong: list[str] = []
    for name, path in archive.items():
        page = watched.open(path.format(language))
        for fold in page.locator("main details").all():
            fold.evaluate("element => { element.open = true }")
        root = page.evaluate("({lang: document.documentElement.lang, dir: document.documentElement.dir})")
        if root != {"lang": language, "dir": LANGUAGES[language]}:
            wrong.append(f"{name}: {root}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{name}: scrolls sideways")
        if page.evaluate("document.querySelectorAll('script, [style]').length"):
            wrong.append(f"{name}: script or style attribute")
        if page.evaluate("document.querySelectorAll('h1').length") != 1:
            wrong.append(f"{name}: headings")
        wrong += [f"{name}: {rule}" for rule in violations(page)]
    assert wrong == []
    assert watched.foreign == []
    assert [error for error in watched.errors if not any(known in error for known in EXPECTED_ERRORS)] == []
    assert [cookie["name"] for cookie in watched.page.context.cookies()] == ["csrftoken"]  # of the sign-in page


def test_the_contrast_check_sees_pale_arabic(archive: dict[str, str], window: Any) -> None:
    watched = window(1280, "ar")
    page = watched.open("/ar/")
    page.evaluate(
        "() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('h1, main p { color: #ddd !important }');"
        " document.adoptedStyleSheets = [sheet] }"
    )
    assert any(rule.startswith("color-contrast") for rule in violations(page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_works_without_script(archive: dict[str, str], window: Any, language: str) -> None:
    watched = window(390, language, script=False)
    page = watched.open(f"/{language}/")
    page.locator("input[name=q]").first.fill("Palmyra")
    page.locator("form[role=search] button").first.click()
    assert "q=Palmyra" in page.url
    page.locator("main a[href*='/testimonies/ra-0001/']").first.click()
    assert page.url.partition("#")[0].endswith(f"/{language}/testimonies/ra-0001/")
    assert page.locator("#p2").is_visible()
    fold = page.locator("#p3 summary")
    assert not page.get_by_text("sat down on the step").is_visible()
    fold.click()
    assert page.get_by_text("sat down on the step").is_visible()
    page.locator("header a[hreflang]").first.click()
    other = "ar" if language == "en" else "en"
    assert f"/{other}/testimonies/ra-0001/" in page.url


def test_the_keyboard_reaches_the_words_first_and_opens_a_fold(archive: dict[str, str], window: Any) -> None:
    watched = window()
    page = watched.open("/en/testimonies/ra-0001/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.locator("#p3 summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("sat down on the step").is_visible()


def test_a_link_to_a_passage_leads_to_it_and_offers_its_citation(archive: dict[str, str], window: Any) -> None:
    watched = window()
    page = watched.open("/t/RA-0001/p2")
    assert page.url.endswith("#p2")
    assert page.locator("#p2").is_visible()
    assert page.locator(".cite, [class*=cite]").filter(has_text="/t/RA-0001/p2").count() >= 1


@pytest.mark.parametrize(("width", "side_by_side"), [(390, False), (1280, True)])
def test_original_and_translation_stand_side_by_side_where_there_is_room(
    archive: dict[str, str], window: Any, width: int, side_by_side: bool
) -> None:
    watched = window(width)
    page = watched.open("/en/testimonies/ra-0001/")
    english = page.locator("#p1 [lang=en]").first.bounding_box()
    arabic = page.locator("#p1 [lang=ar]").first.bounding_box()
    assert english
    assert arabic
    apart = arabic["x"] + arabic["width"] <= english["x"] or english["x"] + english["width"] <= arabic["x"]
    assert apart == side_by_side


def test_printed_the_page_is_black_on_white_and_keeps_reference_and_citation(
    archive: dict[str, str], window: Any
) -> None:
    watched = window()
    page = watched.open("/en/testimonies/ra-0001/")
    page.emulate_media(media="print")
    assert not page.locator("nav[aria-label]").first.is_visible()
    assert any(place.is_visible() for place in page.locator("bdi.ref", has_text="RA-0001").all())
    colour = page.evaluate("getComputedStyle(document.querySelector('#p1 [lang=en]')).color")
    assert colour in {"rgb(0, 0, 0)", "rgb(17, 17, 17)"} or colour.startswith("rgb(0")
