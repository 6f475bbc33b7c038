import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.transcripts import passages
from archive.transcripts.codes import RefusalCode
from archive.transcripts.passages import join_captions, make_passages, split_words
from archive.transcripts.records import Notices, TranscriptError, Turn
from archive.transcripts.sentences import ends_sentence, sentence_ends

WORDS = st.text(alphabet="abcdeاسمعفAB.,!?؟؛،…\"'-0123 ", min_size=0, max_size=40)
TURNS = st.lists(
    st.builds(
        Turn,
        text=st.lists(st.sampled_from(["one", "two.", "قال", "ثم؟", "Dr.", "x"]), min_size=1, max_size=120).map(
            " ".join
        ),
        speaker=st.sampled_from(["", "A", "B"]),
        start_ms=st.none() | st.integers(0, 1000),
        end_ms=st.none() | st.integers(0, 1000),
        heading=st.sampled_from(["", "", "", "Part"]),
        language=st.sampled_from(["", "ar"]),
        caption=st.booleans(),
    ),
    max_size=30,
)


@given(st.lists(WORDS, max_size=80).map(" ".join), st.integers(1, 30))
def test_splitting_keeps_every_word_in_order(text: str, limit: int) -> None:
    parts = split_words(text, limit)
    assert " ".join(parts).split() == text.split()
    assert all(0 < len(part.split()) <= limit for part in parts)


@given(TURNS)
def test_joining_captions_keeps_every_word_in_order(turns: list[Turn]) -> None:
    joined = join_captions(turns)
    assert " ".join(t.text for t in joined).split() == " ".join(t.text for t in turns).split()
    assert [t for t in joined if not t.caption] == [t for t in turns if not t.caption]


@given(TURNS)
def test_making_passages_keeps_every_word_under_its_speaker(turns: list[Turn]) -> None:
    def spoken(units: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(speaker, word) for speaker, text in units for word in text.split()]

    if not turns:
        return
    made = make_passages(turns, Notices())
    assert spoken([(p.speaker, p.text) for p in made]) == spoken([(t.speaker, t.text) for t in turns])
    assert all(len(p.text.split()) <= passages.MAXIMUM_WORDS for p in made)
    assert [p.heading for p in made if p.heading] == [t.heading for t in turns if t.heading]


def test_a_long_paragraph_is_cut_evenly_at_sentence_ends() -> None:
    sentence = "Then we walked on and nobody spoke a word until the morning came. "
    parts = split_words(sentence * 30)
    assert len(parts) == 2
    assert all(part.endswith("came.") for part in parts)
    assert abs(len(parts[0].split()) - len(parts[1].split())) <= 13


def test_arabic_is_cut_at_its_own_marks_and_at_commas_only_without_them() -> None:
    with_ends = " ".join(["كنا في الغرفة، وكان الباب مغلقا.", "فماذا نفعل؟"] * 40)
    assert all(part.endswith((".", "؟")) for part in split_words(with_ends))
    without_ends = " ".join(["كنا في الغرفة، وكان الباب مغلقا؛"] * 60)
    assert all(part.endswith(("،", "؛")) for part in split_words(without_ends))


def test_words_without_any_mark_are_cut_at_the_limit() -> None:
    assert [len(part.split()) for part in split_words("word " * 510)] == [170, 170, 170] or all(
        len(part.split()) <= 250 for part in split_words("word " * 510)
    )


@pytest.mark.parametrize(
    ("token", "following", "ends"),
    [
        ("home.", "Then", True),
        ("home?”", "“No", True),
        ("الباب؟", "لا", True),
        ("البيت.", "ثم", True),
        ("well…", "Then", True),
        ("well…", "then", False),
        ("Dr.", "Smith", False),
        ("J.", "Smith", False),
        ("U.S.", "Army", False),
        ("د.", "أحمد", False),
        ("e.g.", "The", False),
        ("home", "Then", False),
        ("1936.", "Then", True),
    ],
)
def test_sentence_ends_are_told_from_abbreviations(token: str, following: str, ends: bool) -> None:
    assert ends_sentence(token, following) is ends


def test_the_last_sentence_end_of_a_text_is_no_cut() -> None:
    assert sentence_ends("One. Two. Three.".split()) == [1, 2]


def caption(text: str, start: int, speaker: str = "A", **more: str) -> Turn:
    return Turn(text, speaker, start, start + 900, caption=True, **more)


def test_captions_become_passages_of_whole_sentences_with_the_outer_times() -> None:
    (turn,) = join_captions([caption("We were taken", 0), caption("in the night.", 1000), caption("All of us.", 2000)])
    assert (turn.text, turn.start_ms, turn.end_ms) == ("We were taken in the night. All of us.", 0, 2900)


def test_a_caption_of_three_words_goes_to_its_neighbour_of_the_same_speaker_only() -> None:
    long_text = " ".join(["word"] * 59) + "."
    turns = [caption(long_text, 0), caption("Yes I did.", 1000), caption("Really?", 2000, "B")]
    joined = join_captions(turns)
    assert [(t.speaker, len(t.text.split())) for t in joined] == [("A", 62), ("B", 1)]


def test_a_heading_or_another_language_keeps_captions_apart() -> None:
    turns = [caption("One.", 0), caption("Two.", 1000, heading="Part two"), caption("ثلاثة.", 2000, language="ar")]
    assert [t.text for t in join_captions(turns)] == ["One.", "Two.", "ثلاثة."]


def test_only_the_first_part_keeps_the_start_and_the_last_one_the_end() -> None:
    made = make_passages([Turn("A sentence of five words. " * 120, start_ms=10, end_ms=90, heading="H")], Notices())
    assert [(p.start_ms, p.end_ms, p.heading) for p in made] == [(10, None, "H"), (None, None, ""), (None, 90, "")]


def test_more_passages_than_the_limit_are_refused_with_both_numbers() -> None:
    turns = [Turn(f"word {n}") for n in range(passages.MAXIMUM_PASSAGES + 1)]
    with pytest.raises(TranscriptError) as refused:
        make_passages(turns, Notices())
    assert refused.value.code is RefusalCode.TOO_MANY_PASSAGES
    assert dict(refused.value.data) == {"count": 8_001, "limit": 8_000}
    assert len(make_passages(turns[:-1], Notices())) == 8_000
