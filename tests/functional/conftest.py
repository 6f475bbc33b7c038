"""A real browser on a live server with a small archive that shows every state."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from archive.records import Vocabulary
from search.sync import rebuild
from tests import factories
from tests.conftest import chromium

ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]
ENGLISH = [
    "The window was above the door, high up, as wide as an open book.",
    "We divided the bread with a thread, and whoever divided chose last.",
    "Years later I learned of it, and sat down on the step.",
]
ARABIC = [
    "كانت النافذة فوق الباب، عاليةً، بعرض كتابٍ مفتوح.",
    "كنّا نقتسم الخبز بخيط، ومن يقسم يختار أخيرًا.",
    "",
]


@pytest.fixture(autouse=True, scope="session")
def database_beside_an_event_loop() -> Iterator[None]:
    """Playwright runs an event loop in this thread, and Django refuses to speak to the database beside one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. The sandbox is off only because the tests may run as root."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), chromium_sandbox=False, args=ARGUMENTS)
        yield found
        found.close()


@dataclass
class Watched:
    """A browser window that notes what must not happen: other hosts, errors, broken rules of the policy."""

    page: Page
    base: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a path of the site and wait until all is there."""
        self.page.goto(self.base + path)
        self.page.wait_for_load_state("networkidle")
        return self.page


@pytest.fixture
def window(browser: Browser, live_server: Any) -> Iterator[Any]:
    """Make windows: ``window(width=390, language="ar", script=False)``."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, language: str = "en", *, script: bool = True, scheme: Any = "light") -> Watched:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=language,
            java_script_enabled=script,
            color_scheme=scheme,
            reduced_motion="reduce",
            service_workers="block",
        )
        contexts.append(context)
        watched = Watched(context.new_page(), live_server.url)
        watched.page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((live_server.url, "data:", "blob:"))
                else watched.foreign.append(request.url)
            ),
        )
        watched.page.on(
            "console", lambda message: watched.errors.append(message.text) if message.type == "error" else None
        )
        watched.page.on("pageerror", lambda error: watched.errors.append(str(error)))
        return watched

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def archive(transactional_db: None) -> dict[str, str]:
    """An account in both languages with tags and a folded passage, one under embargo, one closed; their addresses."""
    bread = factories.term(Vocabulary.THEME, "bread", labels={"en": "Bread", "ar": "الخبز"})
    period = factories.term(
        Vocabulary.PERIOD, "nineties", labels={"en": "The 1990s", "ar": "التسعينيات"}, extra={"dates": "1990/1999"}
    )
    place = factories.term(
        Vocabulary.PLACE,
        "tadmor",
        labels={"en": "Tadmor", "ar": "تدمر"},
        variants={"en": ["Palmyra"]},
        scopes={"en": "A town.", "ar": "مدينة."},
    )
    tags = {"testimony_themes": [bread], "testimony_periods": [period], "testimony_places": [place]}
    page = factories.testimony(
        "RA-0001",
        title="The window above the door",
        words=ENGLISH,
        translations={"ar": ARABIC},
        tags=tags,
        passage_tags={"passage_themes": {"p2": [bread]}},
        notes=("News of a death in the family",),
        told_about="1986/1994",
        sample=True,
        public_name_kind="pseudonym",
    )
    from archive.actions.publishing import publish
    from archive.actions.tagging import tag_passages

    noted = {"p3": {"en": "A death in the family", "ar": "وفاة في العائلة"}}
    publish(revision=tag_passages(page=page, actor=None, tags={}, notes=noted), actor=None)
    later = timezone.now() + timedelta(days=400)
    factories.testimony("RA-0002", title="Salt", embargo_until=later, tags=tags)
    factories.testimony("RA-0003", title="A list of streets", level="closed", tags=tags)
    rebuild()
    return {
        "home": "/{}/",
        "browse": "/{}/testimonies/",
        "testimony": "/{}/testimonies/ra-0001/",
        "embargoed": "/{}/testimonies/ra-0002/",
        "closed": "/{}/testimonies/ra-0003/",
        "search": "/{}/search/?q=bread",
        "nothing found": "/{}/search/?q=qqqqq&theme=bread",
        "themes": "/{}/themes/",
        "theme": "/{}/themes/bread/",
        "periods": "/{}/periods/",
        "period": "/{}/periods/nineties/",
        "places": "/{}/places/",
        "place": "/{}/places/tadmor/",
        "collections": "/{}/collections/",
        "collection": "/{}/collections/papers/",
        "glossary": "/{}/glossary/",
        "essays": "/{}/essays/",
        "sign in": "/{}/sign-in/",
        "not found": "/{}/nothing-here/",
    }
