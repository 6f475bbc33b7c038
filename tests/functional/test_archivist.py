"""A new archivist's first account, in a real browser: from a DOCX and a list of themes to what a reader finds.

The admin runs once in English and once in Arabic. Buttons are found by what they say in that language. A screenshot
of every step is kept if RAWI_SCREENSHOTS names a folder below the test's own.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import docx
import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import Locator, Page, expect
from wagtail.users.models import UserProfile

from archive.records import Vocabulary
from search.sync import rebuild
from tests import factories

HEADINGS = ("الطريق", "العنبر")
PARAGRAPHS = [
    "أنا سليم. أخذوني من البيت فجرا، وكان أبي واقفا عند الباب.",
    "سارت السيارة ساعات طويلة ولم نعرف الى أين.",
    "وصلنا ليلا إلى ساحة واسعة. هناك سمعت أسماءنا تقرأ واحدا بعد واحد.",
    "في العنبر كنا نقتسم الرغيف بخيط من ثوب قديم.",
    "ومن يقسم كان يختار أخيرا.",
    "بعد سنوات عرفت أن أبي مات وهو ينتظر.",
]
WRONG, RIGHT = "الى", "إلى"
SPLIT_AT = "هناك سمعت"
ENGLISH = [
    "I am Salim. They took me from the house at dawn, and my father stood at the door.",
    "The car drove for long hours and we did not know where to.",
    "We came at night to a wide yard.",
    "There I heard our names read out, one after another.",
    "In the ward we divided the loaf with a thread, and whoever divided it chose last.",
    "Years later I learned that my father had died waiting.",
]
TITLES = {"ar": "خيط من ثوب قديم", "en": "A thread from an old garment"}
SUMMARIES = {"ar": "عن الطريق إلى السجن وعن اقتسام الخبز.", "en": "On the road to prison, and on dividing bread."}
NAMES = {"ar": "سليم", "en": "Salim"}
NOTE = {"ar": "وفاة في العائلة", "en": "A death in the family"}
TOLD_ABOUT = {"ar": "حزيران 1980", "en": "June 1980"}
DIGITS = {"ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"), "en": {}}
# What is typed into the choosers: a variant name, in the script that the admin is not in.
TYPED = {
    "en": {"bread": "رغيف", "family": "الأهل", "eighties": "عقد الثمانينات", "tadmor": "بالميرا"},
    "ar": {"bread": "loaf", "family": "relatives", "eighties": "eighties", "tadmor": "Palmyra"},
}
SHOWN = {
    "en": {"bread": "Bread", "family": "Family", "eighties": "The 1980s", "tadmor": "Tadmor"},
    "ar": {"bread": "الخبز", "family": "العائلة", "eighties": "الثمانينيات", "tadmor": "تدمر"},
}
VARIANTS = {
    "bread": {"en": ["Loaf"], "ar": ["رغيف"]},
    "family": {"en": ["Relatives"], "ar": ["الأهل"]},
    "eighties": {"en": ["Eighties"], "ar": ["عقد الثمانينات"]},
    "tadmor": {"en": ["Palmyra"], "ar": ["بالميرا"]},
}
DIRECTION = {"en": "ltr", "ar": "rtl"}


@dataclass
class Visit:
    """A window of the admin, what it says in its language, and the screenshots taken so far."""

    page: Page
    language: str
    folder: Path | None
    taken: list[str] = field(default_factory=list)

    def says(self, msgid: str, context: str = "", **values: Any) -> str:
        """What the interface says for a message, in the language of the admin."""
        with translation.override(self.language):
            text = pgettext(context, msgid) if context else gettext(msgid)
        return text % values if values else text

    def button(self, msgid: str, within: Any = None) -> Locator:
        """The first button or link that says exactly this and can be seen."""
        words = re.compile(rf"^\s*{re.escape(self.says(msgid))}\s*$")
        place = within if within is not None else self.page
        return place.locator("button, a").filter(has_text=words).filter(visible=True).first

    def tab(self, msgid: str, context: str = "") -> None:
        """Open a tab of the page editor."""
        self.page.get_by_role("tab", name=self.says(msgid, context), exact=True).click()

    def shot(self, name: str, page: Page | None = None) -> None:
        """Keep the screen as it is now, if screenshots are asked for."""
        self.taken.append(name)
        if self.folder:
            path = self.folder / f"{self.language}-{len(self.taken):02}-{name}.png"
            (page or self.page).screenshot(path=path, full_page=True)


@pytest.fixture
def vocabularies(transactional_db: None) -> None:
    """A collection, two themes among three, a period and a place, and the archive's groups."""
    factories.collection()
    extra = {"eighties": {"dates": "1980/1989"}}
    for vocabulary, slugs in {
        Vocabulary.THEME: ("bread", "family"),
        Vocabulary.PERIOD: ("eighties",),
        Vocabulary.PLACE: ("tadmor",),
    }.items():
        for slug in slugs:
            factories.term(
                vocabulary,
                slug,
                labels={language: SHOWN[language][slug] for language in ("en", "ar")},
                variants=VARIANTS[slug],
                extra=extra.get(slug, {}),
            )
    factories.term(Vocabulary.THEME, "letters", labels={"en": "Letters", "ar": "الرسائل"})
    factories.term(Vocabulary.PERIOD, "nineties", labels={"en": "The 1990s", "ar": "التسعينيات"})
    factories.term(Vocabulary.PLACE, "homs", labels={"en": "Homs", "ar": "حمص"})
    call_command("make_roles", verbosity=0)
    rebuild()  # the index of an earlier test is no table of Django's, so nobody has emptied it


