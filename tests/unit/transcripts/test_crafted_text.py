"""Text made to keep a reader busy. A rule that took time in the square of the size would not end here."""

import pytest

from archive.transcripts.codes import RefusalCode
from archive.transcripts.limited import read_transcript_limited
from archive.transcripts.records import TranscriptError

SIZE = 300_000


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        (b" ", "a.txt"),
        (b"\r\n", "a.txt"),
        (b"(", "a.txt"),
        (b"A=a ", "a.txt"),
        (b"A: ", "a.txt"),
        (b"Abc ", "a.txt"),
        (b"00:00:00 ", "a.txt"),
        (b"ab-\nab\n", "a.txt"),
        (b"Page 1 of 2\nword\n", "a.txt"),
        (b"\x0ca\n", "a.txt"),
        (b"<?xml ?>", "a.xml"),
        (b"<!DOCTYPE a [", "a.xml"),
        (b"<!ENTITY a ", "a.html"),
        (b"<div>", "a.html"),
        (b"a<br>", "a.html"),
        (b"<v a", "a.vtt"),
        (b"00:00:01.000 --> 00:00:02.000\n", "a.vtt"),
    ],
)
def test_reading_ends_within_the_limits(unit: bytes, name: str) -> None:
    begin = b"<html><body><p>" if name == "a.html" else b"WEBVTT\n\n" if name == "a.vtt" else b"a"
    data = begin + unit * (SIZE // len(unit)) + b"b"
    try:
        transcript = read_transcript_limited(data, name, seconds=60)
    except TranscriptError as refused:
        code = refused.code
    else:
        code = None
        assert transcript.passages
    assert code is not RefusalCode.TOOK_TOO_MUCH
