"""Hand-made records, in English and Arabic. Every account in them is invented."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from archive.dates import date_in_words, parse_date
from archive.records import (
    AccountHead,
    Citation,
    CollectionHead,
    ContentsEntry,
    DateRecord,
    EssayHead,
    EssayRecord,
    FrameLink,
    GlossaryRecord,
    HomeRecord,
    LocalText,
    PassageRecord,
    PassageText,
    PeriodOnLine,
    SiteFrame,
    Source,
    Term,
    TermLine,
    TermPassage,
    TermRecord,
    TestimonyRecord,
    TextColumn,
    Vocabulary,
    WordsState,
    YearCount,
)
from search.views.records import (
    ChipView,
    ExpansionView,
    FacetView,
    HitView,
    PaginationView,
    PassageView,
    SearchView,
    SortView,
    SuggestionView,
    ValueView,
    YearsView,
)

OTHER = {"en": "ar", "ar": "en"}


def say(language: str, english: str, arabic: str) -> LocalText:
    """The words for a page in ``language``."""
    return LocalText(arabic if language == "ar" else english, language)


def when(edtf: str, language: str, *, disputed: bool = False, wording: str = "") -> DateRecord:
    """A date as the archive's selectors give it out."""
    parsed = parse_date(edtf)
    return DateRecord(edtf, date_in_words(edtf, language, disputed), wording, disputed, parsed.earliest, parsed.latest)


def term(language: str, vocabulary: Vocabulary, id: int, english: str, arabic: str, **more: Any) -> Term:
    """An authority record."""
    slug = english.lower().replace(" ", "-").replace("’", "")
    url = f"/{language}/{vocabulary.value}s/{slug}/"
    return Term(vocabulary, id, slug, say(language, english, arabic), url, **more)


_THEMES = (
    ("Arrest", "الاعتقال", 1),
    ("Life inside", "الحياة في السجن", 1),
    ("Learning and teaching", "التعلّم والتعليم", 2),
    ("Solidarity", "التضامن", 2),
    ("Memorising", "الحفظ عن ظهر قلب", 2),
    ("Family", "العائلة", 1),
    ("Mothers", "الأمهات", 2),
    ("Visits and letters", "الزيارات والرسائل", 2),
    ("Release", "الإفراج", 1),
)


def themes(language: str) -> tuple[Term, ...]:
    """A small tree of themes."""
    return tuple(
        term(language, Vocabulary.THEME, number, english, arabic, depth=depth)
        for number, (english, arabic, depth) in enumerate(_THEMES, start=1)
    )


def places(language: str) -> tuple[Term, ...]:
    """Places."""
    names = (("Tadmor Prison", "سجن تدمر"), ("Homs", "حمص"), ("Hama", "حماة"), ("Damascus", "دمشق"))
    return tuple(
        term(language, Vocabulary.PLACE, number, english, arabic)
        for number, (english, arabic) in enumerate(names, start=20)
    )


_PERIODS = (
    ("Early Baath years", "بدايات حكم البعث", "1963-03-08/1970-11-13"),
    ("Corrective Movement years", "سنوات الحركة التصحيحية", "1970-11-13/1976"),
    ("Armed Islamist revolt and crackdown", "التمرّد الإسلامي المسلّح وقمعه", "1976/1982-02"),
    ("Mass detention years", "سنوات الاعتقال الجماعي", "1982-02/1991"),
    ("Releases of the 1990s", "إفراجات التسعينيات", "1991-12/2000-06"),
    ("Succession and Damascus Spring", "انتقال الحكم وربيع دمشق", "2000-06/2001-09"),
    ("Bashar al-Assad’s first decade", "العقد الأول من حكم بشار الأسد", "2001-09/2011-03"),
    ("Uprising and war years", "سنوات الثورة والحرب", "2011-03/2024-12-08"),
    ("After the fall of the Assad government", "بعد سقوط حكم الأسد", "2024-12-08/.."),
)


