"""There is a message for every code, made of the data that the code promises and of nothing else."""

import re

import pytest
from django.utils.translation import override

from archive.importing.file_messages import NOTICES, REFUSALS
from archive.importing.messages import _HINTS, _PROBLEMS, message_of
from archive.importing.problems import ProblemCode
from archive.transcripts.codes import NoticeCode, RefusalCode

CODES = [*ProblemCode, *RefusalCode, *NoticeCode]
TEMPLATES = {**_PROBLEMS, **REFUSALS, **NOTICES}


def fields(template: object) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", str(template)))


@pytest.mark.parametrize("code", CODES, ids=lambda code: f"{type(code).__name__}.{code.name}")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_code_has_its_words(code, language: str) -> None:  # type: ignore[no-untyped-def]
    data: dict[str, str | int] = {key: f"<{key}>" for key in code.keys}
    with override(language):
        words = message_of(code, data)
        assert "%(" not in words
        assert words[-1] in ".?؟"
        assert fields(TEMPLATES[code]) <= set(code.keys)


@pytest.mark.parametrize("code", list(_HINTS), ids=lambda code: code.name)
def test_a_hint_is_said_only_where_there_is_one(code: ProblemCode) -> None:
    key, template = _HINTS[code]
    assert fields(template) <= set(code.keys)
    data: dict[str, str | int] = {name: "" if name == key else "x" for name in code.keys}
    assert message_of(code, {**data, key: "nearby"}) != message_of(code, data)


def test_no_code_has_two_meanings() -> None:
    assert len({str(code) for code in ProblemCode}) == len(list(ProblemCode))
