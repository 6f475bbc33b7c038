import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.transcripts.codes import NoticeCode
from archive.transcripts.records import Notices, Turn
from archive.transcripts.timecode import format_timecode, parse_timecode, settle_times


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("00:00:00", 0),
        ("01:02:03", 3_723_000),
        ("01:02:03.5", 3_723_500),
        ("01:02:03,045", 3_723_045),
        ("12:34", 754_000),
        ("75:10", 4_510_000),
        ("12:34.250", 754_250),
        ("100:00:01", 360_001_000),
        ("00:00:01:12", 1_480),
        ("09:01:20;24", 32_480_960),
        ("09:05;37:10", 32_737_400),
        (" 00:00:07 ", 7_000),
        ("00:00:01:25", None),
        ("00:60:00", None),
        ("00:00:60", None),
        ("12", None),
        ("", None),
        ("00:01:02:03:04", None),
        ("٠٠:٠١", None),
        ("12:34:12", 45_252_000),
    ],
)
def test_times_are_read(text: str, milliseconds: int | None) -> None:
    assert parse_timecode(text) == milliseconds


def test_the_frame_rate_can_be_stated() -> None:
    assert parse_timecode("00:00:00:15", frames_per_second=30) == 500
    assert parse_timecode("00:00:00:27", frames_per_second=30) == 900


@given(st.integers(min_value=0, max_value=400 * 3_600_000))
def test_a_written_time_reads_as_itself(milliseconds: int) -> None:
    assert parse_timecode(format_timecode(milliseconds)) == milliseconds


def settled(*times: tuple[int | None, int | None]) -> tuple[list[tuple[int | None, int | None]], list[tuple[str, int]]]:
    notices = Notices()
    turns = [Turn("words", start_ms=start, end_ms=end, line=10 + n) for n, (start, end) in enumerate(times)]
    result = settle_times(turns, notices)
    return [(t.start_ms, t.end_ms) for t in result], [(str(n.code), n.line or 0) for n in notices.all()]


def test_a_time_that_runs_backwards_is_lost_and_reported_with_its_line() -> None:
    times, notices = settled((1000, 2000), (5000, 6000), (3000, 4000), (7000, 8000))
    assert times == [(1000, 2000), (None, None), (3000, 4000), (7000, 8000)] or times == [
        (1000, 2000),
        (5000, 6000),
        (None, None),
        (7000, 8000),
    ]
    assert [code for code, _line in notices] == [NoticeCode.TIME_BACKWARDS]


def test_one_wrong_time_far_ahead_does_not_cost_the_times_after_it() -> None:
    times, notices = settled((1000, None), (36_000_000, None), (3000, None), (4000, None))
    assert times == [(1000, None), (None, None), (3000, None), (4000, None)]
    assert notices == [(NoticeCode.TIME_BACKWARDS, 11)]


def test_an_overlapping_end_is_cut_to_the_next_start() -> None:
    times, notices = settled((1000, 4000), (3000, 5000))
    assert times == [(1000, 3000), (3000, 5000)]
    assert notices == [(NoticeCode.TIME_OVERLAP, 10)]


def test_an_end_before_its_start_is_dropped() -> None:
    times, notices = settled((1000, 500), (3000, 5000))
    assert times == [(1000, None), (3000, 5000)]
    assert notices == [(NoticeCode.TIME_END_BEFORE_START, 10)]


def test_missing_times_are_reported_once_with_their_number() -> None:
    notices = Notices()
    settle_times([Turn("a", start_ms=1), Turn("b"), Turn("c")], notices)
    (notice,) = notices.all()
    assert (notice.code, notice.line, dict(notice.data)) == (NoticeCode.TIMES_MISSING, None, {"count": 2, "total": 3})


def test_a_text_without_any_time_misses_none() -> None:
    assert settled((None, None), (None, None)) == ([(None, None), (None, None)], [])


@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(min_value=0, max_value=50), st.none() | st.integers(min_value=0, max_value=50)
        )
    )
)
def test_settled_times_never_contradict_one_another(times: list[tuple[int | None, int | None]]) -> None:
    result, _notices = settled(*times)
    starts = [start for start, _end in result if start is not None]
    assert starts == sorted(starts)
    assert all(end >= start for start, end in result if start is not None and end is not None)
    for index, (_start, end) in enumerate(result):
        following = [start for start, _end in result[index + 1 :] if start is not None]
        assert end is None or not following or end <= following[0]