def periods(language: str, current: str = "") -> tuple[PeriodOnLine, ...]:
    """The time line."""
    first, span = date(1963, 3, 8), (date(2026, 11, 1) - date(1963, 3, 8)).days
    line = []
    for number, (english, arabic, edtf) in enumerate(_PERIODS, start=40):
        dates = when(edtf, language, disputed=english == "Early Baath years")
        named = term(language, Vocabulary.PERIOD, number, english, arabic)
        assert dates.earliest
        start = (dates.earliest - first).days / span
        end = (dates.latest - first).days / span if dates.latest else 1.0
        line.append(PeriodOnLine(named, dates, start, end, False, dates.latest is None, current=named.slug == current))
    return tuple(line)


def collection(language: str) -> CollectionHead:
    """A collection of samples."""
    return CollectionHead(
        1,
        "homs-papers",
        say(language, "Homs papers", "أوراق حمص"),
        say(language, "Accounts written by hand and given in Homs.", "شهادات كُتبت بخطّ اليد وسُلّمت في حمص."),
        f"/{language}/collections/homs-papers/",
        sample=True,
        account_total=4,
    )


_ACCOUNTS = (
    ("RA-0004", "What we learned by heart", "ما حفظناه", None, "", "1983/1995", "2024-11"),
    ("RA-0011", "A list of streets", "أسماء الشوارع", None, "", "1989/1995", "2025-02-02"),
    (
        "RA-0012",
        "The window above the door",
        "النافذة فوق الباب",
        ("Salim", "سليم"),
        "pseudonym",
        "1986/1994",
        "2025-03-14",
    ),
    (
        "RA-0019",
        "A seat by the window",
        "مقعد إلى جانب النافذة",
        ("Munir", "منير"),
        "pseudonym",
        "1991/1998",
        "2025-05-08",
    ),
    ("RA-0023", "My brother’s coat", "معطف أخي", ("S. D.", "س. د."), "initials", "1992/1999", "2023~"),
)


def account(language: str, place: int = 2, **changes: Any) -> AccountHead:
    """One of five accounts; the third is the one whose words are given below."""
    reference, english, arabic, name, name_kind, told, recorded = _ACCOUNTS[place]
    other = OTHER[language]
    head = AccountHead(
        id=place + 1,
        reference=reference,
        url=f"/{language}/testimonies/{reference.lower()}/",
        permalink=f"/t/{reference}",
        title=say(language, english, arabic),
        other_title=say(other, english, arabic),
        public_name=say(language, *name) if name else None,
        public_name_kind=name_kind or "withheld",
        kind="written",
        kind_label="شهادة مكتوبة" if language == "ar" else "Written account",
        told_about=when(told, language, wording="من أواسط الثمانينيات" if place == 2 else ""),
        recorded_on=when(recorded, language),
        places=places(language)[:2],
        languages=("ar", "en"),
        original_language="ar",
        collection=collection(language),
        passage_total=14,
        duration_ms=None,
        state=WordsState.OPEN,
        embargo_until=None,
        sample=True,
        has_content_notes=True,
    )
    return replace(head, **changes)


def accounts(language: str) -> tuple[AccountHead, ...]:
    """All five, one of them closed until a day."""
    heads = [account(language, place) for place in range(4)]
    closed = account(language, 4, state=WordsState.EMBARGOED, embargo_until=date(2031, 1, 1))
    return (*heads, closed)


