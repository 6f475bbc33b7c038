"""Collects the interface's words from the source without GNU gettext."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from tests.architecture import source

# Function: position of (context, message, plural).
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
# Context (empty: none), message, plural (empty: none).
Message = tuple[str, str, str]


def in_python(code: str) -> Iterator[Message]:
    """The messages of a Python source. A message that is a variable was collected where it was written.

    Raises ValueError on what gettext does not collect or cannot collect: an f-string or a sum as a message, a call
    within an f-string, a function under another name.
    """
    tree = ast.parse(code)
    _refuse_what_gettext_overlooks(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _called(node)
        if name not in CALLS or not node.args:
            continue
        words = []
        for position in CALLS[name]:
            argument = node.args[position] if position is not None and position < len(node.args) else None
            if argument is None:
                words.append("")
            elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                words.append(argument.value)
            elif isinstance(argument, (ast.JoinedStr, ast.BinOp)):
                raise ValueError(f"line {node.lineno}: {name}() needs a plain string, so that it can be collected")
        if len(words) == 3:
            yield words[0], words[1], words[2]


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_message(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _called(node) in CALLS


def _refuse_what_gettext_overlooks(tree: ast.Module) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                known = "_" if alias.name in CALLS and CALLS[alias.name] == CALLS["_"] else alias.name
                if alias.name in CALLS and alias.asname not in {None, alias.name, known}:
                    raise ValueError(f"line {node.lineno}: nothing is collected under the name {alias.asname}")
        elif isinstance(node, ast.JoinedStr) and any(_is_message(within) for within in ast.walk(node)):
            raise ValueError(f"line {node.lineno}: gettext does not look into an f-string; call it before")


def in_template(words: str, name: str) -> Iterator[Message]:
    """The messages of a Django template, through the same step as ``makemessages``."""
    # Django turns a template into text in which each message is a call and all else is X. What remains is cut out
    # call by call and read as Python; its strings carry Python's escapes already.
    rest = templatize(words, origin=name)
    for start, call in _calls(rest):
        try:
            yield from in_python(call)
        except (SyntaxError, ValueError) as error:
            raise ValueError(f"{name}:{source.line_of(rest, start)}: {error}") from error


def _calls(words: str) -> Iterator[tuple[int, str]]:
    position = 0
    while position < len(words):
        opening = words.find("(", position)
        if opening < 0:
            return
        start = opening
        while start and (words[start - 1].isalnum() or words[start - 1] == "_"):
            start -= 1
        name = words[start:opening]
        position = opening + 1
        if name not in CALLS:
            continue
        end = _closing(words, opening)
        yield start, words[start:end]
        position = end


def _closing(words: str, opening: int) -> int:
    quote = ""
    position = opening
    while position < len(words):
        sign = words[position]
        if quote:
            if sign == "\\":
                position += 1
            elif sign == quote:
                quote = ""
        elif sign in "\"'":
            quote = sign
        elif sign == ")":
            return position + 1
        position += 1
    raise ValueError("a message without an end")


def collected() -> dict[Message, Path]:
    """Every message of the four packages, with a file it stands in."""
    messages: dict[Message, Path] = {}
    for path in source.matching(".py", under=source.PACKAGES):
        if "migrations" not in path.parts:
            messages.update(dict.fromkeys(in_python(source.text(path)), path))
    for path in source.templates():
        if path.suffix in {".html", ".txt"}:
            messages.update(dict.fromkeys(in_template(source.text(path), str(path)), path))
    return messages
