"""The sample accounts of the demo archive: they read as they are meant to, and every tag on them is a known term."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from archive.dates.reading import parse_date
from archive.transcripts.reading import read_transcript
from archive.transcripts.records import ParsedTranscript

DATA = Path(__file__).resolve().parents[3] / "archive" / "demo" / "data"
ACCOUNTS = DATA / "accounts"
LANGUAGES = ("ar", "en")
WORD_FILES = ("original", "transcript", "translation")

# Arabic says in three words what English says in four.
FEWEST_WORDS = {"ar": 15, "en": 25}
MOST_WORDS = 90

LATIN_PUNCTUATION = re.compile(r"[,;?!\"'“”‘’%]|\.\.\.")
DIGIT = re.compile(r"\d")  # of any script: numbers are spelled out in the narrators' words
COLLECTIONS = {"sample-written-accounts", "sample-interviews", "sample-family-papers"}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as dictionaries; a row with too many or too few values fails."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file))
    for row in read:
        assert None not in [*row, *row.values()], f"{path.name}: uneven row {row}"
    return read


MANIFEST = rows(ACCOUNTS / "manifest.csv")
PASSAGES = rows(ACCOUNTS / "passages.csv")
BY_REFERENCE = {row["reference"]: row for row in MANIFEST}


def word_files(row: dict[str, str]) -> dict[str, str]:
    """The files of words a row names: language to file name."""
    return {
        column.partition(":")[2]: name
        for column, name in row.items()
        if column.partition(":")[0] in WORD_FILES and name
    }


def original_language(row: dict[str, str]) -> str:
    """The language the account was given in."""
    found = [lang for lang in LANGUAGES for kind in ("original", "transcript") if row.get(f"{kind}:{lang}")]
    assert len(found) == 1, f"{row['reference']}: {found}"
    return found[0]


def read(name: str) -> ParsedTranscript:
    """A file of words as the import reads it."""
    return read_transcript((ACCOUNTS / name).read_bytes(), name)


def paragraphs(name: str) -> list[str]:
    """The paragraphs of an HTML file in order, the empty ones too: they keep the count of a partial translation."""
    document = html.document_fromstring((ACCOUNTS / name).read_bytes())
    return [" ".join("".join(element.itertext()).split()) for element in document.iter("p")]


def headings(name: str) -> list[tuple[int, str]]:
    """Where the headings of an HTML file stand: the number of the passage that follows, and the words."""
    found, number = [], 1
    for element in html.document_fromstring((ACCOUNTS / name).read_bytes()).iter("h2", "p"):
        if element.tag == "p":
            number += 1
        else:
            found.append((number, "".join(element.itertext())))
    return found


def passages(name: str) -> list[str]:
    """The words of each passage in a file, an empty one where it is not yet translated."""
    return paragraphs(name) if name.endswith(".html") else [passage.text for passage in read(name).passages]


def values(text: str) -> list[str]:
    """A list cell of the batch format."""
    return [value.strip() for value in text.split("|") if value.strip()]


ALL_FILES = [(row["reference"], lang, name) for row in MANIFEST for lang, name in sorted(word_files(row).items())]
HTML_FILES = [file for file in ALL_FILES if file[2].endswith(".html")]
SLUGS = {name: {row["slug"] for row in rows(DATA / f"{name}.csv")} for name in ("themes", "periods", "places")}


def test_there_are_enough_accounts_and_passages_to_read() -> None:
    counts = {row["reference"]: len(passages(word_files(row)[original_language(row)])) for row in MANIFEST}
    assert len(counts) == len(MANIFEST) >= 13
    assert sum(counts.values()) >= 220
    languages = [original_language(row) for row in MANIFEST]
    assert languages.count("ar") >= 8
    assert languages.count("en") >= 5


def test_every_file_is_named_once_and_every_named_file_exists() -> None:
    named = [name for _, _, name in ALL_FILES]
    on_disk = sorted(path.name for path in ACCOUNTS.iterdir() if path.suffix != ".csv")
    assert sorted(named) == on_disk


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: str(row["reference"]))
def test_a_row_says_everything_the_archive_needs(row: dict[str, str]) -> None:
    assert row["sample"] == "yes"
    assert re.fullmatch(r"RA-\d{4}", row["reference"])
    assert row["collection"] in COLLECTIONS
    assert row["kind"] in {"written", "recording", "interview"}
    for lang in LANGUAGES:
        assert row[f"title:{lang}"]
        assert row[f"summary:{lang}"]
        assert bool(row[f"public_name:{lang}"]) == (row["public_name_kind"] != "withheld")
        assert bool(row[f"content_note:{lang}"]) == bool(row["content_note:en"])
    assert row["public_name_kind"] in {"pseudonym", "initials", "withheld"}, "no sample bears a real name"
    assert row["level"] in {"public", "registered", "approved", "closed"}
    assert row["listed"] in {"yes", "no"}


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: str(row["reference"]))
def test_a_summary_says_that_the_text_is_a_sample(row: dict[str, str]) -> None:
    assert row["summary:en"].startswith("A sample text ")
    assert row["summary:ar"].startswith("نصّ تجريبي ")


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: str(row["reference"]))
def test_dates_are_read(row: dict[str, str]) -> None:
    assert parse_date(row["told_about"]).edtf
    assert parse_date(row["recorded_on"]).edtf
    if row["embargo_until"]:
        assert date.fromisoformat(row["embargo_until"])


def test_every_state_of_access_is_shown() -> None:
    states = [(row["level"], row["listed"], bool(row["embargo_until"])) for row in MANIFEST]
    for state in (
        ("registered", "yes", False),
        ("closed", "yes", False),
        ("closed", "no", False),
        ("public", "yes", True),
    ):
        assert states.count(state) == 1, state
    assert states.count(("public", "yes", False)) == len(MANIFEST) - 4


def test_names_are_shown_in_several_ways_and_dates_in_several_precisions() -> None:
    assert {row["public_name_kind"] for row in MANIFEST} == {"pseudonym", "initials", "withheld"}
    told = [row["told_about"] for row in MANIFEST]
    assert any("~" in value for value in told)
    assert any(value.endswith("/..") for value in told)
    assert any(re.fullmatch(r"\d{4}/\d{4}", value) for value in told)
    assert [row["reference"] for row in MANIFEST if row["told_about_disputed"] == "yes"] == ["RA-0002"]


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: str(row["reference"]))
def test_a_translation_has_the_passages_and_headings_of_its_original(row: dict[str, str]) -> None:
    files = word_files(row)
    assert set(files) == set(LANGUAGES)
    assert len(passages(files["ar"])) == len(passages(files["en"]))
    if files["ar"].endswith(".html"):
        places = [[number for number, _ in headings(files[lang])] for lang in LANGUAGES]
        assert places[0] == places[1]
        assert places[0][0] == 1, "no passage stands before the first heading"
    else:
        headed = [[bool(passage.heading) for passage in read(files[lang]).passages] for lang in LANGUAGES]
        assert headed[0] == headed[1]
        assert headed[0][0], "no passage stands before the first heading"


@pytest.mark.parametrize(("reference", "lang", "name"), ALL_FILES, ids=[file[2] for file in ALL_FILES])
def test_passages_are_long_enough_to_stand_alone_and_short_enough_to_cite(reference: str, lang: str, name: str) -> None:
    original = original_language(BY_REFERENCE[reference]) == lang
    for number, text in enumerate(passages(name), start=1):
        words = len(text.split())
        assert (not original and words == 0) or FEWEST_WORDS[lang] <= words <= MOST_WORDS, f"p{number}: {words} words"


def test_only_two_translations_have_a_gap() -> None:
    gaps = {name: passages(name).count("") for _, _, name in ALL_FILES if "" in passages(name)}
    assert gaps == {"RA-0003.en.html": 1, "RA-0012.en.html": 1}


@pytest.mark.parametrize(("reference", "lang", "name"), HTML_FILES, ids=[file[2] for file in HTML_FILES])
def test_the_import_reads_every_paragraph_that_has_words(reference: str, lang: str, name: str) -> None:
    transcript = read(name)
    assert [passage.text for passage in transcript.passages] == [text for text in paragraphs(name) if text]
    assert transcript.notices == ()
    assert transcript.metadata == {"title": BY_REFERENCE[reference][f"title:{lang}"], "language": lang}


@pytest.mark.parametrize("name", ["RA-0019.ar.vtt", "RA-0019.en.vtt"])
def test_the_timed_interview_keeps_one_passage_a_cue_with_rising_times(name: str) -> None:
    transcript = read(name)
    assert transcript.notices == ()
    assert len(transcript.passages) == (ACCOUNTS / name).read_text(encoding="utf-8").count(" --> ")
    end = -1
    for passage in transcript.passages:
        assert passage.start_ms is not None
        assert passage.end_ms is not None
        assert end < passage.start_ms < passage.end_ms
        assert passage.speaker
        end = passage.end_ms


def test_both_languages_of_the_timed_interview_have_the_same_times() -> None:
    times = [
        [(passage.start_ms, passage.end_ms) for passage in read(f"RA-0019.{lang}.vtt").passages] for lang in LANGUAGES
    ]
    assert times[0] == times[1]


@pytest.mark.parametrize(
    ("name", "speakers"),
    [("RA-0027.ar.txt", {"المحاوِرة", "هالة"}), ("RA-0027.en.txt", {"Interviewer", "Hala"})],
)
def test_the_plain_text_interview_has_two_speakers(name: str, speakers: set[str]) -> None:
    transcript = read(name)
    assert {passage.speaker for passage in transcript.passages} == speakers
    assert transcript.notices == ()


@pytest.mark.parametrize("table", [MANIFEST, PASSAGES], ids=["manifest", "passages"])
@pytest.mark.parametrize("axis", ["themes", "periods", "places"])
def test_tags_are_terms_of_the_vocabularies(table: list[dict[str, str]], axis: str) -> None:
    for row in table:
        found = values(row[axis])
        where = f"{row['reference']} {row.get('anchor', '')}"
        assert set(found) <= SLUGS[axis], f"{where}: {set(found) - SLUGS[axis]}"
        assert len(found) == len(set(found)), where


def test_no_restricted_theme_is_used() -> None:
    restricted = {row["slug"] for row in rows(DATA / "themes.csv") if row["restricted"] == "yes"}
    used = {theme for row in [*MANIFEST, *PASSAGES] for theme in values(row["themes"])}
    assert restricted
    assert not used & restricted


def test_passage_rows_point_at_passages_and_most_passages_have_themes() -> None:
    seen = [(row["reference"], row["anchor"]) for row in PASSAGES]
    assert len(seen) == len(set(seen))
    for reference, anchor in seen:
        row = BY_REFERENCE[reference]
        number = int(anchor.removeprefix("p"))
        assert 1 <= number <= len(passages(word_files(row)[original_language(row)]))
    assert sum(bool(row["themes"]) for row in PASSAGES) >= 150
    assert sum(bool(row["periods"]) for row in PASSAGES) >= 100
    assert sum(bool(row["places"]) for row in PASSAGES) >= 100


def test_folded_passages_are_few_and_say_why_in_both_languages() -> None:
    folded = [row for row in PASSAGES if row["note:en"] or row["note:ar"]]
    assert 3 <= len(folded) <= 4
    for row in folded:
        assert row["note:en"]
        assert row["note:ar"]
        number = row["anchor"].removeprefix("p")
        assert f"passage {number}, folded" in BY_REFERENCE[row["reference"]]["content_note:en"]
        assert f"المقطع {number}، مطويّ" in BY_REFERENCE[row["reference"]]["content_note:ar"]


@pytest.mark.parametrize(
    ("reference", "lang", "name"), [file for file in ALL_FILES if file[1] == "ar"], ids=lambda value: str(value)
)
def test_arabic_words_have_arabic_punctuation(reference: str, lang: str, name: str) -> None:
    heads = [text for _, text in headings(name)] if name.endswith(".html") else []
    for text in [*passages(name), *heads]:
        assert not LATIN_PUNCTUATION.search(text), text
        assert not re.search(r"[A-Za-z]", text), text
        assert not DIGIT.search(text), text
        assert text.count("«") == text.count("»"), text
        assert not re.search(r"\s[،؛؟:.]|[،؛؟](?=[^\s»)؟])|\u0640", text), text


def test_arabic_descriptions_have_arabic_punctuation() -> None:
    cells = [
        value
        for row in [*MANIFEST, *PASSAGES]
        for column, value in row.items()
        if column.endswith(":ar") and column.partition(":")[0] in {"title", "summary", "public_name", "credit", "note"}
    ]
    assert len(cells) > len(PASSAGES)
    for cell in cells:
        assert not LATIN_PUNCTUATION.search(cell), cell
        assert not re.search(r"[A-Za-z]", cell), cell


@pytest.mark.parametrize(
    ("reference", "lang", "name"), [file for file in ALL_FILES if file[1] == "en"], ids=lambda value: str(value)
)
def test_english_words_have_typographic_quotation_marks(reference: str, lang: str, name: str) -> None:
    for text in passages(name):
        assert not re.search(r"[\"']", text), text
        assert text.count("“") == text.count("”"), text


def test_the_prison_is_named_in_several_accounts_of_both_languages() -> None:
    def naming(pattern: str, lang: str) -> int:
        return sum(any(re.search(pattern, text) for text in passages(word_files(row)[lang])) for row in MANIFEST)

    assert naming("تدمر", "ar") >= 6
    assert naming("Tadmor", "en") >= 6
    assert naming("Palmyra", "en") >= 3