# Arabic, English, heading in both, note in both
_WORDS: tuple[tuple[str, str, tuple[str, str] | None, tuple[str, str] | None], ...] = (
    (
        "كانت النافذة فوق الباب، عاليةً، بعرض كتابٍ مفتوح. لم نكن نرى منها سوى قطعةٍ من السماء، لكنها "
        "كانت ساعتنا وتقويمنا. فإذا بلغت الشمس حافتها الحجرية عرفنا أن الظهر قد اقترب.",
        "The window was above the door, high up, as wide as an open book. All we could see through it "
        "was a piece of sky, but it was our clock and our calendar. When the sun reached its stone sill "
        "we knew that noon was near.",
        ("النافذة", "The window"),
        None,
    ),
    (
        "في الشتاء كان الضوء يدخل من الزاوية ويمشي على الجدار ببطء. تعلّمتُ أن أقيس النهار بالأشبار: "
        "شبرٌ للصبح، وشبران إلى العصر، ثم لا شيء.",
        "In winter the light came in at the corner and walked slowly along the wall. I learned to "
        "measure the day in spans of the hand: one for the morning, two until the afternoon, and then "
        "nothing.",
        None,
        None,
    ),
    (
        "كنّا نقتسم الخبز بخيط. يمسك واحدٌ طرفه ويمسك آخرُ طرفه الثاني، ويمرّ الخيط في الرغيف كأنه يقصّ ورقة.",
        "We divided the bread with a thread. One man held one end and another the other, and the thread "
        "went through the loaf as if it were cutting paper.",
        ("الخبز", "Bread"),
        None,
    ),
    (
        "لم تصلني رسائل. لكنني كنت أكتب كلّ ليلةٍ رسالةً في رأسي، أبدؤها بالسلام وأنهيها بالتاريخ، وأضع "
        "لها في الصباح رقمًا.",
        "No letters reached me. But every night I wrote one in my head; I began it with a greeting and "
        "ended it with the date, and in the morning I gave it a number.",
        ("الرسائل", "Letters"),
        None,
    ),
    (
        "عرفتُ بعد سنوات أن أبي كان قد تُوفّي في السنة الثالثة. كنت طوال ذلك الوقت أكتب إليه وأسأله عن شجرة التين.",
        "Years later I learned that my father had died in the third year. All that time I had been "
        "writing to him and asking about the fig tree.",
        None,
        ("خبر وفاة في العائلة", "News of a death in the family"),
    ),
    (
        "كانت تبدأ كلَّ رسالةٍ بالكلمات نفسها: «يا ضوّ البيت، البيت لسّاتو بمطرحو، والمفتاح تحت الحجر "
        "متل ما تركتو». ولا أعرف كيف تُقال هذه الجملة بلغةٍ أخرى.",
        "",
        None,
        None,
    ),
    (
        "حين خرجتُ أعطوني أجرة الحافلة. قال السائق: اجلس حيث تشاء، ولم يكن أحدٌ قد قال لي ذلك منذ زمنٍ طويل.",
        "When I came out they gave me the bus fare. The driver said: sit wherever you like, and no one "
        "had said that to me for a long time.",
        ("حافلة العودة", "The bus home"),
        None,
    ),
)


def columns(language: str, *, tongues: tuple[str, ...] = ("ar", "en")) -> tuple[TextColumn, ...]:
    """The original in the first of ``tongues``, and translations into the others."""
    names = {"ar": ("Arabic", "العربية"), "en": ("English", "الإنكليزية"), "fr": ("French", "الفرنسية")}
    made = []
    for place, tongue in enumerate(tongues):
        english, arabic = names[tongue]
        name = arabic if language == "ar" else english
        if language == "ar":
            label = f"{name}، الأصل" if place == 0 else f"الترجمة {name}، مُراجَعة"
        else:
            label = f"{name}, the original" if place == 0 else f"{name} translation, reviewed"
        role = "translation" if place else "original"
        made.append(TextColumn(tongue, name, role, label, "", True, False, 2, date(2025, 6, 2), True))
    return tuple(made)


def passages(language: str, *, tongues: tuple[str, ...] = ("ar", "en")) -> tuple[PassageRecord, ...]:
    """Seven passages: one folded, one not translated."""
    made = []
    tags = themes(language)
    for number, (arabic, english, heading, note) in enumerate(_WORDS, start=1):
        words = {"ar": arabic, "en": english, "fr": english}
        heads = {"ar": heading[0] if heading else "", "en": heading[1] if heading else ""}
        made.append(
            PassageRecord(
                anchor=f"p{number}",
                number=number,
                url=f"/t/RA-0012/p{number}",
                texts=tuple(PassageText(tongue, words[tongue], heading=heads.get(tongue, "")) for tongue in tongues),
                themes=tags[2:4] if number % 2 else (),
                places=places(language)[:1] if number == 1 else (),
                note=say(language, note[1], note[0]) if note else None,
            )
        )
    return tuple(made)


