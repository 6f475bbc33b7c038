"""The layers of the suite: what each may touch, what each needs, and that a required layer is never skipped.

A test's folder decides its layer. The tests of a server-backed layer skip, with the reason, where what they need is
absent. ``RAWI_REQUIRE_LAYERS=chromium,postgresql`` turns every such skip into a failure, and fails the run if none of
a named layer's tests passed.
"""

import os
import shutil
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parent
LOOPBACK = ["127.0.0.1", "::1", "localhost"]


def corpora_folder() -> Path:
    """Where the real data sets lie: beside the project, or where RAWI_CORPORA says."""
    return Path(os.environ.get("RAWI_CORPORA") or TESTS.parent.parent / "shared" / "corpora")


def chromium() -> str | None:
    """The browser's program: RAWI_CHROMIUM, or the first that is installed."""
    return os.environ.get("RAWI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def _on_postgresql() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


# Layer: (is what it needs there?, what a reader of the report should do about it)
NEEDS: dict[str, tuple[Callable[[], bool], str]] = {
    "chromium": (lambda: chromium() is not None, "Chromium is not installed (Debian: apt install chromium)"),
    "corpora": (lambda: corpora_folder().is_dir(), f"there is no {corpora_folder().name} folder (RAWI_CORPORA)"),
    "elasticsearch": (lambda: bool(os.environ.get("ELASTICSEARCH_URL")), "ELASTICSEARCH_URL is not set"),
    "gettext": (lambda: shutil.which("xgettext") is not None, "GNU gettext is not installed (apt install gettext)"),
    "postgresql": (_on_postgresql, "DATABASE_URL does not name a PostgreSQL database"),
}
REQUIRED = frozenset(filter(None, os.environ.get("RAWI_REQUIRE_LAYERS", "").replace(" ", "").split(",")))

# Folder: the marks that every test in it carries. Only these layers may speak to a server, on loopback alone.
FOLDERS: dict[str, list[pytest.MarkDecorator]] = {
    "contract": [pytest.mark.allow_hosts(LOOPBACK)],
    "corpora": [pytest.mark.corpora],
    "functional": [pytest.mark.chromium, pytest.mark.allow_hosts(LOOPBACK)],
}


def pytest_configure() -> None:
    unknown = REQUIRED - NEEDS.keys()
    if unknown:
        raise pytest.UsageError(f"RAWI_REQUIRE_LAYERS names unknown layers: {', '.join(sorted(unknown))}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    postgresql = "postgresql" in REQUIRED
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        for mark in FOLDERS.get(folder, []):
            item.add_marker(mark)
        # In a run that requires PostgreSQL every test that uses the database belongs to that layer.
        if postgresql and folder in {"integration", "access"}:
            item.add_marker(pytest.mark.postgresql)


def _layers(item: pytest.Item) -> list[str]:
    return [layer for layer in NEEDS if item.get_closest_marker(layer)]


def pytest_runtest_setup(item: pytest.Item) -> None:
    for layer in _layers(item):
        present, reason = NEEDS[layer]
        if not present():
            pytest.skip(reason)


def _language_kept() -> Generator[None]:
    """Django keeps the language of the last request for the thread: the next test would speak it."""
    from django.conf import settings
    from django.utils import translation

    # A test that needs no Django, as a copy of this file beside it, has no language.
    language = translation.get_language() if settings.configured else None
    yield
    if language is not None:
        translation.activate(language)


_language_kept_by_module = pytest.fixture(_language_kept, autouse=True, scope="module")
_language_kept_by_test = pytest.fixture(_language_kept, autouse=True)


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process remembers of the last test's archive is nothing in this one's, nor does it depend on how long
    a busy machine takes to make a list.
    """
    if wordlists := sys.modules.get("search.wordlists"):
        monkeypatch.setattr(wordlists, "_words", None)
        monkeypatch.setattr(wordlists, "_AT_ONCE", 60.0)
    if similar := sys.modules.get("search.similar"):
        monkeypatch.setattr(similar, "_words", {})
        monkeypatch.setattr(similar, "_silent_until", 0.0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and REQUIRED.intersection(_layers(item)):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} belongs to a required layer and may not be skipped. {reason}"
    return report


# With xdist the reports arrive in the process that the user started; that process has no items of its own.
_passed: set[str] = set()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed:
        _passed.update(REQUIRED.intersection(report.keywords))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    in_worker = hasattr(session.config, "workerinput")
    if in_worker or session.config.option.collectonly or exitstatus not in {0, 5}:
        return
    idle = REQUIRED - _passed
    if idle:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        sys.stderr.write(f"\nNo test of a required layer passed: {', '.join(sorted(idle))}\n")
