"""Real files, hostile and honest. They skip, with the set's name, where the data sets are absent."""

from pathlib import Path

import pytest

from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.reading import read_transcript
from archive.transcripts.records import ParsedTranscript, TranscriptError
from tests.conftest import corpora_folder

HOSTILE = "hostile-and-malformed-files"


def files_of(name: str, pattern: str = "**/*") -> list[Path]:
    folder = corpora_folder() / name
    found = [path for path in sorted(folder.glob(pattern)) if path.is_file()] if folder.is_dir() else []
    if not found:
        pytest.skip(f"the data set {name} is absent")
    return found


def outcome(path: Path) -> ParsedTranscript | TranscriptError:
    try:
        return read_transcript(path.read_bytes(), path.name)
    except TranscriptError as refusal:
        return refusal


@pytest.mark.corpora
def test_every_hostile_file_is_read_or_refused_with_a_listed_cause() -> None:
    for path in files_of(HOSTILE):
        result = outcome(path)
        if isinstance(result, TranscriptError):
            assert set(result.data) == set(result.code.keys), path.name
        else:
            assert all(passage.text for passage in result.passages), path.name
            for notice in result.notices:
                assert set(notice.data) == set(notice.code.keys), (path.name, notice)


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("**/testWORD_protected_passtika.docx", RefusalCode.ENCRYPTED),
        ("**/libreoffice-writer-password.pdf", RefusalCode.ENCRYPTED),
        ("**/encryption_notextaccess.pdf", RefusalCode.ENCRYPTED),
        ("**/text_only.doc", RefusalCode.WORD_97),
        ("**/quine.gz", RefusalCode.UNKNOWN_FORMAT),
        ("**/testWORD_truncated.docx", RefusalCode.NOT_WELL_FORMED),
    ],
)
def test_known_hostile_files_are_refused_by_their_cause(pattern: str, code: RefusalCode) -> None:
    folder = corpora_folder() / HOSTILE
    found = list(folder.glob(pattern)) if folder.is_dir() else []
    if not found:
        pytest.skip(f"the data set {HOSTILE} has no such file")
    with pytest.raises(TranscriptError) as refused:
        read_transcript(found[0].read_bytes(), found[0].name)
    assert refused.value.code is code


@pytest.mark.corpora
def test_the_book_whose_first_accent_stands_far_inside_is_read_in_its_charset() -> None:
    (path,) = files_of("wpa-slave-narratives", "**/13579-8.txt")
    transcript = read_transcript(path.read_bytes(), path.name)
    assert transcript.charset == "iso8859_1"
    assert NoticeCode.CHARSET_GUESSED in {notice.code for notice in transcript.notices}


@pytest.mark.corpora
def test_hearings_name_their_speakers_and_lose_no_running_header_into_a_sentence() -> None:
    for path in files_of("za-state-capture-commission", "public/*July*.txt"):
        transcript = read_transcript(path.read_bytes(), path.name)
        named = sum(bool(passage.speaker) for passage in transcript.passages)
        assert named > len(transcript.passages) * 0.9
        assert not any(" Page " in passage.text and " of 1" in passage.text for passage in transcript.passages)
