"""HTML, OHMS and TEI."""

import pytest

from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.reading import read_transcript
from archive.transcripts.records import ParsedTranscript, TranscriptError


def rows(transcript: ParsedTranscript) -> list[tuple[str, str, str]]:
    return [(p.heading, p.speaker, p.text) for p in transcript.passages]


HTML = """<!DOCTYPE html>
<html lang="en"><head><title>Hearing 7</title><style>p {}</style><script>bad()</script></head><body>
<h1>Human rights hearing</h1>
<div class="detail"><span class="detaillabel">Location</span> NELSPRUIT</div>
<div class="detail"><span class="detaillabel">Day</span> 4</div>
<p><a name="1"></a>CHAIRPERSON: We welcome you.</p>
<p><span class="speaker">MR MALAN:</span> Would you <em>please</em> stand.</p>
<p> Thank you.</p>
<h2>The oath</h2>
<p><span class="speaker">MS MTSHALI:</span> I do.<br/>I will.<br/><br/>Yes.</p>
<p lang="af">(Dankie)</p>
<script>more()</script><div>Loose &amp; free<ul><li>one</li></ul>tail</div>
</body></html>"""


def test_html_gives_headings_speakers_fields_and_all_its_words() -> None:
    transcript = read_transcript(HTML.encode(), "a.html")
    assert rows(transcript) == [
        ("Human rights hearing", "CHAIRPERSON", "We welcome you."),
        ("", "MR MALAN", "Would you please stand."),
        ("", "MR MALAN", "Thank you."),
        ("The oath", "MS MTSHALI", "I do. I will."),
        ("", "MS MTSHALI", "Yes."),
        ("", "", "(Dankie)"),
        ("", "MS MTSHALI", "Loose & free"),
        ("", "MS MTSHALI", "one"),
        ("", "MS MTSHALI", "tail"),
    ]
    assert dict(transcript.metadata) == {"title": "Hearing 7", "language": "en", "place": "NELSPRUIT", "day": "4"}
    assert [p.language for p in transcript.passages][5] == "af"


def test_html_in_another_charset_than_it_says_is_read_and_reported() -> None:
    words = "كان هناك رجل حكيم يعرف كل شيء عن الحياة وكان يعلم الناس."
    data = f'<html><head><meta charset="utf-8"></head><body><p>{words}</p></body></html>'.encode("cp1256")
    transcript = read_transcript(data, "a.htm")
    assert (transcript.passages[0].text, transcript.charset) == (words, "cp1256")
    assert [n.code for n in transcript.notices] == [NoticeCode.CHARSET_NOT_AS_DECLARED]


OHMS_6 = """<?xml version="1.0" encoding="UTF-8"?>
<ROOT xmlns="https://www.weareavp.com/nunncenter/ohms"><record id="1" dt="2026-02-14">
<version>6.0</version><date value="2025-07-08" format="yyyy-mm-dd"/><title>Interview with A</title>
<interviewee>A B</interviewee><interviewer>C D</interviewer><language>English</language><rights>CC BY</rights>
<mediafile/><index><point><time>3</time><title>Childhood;</title></point></index>
<vtt_transcript><![CDATA[WEBVTT

NOTE
TRANSCRIPTION BEGIN

00:00:00.200 --> 00:00:02.000
<v Q> Where were you born?

00:00:03.000 --> 00:00:04.000
<v A> In Boston.
]]></vtt_transcript></record></ROOT>"""

OHMS_5 = """<?xml version="1.0" encoding="UTF-8"?>
<ROOT xmlns="https://www.weareavp.com/nunncenter/ohms"><record id="1" dt="2016-02-14">
<version>5.4</version><title>Interview with A</title><sync>1:|4(2)|6(1)|99(1)</sync><sync_alt/>
<transcript_alt_lang>ar</transcript_alt_lang><mediafile/>
<transcript>Q: Where were you born and where did you grow up in those
years before the war?

A: In Boston.

Q: And then?
A: Then we left.[[footnote]]1[[/footnote]]
</transcript><transcript_alt>س: أين؟</transcript_alt></record></ROOT>"""


def test_ohms_6_gives_the_embedded_captions_the_index_and_the_description() -> None:
    transcript = read_transcript(OHMS_6.encode(), "a.xml")
    assert transcript.format == "ohms"
    assert rows(transcript) == [("", "Q", "Where were you born?"), ("Childhood", "A", "In Boston.")]
    assert [(p.start_ms, p.end_ms) for p in transcript.passages] == [(200, 2_000), (3_000, 4_000)]
    assert dict(transcript.metadata) == {
        "title": "Interview with A",
        "narrator": "A B",
        "interviewer": "C D",
        "language": "English",
        "rights": "CC BY",
        "date": "2025-07-08",
    }


