"""Hearings of South Africa's Truth and Reconciliation Commission: one HTML file each, its header read by the reader."""

import re
from pathlib import Path

from archive.dates import DateError, parse_date
from archive.transcripts.reading import read_transcript
from tests.corpora.batches import BatchWriter, several, shortened

FOLDER = "sa-trc-hearings"
_TYPES = {
    "human_rights_violation_hearings": "Human rights violations",
    "prison_hearings": "Prisons",
    "trojan_horse_hearings": "Trojan Horse shootings",
    "faith_community_hearings": "Faith communities",
    "conscription_hearings": "Conscription",
}
_TITLE = re.compile(r"^(?:mr|mrs|ms|miss|dr|rev|prof|adv)\b\.?\s*", re.IGNORECASE)


def convert(source: Path, batch: BatchWriter) -> None:
    """One row for each hearing; the files go in as they are."""
    for path in sorted(source.glob("public/*/*/*.html")):
        if batch.full:
            return
        data = path.read_bytes()
        head = read_transcript(data, path.name).metadata
        names = _names(head.get("narrator", ""))
        kind = _TYPES.get(path.parent.name) or _TYPES[path.parent.parent.name]
        place = _place(head.get("place", "")) or path.parent.name.replace("_", " ").title()
        date = head.get("date", "")
        about = names or head.get("kind", "") or path.stem
        day = f", day {head['day']}" if head.get("day", "").isdecimal() else ""
        batch.add(
            {
                "reference": f"TRC-{path.stem}",
                "kind": "recording",
                "title:en": shortened(f"{about.replace(' | ', ', ')}: {kind.lower()} hearing, {place}{day}", 250),
                "summary:en": f"Type in the source: {head['kind']}." if head.get("kind") else "",
                "public_name_kind": "real" if names else "withheld",
                "public_name:en": shortened(names, 120),
                "recorded_on": _edtf(date),
                "recorded_on_wording": date,
                "themes": kind,
                "periods": "Apartheid",
                "places": several(place),
                "content_note:en": "Killing, torture and loss, told by those who lived through it",
                "citation": "Truth and Reconciliation Commission, South Africa: transcript of a public hearing",
                "source_url": head.get("source_url", ""),
            },
            {"transcript:en": (path.name, data)},
        )


def _names(text: str) -> str:
    """Names as a reader would write them: the sources have them in capitals, with and without titles."""
    parts = [part.strip() for part in re.split(r"[,;&]|\band\b", text, flags=re.IGNORECASE) if part.strip()]
    return ", ".join(dict.fromkeys(_TITLE.sub("", _capitalised(part)) for part in parts))


def _capitalised(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize() if len(word[0]) > 1 else word[0].upper(), text)


def _place(text: str) -> str:
    return re.sub(r"'S\b", "'s", " ".join(text.split()).title().replace("Johnnesburg", "Johannesburg"))


def _edtf(date: str) -> str:
    """The EDTF of a header's date; empty when it has none that can be read (it stays in the wording)."""
    try:
        return str(parse_date(date).edtf) if date else ""
    except DateError:
        return ""
