"""Collects what is wrong with one row while it is checked, so that all of it is told at once. Pure."""

from dataclasses import dataclass, field

from archive.importing.manifest import Row
from archive.importing.problems import Problem, ProblemCode, Severity, problem
from archive.transcripts.records import Notice, TranscriptError


@dataclass(slots=True)
class Findings:
    """The problems of one row, in the order they were found."""

    row: Row
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: ProblemCode, column: str = "", *, row: Row | None = None, **data: str | int) -> None:
        """Note a problem in a column of the row, or of ``row``, one of its passages' rows."""
        place = row or self.row
        self.problems.append(problem(code, place.file, place.line, column, **data))

    def add_refusal(self, name: str, error: TranscriptError) -> None:
        """Note that a file of words was refused, and where in it the cause stands."""
        column = "" if error.column is None else str(error.column)
        self.problems.append(Problem(error.code, Severity.ERROR, name, error.line, column, data=dict(error.data)))

    def add_notices(self, name: str, notices: tuple[Notice, ...]) -> None:
        """Note what the reader of a file of words warns of."""
        for notice in notices:
            column = "" if notice.column is None else str(notice.column)
            unit = notice.where if notice.line is not None else "line"
            self.problems.append(
                Problem(notice.code, Severity.WARNING, name, notice.line, column, unit, data=dict(notice.data))
            )

    @property
    def has_errors(self) -> bool:
        """Whether the row may not be imported."""
        return any(found.is_error for found in self.problems)
