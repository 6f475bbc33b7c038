"""Narratives of formerly enslaved people, United States 1936-38: volumes of plain text, divided into one row each.

Four or more blank lines divide the narratives of a volume. What stands before the words is the head that the project's
workers typed; its style differs from state to state (``wpa_heads``). The head goes into the summary as it is, the rest
into the file of words: between them they hold every character of the volume.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.transcripts import charset
from archive.transcripts.reading import read_transcript
from archive.transcripts.records import Notices
from tests.corpora.batches import BatchWriter, several, shortened
from tests.corpora.wpa_heads import Head, divide, read_head

FOLDER = "wpa-slave-narratives"
NOTE = "Slavery, violence against people, and words of contempt as they were used then"
_BETWEEN = re.compile(r"\n(?:[ \t]*\n){4,}")
_STATES = {
    "arkansas": "Arkansas",
    "florida": "Florida",
    "georgia": "Georgia",
    "indiana": "Indiana",
    "kansas": "Kansas",
    "maryland": "Maryland",
    "northcarolina": "North Carolina",
    "oklahoma": "Oklahoma",
    "southcarolina": "South Carolina",
    "texas": "Texas",
    "virginia": "Virginia",
}
_KLAN = re.compile(r"\bku[ -]?klux", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Narrative:
    """One narrative of a volume: the head as it stands, what it says, and the words after it."""

    head_text: str
    head: Head
    words: str


def volumes(source: Path) -> list[Path]:
    """The volumes, in order."""
    return sorted(source.glob("public/text-by-state/*.txt"))


def narratives(volume: Path) -> Iterator[Narrative]:
    """The narratives of a volume. A part that begins without a head belongs to the one before."""
    text, _name = charset.decode(volume.read_bytes(), Notices())
    pending: Narrative | None = None
    for part in _BETWEEN.split(text):
        if not part.strip():
            continue
        head_text, words = divide(part.strip("\n"))
        head = read_head(head_text, words)
        goes_on = head_text.startswith("Personal History") or not (head.narrator or head.title)
        if pending is not None and goes_on:
            pending = Narrative(pending.head_text, pending.head, f"{pending.words}\n\n{part}")
            continue
        if pending is not None:
            yield pending
        pending = Narrative(head_text, head, words)
    if pending is not None:
        yield pending


def convert(source: Path, batch: BatchWriter) -> None:
    """One row for each narrative; passages that name the Ku Klux Klan are tagged with it."""
    for number, volume in enumerate(volumes(source), start=1):
        state = _STATES[volume.stem.rpartition("_")[0]]
        for place, narrative in enumerate(narratives(volume), start=1):
            if batch.full:
                return
            _add(batch, narrative, f"WPA-{number:02d}{place:03d}", state)


def _add(batch: BatchWriter, narrative: Narrative, reference: str, state: str) -> None:
    head = narrative.head
    data = narrative.words.encode()
    interviewer = f", told to {head.interviewer}" if head.interviewer else ""
    age = f" Age in the source: {head.age}." if head.age else ""
    batch.add(
        {
            "reference": reference,
            "kind": "interview",
            "title:en": shortened(f"{head.narrator or head.title or 'Narrative'}, {state}{interviewer}", 250),
            "summary:en": f"Head of the typescript: {narrative.head_text}.{age}" if narrative.head_text else "",
            "public_name_kind": "real" if head.narrator else "withheld",
            "public_name:en": shortened(head.narrator, 120),
            "told_about": "1840/1937",
            "told_about_wording": "Slavery and the years after",
            "recorded_on": head.date or "1936/1938",
            "recorded_on_wording": head.date_wording,
            "credit:en": shortened(head.interviewer, 200),
            "themes": "Slavery",
            "places": several(state),
            "content_note:en": NOTE,
            "rights": "https://creativecommons.org/publicdomain/mark/1.0/",
            "citation": f"Slave Narratives: A Folk History of Slavery in the United States. {state}. 1936-1938",
        },
        {"original:en": (f"{reference.lower()}.txt", data)},
    )
    if _KLAN.search(narrative.words):
        for place, passage in enumerate(read_transcript(data, "words.txt").passages, start=1):
            if _KLAN.search(passage.text):
                batch.tag(reference, f"p{place}", themes="Ku Klux Klan")
