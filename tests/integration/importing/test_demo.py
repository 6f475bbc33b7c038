"""The demo archive is loaded whole, once, and never over what an archivist has edited."""

import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from lxml import html
from wagtail.models import Page, Site

from archive.access import ANONYMOUS, readable_by
from archive.demo.essays import editor_html
from archive.demo.sign_in import NAME, known_password, make_archivist, password_file
from archive.demo.tables import DATA, rows
from archive.models import CollectionPage, EssayPage, HomePage, Passage, TestimonyPage, Theme
from tests.integration.importing.archive_dump import dump_archive, row_counts


@pytest.fixture
def var(tmp_path: Path, settings: Any, originals: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def load(**options: Any) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def accounts() -> list[str]:
    return [row["reference"] for name in ("accounts", "accounts_elsewhere") for row in rows(f"{name}/manifest.csv")]


@pytest.mark.django_db
def test_the_demo_is_whole_and_a_second_loading_changes_nothing(var: Path) -> None:
    load()
    home = HomePage.objects.get()
    assert list(Site.objects.values_list("root_page_id", flat=True)) == [home.pk]
    assert not Page.objects.filter(depth=2).exclude(pk=home.pk).exists()
    assert sorted(TestimonyPage.objects.filter(live=True).values_list("reference", flat=True)) == sorted(accounts())
    assert CollectionPage.objects.filter(live=True).count() == len(rows("collections.csv"))
    assert EssayPage.objects.filter(live=True).count() == len(rows("essays/essays.csv"))
    assert Theme.objects.count() == len(rows("themes.csv"))
    featured = readable_by(ANONYMOUS).get(pk=home.featured_id)
    editions = featured.account_texts.values("edition")
    assert Passage.rows.filter(edition__in=editions, anchor=home.featured_anchor).count() == 2
    before, counts = dump_archive(), row_counts()
    assert load() == ""
    assert dump_archive() == before
    assert row_counts() == counts
    _edits_stay()


def _edits_stay() -> None:
    essay = EssayPage.objects.get(slug="about")
    text = essay.texts.get(language="en")
    text.body = "<p>Ours.</p>"
    text.save()
    theme = Theme.objects.get(slug="bread") if Theme.objects.filter(slug="bread").exists() else Theme.objects.first()
    assert theme is not None
    label = theme.labels.first()
    label.text = "Edited"
    label.save()
    load()
    text.refresh_from_db()
    label.refresh_from_db()
    assert (text.body, label.text) == ("<p>Ours.</p>", "Edited")


@pytest.mark.django_db
def test_the_archivist_signs_in_with_the_password_that_is_printed(var: Path) -> None:
    assert make_archivist()
    assert stat.S_IMODE(password_file().stat().st_mode) == 0o600
    printed = load(sign_in=True).split()
    assert printed == [NAME, known_password()]
    user = get_user_model().objects.get(username=NAME)
    assert user.check_password(printed[1])
    assert not user.is_superuser
    assert not make_archivist()
    assert known_password() == printed[1]
    user.set_password("another one of theirs")
    user.save()
    assert known_password() == ""
    assert printed[1] not in load(sign_in=True)


ESSAYS = sorted(path.name for path in (DATA / "essays").glob("*.html"))


@pytest.mark.parametrize("name", ESSAYS)
def test_an_essay_keeps_its_words_and_marks_in_the_editor(name: str) -> None:
    raw = (DATA / "essays" / name).read_text(encoding="utf-8")
    saved = editor_html(raw)
    assert editor_html(saved) == saved

    def outline(text: str) -> list[tuple[str, str]]:
        same = {"strong": "b", "em": "i"}
        elements = list(html.fragment_fromstring(text, create_parent="div").iter("*"))[1:]
        # The line breaks between the items of a list are no words.
        return [
            (same.get(e.tag, e.tag), "" if e.tag in {"ul", "ol"} else " ".join("".join(e.itertext()).split()))
            for e in elements
        ]

    assert outline(saved) == outline(raw)


def test_an_essay_holds_no_script_and_no_foreign_mark_up() -> None:
    bad = '<p onclick="x()">Words <script>x()</script><a href="javascript:x()">link</a><iframe src="//x"></iframe></p>'
    assert "x()" not in editor_html(bad)
    assert "iframe" not in editor_html(bad)