def interview(language: str) -> tuple[PassageRecord, ...]:
    """Turns of a recorded interview, with times and speakers."""
    turns = (
        ("المحاوِرة", "interviewer", "نبدأ من حيث تحبّين. أين كنتم تسكنون؟", 0),
        ("هالة", "narrator", "في بيت جدّي، قرب النهر. كان للباب مفتاحٌ واحد كبير، نتركه تحت حجرٍ إلى جانب العتبة.", 9_000),
        ("هالة", "narrator", "جوارب صوف، وصابون، ومشط، وبرتقال من عند خالتي.", 82_000),
        ("", "interviewer", "وماذا كان في الورقة؟", 125_000),
        ("هالة", "narrator", "لا شيء يُخاف منه. كتبت: «المفتاح في مكانه». هذه الجملة فقط.", 3_730_000),
    )
    return tuple(
        PassageRecord(
            f"p{number}",
            number,
            f"/t/RA-0027/p{number}",
            (PassageText("ar", words, speaker=speaker, speaker_role=role),),
            start_ms=start,
        )
        for number, (speaker, role, words, start) in enumerate(turns, start=1)
    )


def contents(records: tuple[PassageRecord, ...]) -> tuple[ContentsEntry, ...]:
    """The sections that passages begin."""
    entries: list[ContentsEntry] = []
    for record in records:
        headings = tuple(words.heading if words else "" for words in record.texts)
        if any(headings):
            entries.append(ContentsEntry(record.anchor, headings, record.number, record.number))
        elif entries:
            entries[-1] = replace(entries[-1], last_number=record.number)
    return tuple(entries)


def testimony(language: str, **changes: Any) -> TestimonyRecord:
    """A whole account, open to everyone."""
    tongues = changes.pop("tongues", ("ar", "en"))
    words = changes.pop("passages", passages(language, tongues=tongues))
    record = TestimonyRecord(
        head=account(language),
        about=say(
            language,
            "The narrator wrote this account by hand in the spring of 2025, and the archive typed it. Only "
            "spelling was edited.",
            "كتب الراوي هذه الشهادة بخطّ يده في ربيع عام ٢٠٢٥، ثم طبعها الأرشيف. لم يتجاوز التحرير تصحيح الإملاء.",
        ),
        themes=themes(language)[:2],
        periods=tuple(entry.term for entry in periods(language)[3:5]),
        people=(),
        content_notes=(say(language, "Hunger", "الجوع"),),
        columns=columns(language, tongues=tongues),
        contents=contents(words),
        passages=words,
        word_total=410,
        rights_uri="https://creativecommons.org/licenses/by-nc/4.0/",
        rights_label="نسب المصنَّف، غير تجاري" if language == "ar" else "Attribution, non-commercial",
        rights_note="",
        sources=(),
        citation=Citation(
            say(
                language,
                "“Salim” [pseudonym]. “The window above the door.” Written account in Arabic, 14 March 2025. "
                "Edition 2, 2 June 2025. Rawi, RA-0012.",
                "«سليم» [اسم مستعار]. «النافذة فوق الباب». شهادة مكتوبة بالعربية، ١٤ آذار ٢٠٢٥. الإصدار ٢، ٢ "
                "حزيران ٢٠٢٥. راوٍ، RA-0012.",
            ).text,
            language,
            "/t/RA-0012",
        ),
        published_on=date(2025, 6, 2),
        updated_on=datetime(2025, 6, 2, tzinfo=UTC),
        previous=account(language, 1),
        next=account(language, 3),
        retired_anchors={"p90": "p2", "p91": ""},
    )
    return replace(record, **changes)


