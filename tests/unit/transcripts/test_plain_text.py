import codecs

import pytest

from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.reading import read_transcript
from archive.transcripts.records import ParsedTranscript, TranscriptError


def read(text: str | bytes, name: str = "words.txt") -> ParsedTranscript:
    return read_transcript(text.encode() if isinstance(text, str) else text, name)


def texts(transcript: ParsedTranscript) -> list[str]:
    return [passage.text for passage in transcript.passages]


def turns(transcript: ParsedTranscript) -> list[tuple[str, str]]:
    return [(passage.speaker, passage.text) for passage in transcript.passages]


def codes(transcript: ParsedTranscript) -> set[str]:
    return {str(notice.code) for notice in transcript.notices}


def test_wrapped_lines_are_joined_and_blank_lines_divide() -> None:
    read_text = read("I was born in a village near the river and grew up there\nuntil the war.\n\nThen we left.\n")
    assert texts(read_text) == [
        "I was born in a village near the river and grew up there until the war.",
        "Then we left.",
    ]


def test_each_long_line_is_a_paragraph() -> None:
    line = "He told me that they would come back in the evening and that we should be ready by then. " * 2
    assert len(texts(read(f"{line}\n{line}\n{line}\n"))) == 3


def test_double_spaced_lines_are_one_paragraph() -> None:
    line = "this line of the account goes on and on without any end in sight"
    assert len(texts(read("\n\n".join([line] * 30)))) == 2  # 390 words, split once for their number


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("They gave us com-", "mon sense. Our common life.", "They gave us common sense. Our common life."),
        ("The prisoner was well-", "known there.", "The prisoner was well-known there."),
        ("It was a co\u00ad", "operative farm.", "It was a cooperative farm."),
        ("I member dis--", "my mother said so.", "I member dis--my mother said so."),
    ],
)
def test_words_divided_at_the_end_of_a_line(first: str, second: str, joined: str) -> None:
    assert texts(read(f"{first}\n{second}\n")) == [joined]


def test_speakers_are_told_by_labels_in_both_scripts() -> None:
    english = read("Interviewer: Where were you born?\n\nMARY SMITH: In Homs.\n\nMARY SMITH: In 1960.\n")
    assert turns(english) == [
        ("Interviewer", "Where were you born?"),
        ("MARY SMITH", "In Homs."),
        ("MARY SMITH", "In 1960."),
    ]
    arabic = read("سؤال: أين ولدت؟\nجواب: في حمص.\nسؤال: ومتى؟\nجواب: سنة ستين.\n")
    assert turns(arabic) == [("سؤال", "أين ولدت؟"), ("جواب", "في حمص."), ("سؤال", "ومتى؟"), ("جواب", "سنة ستين.")]


def test_a_colon_alone_makes_no_speaker() -> None:
    story = "He told us the following thing: nobody leaves.\n\nReferences: the diary of my aunt.\n\nThen I said: no.\n"
    assert {speaker for speaker, _text in turns(read(story))} == {""}


def test_a_story_with_a_few_header_lines_gives_its_paragraphs_to_nobody() -> None:
    story = "Interviewer: Miss Robertson\n\n" + "\n\n".join(["I was born there and I lived there."] * 40)
    assert [speaker for speaker, _text in turns(read(story))] == ["Interviewer", *[""] * 40]


def test_a_label_without_words_names_what_follows() -> None:
    assert turns(read("CHAIRPERSON:\n\nGood\nmorning.\n\nMR MALAN: Yes.\n")) == [
        ("CHAIRPERSON", "Good morning."),
        ("MR MALAN", "Yes."),
    ]


def test_paragraphs_without_label_belong_to_the_speaker_before_except_what_happened_in_the_room() -> None:
    hearing = read(
        "MR MALAN: Tell us.\n\nMS KHOZA: I will.\n\nIt was in May.\n\n(The witness weeps)\n\nIt was cold.\n\n"
        "MR MALAN: Thank you.\n"
    )
    assert [speaker for speaker, _text in turns(hearing)] == [
        "MR MALAN",
        "MS KHOZA",
        "MS KHOZA",
        "",
        "MS KHOZA",
        "MR MALAN",
    ]
    assert NoticeCode.SPEAKER_CARRIED_ON in codes(hearing)


def test_an_aside_in_a_label_stays_with_the_words() -> None:
    hearing = read("MR MALAN: Yes?\nMS KHOZA (through interpreter): No.\n")
    assert turns(hearing)[1] == ("MS KHOZA", "(through interpreter) No.")


def test_answers_marked_by_dashes_are_not_given_to_who_asks() -> None:
    hearing = read("\n\n".join([f"DR ORR: Question {n}? --- Answer {n}." for n in range(4)]))
    assert turns(hearing)[:3] == [("DR ORR", "Question 0?"), ("", "Answer 0."), ("DR ORR", "Question 1?")]


def test_initials_before_a_wide_gap_are_speakers_the_file_explains() -> None:
    interview = read(
        "                TF = Trish GC = Gladys\n\nTF   You rolling?\nJH   Yep.\n"
        "TF   So this is the second tape of an interview with\n     Gladys.\nGC   Fishing/Farming\n"
        "     09:01:20:00 No. Reg was not interested in that sort of thing but he done\n     the bookwork.\n"
    )
    assert turns(interview)[1:] == [
        ("Trish", "You rolling?"),
        ("JH", "Yep."),
        ("Trish", "So this is the second tape of an interview with Gladys."),
        ("Gladys", "No. Reg was not interested in that sort of thing but he done the bookwork."),
    ]
    last = interview.passages[-1]
    assert (last.start_ms, last.heading) == (32_480_000, "Fishing/Farming")