@pytest.fixture
def archivist(vocabularies: None) -> Callable[[str], str]:
    """Make an archivist who works in a language and may also publish, as in a small archive; gives the user's name."""

    def make(language: str) -> str:
        person = factories.user("hanan")
        person.groups.set(Group.objects.filter(name__in=["Archivists", "Publishers"]))
        UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": language})
        return str(person.get_username())

    return make


@pytest.fixture
def account(tmp_path: Path) -> Path:
    """The words as they come: a DOCX with two headings and six paragraphs."""
    document = docx.Document()
    for heading, paragraphs in zip(HEADINGS, (PARAGRAPHS[:3], PARAGRAPHS[3:]), strict=True):
        document.add_heading(heading, level=1)
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
    path = tmp_path / "account.docx"
    document.save(str(path))
    return path


@pytest.fixture
def screenshots(tmp_path: Path) -> Path | None:
    """Where screenshots go, or None."""
    name = os.environ.get("RAWI_SCREENSHOTS")
    if not name:
        return None
    folder = tmp_path / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sign_in(visit: Visit, watched: Any, name: str) -> None:
    watched.open("/admin/")
    visit.shot("sign-in")
    visit.page.locator("input[name=username]").fill(name)
    visit.page.locator("input[name=password]").fill(factories.PASSWORD)
    visit.button("Sign in").click()
    visit.page.wait_for_url("**/admin/")
    expect(visit.page.locator("html")).to_have_attribute("dir", DIRECTION[visit.language])
    visit.shot("home")


def begin(visit: Visit) -> None:
    """From the menu to an empty form under the collection."""
    page = visit.page
    page.locator("nav, aside").get_by_role("link", name=visit.says("Testimonies"), exact=True).click()
    page.wait_for_load_state("networkidle")
    visit.shot("list-empty")
    page.locator("header a[href*='choose_parent']").filter(visible=True).click()  # one collection: nothing to choose
    expect(page.locator("#id_reference")).to_have_value("RA-0001")
    visit.shot("form-empty")


def describe(visit: Visit) -> None:
    page = visit.page
    page.locator("#id_kind").select_option("written")
    for index, language in enumerate(("ar", "en")):
        if not page.locator(f"#id_descriptions-{index}-title").count():
            page.locator("#id_descriptions-ADD").click()
        page.locator(f"#id_descriptions-{index}-language").select_option(language)
        page.locator(f"#id_descriptions-{index}-title").fill(TITLES[language])
        page.locator(f"#id_descriptions-{index}-summary").fill(SUMMARIES[language])
        page.locator(f"#id_descriptions-{index}-public_name").fill(NAMES[language])
    page.locator("input[name=public_name_kind][value=pseudonym]").check()
    page.locator("#id_told_about").fill(TOLD_ABOUT[visit.language])
    visit.shot("described")


def choose(visit: Visit, relation: str, *slugs: str) -> None:
    """Open a chooser, find each record by a variant name in the other script, tick it, and take what is ticked."""
    visit.page.locator(f"#id_{relation}-OPEN_MODAL").click()
    modal = visit.page.locator(".modal-dialog")
    for slug in slugs:
        modal.locator("input[name=q]").fill(TYPED[visit.language][slug])
        expect(modal.locator("tbody tr")).to_have_count(1)
        found = modal.locator("tbody tr").filter(has_text=SHOWN[visit.language][slug])
        found.locator("input[type=checkbox]").check()
        visit.shot(f"choosing-{slug}")
    expect(modal.locator("[data-rawi-kept] label")).to_have_text([SHOWN[visit.language][slug] for slug in slugs])
    modal.locator("[data-multiple-choice-submit]").click()
    expect(modal).to_have_count(0)
    for slug in slugs:
        chosen = visit.page.locator(f"#id_{relation}-FORMS").get_by_text(SHOWN[visit.language][slug], exact=True)
        expect(chosen.first).to_be_visible()


