"""Hearings of the European Court of Human Rights: timed lines with roles in up to three languages, written as WebVTT.

A hearing in one or two languages is one file, lines in the second language marked with their language. A hearing in
three becomes one file for each language, with the times of the same recording: several texts of one testimony.
Times go in as they are, those that run backwards too.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.corpora.batches import BatchWriter, several, shortened

FOLDER = "lacour-echr-hearings"
_ROLES = {
    "JudgeP": "President",
    "Judge": "Judge",
    "Applicant": "Applicant",
    "Government": "Government",
    "ThirdParty": "Third party",
    "Announcer": "Announcer",
}
_COUNTRIES = {"RUS": "Russia", "GBR": "United Kingdom", "HUN": "Hungary", "TUR": "Türkiye", "ITA": "Italy"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a hearing, with times in seconds."""

    speaker: str
    language: str
    start: float
    end: float
    text: str


def lines(path: Path) -> list[Line]:
    """The lines of a hearing, in order."""
    found = []
    for segment in ElementTree.parse(path).getroot().iter("SpeakerSegment"):
        name = (segment.findtext("Name") or "").strip()
        role = _ROLES.get(segment.findtext("Role") or "", "")
        speaker = f"{name} ({role})" if name not in {"", "UNK"} and role else name if name != "UNK" else role
        for snippet in segment.iter("Snippet"):
            found.append(
                Line(
                    speaker or role,
                    snippet.findtext("Language") or "en",
                    float(snippet.findtext("TimestampBegin") or 0),
                    float(snippet.findtext("TimestampEnd") or 0),
                    " ".join((snippet.findtext("Text") or "").split()),
                )
            )
    return [line for line in found if line.text]


def convert(source: Path, batch: BatchWriter) -> None:
    """One row for each hearing, described from the linked documents."""
    documents = json.loads((source / "lacour_linked_documents.json").read_text(encoding="utf-8"))
    by_id = {document["webcast_id"]: document for document in documents.values()}
    for number, path in enumerate(sorted(source.glob("public/*_transcript.xml")), start=1):
        if batch.full:
            return
        document = by_id[path.name.removesuffix("_transcript.xml")]
        spoken = lines(path)
        reference = f"ECHR-{number:04d}"
        languages = [language for language, _count in Counter(line.language for line in spoken).most_common()]
        if len(languages) > 2:
            texts = {language: [line for line in spoken if line.language == language] for language in languages}
        else:
            texts = {languages[0]: spoken}
        batch.add(
            {
                "reference": reference,
                "kind": "recording",
                "title:en": shortened(document["hearing_title"], 250),
                "summary:en": f"{document['hearing_type']}. {document['case_name']}.",
                "recorded_on": document["hearing_date"][:10],
                "themes": "Human rights case",
                "places": several("Strasbourg", _COUNTRIES.get(document["respondent"], "")),
                "citation": f"European Court of Human Rights, {document['case_name']}",
                "source_url": document["case_url"],
                "rights": "https://creativecommons.org/licenses/by-sa/4.0/",
            },
            {
                f"transcript:{language}": (f"{reference.lower()}-{language}.vtt", webvtt(text, language).encode())
                for language, text in texts.items()
            },
        )


def webvtt(spoken: Iterable[Line], language: str) -> str:
    """WebVTT of lines; those in another language than the file's are marked with it."""
    blocks = [f"WEBVTT\nLanguage: {language}"]
    for line in spoken:
        text = _escaped(line.text)
        if line.language != language:
            text = f"<lang {line.language}>{text}</lang>"
        blocks.append(f"{_clock(line.start)} --> {_clock(line.end)}\n<v {_escaped(line.speaker)}>{text}")
    return "\n\n".join(blocks) + "\n"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}.{thousandths:03d}"
