"""What the buttons beside a passage do, without JavaScript: the form comes back changed, and nothing is saved.

With JavaScript the same happens in the browser (static/archive/editorial/words.js); the rules are those of
``archive.passages``.
"""

from django.utils.translation import gettext as _

from archive.editorial.words.rows import Row, check, joined_notes, passage_of, take_over
from archive.passages import PassageError, merge, split

# Where a passage is divided when there is no cursor to go by.
SPLIT_MARK = "||"


class OperationRefused(Exception):
    """A button whose work cannot be done; the message says why and how to mend it."""


def apply(operation: str, rows: list[Row], moved: dict[str, str]) -> list[Row]:
    """Do what ``operation`` (``split:p3``, ``merge:p3``, ``delete:…``, ``up:…``, ``down:…``, ``before:…``, ``after:…``)
    says. ``moved`` learns which anchor took another's words. Raises OperationRefused."""
    name, _colon, key = operation.partition(":")
    position = next((index for index, row in enumerate(rows) if row.key == key), None)
    if position is None or name not in _OPERATIONS:
        raise OperationRefused(_("This button belongs to a passage that is no longer there."))
    return _OPERATIONS[name](rows, position, moved)


def new_key(rows: list[Row]) -> str:
    """A key that no row has."""
    taken = {row.key for row in rows}
    number = 1
    while f"n{number}" in taken:
        number += 1
    return f"n{number}"


def _checked(*rows: Row) -> None:
    if not check(list(rows), may_be_empty=True):
        raise OperationRefused(_("Mend what is marked in this passage first."))


def _split(rows: list[Row], position: int, _moved: dict[str, str]) -> list[Row]:
    row = rows[position]
    _checked(row)
    before, mark, after = row.text.partition(SPLIT_MARK)
    if not mark:
        raise OperationRefused(
            _("Type %(mark)s where the passage is to be divided, then press the button again.") % {"mark": SPLIT_MARK}
        )
    row.text = before + after
    try:
        first, second = split([passage_of(row)], 0, len(before))
    except PassageError:
        row.text = before + mark + after
        raise OperationRefused(_("Both parts of a divided passage need words.")) from None
    one = take_over(row, first)
    two = take_over(row, second)  # tags and notes stand on both: none may be lost, one too many can be taken off
    two.key = new_key(rows)
    return [*rows[:position], one, two, *rows[position + 1 :]]


def _merge(rows: list[Row], position: int, moved: dict[str, str]) -> list[Row]:
    if position + 1 >= len(rows):
        raise OperationRefused(_("There is no passage after this one to join it with."))
    one, two = rows[position], rows[position + 1]
    _checked(one, two)
    if two.heading and two.heading != one.heading:
        raise OperationRefused(_("The next passage begins a section. Take its heading out first, or it would be lost."))
    if two.speaker != one.speaker and two.speaker:
        raise OperationRefused(_("The two passages have different speakers. Make them the same first."))
    joined, retired = merge([passage_of(one), passage_of(two)], 0)
    moved.update(retired)
    row = take_over(one, joined[0])
    row.tags = list(dict.fromkeys([*one.tags, *two.tags]))
    row.notes = joined_notes(one.notes, two.notes)
    if not row.anchor and two.anchor:
        row.anchor = two.anchor
    return [*rows[:position], row, *rows[position + 2 :]]


def _delete(rows: list[Row], position: int, _moved: dict[str, str]) -> list[Row]:
    return [*rows[:position], *rows[position + 1 :]]


def _up(rows: list[Row], position: int, _moved: dict[str, str]) -> list[Row]:
    if position == 0:
        raise OperationRefused(_("It is the first passage."))
    return [*rows[: position - 1], rows[position], rows[position - 1], *rows[position + 1 :]]


def _down(rows: list[Row], position: int, _moved: dict[str, str]) -> list[Row]:
    if position + 1 >= len(rows):
        raise OperationRefused(_("It is the last passage."))
    return _up(rows, position + 1, _moved)


def _before(rows: list[Row], position: int, _moved: dict[str, str]) -> list[Row]:
    fresh = Row(key=new_key(rows), speaker=rows[position].speaker, speaker_role=rows[position].speaker_role)
    return [*rows[:position], fresh, *rows[position:]]


def _after(rows: list[Row], position: int, _moved: dict[str, str]) -> list[Row]:
    fresh = Row(key=new_key(rows), speaker=rows[position].speaker, speaker_role=rows[position].speaker_role)
    return [*rows[: position + 1], fresh, *rows[position + 1 :]]


_OPERATIONS = {
    "split": _split,
    "merge": _merge,
    "delete": _delete,
    "up": _up,
    "down": _down,
    "before": _before,
    "after": _after,
}