def test_times_are_kept_in_every_usual_shape() -> None:
    timed = read(
        "[00:00:05] Interviewer: Where?\n\nWitness: [00:00:09] In Homs. [00:00:12]\n\n00:01:00:12  We left.\n\n"
        "Speaker 2   00:02:10\nAnd came back.\n"
    )
    assert [(p.speaker, p.text, p.start_ms, p.end_ms) for p in timed.passages] == [
        ("Interviewer", "Where?", 5_000, None),
        ("Witness", "In Homs.", 9_000, 12_000),
        ("Witness", "We left.", 60_480, None),
        ("Speaker 2", "And came back.", 130_000, None),
    ]


def test_a_time_inside_a_sentence_is_dropped_and_counted() -> None:
    timed = read("[00:00:01] We went to the\n[00:01:00] river and back. [00:02:00] Then we slept.\n")
    assert [(p.text, p.start_ms) for p in timed.passages] == [
        ("We went to the river and back.", 1_000),
        ("Then we slept.", 120_000),
    ]
    assert NoticeCode.TIME_INSIDE_SENTENCE in codes(timed)


def test_a_time_that_cannot_be_stays_in_the_text_and_is_reported() -> None:
    timed = read("Before it all. [00:75:00] After it.\n")
    assert "00:75:00" in timed.passages[0].text
    assert NoticeCode.TIME_UNREADABLE in codes(timed)


def test_lines_in_capitals_are_headings_and_one_without_words_after_it_stays() -> None:
    read_text = read("CHILDHOOD\n\nI was born.\n\nPRISON\n\nTHE FIRST DAY\n\nThey came.\n\nTHE END\n")
    assert [(p.heading, p.text) for p in read_text.passages] == [
        ("CHILDHOOD", "I was born."),
        ("PRISON · THE FIRST DAY", "They came."),
        ("", "THE END"),
    ]


def test_header_fields_become_metadata() -> None:
    read_text = read(
        "Interviewer: Miss Irene Robertson\nPerson interviewed: Silas Abbott\n"
        "                    Brinkley, Ark.\nAge: 73\n\n"
        "I was born there.\n"
    )
    assert dict(read_text.metadata) == {
        "interviewer": "Miss Irene Robertson",
        "narrator": "Silas Abbott, Brinkley, Ark.",
        "age": "73",
    }
    assert texts(read_text) == ["I was born there."]


PAGES = "".join(
    f"\n27 MARCH 2019 – DAY 74\n\nPage {page} of 5\n\nMR VENTER: On page {page} we spoke of the matter which was\n10\n"
    f"raised before.\nCHAIRPERSON: 10.\nMR VENTER: Yes and the last paragraph there\n"
    for page in range(2, 6)
)


def test_page_headers_and_line_numbers_leave_the_sentences() -> None:
    hearing = read(f"PROCEEDINGS\n{PAGES}")
    words = " ".join(texts(hearing))
    assert "DAY 74" not in words
    assert "Page 2 of 5" not in words
    assert "the matter which was raised before." in words
    assert [text for speaker, text in turns(hearing) if speaker == "CHAIRPERSON"] == ["10."] * 4
    assert {NoticeCode.PAGE_FURNITURE, NoticeCode.LINE_NUMBERS} <= codes(hearing)


def test_form_feeds_are_page_breaks_inside_a_sentence() -> None:
    places = ["the river", "our hill", "a field", "my street"]
    pages = [f"My account\n\nwe walked through {place} and over\n\n{n}" for n, place in enumerate(places, start=1)]
    words = " ".join(texts(read("\f".join(pages))))
    assert "My account" not in words
    assert "the river and over we walked through our hill" in words


def test_the_charset_is_told_from_the_end_of_a_long_file() -> None:
    text = "A line of plain words for the account.\n" * 8_000 + "\nThe café was closed — no, it was open.\n"
    data = text.replace("—", "-").encode("iso8859-1")
    transcript = read(data)
    assert transcript.passages[-1].text == "The café was closed - no, it was open."
    assert NoticeCode.CHARSET_GUESSED in codes(transcript)


ARABIC = "كنت في الغرفة مع أخي وكان الباب مغلقا. سمعنا صوت الحارس في الممر.\n\nثم جاء الصباح ولم ينم أحد منا.\n"


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (ARABIC.encode(), "utf-8"),
        (codecs.BOM_UTF8 + ARABIC.encode(), "utf-8"),
        (ARABIC.encode("cp1256"), "cp1256"),
        (codecs.BOM_UTF16_LE + ARABIC.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + ARABIC.encode("utf-16-be"), "utf-16-be"),
        (ARABIC.encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_arabic_is_read_in_the_charsets_it_is_written_in(data: bytes, charset: str) -> None:
    transcript = read(data)
    assert transcript.charset == charset
    assert " ".join(texts(transcript)).split() == ARABIC.split()


def test_utf8_with_a_broken_byte_is_refused_with_its_place() -> None:
    data = "سطر أول\nسطر ".encode() + b"\xff" + " ثالث\n".encode()
    with pytest.raises(TranscriptError) as refused:
        read(data)
    assert (refused.value.code, refused.value.line, refused.value.column) == (RefusalCode.UNKNOWN_CHARSET, 2, 5)
    assert dict(refused.value.data) == {"byte": "0xFF"}


def test_control_characters_are_removed_and_counted() -> None:
    transcript = read("We\x02 went\x1b home. " + "We slept until the sun came up over the hills that day. " * 3)
    assert "We went home" in texts(transcript)[0]
    assert NoticeCode.CONTROL_CHARACTERS in codes(transcript)
