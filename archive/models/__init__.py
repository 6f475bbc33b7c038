"""The archive's tables, one file per model."""

from archive.models.access import AccessGrant, AccessRule, Level
from archive.models.account_text import AccountText, Edition, EditionUse, TextRole
from archive.models.audit import AuditEvent
from archive.models.authority import AuthorityRecord, Label, LabelKind, Note, TreeRecord
from archive.models.collection import CollectionPage, CollectionText
from archive.models.essay import EssayPage, EssaySource, EssayText, Section
from archive.models.glossary import GlossaryEntry, GlossaryText
from archive.models.home import HomePage, HomeText
from archive.models.importing import ImportBatch, ImportedRow, OriginalFile, OriginalUse
from archive.models.passage import Passage, SpeakerRole, UnscopedRead
from archive.models.period import Period, PeriodLabel, PeriodNote
from archive.models.person import Person, PersonLabel, PersonNote
from archive.models.place import Place, PlaceLabel, PlaceNote, PlaceType, Precision
from archive.models.snapshot import SnapshotToken, put_down_token, take_up_token
from archive.models.tags import (
    PassageNote,
    PassagePeriod,
    PassagePerson,
    PassagePlace,
    PassageTheme,
    TestimonyPeriod,
    TestimonyPerson,
    TestimonyPlace,
    TestimonyTheme,
)
from archive.models.testimony import Citation, ContentNote, Description, Kind, PublicNameKind, TestimonyPage
from archive.models.theme import Theme, ThemeLabel, ThemeNote
from archive.records import Vocabulary

AUTHORITY_MODELS: dict[Vocabulary, type[AuthorityRecord]] = {
    Vocabulary.THEME: Theme,
    Vocabulary.PERIOD: Period,
    Vocabulary.PLACE: Place,
    Vocabulary.PERSON: Person,
}
# The child relations of TestimonyPage that hold the tags of each vocabulary: on the testimony, on its passages.
TAG_RELATIONS: dict[Vocabulary, tuple[str, str]] = {
    Vocabulary.THEME: ("testimony_themes", "passage_themes"),
    Vocabulary.PERIOD: ("testimony_periods", "passage_periods"),
    Vocabulary.PLACE: ("testimony_places", "passage_places"),
    Vocabulary.PERSON: ("testimony_people", "passage_people"),
}

__all__ = [
    "AUTHORITY_MODELS",
    "TAG_RELATIONS",
    "AccessGrant",
    "AccessRule",
    "AccountText",
    "AuditEvent",
    "AuthorityRecord",
    "Citation",
    "CollectionPage",
    "CollectionText",
    "ContentNote",
    "Description",
    "Edition",
    "EditionUse",
    "EssayPage",
    "EssaySource",
    "EssayText",
    "GlossaryEntry",
    "GlossaryText",
    "HomePage",
    "HomeText",
    "ImportBatch",
    "ImportedRow",
    "Kind",
    "Label",
    "LabelKind",
    "Level",
    "Note",
    "OriginalFile",
    "OriginalUse",
    "Passage",
    "PassageNote",
    "PassagePeriod",
    "PassagePerson",
    "PassagePlace",
    "PassageTheme",
    "Period",
    "PeriodLabel",
    "PeriodNote",
    "Person",
    "PersonLabel",
    "PersonNote",
    "Place",
    "PlaceLabel",
    "PlaceNote",
    "PlaceType",
    "Precision",
    "PublicNameKind",
    "Section",
    "SnapshotToken",
    "SpeakerRole",
    "TestimonyPage",
    "TestimonyPeriod",
    "TestimonyPerson",
    "TestimonyPlace",
    "TestimonyTheme",
    "TextRole",
    "Theme",
    "ThemeLabel",
    "ThemeNote",
    "TreeRecord",
    "UnscopedRead",
    "put_down_token",
    "take_up_token",
]