def test_ohms_5_gives_each_minute_to_the_first_turn_that_begins_after_its_mark() -> None:
    transcript = read_transcript(OHMS_5.encode(), "a.xml")
    assert [(p.speaker, p.text, p.start_ms) for p in transcript.passages] == [
        ("Q", "Where were you born and where did you grow up in those years before the war?", 0),
        ("A", "In Boston.", None),
        ("Q", "And then?", 60_000),
        ("A", "Then we left.1", 120_000),
    ]
    assert {NoticeCode.SECOND_TEXT_LEFT_OUT, NoticeCode.SYNC_POINTS_LEFT_OUT} <= {n.code for n in transcript.notices}


TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Talk</title></titleStmt>
<publicationStmt><availability><licence>CC0</licence></availability></publicationStmt></fileDesc>
<profileDesc><particDesc><listPerson><person xml:id="a"><persName>Anna</persName></person></listPerson></particDesc>
</profileDesc></teiHeader>
<text xml:lang="de"><timeline unit="s"><when xml:id="T0" absolute="00:00:00"/><when xml:id="T1" interval="2.5"
since="#T0"/></timeline><front><head>Cast</head></front><body>
<u who="#a" start="#T0" end="#T1">Wir <choice><sic>gien</sic><corr>gingen</corr></choice> <pause/>los
<incident><desc>door</desc></incident>.<note>an editor's note</note></u>
<div><head>Part <hi>two</hi></head><sp who="#x"><speaker>Bergold:</speaker><stage>(rising)</stage>:
<p>First.</p><p xml:lang="en">Second.</p></sp>
<p>Loose <q>words</q>.</p></div></body></text></TEI>"""


def test_tei_gives_speakers_times_headings_and_the_words_as_they_were_written() -> None:
    transcript = read_transcript(TEI.encode(), "a.xml")
    assert rows(transcript) == [
        ("Cast", "Anna", "Wir gien los [door]."),
        ("Part two", "", "(rising)"),
        ("", "Bergold", "First."),
        ("", "Bergold", "Second."),
        ("", "", "Loose words."),
    ]
    first = transcript.passages[0]
    assert (first.start_ms, first.end_ms, first.language) == (0, 2_500, "de")
    assert transcript.passages[3].language == "en"
    assert dict(transcript.metadata) == {"title": "Talk", "rights": "CC0"}
    assert NoticeCode.NOTES_LEFT_OUT in {n.code for n in transcript.notices}


BOMB = '<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><TEI><text><p>&b;</p></text></TEI>'
LEAK = '<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI><text><p>&x;</p></text></TEI>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE TEI SYSTEM "http://example.org/x.dtd"><TEI><text><p>a</p></text></TEI>'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, RefusalCode.ENTITY_BOMB),
        (LEAK, RefusalCode.ENTITY_BOMB),
        (OUTSIDE, RefusalCode.EXTERNAL_DTD),
        (BOMB.replace("TEI", "ROOT"), RefusalCode.ENTITY_BOMB),
        (BOMB.replace("TEI", "svg"), RefusalCode.ENTITY_BOMB),
        (BOMB.replace("TEI", "html"), RefusalCode.ENTITY_BOMB),
        (LEAK.replace("TEI", "html"), RefusalCode.EXTERNAL_DTD),
        (
            "<?xml version='1.0'?><TEI><text>" + "<div>" * 400 + "a" + "</div>" * 400 + "</text></TEI>",
            RefusalCode.NOT_WELL_FORMED,
        ),
        ("<?xml version='1.0'?><Transcript><a/></Transcript>", RefusalCode.UNKNOWN_FORMAT),
        ("<?xml version='1.0'?><record><title>x</title></record>", RefusalCode.UNKNOWN_FORMAT),
        ("<html><body><script>only()</script></body></html>", RefusalCode.NO_WORDS),
        ("no mark-up at all", RefusalCode.NOT_AS_NAMED),
    ],
)
def test_hostile_and_foreign_markup_is_refused_by_its_cause(text: str, code: RefusalCode) -> None:
    with pytest.raises(TranscriptError) as refused:
        read_transcript(text.encode(), "a.xml")
    assert refused.value.code is code


def test_broken_xml_is_refused_with_line_and_column() -> None:
    with pytest.raises(TranscriptError) as refused:
        read_transcript(b"<?xml version='1.0'?>\n<TEI>\n  <text></TEI>", "a.xml")
    assert refused.value.code is RefusalCode.NOT_WELL_FORMED
    assert (refused.value.line, refused.value.column) == (3, 11)
