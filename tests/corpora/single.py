"""The small sets: one OHMS 6 record, one interrogation in TEI, days of an inquiry as text pulled out of PDF."""

import re
from pathlib import Path

from archive.dates import parse_date
from archive.transcripts.reading import read_transcript
from tests.corpora.batches import BatchWriter, shortened

OHMS = "ohms-and-transcript-formats"
TEI = "tei-interrogation-kempka"
INQUIRY = "za-state-capture-commission"
_DATE = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}-\d{2}-\d{2}")
_DAY = re.compile(r"\bDAY\s+(\d+)", re.IGNORECASE)


def convert_ohms(source: Path, batch: BatchWriter) -> None:
    """The complete record; everything about it stands in the record."""
    path = source / "public" / "pooley-ohms6-vtt" / "example-xml.xml"
    data = path.read_bytes()
    head = read_transcript(data, path.name).metadata
    batch.add(
        {
            "reference": "OHMS-0001",
            "kind": "interview",
            "title:en": shortened(head["title"], 250),
            "summary:en": head.get("usage", ""),
            "public_name_kind": "real",
            "public_name:en": head["narrator"],
            "recorded_on": head["date"],
            "credit:en": f"Interview by {head['interviewer']}",
            "themes": "Work",
            "citation": f"{head['collection']}, {head['publisher']}",
            "rights": "https://creativecommons.org/licenses/by-nc/4.0/",
        },
        {"transcript:en": ("howard-burkat.xml", data)},
    )


def convert_tei(source: Path, batch: BatchWriter) -> None:
    """The interrogation; its title holds the day."""
    path = source / "interrogation-kempka.xml"
    data = path.read_bytes()
    title = read_transcript(data, path.name).metadata["title"]
    batch.add(
        {
            "reference": "TEI-0001",
            "kind": "recording",
            "title:en": shortened(title, 250),
            "public_name_kind": "real",
            "public_name:en": "Erich Kempka",
            "told_about": "1945-04/1945-05-02",
            "recorded_on": parse_date("3 July 1946").edtf,
            "recorded_on_wording": "July 3rd, 1946",
            "places": "Nuremberg",
            "rights": "https://creativecommons.org/publicdomain/zero/1.0/",
        },
        {"transcript:en": ("interrogation-kempka.xml", data)},
    )


def convert_inquiry(source: Path, batch: BatchWriter) -> None:
    """One row for each day; the file's name or its first page has the day."""
    for path in sorted((source / "public").iterdir()):
        if batch.full:
            return
        data = path.read_bytes()
        date = parse_date(_DATE.search(path.stem)[0]).edtf  # type: ignore[index]  # every file has one
        text = data.decode() if path.suffix == ".txt" else path.stem
        day = _DAY.search(text)
        number = day[1] if day else "0"
        batch.add(
            {
                "reference": f"SCC-{int(number):04d}",
                "kind": "recording",
                "title:en": f"Commission of inquiry into state capture, day {number}",
                "recorded_on": date,
                "recorded_on_wording": path.stem,
                "themes": "Inquiry",
                "places": "Johannesburg",
                "rights": "https://creativecommons.org/licenses/by-sa/4.0/",
            },
            {"transcript:en": (path.name, data)},
        )
