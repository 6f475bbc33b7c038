"""Dates in words, in Arabic and English.

Arabic for every Arabic tag, English for all others. The words are settled once for the whole site; they are no messages
of the catalogue, because the order of the parts changes with the kind of date and the case with the phrase.
"""

from dataclasses import dataclass
from functools import lru_cache

from archive.dates import names
from archive.dates.points import Point, neighbour
from archive.dates.reading import EdtfDate, parse_date
from archive.digits import Digits, digits_of, is_arabic, to_arabic_digits

_RTL_ISOLATE, _END_ISOLATE = "\u2067", "\u2069"

_ENGLISH = {
    "about": "about {}",
    "before": "before {}",
    "after": "after {}",
    "between": "between {} and {}",
    "since": "since {}",
    "until": "until {}",
    "from_to": "{} to {}",
    "end unknown": "from {}, end unknown",
    "start unknown": "until {}, start unknown",
    "uncertain": "uncertain",
    "disputed": "disputed",
    "unknown": "unknown",
    "today": "until today",
    "bce": "{} BCE",
    "comma": ", ",
    "and": " and ",
    "or": " or ",
}
_ARABIC = {
    "about": "نحو {}",
    "before": "قبل {}",
    "after": "بعد {}",
    "between": "بين {} و{}",
    "since": "منذ {}",
    "until": "حتى {}",
    "from_to": "من {} إلى {}",
    "end unknown": "من {}، والنهاية غير معروفة",
    "start unknown": "حتى {}، والبداية غير معروفة",
    "uncertain": "غير مؤكَّد",
    "disputed": "مختلَف فيه",
    "unknown": "غير معروف",
    "today": "حتى اليوم",
    "bce": "{} قبل الميلاد",
    "comma": "، ",
    "and": " و",
    "or": " أو ",
}


