"""The list of codes is closed: every one is used, none is used that is not listed, and each says what it means."""

import re
from pathlib import Path

import pytest

from archive import transcripts
from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.records import Notices

SOURCES = [path for path in Path(transcripts.__file__).parent.glob("*.py") if path.name != "codes.py"]


@pytest.mark.parametrize("code", [*RefusalCode, *NoticeCode], ids=str)
def test_every_code_says_what_it_means_and_is_used(code: RefusalCode | NoticeCode) -> None:
    assert code.meaning.endswith(".") or "(" in code.meaning
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    used = f"{type(code).__name__}.{code.name}"
    assert any(used in path.read_text() for path in SOURCES)
    assert type(code).named(str(code)) is code


def test_the_twenty_first_notice_of_a_code_is_only_counted() -> None:
    notices = Notices()
    for line in range(1, 26):
        notices.add(NoticeCode.TIME_BACKWARDS, line, time="00:00:01")
    listed = notices.all()
    assert [notice.line for notice in listed] == [*range(1, 21), None]
    assert dict(listed[-1].data) == {"code": "time-backwards", "count": 5}