def tag(visit: Visit) -> None:
    visit.tab("Tags")
    visit.shot("tags-empty")
    choose(visit, "testimony_themes", "bread", "family")
    choose(visit, "testimony_periods", "eighties")
    choose(visit, "testimony_places", "tadmor")
    visit.shot("tagged")


def save_draft(visit: Visit) -> None:
    visit.button("Save draft").click()
    visit.page.wait_for_url("**/edit/**")
    expect(visit.page.locator(".messages .success")).to_be_visible()
    visit.shot("saved")


def upload(visit: Visit, account: Path) -> None:
    visit.tab("Words", "account texts")
    visit.shot("words-tab")
    visit.button("All language versions, upload, editions").click()
    visit.shot("words-empty")
    visit.button("Add a language version").click()
    page = visit.page
    page.locator("#id_language").select_option("ar")
    page.locator("#id_role").select_option("original")
    page.locator("#id_file").set_input_files(account)
    visit.shot("upload")
    visit.button("Read and save as a draft").click()
    expect(page.locator("[data-passage]")).to_have_count(len(PARAGRAPHS))
    visit.shot("words-read")


def correct(visit: Visit) -> None:
    """A word corrected, one passage split at the cursor, two joined."""
    page = visit.page
    second = page.locator("textarea[name=p-p2-text]")
    expect(second).to_have_attribute("dir", "rtl")
    second.fill(PARAGRAPHS[1].replace(WRONG, RIGHT))
    third = page.locator("textarea[name=p-p3-text]")
    third.evaluate("(area, at) => { area.focus(); area.setSelectionRange(at, at) }", PARAGRAPHS[2].index(SPLIT_AT))
    visit.button("Split", page.locator("#row-p3")).click()
    expect(page.locator("[data-passage]")).to_have_count(len(PARAGRAPHS) + 1)
    visit.button("Join with next", page.locator("#row-p4")).click()
    expect(page.locator("[data-passage]")).to_have_count(len(PARAGRAPHS))
    visit.shot("words-corrected")
    save_words(visit)
    texts = [area.input_value() for area in page.locator("[data-passage] textarea").all()]
    assert texts[1].count(RIGHT) == 1
    assert texts[3].startswith(SPLIT_AT)
    assert texts[4] == f"{PARAGRAPHS[3]} {PARAGRAPHS[4]}"


def save_words(visit: Visit) -> None:
    visit.button("Save", visit.page.locator(".rawi-save")).click()
    expect(visit.page.locator(".messages .success")).to_be_visible()


def tag_a_passage(visit: Visit) -> None:
    page = visit.page
    page.locator("#row-p4 .rawi-tags__search").press_sequentially(TYPED[visit.language]["bread"])
    expect(page.locator(".rawi-found [aria-selected=true]")).to_contain_text(SHOWN[visit.language]["bread"])
    visit.shot("tagging-a-passage")
    page.keyboard.press("Enter")
    expect(page.locator("#row-p4 .rawi-chip")).to_contain_text(SHOWN[visit.language]["bread"])
    page.locator("#row-p6 summary").click()
    for language, text in NOTE.items():
        page.locator(f"input[name=p-p6-note-{language}]").fill(text)
    visit.shot("noting-a-passage")
    save_words(visit)
    expect(page.locator("input[name=p-p6-note-ar]")).to_have_value(NOTE["ar"])


def translate(visit: Visit) -> None:
    page = visit.page
    visit.button("All language versions").click()
    visit.button("Add a language version").click()
    page.locator("#id_language").select_option("en")
    expect(page.locator("#id_role")).to_have_value("translation")
    page.locator("#id_pasted").fill("\n\n".join(ENGLISH))
    visit.shot("pasting")
    visit.button("Read and save as a draft").click()
    expect(page.locator(".rawi-words--facing [data-passage]")).to_have_count(len(ENGLISH))
    expect(page.locator("#row-p4 .rawi-source")).to_contain_text(PARAGRAPHS[4])
    expect(page.locator("#row-p4 textarea")).to_have_value(ENGLISH[4])
    visit.shot("translation")


