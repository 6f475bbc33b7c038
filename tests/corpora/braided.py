"""Braided Channels, an Australian oral history collection: the crate says which files belong to which interview.

The licence allows no changes: files go in as they are. Times begin anew on each tape, so every tape is a row of its
own, from its text with speakers and times; a transcript of a whole interview over several tapes (PDF) is a row too.
The one Word 97 file is left out here and stands among the files that must be refused.
"""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.corpora.batches import BatchWriter, several, shortened

FOLDER = "braided-channels"
CREDIT = "Braided Channels, Trish FitzSimons"
LICENCE = "https://creativecommons.org/licenses/by-nd/3.0/au/"
_THEMES = ("Race Relations", "Gender Relations", "Alcohol", "Education", "Environment", "Work")
_WHOLE = re.compile(r"29880-\d+\.pdf|IsabelTarrago.*\.pdf")
_TAPE = re.compile(r"(\d{2})_BC_(?:DV|SP)(?:_PT([A-D]))?_.*-raw\.txt")


def interviews(source: Path) -> list[dict[str, Any]]:
    """The interviews of the crate of which files are there, each with those ``files`` in the crate's order."""
    graph = json.loads((source / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    speakers = {item["@id"]: item for item in graph if item["@type"] == "Speaker"}
    there = {path.name for path in (source / "public").iterdir()}
    given: set[str] = set()
    found = []
    for item in graph:
        if item["@type"] != "RepositoryObject":
            continue
        names = [unquote(part["@id"]).rsplit("/", 1)[-1].replace(" ", "_") for part in _listed(item.get("hasPart"))]
        files = [name for name in dict.fromkeys(names) if name in there and name not in given]
        given.update(files)
        if files:
            speaker = speakers.get(item.get("speaker", {}).get("@id", ""), {})
            found.append({**item, "files": files, "narrators": _listed(speaker.get("contributor"))})
    return found


def convert(source: Path, batch: BatchWriter) -> None:
    """A row for each tape and for each whole transcript."""
    number = 0
    for interview in interviews(source):
        tapes = [name for name in interview["files"] if _TAPE.fullmatch(name)]
        whole = [name for name in interview["files"] if _WHOLE.fullmatch(name)]
        for name in [*tapes, *whole]:
            if batch.full:
                return
            number += 1
            match = _TAPE.fullmatch(name)
            part = f"tape {match[1]}{(match[2] or '').lower()}" if match else "all tapes"
            about = " and ".join(interview["narrators"]) or interview["name"].split(" - ")[0].title()
            batch.add(
                {
                    "reference": f"BC-{number:04d}",
                    "kind": "interview",
                    "title:en": shortened(f"Interview with {about}, {part}", 250),
                    "summary:en": interview.get("description", ""),
                    "public_name_kind": "real",
                    "public_name:en": shortened(about, 120),
                    "recorded_on": str(interview.get("dateCreated", ""))[:10],
                    "credit:en": CREDIT,
                    "themes": several(*(theme for theme in _THEMES if theme in _listed(interview.get("subject")))),
                    "places": "Channel Country",
                    "rights": LICENCE,
                    "citation": f"{CREDIT}. {interview['name']}",
                },
                {"transcript:en": (name, (source / "public" / name).read_bytes())},
            )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