def shut(language: str, state: WordsState) -> TestimonyRecord:
    """An account whose words this reader may not read."""
    head = account(language, state=state, embargo_until=date(2031, 1, 1) if state == WordsState.EMBARGOED else None)
    sources = (
        Source("Author, A. A sample citation. 2016.", "en", "https://example.org/memoir", "memoir"),
        Source("مقابلة منشورة: عنوان للتجربة، ٢٠١٨.", "ar"),
    )
    shown = sources if state == WordsState.ELSEWHERE else ()
    return testimony(
        language, head=head, columns=(), contents=(), passages=(), sources=shown, previous=None, retired_anchors={}
    )


def term_record(language: str, vocabulary: Vocabulary) -> TermRecord:
    """The page of a theme, period or place."""
    tags = themes(language)
    line = periods(language)
    named = {
        Vocabulary.THEME: tags[7],
        Vocabulary.PERIOD: line[4].term,
        Vocabulary.PLACE: places(language)[0],
        Vocabulary.PERSON: term(language, Vocabulary.PERSON, 90, "A public person", "شخص معروف"),
    }[vocabulary]
    other = OTHER[language]
    labels = {
        Vocabulary.THEME: ("Visits and letters", "الزيارات والرسائل"),
        Vocabulary.PERIOD: ("Releases of the 1990s", "إفراجات التسعينيات"),
        Vocabulary.PLACE: ("Tadmor Prison", "سجن تدمر"),
        Vocabulary.PERSON: ("A public person", "شخص معروف"),
    }[vocabulary]
    tongue = "ar" if language == "ar" else "en"
    shown = [
        TermPassage(
            account(language, 2 if number < 3 else 1),
            f"p{number}",
            number,
            f"/{language}/testimonies/ra-0012/#p{number}",
            next(words for words in record.texts if words and words.language == tongue),
            record.note,
        )
        for number, record in enumerate(passages(language), start=1)
        if number in {1, 4, 5, 7}
    ]
    return TermRecord(
        term=named,
        other_label=say(other, *labels),
        variants=(LocalText("Palmyra", "en"), LocalText("المكاتيب", "ar")),
        scope=say(
            language,
            "Visits, the way to them and the wait before them; letters that arrived, that did not, and that "
            "were written in the head.",
            "الزيارة والطريق إليها والانتظار قبلها، والرسائل التي وصلت والتي لم تصل والتي كُتبت في الرأس.",
        ),
        broader=(tags[5],) if vocabulary == Vocabulary.THEME else (),
        narrower=tags[2:4] if vocabulary == Vocabulary.THEME else (),
        related=(tags[6], tags[8]) if vocabulary == Vocabulary.THEME else (),
        dates=line[4].dates if vocabulary == Vocabulary.PERIOD else None,
        dates_note=None,
        exact_match="https://www.geonames.org/163808" if vocabulary == Vocabulary.PLACE else "",
        place_type=("سجن" if language == "ar" else "Prison") if vocabulary == Vocabulary.PLACE else "",
        coordinates=(34.55, 38.28) if vocabulary == Vocabulary.PLACE else None,
        accounts=accounts(language),
        account_total=19,
        passages=tuple(shown),
        passage_total=212,
    )


def lines(language: str, vocabulary: Vocabulary) -> tuple[TermLine, ...]:
    """A whole vocabulary."""
    if vocabulary == Vocabulary.PERIOD:
        return tuple(TermLine(entry.term, None, 12, entry.dates) for entry in periods(language))
    named = themes(language) if vocabulary == Vocabulary.THEME else places(language)
    scope = say(language, "What belongs here, in a sentence.", "ما يندرج هنا، في جملة.")
    return tuple(TermLine(item, scope if item.depth == 1 else None, item.id % 13) for item in named)


def essays(language: str) -> tuple[EssayHead, ...]:
    """Two essays."""
    return (
        EssayHead(
            say(language, "Tadmor prison", "سجن تدمر"),
            say(language, "What is known of the place, and from whom.", "ما يُعرف عن المكان، وعمّن."),
            f"/{language}/essays/tadmor-prison/",
        ),
        EssayHead(say(language, "Names of the place", "أسماء المكان"), None, f"/{language}/essays/names/"),
    )


