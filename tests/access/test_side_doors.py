"""What hangs on an open account without being its readers' to see: no address tells it.

One published account with a name that is withheld, tags that are restricted, an earlier edition, a later draft, and a
restricted term that was merged into an open one. Each has a word of its own, which no address may give to anybody.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from archive.actions.publishing import publish
from archive.actions.vocabularies import merge_terms
from archive.actions.words import save_words
from archive.models import Description, TestimonyPage
from archive.passages import DraftPassage
from archive.records import Vocabulary
from search.sync import rebuild
from tests import factories
from tests.access.addresses import LANGUAGES, PUBLIC

pytestmark = pytest.mark.django_db  # only then is there a database when this file is run alone

SECRETS = {
    "withheld name": "gozgugoz",
    "restricted theme": "bozbuboz",
    "variant of a restricted theme": "vozvuvoz",
    "address of a restricted theme": "kozkukoz",
    "restricted person": "pozpupoz",
    "word of an earlier edition": "rozruroz",
    "word of a draft": "dozdudoz",
    "title of a draft": "tuztutuz",
    "theme of a draft": "fozfufoz",
    "merged restricted theme": "mozmumoz",
}
OPEN_WORD = "lozluloz"


def _secret_terms() -> dict[str, Any]:
    theme = factories.term(
        Vocabulary.THEME,
        SECRETS["address of a restricted theme"],
        labels={"en": SECRETS["restricted theme"], "ar": SECRETS["restricted theme"]},
        variants={"en": [SECRETS["variant of a restricted theme"]]},
        restricted=True,
    )
    person = factories.term(Vocabulary.PERSON, "somebody", labels={"en": SECRETS["restricted person"]}, restricted=True)
    open_theme = factories.term(Vocabulary.THEME, "open-theme", labels={"en": "An open theme"})
    merged = factories.term(
        Vocabulary.THEME, "merged-theme", labels={"en": SECRETS["merged restricted theme"]}, restricted=True
    )
    return {"theme": theme, "person": person, "open": open_theme, "merged": merged}


def _account() -> TestimonyPage:
    terms = _secret_terms()
    page = factories.testimony(
        "RX-0100",
        words=(f"The old words had {SECRETS['word of an earlier edition']}.", "The second passage."),
        tags={
            "testimony_themes": [terms["theme"], terms["merged"], terms["open"]],
            "testimony_people": [terms["person"]],
        },
        passage_tags={"passage_themes": {"p1": [terms["theme"]]}, "passage_people": {"p2": [terms["person"]]}},
        told_about="1984",
    )
    merge_terms(
        vocabulary=Vocabulary.THEME,
        source=type(terms["merged"])._default_manager.get(pk=terms["merged"].pk),
        target=type(terms["open"])._default_manager.get(pk=terms["open"].pk),
        actor=None,
    )
    text = page.account_texts.get()
    new = [DraftPassage(text=f"The new words have {OPEN_WORD}.", anchor="p1"), DraftPassage(text="Two.", anchor="p2")]
    publish(
        revision=save_words(page=page, actor=None, passages=new, text_uuid=text.uuid, language="en", role="original"),
        actor=None,
    )
    Description.objects.filter(page=page).update(public_name=SECRETS["withheld name"])
    page = TestimonyPage.objects.get(pk=page.pk)
    drafted = [DraftPassage(text=f"The draft has {SECRETS['word of a draft']}.", anchor="p1")]
    save_words(page=page, actor=None, passages=drafted, text_uuid=text.uuid, language="en", role="original")
    draft = TestimonyPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    descriptions = list(draft.descriptions.all())
    for row in descriptions:
        row.title = f"A title with {SECRETS['title of a draft']}"
    draft.descriptions = descriptions
    of_draft = factories.term(Vocabulary.THEME, "of-the-draft", labels={"en": SECRETS["theme of a draft"]})
    of_draft.restricted = True
    of_draft.save()
    draft.testimony_themes = [*draft.testimony_themes.all(), _tag(draft, of_draft)]
    draft.save_revision()
    return TestimonyPage.objects.get(pk=page.pk)


def _tag(page: TestimonyPage, theme: Any) -> Any:
    return type(page)._meta.get_field("testimony_themes").related_model(term=theme, sort_order=9)


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """What every address tells: the page and its headers, by reader and address."""
    from django.conf import settings

    before = settings.RAWI_SEARCH_DIR
    settings.RAWI_SEARCH_DIR = Path(tmp_path_factory.mktemp("search"))
    try:
        with django_db_blocker.unblock(), transaction.atomic():
            page = _account()
            reader = factories.user("registered")
            rebuild()
            answers = {}
            for address in _addresses(page):
                for name in ("anonymous", "registered"):
                    client = Client()
                    if name == "registered":
                        client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
                    response = client.get(address)
                    answers[f"{name} {address}"] = response.content.decode() + json.dumps(dict(response.headers))
            transaction.set_rollback(True)
        yield answers
    finally:
        settings.RAWI_SEARCH_DIR = before


def _addresses(page: TestimonyPage) -> list[str]:
    """Every public address, and searches for each secret."""
    values = {
        "slug": page.slug,
        "reference": page.reference,
        "word": OPEN_WORD,
        "title": page.reference,
        "theme": "open-theme",
        "passage_theme": "open-theme",
        "place": "none",
        "year": "1984",
    }
    searches = [f"/{path}?q={word}" for path in ("api/v1/search", "en/search/") for word in SECRETS.values()]
    slugs = ["merged-theme", SECRETS["address of a restricted theme"], "of-the-draft"]
    filters = [f"/{path}?theme={slug}" for path in ("api/v1/search", "en/search/") for slug in slugs]
    pages = [f"/en/themes/{slug}/" for slug in slugs] + ["/en/people/somebody/"]
    asked = [address for addresses in PUBLIC.values() for address in addresses]
    shown = [a.format(language=language, **values) for a in asked for language in LANGUAGES if "{language}" in a]
    shown += [a.format(**values) for a in asked if "{language}" not in a]
    return list(dict.fromkeys([*shown, *searches, *filters, *pages]))


@pytest.mark.parametrize("secret", SECRETS)
def test_no_address_tells_what_an_open_account_keeps_to_itself(told: dict[str, str], secret: str) -> None:
    word = SECRETS[secret]
    # An address that holds the word may repeat it: it has told nobody anything.
    assert [asked for asked, answer in told.items() if word in answer and word not in asked] == []


@pytest.mark.parametrize("secret", SECRETS)
def test_no_search_finds_an_open_account_by_what_it_keeps_to_itself(told: dict[str, str], secret: str) -> None:
    for reader in ("anonymous", "registered"):
        found = json.loads(told[f"{reader} /api/v1/search?q={SECRETS[secret]}"].rpartition('{"Content-Type"')[0])
        assert found["total"] == 0
        assert found["expansions"] == []


def test_a_restricted_term_has_no_page_and_filters_nothing_in(told: dict[str, str]) -> None:
    for slug in ("merged-theme", SECRETS["address of a restricted theme"]):
        assert "There is no page at this address" in told[f"anonymous /en/themes/{slug}/"]
        assert '"total": 0' in told[f"anonymous /api/v1/search?theme={slug}"]


def test_the_account_itself_is_told(told: dict[str, str]) -> None:
    assert OPEN_WORD in told["anonymous /en/testimonies/rx-0100/"]
    assert OPEN_WORD in told["anonymous /api/v1/testimonies/RX-0100"]
    assert "An open theme" in told["anonymous /en/testimonies/rx-0100/"]
    assert "Name withheld" in told["anonymous /en/testimonies/rx-0100/"]
