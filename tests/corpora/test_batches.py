"""Every set becomes a batch that the importer takes without an error."""

from pathlib import Path

import pytest

from archive.importing.batch import open_batch
from archive.importing.reporting import problem_line
from archive.importing.running import Options, import_batch
from tests import factories
from tests.conftest import corpora_folder
from tests.corpora import braided
from tests.corpora.sets import SETS, CorpusSet

# Rows of the whole sets, at the commits that their list names. The hearings take long to read: a part is enough.
ROWS = {"wpa": 999, "braided": 61, "lacour": 30, "inquiry": 7, "ohms": 1, "tei": 1}


def present(found: CorpusSet) -> CorpusSet:
    if not (corpora_folder() / found.folder).is_dir():
        pytest.skip(f"the set {found.folder} is not there")
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("found", SETS, ids=lambda found: found.slug)
def test_a_part_of_the_set_passes_the_dry_run(found: CorpusSet, tmp_path: Path) -> None:
    present(found).make_batch(corpora_folder(), tmp_path / found.slug, limit=3)
    factories.collection(found.slug, title=found.title)

    with open_batch(tmp_path / found.slug) as batch:
        report = import_batch(batch, Options(collection=found.slug, dry_run=True, publish=True, create_terms=True))

    problems = [*report.problems, *(problem for row in report.rows for problem in row.problems)]
    assert [problem_line(problem) for problem in problems if problem.is_error] == []
    assert all(sum(text.words for text in row.texts) > 100 for row in report.rows)


@pytest.mark.parametrize("slug", ROWS)
def test_the_set_gives_all_its_rows(slug: str, tmp_path: Path) -> None:
    found = present(next(item for item in SETS if item.slug == slug))

    batch = found.make_batch(corpora_folder(), tmp_path / slug)

    assert len(batch.rows) == ROWS[slug]
    assert len({row["reference"] for row in batch.rows}) == ROWS[slug]
    named = sum(row.get("public_name_kind") == "real" for row in batch.rows)
    assert slug in {"lacour", "inquiry"} or named > 0.9 * ROWS[slug]


def test_files_under_a_licence_without_changes_go_in_as_they_are(tmp_path: Path) -> None:
    found = present(next(item for item in SETS if item.slug == "braided"))
    batch = found.make_batch(corpora_folder(), tmp_path)

    for row in batch.rows:
        name = row["transcript:en"]
        original = corpora_folder() / braided.FOLDER / "public" / name
        assert (tmp_path / name).read_bytes() == original.read_bytes()
        assert row["credit:en"] == braided.CREDIT
        assert row["rights"] == braided.LICENCE