def preview(visit: Visit) -> None:
    for language, msgid in (("en", "Preview in English"), ("ar", "Preview in Arabic")):
        with visit.page.expect_popup() as opened:
            visit.button(msgid).click()
        expect(opened.value.locator("html")).to_have_attribute("dir", DIRECTION[language])
        expect(opened.value.locator("h1")).to_contain_text(TITLES[language])
        expect(opened.value.locator("#p4")).to_contain_text(PARAGRAPHS[4])
        visit.shot(f"preview-{language}", opened.value)
        opened.value.close()


def open_to_everyone(visit: Visit) -> None:
    page = visit.page
    visit.button("Describe, tag, publish").click()
    visit.tab("Access")
    visit.shot("access-tab")
    visit.button("Decide about access").click()
    page.locator("input[name=level][value=public]").check()
    page.locator("input[name=listed]").check()
    visit.shot("access")
    visit.button("Save the decision").click()
    expect(page.locator(".messages .success")).to_be_visible()
    visit.shot("access-decided")


def publish(visit: Visit) -> None:
    page = visit.page
    visit.button("Describe, tag, publish").click()
    page.locator("footer [data-w-dropdown-target=toggle], footer button[aria-label]").filter(visible=True).last.click()
    visit.shot("actions")
    visit.button("Publish").click()
    page.wait_for_url(lambda url: "/edit/" not in url)
    expect(page.locator(".messages .success")).to_be_visible()
    visit.shot("published")


def read(window: Any, visit: Visit, language: str) -> None:
    """Somebody without an account finds it by its theme, by its period and by a word of it, and reads it."""
    watched = window(1280, language)
    page = watched.page
    title = re.compile(re.escape(TITLES[language]))
    for vocabulary, slug in (("themes", "bread"), ("periods", "eighties")):
        watched.open(f"/{language}/{vocabulary}/")
        page.locator("main").get_by_role("link", name=SHOWN[language][slug], exact=True).first.click()
        expect(page.locator("main").get_by_role("link", name=title).first).to_be_visible()
        visit.shot(f"reader-{language}-{vocabulary}", page)
    for word in ("بخيط", "thread"):
        watched.open(f"/{language}/")
        page.locator("input[name=q]").first.fill(word)
        page.keyboard.press("Enter")
        expect(page.locator("main mark")).to_have_count(1)
        visit.shot(f"reader-{language}-search", page)
        page.locator("main").get_by_role("link", name=title).first.click()
        expect(page.locator("#p4")).to_contain_text(ENGLISH[4])
    visit.shot(f"reader-{language}-reads", page)
    expect(page.locator("main")).to_contain_text(TOLD_ABOUT[language].translate(DIGITS[language]))
    expect(page.locator("main")).to_contain_text(NAMES[language])
    expect(page.locator("#p6")).to_contain_text(NOTE[language])
    expect(page.get_by_text(ENGLISH[5])).not_to_be_visible()
    page.locator("#p4 a.no").click()
    assert page.url.endswith("#p4")
    expect(page.locator("#p4")).to_be_in_viewport()
    watched.open("/t/RA-0001/p4")
    assert "/testimonies/ra-0001/" in page.url
    assert page.url.endswith("#p4")
    expect(page.locator("#p4")).to_be_in_viewport()
    assert (watched.foreign, watched.errors) == ([], [])


def is_refusal(answer: Any) -> bool:
    """Whether it refuses what was sent, other than a save in the background.

    Wagtail answers such a save with 400 where a newer one overtook it or the form is half filled in.
    """
    asked = answer.request
    in_background = asked.method == "POST" and "application/json" in asked.headers.get("accept", "")
    return bool(answer.status == HTTPStatus.BAD_REQUEST and not in_background)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_new_archivist_takes_an_account_from_a_file_to_its_readers(
    window: Any, archivist: Callable[[str], str], account: Path, screenshots: Path | None, language: str
) -> None:
    name = archivist(language)
    watched = window(1280, language)
    watched.page.set_default_timeout(10_000)
    refused: list[str] = []
    watched.page.on("response", lambda answer: refused.append(answer.url) if is_refusal(answer) else None)
    visit = Visit(watched.page, language, screenshots)
    sign_in(visit, watched, name)
    begin(visit)
    describe(visit)
    tag(visit)
    save_draft(visit)
    upload(visit, account)
    correct(visit)
    tag_a_passage(visit)
    translate(visit)
    preview(visit)
    open_to_everyone(visit)
    publish(visit)
    assert watched.foreign == []
    assert refused == []
    assert [error for error in watched.errors if "status of 400" not in error] == []
    for readers in ("ar", "en"):
        read(window, visit, readers)
