"""Testimonies and passages are read through the access decision, never around it.

Wagtail needs its page managers open, so no manager can refuse an unscoped query on pages. This test refuses it in the
source instead: a page's or passage's manager may be named only where access is decided or where staff rights rule.
"""

import ast
from pathlib import Path

import pytest

from tests.architecture import source

GUARDED = {
    "Page",
    "TestimonyPage",
    "CollectionPage",
    "EssayPage",
    "HomePage",
    "Passage",
    "Edition",
    "AccountText",
    "Description",
}
MANAGERS = {"objects", "rows", "_default_manager", "_base_manager"}
# Each with why it may: these decide access, write, or serve staff under Wagtail's own page permissions.
ALLOWED = {
    "archive/access.py": "decides",
    "archive/access": "decides",
    "archive/selectors": "reads through the decision and gives out records",
    "archive/selectors.py": "reads through the decision and gives out records",
    "archive/actions": "writes",
    "archive/importing": "writes what a batch brings; needs to know what is there",
    "archive/editorial": "staff, under Wagtail's page permissions",
    "archive/receivers.py": "tells the apps above which ids changed; reads no words",
    "archive/demo": "writes the demo archive",
    "archive/migrations": "changes tables",
}


def unscoped_reads(tree: ast.AST) -> list[tuple[int, str]]:
    """Uses of a guarded class's manager: (line, ``Class.manager``)."""
    return [
        (node.lineno, f"{node.value.id}.{node.attr}")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in MANAGERS
        and isinstance(node.value, ast.Name)
        and node.value.id in GUARDED
    ]


def _allowed(path: Path) -> bool:
    return any(path.as_posix() == place or path.as_posix().startswith(f"{place}/") for place in ALLOWED)


def test_pages_and_passages_are_read_only_where_access_is_decided() -> None:
    around = [
        f"{path}:{line}: {use}"
        for path in source.matching(".py", under=source.PACKAGES)
        if not _allowed(path)
        for line, use in unscoped_reads(source.tree(path))
    ]
    assert not around, "Ask archive.selectors (inside the archive) or archive.api (outside) instead."


@pytest.mark.parametrize(
    ("code", "uses"),
    [
        ("TestimonyPage.objects.live()", ["TestimonyPage.objects"]),
        ("f(Passage.rows)", ["Passage.rows"]),
        ("class A:\n    q = Page._default_manager.all()", ["Page._default_manager"]),
        ("Theme.objects.all()", []),
        ("self.objects.all()", []),
    ],
)
def test_an_unscoped_read_is_seen(code: str, uses: list[str]) -> None:
    assert [use for _, use in unscoped_reads(ast.parse(code))] == uses
