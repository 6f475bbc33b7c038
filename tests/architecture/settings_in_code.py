"""Which environment variables, commands and make targets the code has, found by parsing it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import source


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def _first_names(call: ast.Call) -> Iterator[str]:
    if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
        yield call.args[0].value
    elif call.args and isinstance(call.args[0], ast.Dict):
        yield from (
            key.value for key in call.args[0].keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
        )


def variables(code: str) -> set[str]:
    """The environment variables that a Python source reads, through ``config.env`` or ``os.environ``."""
    tree = ast.parse(code)
    readers = re.compile(r"env\.(?:text|flag|number|words|required)|os\.environ\.(?:get|setdefault)|os\.getenv")
    read = {name for function, call in _calls(tree) if readers.fullmatch(function) for name in _first_names(call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            read |= {node.slice.value} if isinstance(node.slice, ast.Constant) else set()
    return {str(name) for name in read}


def commands() -> dict[str, Path]:
    """Every management command of the project and the file it stands in."""
    return {
        path.stem: path
        for path in source.matching(".py", under=source.PACKAGES)
        if path.parts[-3:-1] == ("management", "commands") and not path.stem.startswith("_")
    }


def options(code: str) -> set[str]:
    """The long options that a command adds."""
    return {
        argument.value
        for function, call in _calls(ast.parse(code))
        if function.endswith("add_argument")
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value.startswith("--")
    }


def targets() -> set[str]:
    """The make targets that ``make help`` lists."""
    return set(re.findall(r"^([a-z-]+):.*## ", source.text(Path("Makefile")), re.MULTILINE))
