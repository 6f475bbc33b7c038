"""Who speaks: the narrator, the interviewer or somebody else, by what the file calls them. Pure.

The rules, in their order: the word for a role (in English and Arabic, a number after it does not count); the account's
public name; the names that the file itself gives as narrator or interviewer; and where exactly two speak and one is the
interviewer, the other is the narrator. Everybody else is "other".
"""

import re
from collections.abc import Iterable, Mapping

from archive.folding import fold_label

NARRATOR, INTERVIEWER, OTHER = "narrator", "interviewer", "other"

_WORDS = {
    NARRATOR: "narrator interviewee witness respondent informant answer a answerer storyteller",
    INTERVIEWER: "interviewer questioner question q moderator host presenter researcher investigator facilitator",
}
_ARABIC_WORDS = {
    NARRATOR: "الراوي الراوية راوي راوية الشاهد الشاهدة شاهد شاهدة الضيف الضيفة المجيب المجيبة جواب ج",
    INTERVIEWER: (
        "المحاور المحاورة محاور محاورة السائل السائلة سؤال س المذيع المذيعة الباحث الباحثة المقدم المقدمة "
        "مجري_المقابلة مجرية_المقابلة"
    ),
}
_ROLES = {
    fold_label(word.replace("_", " ")): role
    for table in (_WORDS, _ARABIC_WORDS)
    for role, words in table.items()
    for word in words.split()
}
_NUMBER = re.compile(r"\s*\d+$")


def role_of_word(label: str) -> str:
    """The role whose word ``label`` is (``Interviewer 2``, «الراوية»), or ""."""
    return _ROLES.get(_NUMBER.sub("", fold_label(label)), "")


def speaker_roles(
    speakers: Iterable[str], public_names: Iterable[str], metadata: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The role of every speaker. ``metadata`` is what the file says of itself (its keys narrator and interviewer)."""
    given = metadata or {}
    narrators = [*public_names, given.get("narrator", "")]
    interviewers = [given.get("interviewer", "")]
    names = list(dict.fromkeys(speaker for speaker in speakers if speaker))
    roles: dict[str, str] = {}
    for name in names:
        by_name = NARRATOR if _is_of(name, narrators) else INTERVIEWER if _is_of(name, interviewers) else OTHER
        roles[name] = role_of_word(name) or by_name
    others = [name for name in names if roles[name] == OTHER]
    if len(names) == 2 and len(others) == 1 and INTERVIEWER in roles.values():
        roles[others[0]] = NARRATOR
    return roles


def named_speakers(roles: Mapping[str, str], public_names: Iterable[str]) -> list[str]:
    """The speakers that the words call by a name which is neither the word for a role nor the public name."""
    public = list(public_names)
    return [name for name in roles if not role_of_word(name) and not _is_of(name, public)]


def _is_of(label: str, names: Iterable[str]) -> bool:
    """Whether a label is one of the names, or begins it: ``Hala`` is «Hala N.»."""
    words = fold_label(label).split()
    return bool(words) and any(fold_label(name).split()[: len(words)] == words for name in names)
