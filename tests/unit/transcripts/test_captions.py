import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.reading import read_transcript
from archive.transcripts.records import ParsedTranscript, TranscriptError


def read(text: str, name: str = "talk.vtt") -> ParsedTranscript:
    return read_transcript(text.encode(), name)


def rows(transcript: ParsedTranscript) -> list[tuple[str, str, int | None, int | None]]:
    return [(p.speaker, p.text, p.start_ms, p.end_ms) for p in transcript.passages]


VTT = """WEBVTT - Talk with Mary
Language: en

STYLE
::cue { color: red }

NOTE a remark nobody said

intro
00:00:01.000 --> 00:00:02.500 align:start
<v.loud Mary Smith>We were <b>taken</b> &amp; left

2
00:02.500 --> 00:04.000
<v Mary Smith>in the night.

The second day
00:00:05.000 --> 00:00:06.000
<v Ali>نعم <v Mary Smith><lang ar>لا</lang>
"""


def test_webvtt_keeps_voices_times_and_titles_and_drops_notes_and_styles() -> None:
    transcript = read(VTT)
    assert rows(transcript) == [
        ("Mary Smith", "We were taken & left in the night.", 1_000, 4_000),
        ("Ali", "نعم", 5_000, None),
        ("Mary Smith", "لا", None, 6_000),
    ]
    assert [p.heading for p in transcript.passages] == ["intro", "The second day", ""]
    assert transcript.passages[2].language == "ar"
    assert dict(transcript.metadata) == {"title": "Talk with Mary", "language": "en"}


def test_srt_is_read_by_its_content_whatever_its_name() -> None:
    srt = (
        "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<i>First line</i>\r\nsecond line.\r\n\r\n"
        "2\r\n00:00:02,000 --> 00:00:03,000\r\nThe end.\r\n"
    )
    for name in ("a.srt", "a.txt", "a"):
        transcript = read(srt, name)
        assert transcript.format == "srt"
        assert rows(transcript) == [("", "First line second line. The end.", 1_000, 3_000)]


def test_words_without_a_time_or_with_a_broken_one_are_kept() -> None:
    transcript = read(
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nOne.\n\nTwo words.\n\n00:99:00.000 --> x\nThree.\n\n"
        "00:00:04.000 --> 00:00:05.000\nFour.\n"
    )
    assert " ".join(p.text for p in transcript.passages) == "One. Two words. Three. Four."
    assert {NoticeCode.TIME_UNREADABLE, NoticeCode.TIMES_MISSING} <= {n.code for n in transcript.notices}
    assert next(n.line for n in transcript.notices if n.code == NoticeCode.TIME_UNREADABLE) == 8


def test_times_that_contradict_one_another_are_reported_with_the_line_of_the_caption() -> None:
    transcript = read(
        "WEBVTT\n\n00:00:10.000 --> 00:00:12.000\n<v A>One.\n\n00:00:11.000 --> 00:00:10.500\n<v B>Two.\n\n"
        "00:00:05.000 --> 00:00:06.000\n<v A>Three.\n"
    )
    assert {(str(n.code), n.line) for n in transcript.notices if n.line} == {
        ("time-backwards", 9),
        ("time-end-before-start", 6),
        ("time-overlap", 3),
    }


def test_data_for_programs_in_cues_is_left_out_and_counted() -> None:
    transcript = read('WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nSynopsis\n{"type": "TextualBody", "value": "x"}\n')
    assert [p.text for p in transcript.passages] == ["Synopsis"]
    assert [str(n.code) for n in transcript.notices] == ["annotations-left-out"]


def test_labels_inside_captions_are_speakers_who_speak_on_until_the_next() -> None:
    transcript = read(
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nInterviewer: Where were\n\n"
        "00:00:02.000 --> 00:00:03.000\nyou born?\n\n"
        "00:00:03.000 --> 00:00:04.000\nWitness: In Homs.\n\n00:00:04.000 --> 00:00:05.000\nInterviewer: When?\n"
    )
    assert rows(transcript) == [
        ("Interviewer", "Where were you born?", 1_000, 3_000),
        ("Witness", "In Homs.", 3_000, 4_000),
        ("Interviewer", "When?", 4_000, 5_000),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("# no captions\n<Cue>\n", RefusalCode.NOT_AS_NAMED),
        ("WEBVTT\n\nNOTE nothing but a note\n", RefusalCode.NO_WORDS),
        ("WEBVTT\n", RefusalCode.NO_WORDS),
    ],
)
def test_files_without_captions_are_refused(text: str, code: RefusalCode) -> None:
    with pytest.raises(TranscriptError) as refused:
        read(text)
    assert refused.value.code is code


CUE_TEXT = st.lists(st.sampled_from(["we", "went.", "ثم", "عدنا؟", "no", "3", "a-b"]), min_size=1, max_size=9)


@given(st.lists(st.tuples(CUE_TEXT, st.booleans()), min_size=1, max_size=25))
def test_no_word_of_a_caption_is_lost_or_moved(cues: list[tuple[list[str], bool]]) -> None:
    blocks = [
        (f"00:{n // 60:02d}:{n % 60:02d}.000 --> 00:{n // 60:02d}:{n % 60:02d}.900\n" if timed else "")
        + " ".join(words)
        for n, (words, timed) in enumerate(cues)
        if timed or not (len(words) == 1 and words[0].isdigit())
    ]
    spoken = [w for words, timed in cues if timed or not (len(words) == 1 and words[0].isdigit()) for w in words]
    if not spoken:
        return
    transcript = read("WEBVTT\n\n" + "\n\n".join(blocks) + "\n")
    assert " ".join(p.text for p in transcript.passages).split() == spoken
