"""An import that is killed ten times and run again makes the archive that an uninterrupted one makes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.integration.importing.batches import LETTER, LETTER_FILES, write_batch

ROOT = Path(__file__).resolve().parents[3]
ROWS = 30
KILLS = 10


def program(var: Path, *arguments: str) -> str:
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "ELASTICSEARCH_URL"}},
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": str(ROOT),
        "RAWI_VAR_DIR": str(var),
    }
    command = [sys.executable, "-m", "tests.integration.importing.killing", *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.exhaustive
def test_a_killed_import_resumes_to_the_same_archive(tmp_path: Path) -> None:
    rows = [
        {**LETTER, "reference": f"RA-{n:04}", "themes": "arrest", "original:ar": f"{n}.txt", "level": "public"}
        for n in range(1, ROWS + 1)
    ]
    files = {f"{n}.txt": LETTER_FILES["letter.ar.txt"] + f"\n{n}.\n" for n in range(1, ROWS + 1)}
    batch = write_batch(tmp_path / "batch", rows, {**files, "letter.en.txt": LETTER_FILES["letter.en.txt"]})
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    whole.mkdir()
    program(whole, "prepare")
    shutil.copytree(whole, killed)
    uninterrupted: dict[str, Any] = json.loads(program(whole, str(batch), "0", "0"))
    resumed: dict[str, Any] = json.loads(program(killed, str(batch), str(KILLS), "7"))
    assert resumed["broken_off"] == KILLS
    assert sum(line.startswith("archive.ImportedRow") for line in resumed["lines"]) == ROWS
    assert resumed["lines"] == uninterrupted["lines"]
