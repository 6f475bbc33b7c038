"""A required layer that is skipped fails the run: tried on copies of the suite's own conftest."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import source

INI = """[pytest]
markers =
    allow_hosts
    chromium
    corpora
    elasticsearch
    gettext
    postgresql
"""
LAYER_TEST = """import pytest

@pytest.mark.corpora
def test_reads_a_set():
    {body}

def test_needs_nothing():
    pass
"""


def run(folder: Path, *, body: str, required: str = "", corpora: str = "absent") -> subprocess.CompletedProcess[str]:
    """Runs two tests, one of the corpora layer, in a process of their own."""
    shutil.copy(source.ROOT / "tests" / "conftest.py", folder / "conftest.py")
    (folder / "pytest.ini").write_text(INI)
    (folder / "test_layer.py").write_text(LAYER_TEST.format(body=body))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "RAWI_"))}
    environment |= {"RAWI_REQUIRE_LAYERS": required, "RAWI_CORPORA": str(folder / corpora)}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # none is needed, and starting them takes seconds
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("case", "body", "required", "corpora", "status", "says"),
    [
        ("absent and not required", "pass", "", "absent", 0, "1 passed, 1 skipped"),
        ("absent and required", "pass", "corpora", "absent", 1, "may not be skipped"),
        ("there and required", "pass", "corpora", ".", 0, "2 passed"),
        ("skips by itself although required", "pytest.skip('later')", "corpora", ".", 1, "may not be skipped"),
        ("no test of the required layer", "pass", "chromium", ".", 1, "No test of a required layer passed: chromium"),
        ("a layer nobody knows", "pass", "chrome", ".", 4, "unknown layers: chrome"),
    ],
)
def test_a_required_layer_is_never_skipped(
    tmp_path: Path, case: str, body: str, required: str, corpora: str, status: int, says: str
) -> None:
    done = run(tmp_path, body=body, required=required, corpora=corpora)
    assert done.returncode == status, done.stdout + done.stderr
    assert says in done.stdout + done.stderr
