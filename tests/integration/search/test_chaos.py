"""Hundreds of changes, killed workers, changes rolled back: nothing is lost, and nothing hidden is found."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


def run_chaos(var: Path, changes: int, accounts: int, seed: int, **environment: str) -> dict[str, Any]:
    """Run the program of tests.integration.search.chaos on an archive of its own, and give its report."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "ELASTICSEARCH_URL"}}
    settings = {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": str(ROOT),
        "RAWI_SEARCH_SWEEP_HOURS": "0",  # a sweep would mend what was lost
        "RAWI_VAR_DIR": str(var),
    }
    command = [sys.executable, "-m", "tests.integration.search.chaos", *map(str, (changes, accounts, seed))]
    ended = subprocess.run(
        command, cwd=ROOT, env=kept | settings | environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    report: dict[str, Any] = json.loads(ended.stdout)
    return report


def hold(report: dict[str, Any]) -> None:
    """0 hidden found, 0 lost, 0 stale, 0 missing; and something did go on."""
    assert report["leaks"] == [], report
    assert report["wrong"] == [], report
    assert report["drift"] == [], report
    assert report["searches"] > 0, report
    assert report["open"] > 0, report
    assert report["hidden"] > 0, report


@pytest.mark.parametrize(
    ("changes", "accounts", "kills"), [(50, 12, 0), pytest.param(2000, 120, 10, marks=pytest.mark.exhaustive)]
)
def test_nothing_is_lost_and_nothing_hidden_is_found(tmp_path: Path, changes: int, accounts: int, kills: int) -> None:
    report = run_chaos(tmp_path, changes, accounts, seed=4)
    hold(report)
    assert report["kills"] >= kills, report
