"""Paragraphs between blank lines stay paragraphs, whether or not their writer used full stops."""

from archive.transcripts.reading import read_transcript

ANSWERS = [
    "نعم",
    "لا أعرف متى خرجنا من البيت في ذلك اليوم لكن الشمس كانت قد غابت",
    "قالت لي أمي خذ الخبز معك فالطريق طويل ولن تجد شيئا تأكله قبل المساء وأنا لم أصدقها حينها",
    "مشينا",
]


def test_unpunctuated_paragraphs_of_different_lengths_are_not_double_spaced_lines() -> None:
    paragraphs = [f"{answer} {number}" for number in range(10) for answer in ANSWERS]

    found = read_transcript("\n\n".join(paragraphs).encode(), "words.txt").passages

    assert [passage.text for passage in found] == paragraphs


def test_long_unpunctuated_paragraphs_are_not_double_spaced_lines() -> None:
    paragraphs = [f"{ANSWERS[1]} {ANSWERS[2]} {number}" for number in range(40)]

    found = read_transcript("\n\n".join(paragraphs).encode(), "words.txt").passages

    assert [passage.text for passage in found] == paragraphs
