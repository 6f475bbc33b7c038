"""From the files of one row to the passages that will stand in the archive: roles of speakers, anchors, alignment."""

import difflib
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from archive.importing import cells
from archive.importing.batch import MAXIMUM_FILE_BYTES, Batch, FileTooLarge
from archive.importing.columns import TEXT_COLUMNS
from archive.importing.findings import Findings
from archive.importing.problems import ProblemCode
from archive.importing.speakers import named_speakers, speaker_roles
from archive.languages import LanguageError, validate_language
from archive.models import AccountText, PublicNameKind
from archive.passages import DraftPassage, give_anchors, word_count
from archive.transcripts.records import ParsedPassage, ParsedTranscript, TranscriptError

ReadTranscript = Callable[..., ParsedTranscript]

_DETAILS = ("credit", "reviewed", "machine_assisted")
_LONGEST_SPEAKER = 120
_LONGEST_HEADING = 255
_LONGEST_PREFIX = 8
_NAMES_COMPARED = 5_000


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A file that a row names, as it arrived."""

    column: str
    name: str
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class TextPlan:
    """An account text to be. ``passages`` carry their anchors; ``aligned``: they are those of the first text."""

    language: str
    role: str
    credit: str
    reviewed: bool
    machine_assisted: bool
    file: BatchFile
    passages: tuple[DraftPassage, ...]
    aligned: bool

    @property
    def words(self) -> int:
        """How many words it has."""
        return word_count(self.passages)


def read_files(findings: Findings, batch: Batch) -> list[BatchFile]:
    """The files that the row names, originals first. One that cannot be read is noted and left out."""
    files: list[BatchFile] = []
    for column in TEXT_COLUMNS:
        for language, given in findings.row.per_language(column).items():
            where = f"{column}:{language}"
            name = given.replace("\\", "/").removeprefix("./")
            try:
                data = batch.read(name)
            except KeyError:
                findings.add(ProblemCode.FILE_MISSING, where, name=given, nearest=_nearest_name(name, batch))
            except FileTooLarge:
                findings.add(ProblemCode.FILE_TOO_LARGE, where, name=given, limit=MAXIMUM_FILE_BYTES // 1024**2)
            except OSError as error:
                findings.add(ProblemCode.FILE_UNREADABLE, where, name=given, reason=error.strerror or str(error))
            else:
                files.append(BatchFile(where, name, data, hashlib.sha256(data).hexdigest()))
    return files


def _nearest_name(name: str, batch: Batch) -> str:
    names = batch.names
    for other in names:
        if other.casefold() == name.casefold() or other.rpartition("/")[2] == name:
            return other
    found = difflib.get_close_matches(name, names[:_NAMES_COMPARED], n=1, cutoff=0.75)
    return found[0] if found else ""


def plan_texts(
    findings: Findings,
    files: Iterable[BatchFile],
    public_names: Mapping[str, str],
    name_kind: str,
    read: ReadTranscript,
) -> list[TextPlan]:
    """The account texts of the row. The first text (an original or transcript if there is one) gives the anchors.

    ``read`` reads a file of words; it takes the bytes, the name and ``keep_empty``.
    """
    plans: list[TextPlan] = []
    languages: set[str] = set()
    named: dict[str, None] = {}
    for file in files:
        role, _, language = file.column.partition(":")
        if language in languages:
            findings.add(ProblemCode.LANGUAGE_TWICE, file.column, language=language)
            continue
        languages.add(language)
        try:
            parsed = read(file.data, file.name, keep_empty=role == "translation")
        except TranscriptError as error:
            findings.add_refusal(file.name, error)
            continue
        findings.add_notices(file.name, parsed.notices)
        roles = speaker_roles((p.speaker for p in parsed.passages), public_names.values(), parsed.metadata)
        named.update(dict.fromkeys(named_speakers(roles, public_names.values())))
        drafts = _drafts(parsed, roles, language)
        first = plans[0] if plans else None
        passages, aligned = _with_anchors(findings, file, drafts, first, language)
        plans.append(
            TextPlan(
                language=language,
                role=role,
                credit=cells.text(findings, f"credit:{language}", AccountText, "credit"),
                reviewed=cells.yes_or_no(findings, f"reviewed:{language}"),
                machine_assisted=cells.yes_or_no(findings, f"machine_assisted:{language}"),
                file=file,
                passages=tuple(passages),
                aligned=aligned,
            )
        )
    if named and name_kind != PublicNameKind.REAL:
        speakers = ", ".join(list(named)[:10])
        findings.add(ProblemCode.SPEAKERS_NAMED, "public_name_kind", speakers=speakers)
    if plans and plans[0].role == "translation":
        findings.add(ProblemCode.TRANSLATION_ALONE, plans[0].file.column)
    _check_details(findings)
    return plans


def _check_details(findings: Findings) -> None:
    row = findings.row
    with_text = {language for column in TEXT_COLUMNS for language in row.per_language(column)}
    for column in _DETAILS:
        for language, value in row.per_language(column).items():
            if language not in with_text and value.casefold() != "no":
                findings.add(ProblemCode.DETAIL_WITHOUT_TEXT, f"{column}:{language}", language=language)


def _drafts(parsed: ParsedTranscript, roles: Mapping[str, str], language: str) -> list[DraftPassage]:
    # What a file says of itself as a whole yields to the manifest: exported HTML often has the editor's language.
    own = {_tag(parsed.metadata.get("language", "")), language}
    drafts: list[DraftPassage] = []
    for passage in parsed.passages:
        drafts += _draft(passage, roles, "" if _tag(passage.language) in own else _tag(passage.language))
    return drafts


def _draft(passage: ParsedPassage, roles: Mapping[str, str], language: str) -> list[DraftPassage]:
    """The passage; what is too long to be a heading or a speaker's name stays among the words: nothing is cut off."""
    draft = DraftPassage(
        text=passage.text,
        heading=passage.heading,
        speaker=passage.speaker,
        speaker_role=roles.get(passage.speaker, ""),
        language=language,
        start_ms=passage.start_ms,
        end_ms=passage.end_ms,
    )
    if len(draft.speaker) > _LONGEST_SPEAKER:
        draft = replace(draft, text=f"{draft.speaker}: {draft.text}", speaker="", speaker_role="")
    if len(draft.heading) > _LONGEST_HEADING:
        return [DraftPassage(text=draft.heading), replace(draft, heading="")]
    return [draft]


def _tag(language: str) -> str:
    try:
        return validate_language(language)
    except LanguageError:
        return ""


def _with_anchors(
    findings: Findings, file: BatchFile, drafts: list[DraftPassage], first: TextPlan | None, language: str
) -> tuple[list[DraftPassage], bool]:
    """The passages with their anchors, and whether these are the first text's.

    Empty paragraphs count as "not translated yet" only where the numbers then agree: in many files they are mere space
    between paragraphs.
    """
    worded = [draft for draft in drafts if draft.text]
    if first is None:
        return give_anchors(worded, ()), True
    for candidate in (worded, drafts):
        if len(candidate) == len(first.passages):
            pairs = zip(candidate, first.passages, strict=True)
            return [replace(draft, anchor=other.anchor) for draft, other in pairs], True
    passages = give_anchors(worded, (), language.replace("-", "").lower()[:_LONGEST_PREFIX])
    if passages:
        findings.add(
            ProblemCode.TRANSLATION_UNALIGNED,
            file.column,
            passages=len(passages),
            original=len(first.passages),
            first=passages[0].anchor,
        )
    return passages, False
