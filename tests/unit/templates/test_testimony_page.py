"""The page of a testimony: passages and their links, what is folded, and what is kept from this reader."""

import pytest

from archive.records import WordsState
from tests.unit.templates.pages import parsed
from tests.unit.templates.samples import passages

SHUT = [state for state in WordsState if state != WordsState.OPEN]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_passage_has_its_anchor_and_its_permanent_link(language: str) -> None:
    page = parsed("testimony", language)
    rows = page.xpath("//ol[@class='rows']/li")
    assert [row.get("id") for row in rows] == [f"p{number}" for number in range(1, 8)]
    assert [row.xpath("a/@href")[0] for row in rows] == [f"/t/RA-0012/p{number}" for number in range(1, 8)]


def test_words_stand_in_their_language_and_direction() -> None:
    row = parsed("testimony").get_element_by_id("p1")
    texts = row.xpath(".//p[contains(@class, 'text')]")
    assert [(text.get("lang"), text.get("dir"), text.get("class")) for text in texts] == [
        ("ar", "rtl", "text at-a"),
        ("en", "ltr", "text at-b"),
    ]


def test_a_passage_with_a_note_is_folded_under_its_subject_and_length() -> None:
    fold = parsed("testimony").get_element_by_id("p5").xpath("details")[0]
    assert fold.get("open") is None
    summary = fold.xpath("summary")[0].text_content()
    assert "News of a death in the family" in summary
    assert "21 words" in summary  # of the original
    assert "fig tree" not in summary


def test_the_passage_that_was_asked_for_is_open_marked_and_cited() -> None:
    page = parsed("testimony-chosen")
    row = page.get_element_by_id("p5")
    assert "chosen" in row.get("class")
    assert row.xpath("details[@open]")
    cited = page.xpath("//section[contains(@class, 'chosen-cite')]")[0]
    assert "Passage 5" in cited.text_content()
    assert cited.xpath(".//a/@href") == ["/t/RA-0012/p5"]


def test_an_anchor_that_is_gone_says_so() -> None:
    page = parsed("testimony-gone")
    notice = page.get_element_by_id("p90")
    assert "chosen" in notice.get("class")
    assert notice.xpath(".//a/@href") == ["#p2"]
    # Notices for old links that carry no query are there, and show only when they are the target.
    assert "chosen" not in page.get_element_by_id("p91").get("class")


def test_an_anchor_that_never_was_says_so() -> None:
    assert "p99" in parsed("testimony-unknown").xpath("//p[contains(@class, 'chosen-cite')]")[0].text_content()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("state", SHUT)
def test_an_account_that_is_not_open_shows_its_record_and_no_row(state: WordsState, language: str) -> None:
    page = parsed(f"testimony-{state.value}", language)
    shown = page.text_content()
    assert "RA-0012" in shown
    assert not page.xpath("//ol[@class='rows']")
    assert page.xpath("//section[contains(@class, 'shut-words')]")
    assert not [
        words
        for passage in passages(language)
        for words in passage.texts
        if words and words.text and words.text in shown
    ]


@pytest.mark.parametrize("state", SHUT)
def test_signing_in_is_offered_where_it_helps_and_nowhere_else(state: WordsState) -> None:
    links = parsed(f"testimony-{state.value}").xpath("//section[contains(@class, 'shut-words')]//a/@href")
    offered = any(link.startswith("/en/sign-in/?next=/en/testimonies/ra-0012/") for link in links)
    assert offered == (state in {WordsState.SIGN_IN, WordsState.ASK})


def test_an_embargo_names_its_day() -> None:
    assert "1 January 2031" in parsed("testimony-embargoed").text_content()
    assert "١ كانون الثاني ٢٠٣١" in parsed("testimony-embargoed", "ar").text_content()


def test_what_is_published_elsewhere_is_cited_and_linked() -> None:
    sources = parsed("testimony-elsewhere").xpath("//ol[@class='sources']/li")
    assert sources[0].xpath(".//a/@href") == ["https://example.org/memoir"]
    assert sources[1].xpath("p/@lang") == ["ar"]


@pytest.mark.parametrize("state", list(WordsState))
def test_samples_are_marked_whatever_may_be_read(state: WordsState) -> None:
    assert parsed(f"testimony-{state.value}").xpath("//p[@class='sample']")


def test_times_read_from_left_to_right_on_every_page() -> None:
    times = parsed("testimony-interview", "ar").xpath("//bdi[contains(@class, 'time')]")
    assert [(time.text_content(), time.get("dir")) for time in times][-1] == ("1:02:10", "ltr")