def essay(language: str) -> EssayRecord:
    """An essay with notes and sources."""
    body = say(
        language,
        "<p>The prison stood beside the ruins of Palmyra.<sup><a class='noteref' "
        "href='#source-one'>1</a></sup></p><h2>Before 1980</h2><p>It was a barracks first. Accounts "
        "differ on when it became a prison.</p><ul><li>One account says so.</li><li>Another says "
        "otherwise.</li></ul><h2>After</h2><blockquote>A sentence that is quoted.</blockquote>",
        "<p>كان السجن إلى جانب آثار تدمر.<sup><a class='noteref' "
        "href='#source-one'>1</a></sup></p><h2>قبل عام ١٩٨٠</h2><p>كان ثكنةً أول الأمر، وتختلف المصادر "
        "في زمن تحويله إلى سجن.</p><ul><li>مصدر يقول كذا.</li><li>وآخر يقول غيره.</li></ul><h2>بعد "
        "ذلك</h2><blockquote>جملة منقولة.</blockquote>",
    )
    return EssayRecord(
        title=say(language, "Tadmor prison", "سجن تدمر"),
        other_title=say(OTHER[language], "Tadmor prison", "سجن تدمر"),
        summary=say(language, "What is known of the place, and from whom.", "ما يُعرف عن المكان، وعمّن."),
        body=body,
        section="context",
        sources=(
            Source("A report, 1996.", "en", "https://example.org/report", "one"),
            Source("مقالة، ٢٠٠١.", "ar", "", "two"),
        ),
        updated_on=datetime(2026, 5, 3, tzinfo=UTC),
    )


def home(language: str) -> HomeRecord:
    """The front page."""
    record = testimony(language)
    return HomeRecord(
        name=say(language, "Rawi", "راوٍ"),
        statement=say(language, "What they told, as they told it", "ما رَوَوه، كما رَوَوه"),
        other_statement=say(OTHER[language], "What they told, as they told it", "ما رَوَوه، كما رَوَوه"),
        lead=say(
            language,
            "Rawi, “one who tells”, is an archive of accounts by survivors of Tadmor military prison and "
            "other places of detention in Syria. Each is published as its narrator agreed, and can be taken "
            "back at any time.",
            "«راوٍ» أرشيف شهادات لناجين وناجيات من سجن تدمر العسكري وأماكن احتجاز أخرى في سوريا. تُنشر كلّ "
            "شهادة كما وافق صاحبها، ويمكن سحبها في أيّ وقت.",
        ),
        content_note=say(
            language,
            "Some passages speak of hardship. A short note says what they speak of and where they are; the "
            "hardest are folded.",
            "تتحدث بعض المقاطع عن أمور قاسية. تذكر ملاحظة قصيرة موضوعها ومكانها، وأقساها مطويّ.",
        ),
        featured=record.head,
        featured_passage=record.passages[1],
        featured_columns=record.columns,
        recent=accounts(language),
        themes=tuple(item for item in themes(language) if item.depth == 1),
        periods=periods(language),
        places=places(language),
        collections=(collection(language),),
        essays=essays(language),
        account_total=42,
        years=tuple(YearCount(year, 1 + (year * 7) % 13) for year in range(1976, 2026)),
    )


def glossary(language: str) -> tuple[GlossaryRecord, ...]:
    """Two words."""
    return (
        GlossaryRecord(
            "mahja",
            say(language, "Dormitory", "مهجع"),
            say(OTHER[language], "Dormitory", "مهجع"),
            say(language, "A large shared cell.", "غرفة كبيرة مشتركة في السجن."),
            "mahja, muhjaa",
        ),
        GlossaryRecord(
            "sakhra", say(language, "Fatigue duty", "السخرة"), None, say(language, "Forced chores.", "أعمال تُفرض."), ""
        ),
    )


