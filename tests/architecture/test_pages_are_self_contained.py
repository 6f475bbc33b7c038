"""Templates and style sheets: nothing inline, nothing from another host, no left and right."""

import re

import pytest

from tests.architecture import source

SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*[\"'][\w/+-]*json)[^>]*>", re.IGNORECASE)
STYLE = re.compile(r"<style\b[^>]*>|\sstyle\s*=\s*[\"'{]", re.IGNORECASE)
HANDLER = re.compile(r"<[a-z][^<>]*?\s(on[a-z]+\s*=\s*[\"'])", re.IGNORECASE)
FOREIGN = re.compile(
    r"<(?:link|script|img|iframe|source|audio|video|track|object|embed|form|use)\b[^>]*?"
    r"\b(?:href|src|srcset|action|data)\s*=\s*[\"'](?:https?:)?//[^\"']*",
    re.IGNORECASE,
)
FOREIGN_STYLE = re.compile(r"(?:@import\s+|url\()\s*[\"']?(?:https?:)?//[^)\"';]*", re.IGNORECASE)
PHYSICAL = re.compile(
    r"(?<![\w-])(?:"
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*\s*:"
    r"|border-(?:top|bottom)-(?:left|right)-radius\s*:"
    r"|(?:left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    r")"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.mark.parametrize(
    ("what", "pattern"),
    [("script", SCRIPT), ("style", STYLE), ("event handler", HANDLER), ("resource of another host", FOREIGN)],
)
def test_templates_hold_no_inline_or_foreign(what: str, pattern: re.Pattern[str]) -> None:
    held = [line for path in source.templates() if path.suffix == ".html" for line in source.found(path, pattern)]
    assert not held, f"A template holds an inline or foreign {what}: the security policy forbids it."


def test_style_sheets_load_nothing_from_elsewhere() -> None:
    assert not [line for path in source.matching(".css") for line in source.found(path, FOREIGN_STYLE)]


def test_style_sheets_know_start_and_end_not_left_and_right() -> None:
    physical = []
    for path in source.matching(".css", under=source.PACKAGES):
        # Comments keep their line breaks, so that the line numbers stay right.
        rules = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment.group()), source.text(path))
        physical += [f"{path}:{source.line_of(rules, hit.start())}: {hit.group()}" for hit in PHYSICAL.finditer(rules)]
    assert not physical, "Use logical properties (margin-inline-start, inset-inline-end …): Arabic runs the other way."


@pytest.mark.parametrize(
    ("pattern", "bad", "good"),
    [
        (SCRIPT, "<script>f()</script>", '<script type="module" src="x.js"></script>'),
        (SCRIPT, '<script type="module">f()</script>', '<script type="application/ld+json">{}</script>'),
        (STYLE, '<p style="color: red">', '<p class="style">'),
        (HANDLER, '<a href="#" onclick="f()">', '<a href="/on" title="ongoing = yes">'),
        (FOREIGN, '<img alt="" src="//cdn.example/x.png">', '<a href="https://example.org/">source</a>'),
        (FOREIGN, '<link rel="x" href="https://example.org/x.css">', '<link rel="x" href="/x.css">'),
        (FOREIGN_STYLE, 'url("https://example.org/f.woff2")', 'url("../fonts/f.woff2")'),
        (PHYSICAL, "margin-left: 1rem", "margin-inline-start: 1rem"),
        (PHYSICAL, "{left:0}", "inset-inline-start: 0"),
        (PHYSICAL, "text-align: right", "text-align: end"),
    ],
)
def test_the_patterns_tell_the_cases_apart(pattern: re.Pattern[str], bad: str, good: str) -> None:
    assert pattern.search(bad)
    assert not pattern.search(good)
