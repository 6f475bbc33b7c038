import pytest

from archive.transcripts.codes import RefusalCode
from archive.transcripts.limited import read_transcript_limited
from archive.transcripts.reading import read_transcript
from archive.transcripts.records import TranscriptError
from tests.unit.transcripts.making import pdf_bytes

WORDS = "[00:00:01] Interviewer: أين ولدت؟\n\nWitness: In Homs. 🌿 [00:00:09]\n\nAGE\n\nTwo.\n"


def test_the_child_gives_the_same_record() -> None:
    data = WORDS.encode("utf-16")
    assert read_transcript_limited(data, "a.txt") == read_transcript(data, "a.txt")


def test_a_refusal_comes_back_with_its_place_and_data() -> None:
    with pytest.raises(TranscriptError) as refused:
        read_transcript_limited("سطر\nسطر ".encode() + b"\xff", "a.txt")
    assert (refused.value.code, refused.value.line, refused.value.column, dict(refused.value.data)) == (
        RefusalCode.UNKNOWN_CHARSET,
        2,
        5,
        {"byte": "0xFF"},
    )


HEAVY = pdf_bytes([[f"word {n} of a long page that takes its time to be read" for n in range(60)]] * 120)


@pytest.mark.parametrize(("seconds", "megabytes"), [(1, 1_536), (100, 60)])
def test_a_file_that_takes_too_much_is_given_up(seconds: int, megabytes: int) -> None:
    with pytest.raises(TranscriptError) as refused:
        read_transcript_limited(HEAVY, "a.pdf", seconds=seconds, megabytes=megabytes)
    assert refused.value.code is RefusalCode.TOOK_TOO_MUCH
    assert dict(refused.value.data) == {"seconds": seconds, "megabytes": megabytes}