def site(language: str, request: Any = None) -> SiteFrame:
    """What the frame shows of the archive."""

    def link(english: str, arabic: str, slug: str) -> FrameLink:
        return FrameLink(say(language, english, arabic), f"/{language}/{slug}/")

    return SiteFrame(
        say(language, "Rawi", "راوٍ"),
        None,
        (link("About", "عن الأرشيف", "about"), link("How accounts are kept", "كيف تُحفظ الشهادات", "keeping")),
        (link("How to cite", "كيفية الإحالة", "citing"), link("Support near you", "جهات الدعم", "support")),
        sample=True,
    )


def search_view(language: str, *, found: bool = True) -> SearchView:
    """A page of results, or of none, with everything that such a page can have."""
    address = f"/{language}/search/?q=x"

    def passage(number: int, tongue: str, *parts: tuple[str, bool], **more: Any) -> PassageView:
        url = f"/{language}/testimonies/ra-0012/#p{number}"
        given = {"start_ms": None, "folded": False, "listen": False, "beside": False, **more}
        return PassageView(number, url, tongue, "rtl" if tongue == "ar" else "ltr", parts, **given)

    def hit(place: int, total: int, *passages: PassageView) -> HitView:
        head = account(language, place)
        return HitView(head, passages, sum(not item.beside for item in passages), total, head.url)

    def value(item: Term) -> ValueView:
        return ValueView(item.label, item.slug, 40 - item.id, item.id == 2, item.depth, f"{address}&theme={item.slug}")

    tags, spots = [value(item) for item in themes(language)], [value(item) for item in places(language)]
    hits = (
        hit(2, 5, passage(1, "en", ("The ", False), ("window", True), (" …", False)), passage(5, "en", folded=True)),
        hit(
            1,
            2,
            passage(17, "ar", ("من ", False), ("تدمر", True), (".", False)),
            passage(18, "ar", ("ثم مشينا حتى الصباح.", False), beside=True),
        ),
        hit(3, 1, passage(12, "en", ("A seat by the ", False), ("window", True), start_ms=258_000, listen=True)),
    )
    return SearchView(
        total=9 if found else 0,
        passage_total=23 if found else 0,
        hits=hits if found else (),
        facets=(
            FacetView("theme", say(language, "Theme", "الموضوع").text, tuple(tags[:7]), tuple(tags[7:])),
            FacetView("place", say(language, "Place", "المكان").text, tuple(spots), ()),
            FacetView("kind", say(language, "Form", "النوع").text, (), ()),
        ),
        chips=(
            ChipView(themes(language)[1].label, address),
            ChipView(say(language, "1986–1994", "١٩٨٦–١٩٩٤"), address),
        ),
        clear_url=address,
        years=YearsView(f"/{language}/search/", (("q", "x"),), "1986", ""),
        sorts=(
            SortView(say(language, "Closest match", "الأوثق صلة").text, f"{address}&sort=relevance", True),
            SortView(say(language, "Time told about", "زمن الأحداث").text, f"{address}&sort=told", False),
        ),
        pagination=PaginationView(
            2 if found else 1,
            12 if found else 1,
            f"{address}&page=1" if found else "",
            f"{address}&page=3" if found else "",
            ((1, address), (2, f"{address}&page=2"), (None, ""), (12, f"{address}&page=12")) if found else (),
        ),
        expansions=(
            ExpansionView(
                LocalText("Tadmor", "en"),
                (LocalText("Palmyra", "en"), LocalText("Tadmur", "en"), LocalText("تدمر", "ar")),
            ),
        ),
        literal_url=f"{address}&expand=0",
        widen_url="",
        all_words_url="",
        any_words_url="",
        notices=(say(language, "A quotation mark has no partner.", "علامة اقتباس بلا قرين.").text,),
        searched=("window Tadmor", "Palmyra", "تدمر"),
        suggestions=(SuggestionView(say(language, "Over all years", "في الأعوام كلّها").text, address, 2),),
        sample=found,
        meant=() if found else (SuggestionView("السراج", address, 1), SuggestionView("Sarraj", address, 2)),
    )