@dataclass(frozen=True, slots=True)
class _Writer:
    arabic: bool
    digits: Digits

    def say(self, phrase: str, *words: str) -> str:
        return (_ARABIC if self.arabic else _ENGLISH)[phrase].format(*words)

    def number(self, number: int) -> str:
        return to_arabic_digits(str(number)) if self.digits == "arabic" else str(number)

    def span(self, first: int, last: int) -> str:
        """Two numbers with a dash between them."""
        span = f"{self.number(first)}–{self.number(last)}"
        return f"{_RTL_ISOLATE}{span}{_END_ISOLATE}" if self.arabic or self.digits == "arabic" else span

    def point(self, point: Point, *, inside: bool = False) -> str:
        """A single date; ``inside`` a phrase, that is after a preposition. Says "about", but not "uncertain"."""
        if point.circa:
            return self.say("about", self._bare(point, inside=True))
        return self._bare(point, inside=inside)

    def doubted(self, point: Point, *, inside: bool = False) -> str:
        return self.noted(self.point(point, inside=inside), "uncertain" if point.uncertain else "")

    def noted(self, words: str, *notes: str) -> str:
        said = self.say("comma").join(self.say(note) for note in notes if note)
        return f"{words} ({said})" if said else words

    def _bare(self, point: Point, *, inside: bool) -> str:
        if point.precision == "century":
            return self._century(point.year // 100 + 1, inside)
        if point.precision == "decade":
            return self._decade(point.year, inside)
        year = self.number(point.year) if point.year > 0 else self.say("bce", self.number(1 - point.year))
        if point.precision in ("season", "part"):
            words = (names.PARTS_AR if self.arabic else names.PARTS_EN)[point.part].format(year)
            return f"the {words}" if inside and " of " in words else words
        month = (names.MONTHS_AR if self.arabic else names.MONTHS_EN)[point.part - 1] if point.part else ""
        return " ".join(filter(None, (self.number(point.day) if point.day else "", month, year)))

    def _century(self, number: int, inside: bool) -> str:
        if not self.arabic:
            return f"{'the ' if inside else ''}{names.english_ordinal(number)} century"
        alone, after = names.CENTURIES_AR.get(number, (self.number(number),) * 2)
        return f"القرن {after if inside else alone}"

    def _decade(self, first: int, inside: bool) -> str:
        tens = first // 10 % 10
        if not self.arabic:
            # "The 1900s" might be the century.
            return f"{'the ' if inside else ''}{self.number(first)}s" if tens else self.span(first, first + 9)
        name = names.DECADES_AR.get(tens) or ("العقد الأول من", "العقد الثاني من")[tens]
        return f"{name} {self._century(first // 100 + 1, inside=True)}"

    def third(self, third: str, decade: int) -> str:
        """ "Early 1980s"; in Arabic the twentieth century is not named."""
        if not self.arabic:
            words = f"{self.number(decade)}s" if decade % 100 else self.span(decade, decade + 9)
            return names.THIRDS_EN[third].format(words)
        tens = names.DECADES_AR.get(decade // 10 % 10)
        short = f"ال{tens}" if tens and decade // 100 == 19 else self._decade(decade, inside=True)
        return names.THIRDS_AR[third].format(short)

    def interval(self, start: Point, end: Point) -> str:
        if start == end:
            return self.point(start)
        if not (start.circa or end.circa or start.uncertain or end.uncertain):
            if start.precision == end.precision == "year" and start.year > 0:
                return self.span(start.year, end.year)
            if start.precision == end.precision == "day" and (start.year, start.part) == (end.year, end.part):
                month = self.point(Point("month", end.year, end.part))
                return f"{self.span(start.day, end.day)} {month}"
            if start.precision == end.precision == "month" and start.year == end.year:
                month = (names.MONTHS_AR if self.arabic else names.MONTHS_EN)[start.part - 1]
                return self.say("from_to", month, self.point(end))
        # English: "1980s to 1990s" without articles; Arabic: both after a preposition.
        return self.say("from_to", *(self.doubted(point, inside=self.arabic) for point in (start, end)))


@lru_cache(maxsize=8192)
def date_in_words(edtf: str, language: str, disputed: bool = False, digits: Digits | None = None) -> str:
    """A date as the pages print it: ``June 1980``, «حزيران ١٩٨٠», ``about 1985``, «بين ١٩٨٢ و١٩٨٤», ``since 2024``.

    ``language`` is the page's BCP 47 tag; ``digits`` follow the language when not given. A disputed or uncertain date
    says so in brackets at its end. Raises :class:`~archive.dates.errors.DateError` for what is no date.

    In Arabic, and wherever the digits are Arabic-Indic, two numbers with a dash (``⁧١٩٨٦–١٩٩٤⁩``) stand between U+2067
    and U+2069: they read from right to left in any surroundings, also in a ``title`` or an attribute, and a template
    has nothing to do. Whoever compares or searches the words must expect these two characters.
    """
    writer = _Writer(is_arabic(language), digits_of(language, digits))
    parsed = parse_date(edtf)
    words, doubt_said = _in_words(parsed, writer)
    doubt = "uncertain" if parsed.uncertain and not doubt_said else ""
    return writer.noted(words, doubt, "disputed" if disputed else "")


def bounds_in_words(edtf: str, language: str, digits: Digits | None = None) -> tuple[str, str]:
    """Start and end in words, for a table with a column for each: ``("1986", "1994")``.

    An open end says "until today", an unknown or open start and an unknown end say "unknown"; a single date stands in
    both columns. Raises :class:`~archive.dates.errors.DateError`.
    """
    writer = _Writer(is_arabic(language), digits_of(language, digits))
    parsed = parse_date(edtf)
    start = writer.doubted(parsed.points[0]) if parsed.earliest else writer.say("unknown")
    if parsed.latest is None:
        return start, writer.say("today" if parsed.precision == "open" and parsed.open_end else "unknown")
    return start, writer.doubted(parsed.points[-1])


def _in_words(parsed: EdtfDate, writer: _Writer) -> tuple[str, bool]:
    """The words, and whether they already say which part is uncertain."""
    first, last = parsed.points[0], parsed.points[-1]
    if third := _third_of_decade(parsed):
        return writer.third(*third), False
    if parsed.precision == "interval":
        if first.uncertain and last.uncertain:  # said once, at the end
            return writer.interval(_sure(first), _sure(last)), False
        return writer.interval(first, last), True
    if parsed.precision == "between":
        return writer.say("between", *(writer.point(point, inside=True) for point in (first, last))), False
    if parsed.precision in ("all_of", "one_of"):
        return _listed(parsed, writer), True
    if parsed.precision == "open":
        phrase = ("since" if parsed.open_end else "end unknown") if parsed.earliest else "until"
        if not parsed.earliest and not parsed.open_start:
            phrase = "start unknown"
        return writer.say(phrase, writer.point(first, inside=True)), False
    if parsed.precision in ("before", "after"):
        edge = neighbour(first, 1 if parsed.precision == "before" else -1)
        return writer.say(parsed.precision, writer.point(edge, inside=True)), False
    return writer.point(first), False


def _sure(point: Point) -> Point:
    return Point(point.precision, point.year, point.part, point.day, circa=point.circa)


def _listed(parsed: EdtfDate, writer: _Writer) -> str:
    words = [writer.doubted(point) for point in parsed.points]
    joint = writer.say("and" if parsed.precision == "all_of" else "or")
    if writer.arabic:
        return joint.join(words)
    return joint.join(filter(None, (", ".join(words[:-1]), words[-1])))


def _third_of_decade(parsed: EdtfDate) -> tuple[str, int] | None:
    """Whether an interval is how the archive writes "early 1980s"; see ``names.THIRDS``."""
    if parsed.precision != "interval" or parsed.uncertain:
        return None
    start, end = parsed.points
    if not (start.circa and end.circa and start.precision == end.precision == "year"):
        return None
    decade = start.year // 10 * 10
    span = (start.year - decade, end.year - decade)
    return next(((third, decade) for third, years in names.THIRDS.items() if years == span), None)
