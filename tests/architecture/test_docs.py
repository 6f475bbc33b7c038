"""The documents say what the code does: nothing missing, nothing invented, no dead link."""

import re
from pathlib import Path

import pytest

from tests.architecture import settings_in_code, source

DOCS = [path for path in source.matching(".md") if path.parts[0] == "docs" or len(path.parts) == 1]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
NAME = re.compile(r"`([A-Z][A-Z_]{3,})`")


def heading_anchor(heading: str) -> str:
    """The fragment that a heading gets on a page of the repository."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def section(words: str, heading: str) -> str:
    """What stands under a heading, up to the next."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", words, re.MULTILINE | re.DOTALL)
    return found.group(1) if found else ""


@pytest.mark.parametrize("path", DOCS, ids=str)
def test_links_lead_somewhere(path: Path) -> None:
    dead = []
    for target in LINK.findall(source.text(path)):
        if re.match(r"https?:|mailto:", target):
            continue
        file, _, fragment = target.partition("#")
        there = (source.ROOT / path).parent / file if file else source.ROOT / path
        if not there.exists():
            dead.append(target)
        elif fragment and there.suffix == ".md":
            headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            if fragment not in {heading_anchor(heading) for heading in headings}:
                dead.append(target)
    assert not dead


def test_every_setting_is_documented_and_no_other() -> None:
    code = {name for path in source.matching(".py", under=("config", "tests")) for name in read_by(path)}
    documented = set(NAME.findall(source.text(Path("docs/reference/settings.md"))))
    assert not sorted(code - documented), "Say in docs/reference/settings.md what they mean."
    assert not sorted(documented - code), "No code reads these."


def read_by(path: Path) -> set[str]:
    """The project's own variables that a file reads; not those of the system (PATH, HOME)."""
    own = re.compile(r"RAWI_\w+|DATABASE_URL|ELASTICSEARCH_URL|SECRET_KEY|DJANGO_SETTINGS_MODULE")
    return {name for name in settings_in_code.variables(source.text(path)) if own.fullmatch(name)}


def test_every_command_and_option_is_documented() -> None:
    words = source.text(Path("docs/reference/commands.md"))
    missing = []
    for command, path in settings_in_code.commands().items():
        described = section(words, command)
        if not described:
            missing.append(command)
        missing += [
            f"{command} {option}"
            for option in sorted(settings_in_code.options(source.text(path)))
            if f"`{option}`" not in described
        ]
    assert not missing


def test_no_command_or_option_is_invented() -> None:
    words = source.text(Path("docs/reference/commands.md"))
    described = re.findall(r"^### (\w+)$", words, re.MULTILINE)
    there = settings_in_code.commands()
    assert not sorted(set(described) - there.keys())
    invented = [
        f"{command} {option}"
        for command in described
        for option in re.findall(r"^\| `(--[\w-]+)`", section(words, command), re.MULTILINE)
        if option not in settings_in_code.options(source.text(there[command]))
    ]
    assert not invented


def test_every_make_target_is_documented_and_no_other() -> None:
    words = source.text(Path("docs/reference/commands.md"))
    assert set(re.findall(r"^\| `make ([a-z-]+)`", words, re.MULTILINE)) == settings_in_code.targets()


def test_decisions_are_numbered_titled_and_listed() -> None:
    decisions = [path for path in source.files() if re.fullmatch(r"docs/decisions/\d{4}-[\w-]+\.md", path.as_posix())]
    contents = source.text(Path("docs/decisions/README.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        title = source.text(path).splitlines()[0]
        assert title.startswith(f"# {path.name[:4]} "), path
        assert f"[{path.name[:4]}]({path.name}) | {title[7:]} |" in contents, path


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ('A = env.text("RAWI_A", "x")', {"RAWI_A"}),
        ('A = env.required({"SECRET_KEY": "for what", "RAWI_B": ""})', {"SECRET_KEY", "RAWI_B"}),
        ('os.environ["RAWI_C"]; os.environ.get("RAWI_D")', {"RAWI_C", "RAWI_D"}),
        ('text("RAWI_E")', set()),
    ],
)
def test_variables_are_found(code: str, names: set[str]) -> None:
    assert settings_in_code.variables(code) == names


def test_options_are_found() -> None:
    code = (
        'def add_arguments(self, parser):\n    parser.add_argument("batch")\n    parser.add_argument("-n", "--dry-run")'
    )
    assert settings_in_code.options(code) == {"--dry-run"}
