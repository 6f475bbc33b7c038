"""Who speaks is told by a written table, the public name and what the file says of itself."""

import pytest

from archive.importing.speakers import named_speakers, speaker_roles


@pytest.mark.parametrize(
    ("speakers", "public", "metadata", "roles"),
    [
        (["Interviewer", "Munir"], ["منير", "Munir"], {}, ["interviewer", "narrator"]),
        (["المحاوِرة", "هالة"], ["هالة ن."], {}, ["interviewer", "narrator"]),
        (["س", "ج"], [], {}, ["interviewer", "narrator"]),
        (["Interviewer 2", "WITNESS"], [], {}, ["interviewer", "narrator"]),
        (["Interviewer", "MR MALAN"], [], {}, ["interviewer", "narrator"]),
        (["Interviewer", "MR MALAN", "MS GOBODO"], [], {}, ["interviewer", "other", "other"]),
        (["Trish", "Helen"], [], {"interviewer": "Trish", "narrator": "Helen"}, ["interviewer", "narrator"]),
        (["Hal", "Hala"], ["Hala N."], {}, ["other", "narrator"]),
    ],
)
def test_roles(speakers: list[str], public: list[str], metadata: dict[str, str], roles: list[str]) -> None:
    assert list(speaker_roles([*speakers, "", *speakers], public, metadata).values()) == roles


def test_names_that_are_neither_roles_nor_the_public_name_are_noticed() -> None:
    roles = speaker_roles(["Interviewer", "Hala", "Karim"], ["Hala N."])
    assert named_speakers(roles, ["Hala N."]) == ["Karim"]
