"""Small batches and the archive that they are imported into."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wagtail.models import Page

from archive.actions.publishing import publish
from archive.actions.vocabularies import TermData, save_term
from archive.importing.batch import open_batch
from archive.importing.reporting import BatchReport
from archive.importing.running import Options, import_batch
from archive.models import CollectionPage, CollectionText, HomePage, HomeText
from archive.records import Vocabulary

Row = Mapping[str, str]

LETTER = {
    "reference": "RA-0101",
    "kind": "written",
    "title:ar": "رسالة",
    "title:en": "A letter",
    "original:ar": "letter.ar.txt",
    "translation:en": "letter.en.txt",
}
LETTER_FILES = {
    "letter.ar.txt": "كتبتُ هذه الرسالة في الليل.\n\nلم يكن عندنا ضوء غير ضوء القمر.\n",
    "letter.en.txt": "I wrote this letter at night.\n\nWe had no light but that of the moon.\n",
}


def make_archive() -> None:
    """A published collection, a draft one, and a few terms: two of the themes share a variant name."""
    home = HomePage(title="Home", slug="archive-home")
    home.texts = [HomeText(language="en", name="Archive", statement="An archive.")]
    _add(Page.get_first_root_node(), home)
    for slug, live in (("letters", True), ("later", False)):
        page = CollectionPage(title=slug, slug=slug)
        page.texts = [CollectionText(language="en", title=slug)]
        _add(HomePage.objects.get(pk=home.pk), page, live=live)
    themes = [
        TermData("arrest", {"en": "Arrest", "ar": "الاعتقال"}, {"en": ["Capture"]}, code="TH-A1"),
        TermData("flight", {"en": "Flight"}, {"en": ["Capture"]}),
        TermData("bread", {"en": "Bread", "ar": "الخبز"}),
    ]
    for data in themes:
        save_term(vocabulary=Vocabulary.THEME, data=data, actor=None)
    save_term(vocabulary=Vocabulary.PLACE, data=TermData("tadmor", {"en": "Tadmor", "ar": "تدمر"}), actor=None)


def _add(parent: Page, page: Any, *, live: bool = True) -> None:
    page.live = False
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        publish(revision=revision, actor=None)


def csv_of(rows: Sequence[Row]) -> str:
    """The rows as a table with all their columns."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()


def write_batch(
    folder: Path,
    rows: Sequence[Row],
    files: Mapping[str, str | bytes] = LETTER_FILES,
    passages: Sequence[Row] = (),
) -> Path:
    """A batch in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.csv").write_text(csv_of(rows), encoding="utf-8")
    if passages:
        (folder / "passages.csv").write_text(csv_of(passages), encoding="utf-8")
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def zip_batch(folder: Path) -> Path:
    """A zip of it beside it."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as target:
        for file in sorted(folder.iterdir()):
            target.write(file, f"{folder.name}/{file.name}")
    return path


def run(path: Path, **options: Any) -> BatchReport:
    """Import a batch into the collection of letters, unless the options say otherwise."""
    with open_batch(path) as batch:
        return import_batch(batch, Options(**{"collection": "letters", **options}))
