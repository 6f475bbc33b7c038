"""Dates as archivists type them, in English and Arabic, turned into EDTF."""

import re
from collections.abc import Callable

from archive.dates import names
from archive.dates.errors import DateError
from archive.dates.points import Point, days_in_month, neighbour, read_point, write_point
from archive.folding import fold_letters

_SPACES = re.compile(r"\s+")
_DASHES = re.compile(r"\s*[‐‑‒–—―−]\s*")


def _plain(text: str) -> str:
    return _SPACES.sub(" ", _DASHES.sub(" - ", fold_letters(text))).strip()


def _either(*words: str) -> str:
    return "|".join(sorted({re.escape(fold_letters(word)) for word in words}, key=len, reverse=True))


_MONTH_NUMBERS = {
    fold_letters(name): number
    for number, spellings in enumerate(zip(names.MONTHS_EN, names.MONTHS_AR, names.MONTHS_ALSO_READ, strict=True), 1)
    for name in (*spellings[:2], *spellings[2])
}
_MONTH = rf"(?P<month>{_either(*_MONTH_NUMBERS)})\.?(?: ?/ ?(?:{_either(*_MONTH_NUMBERS)}))?"
_PARTS = {
    fold_letters(pattern.replace("{}", "").strip(" -")): number
    for table in (names.PARTS_EN, names.PARTS_AR)
    for number, pattern in reversed(table.items())  # so that 21 wins over 25 and 29, which read the same
}
_PARTS |= {"fall": 23, "fourth quarter of": 36, fold_letters("الربع الرابع من"): 36}
_PARTS |= {fold_letters(word): 38 for word in ("منتصف", "middle of")}
_PARTS |= {fold_letters(word): 37 for word in ("بداية", "مطلع", "beginning of")}
_PARTS |= {fold_letters(word): 39 for word in ("نهاية", "end of")}
_THIRD_OF_PART = {37: "early", 38: "mid", 39: "late"}
_DECADES = {fold_letters(name): number for number, name in names.DECADES_AR.items()}
_DECADES |= {name.replace("ينيات", "ينات"): number for name, number in _DECADES.items()}
_CENTURIES = {fold_letters(form): number for number, forms in names.CENTURIES_AR.items() for form in forms}
_CENTURIES |= {fold_letters("الماضي"): 20, fold_letters("الحالي"): 21}

_BEFORE, _AFTER = f"(?:before|{_either('قبل')})", f"(?:after|{_either('بعد')})"
_SINCE, _UNTIL = f"(?:since|from|{_either('منذ', 'من')})", f"(?:until|till|up to|{_either('حتى', 'لغاية')})"
_TO = f"(?:to|until|till|{_either('إلى', 'حتى')})"
_TODAY = f"(?:today|now|present|the present|{_either('اليوم', 'الآن')})"
_ABOUT = rf"(?:about|around|approximately|approx\.?|circa|ca\.?|c\.?|~|{_either('نحو', 'حوالي', 'في حدود', 'تقريبا')})"
_NOISE = rf"(?:in|the|year|{_either('في', 'عام', 'العام', 'سنة', 'شهر', 'قرابة')})"
_UNSURE = rf"(?:\?|\(?(?:uncertain|{_either('غير مؤكد')})\)?)"


def typed_to_edtf(text: str) -> str:
    """The EDTF of a typed date; raises :class:`DateError`. The result may still be refused by the EDTF grammar."""
    plain = _plain(text)
    if re.search(r"\d\s*(?:ه|ه\.|هجريه?|هجري|ah|a\.h\.)$", plain):
        raise DateError("other_calendar", text)
    for pattern, make in _WHOLE:
        if match := pattern.fullmatch(plain):
            return make(*match.groups())
    found = _range(plain) or _third_of_decade(plain) or _list(plain) or _point(plain)
    if found:
        return found
    if re.fullmatch(r"\d{2}", plain):
        raise DateError("ambiguous", text, f"19{plain}")
    short = re.fullmatch(r"(\d{2})(\d{2}) ?[-/] ?(\d{2})", plain)
    if short and short[3] > short[2]:
        raise DateError("ambiguous", text, f"{short[1]}{short[2]}/{short[1]}{short[3]}")
    raise DateError("not_a_date", text, "14/3/1985")


def _must(text: str) -> str:
    found = _point(text)
    if not found:
        raise DateError("not_a_date", text, "14/3/1985")
    return found


def _exact(text: str) -> Point:
    """A bound of one of EDTF's sets, which can be neither approximate nor uncertain."""
    point = read_point(_must(text))
    if point.circa or point.uncertain:
        raise DateError("not_supported", text, write_point(point))
    return point


def _neighbour(text: str, step: int) -> str:
    return write_point(neighbour(_exact(text), step))


def _between(left: str, right: str) -> str:
    start, end = _exact(left), _exact(right)
    if start.precision == end.precision and start.precision in ("day", "month", "year"):
        return f"[{write_point(start)}..{write_point(end)}]"
    # EDTF's sets take bounds of one precision: days do for the rest.
    return f"[{start.earliest.isoformat()}..{end.latest.isoformat()}]"


_WHOLE: tuple[tuple[re.Pattern[str], Callable[..., str]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (rf"between (.+) and (.+)|{_either('بين')} (.+) و ?(.+)", lambda a, b, c, d: _between(a or c, b or d)),
        (rf"{_BEFORE} (.+)", lambda a: f"[..{_neighbour(a, -1)}]"),
        (rf"{_AFTER} (.+)", lambda a: f"[{_neighbour(a, 1)}..]"),
        (rf"(?:{_SINCE} )?(.+?) (?:{_TO}|-) {_TODAY}", lambda a: f"{_must(a)}/.."),
        (
            rf"until (.+), start unknown|{_either('حتى')} (.+)، {_either('والبداية غير معروفة')}",
            lambda a, b: f"/{_must(a or b)}",
        ),
        (rf"{_UNTIL} (.+)", lambda a: f"../{_must(a)}"),
        (rf"(?:since|{_either('منذ')}) (.+)", lambda a: f"{_must(a)}/.."),
        (
            rf"from (.+), end unknown|{_either('من')} (.+)، {_either('والنهاية غير معروفة')}",
            lambda a, b: f"{_must(a or b)}/",
        ),
    )
)


def _range(plain: str) -> str:
    """``1986-1994``, ``from June to August 1980``, ``14-16 March 1985``; empty where it is no range."""
    plain, unsure = _without_doubt(plain)
    body = re.sub(rf"^{_SINCE} ", "", plain)
    for divider in re.finditer(rf" {_TO} | ?- ?", body):
        left, right = body[: divider.start()], body[divider.end() :]
        end = _point(right)
        start = _point(left) or _borrowing(left, right) if end else ""
        if start and end:
            qualify = "?" if unsure else ""
            return f"{_qualified(start, qualify)}/{_qualified(end, qualify)}"
    return ""


def _borrowing(left: str, right: str) -> str:
    """The start of a range that leaves out what the end says: "14" of "14-16 March 1985"."""
    words = right.split(" ")
    tries = (_point(f"{left} {' '.join(words[index:])}") for index in range(1, len(words)))
    return next(filter(None, tries), "") if left and not re.fullmatch(r".*\d{4}", left) else ""


def _third_of_decade(plain: str) -> str:
    match = re.fullmatch(rf"(?P<part>{_either(*_PARTS)})[ -]?(?P<rest>.+)", plain)
    third = _THIRD_OF_PART.get(_PARTS[match["part"]]) if match else None
    if match is None or third is None:
        return ""
    decade = _point(match["rest"])
    if not re.fullmatch(r"\d{3}X", decade):
        return ""
    first, last = names.THIRDS[third]
    return f"{decade[:3]}{first}~/{decade[:3]}{last}~"


def _list(plain: str) -> str:
    """``1984 or 1986``, ``1984, 1985 and 1986``; empty where it is no list."""
    for brackets, joint in (("[]", rf" (?:or|{_either('أو')}) "), ("{}", r" and | و ?(?=\S)|(?<=\d)[,،] ?")):
        parts = re.split(rf"{joint}|(?<=\d)[,،] (?=.*(?:{joint}))", plain)
        points = [_point(part.strip()) for part in parts]
        if len(points) > 1 and all(points):
            return f"{brackets[0]}{','.join(points)}{brackets[1]}"
    return ""


def _without_doubt(text: str) -> tuple[str, bool]:
    stripped = re.sub(rf"[,،]? ?{_UNSURE}$", "", text)
    return stripped, stripped != text


def _qualified(point: str, qualifier: str) -> str:
    if not qualifier:
        return point
    both = {point[-1], qualifier} == {"~", "?"} or point[-1] == "%"
    return point.rstrip("?~%") + ("%" if both else qualifier)


def _point(text: str) -> str:
    """The EDTF of a single typed date with its qualifiers; empty where it is none."""
    text, unsure = _without_doubt(text.strip())
    bare = re.sub(rf"^{_NOISE} |[,،]? ?{_either('تقريبا')}$", "", text)
    bare = re.sub(rf"^{_ABOUT} ?(?=\S)", "", bare)
    circa = bool(re.match(rf"(?:{_NOISE} )?{_ABOUT} ?\S|.*{_either('تقريبا')}$", text)) and bare != text
    while (shorter := re.sub(rf"^{_NOISE} ", "", bare)) != bare:
        bare = shorter
    for pattern, make in _SINGLE:
        if match := pattern.fullmatch(bare):
            found = make(match)
            return _qualified(_qualified(found, "~" if circa else ""), "?" if unsure else "")
    return ""


def _numbers(match: re.Match[str]) -> str:
    fields = match.groupdict()
    year, month, day = fields["year"], int(fields["number"]), int(fields.get("day") or -1)
    if month > 12:
        swapped = f"{month}/{day}/{year}" if 1 <= day <= 12 and month <= 31 else year
        raise DateError("month_out_of_range", match[0], swapped)
    return _joined(match[0], year, month, day)


def _named(match: re.Match[str]) -> str:
    return _joined(match[0], match["year"], _MONTH_NUMBERS[match["month"]], int(match.groupdict().get("day") or -1))


def _joined(text: str, year: str, month: int, day: int) -> str:
    if month < 1:
        raise DateError("month_out_of_range", text, year)
    if day < 0:  # none was given
        return f"{year}-{month:02}"
    if not 1 <= day <= days_in_month(int(year), month):
        raise DateError("no_such_day", text, f"{year}-{month:02}")
    return f"{year}-{month:02}-{day:02}"


def _before_common_era(match: re.Match[str]) -> str:
    year = 1 - int(match["years"])  # EDTF counts a year 0: 1 BCE
    return write_point(Point("year", year))


def _english_decade(match: re.Match[str]) -> str:
    decade = match["decade"]
    if decade.endswith("00"):
        raise DateError("ambiguous", match[0], f"{decade[:2]}XX")
    return f"{decade[:3]}X"


def _arabic_decade(match: re.Match[str]) -> str:
    century = _CENTURIES[match["century"]] if match["century"] else 20
    return f"{century - 1:02}{_DECADES[match['tens']]}X"


def _arabic_tenth(match: re.Match[str]) -> str:
    return f"{_CENTURIES[match['century']] - 1:02}{'0' if match['which'] == fold_letters('الأول') else '1'}X"


_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_CENTURY_AR = rf"{_either('القرن')} (?P<century>{_either(*_CENTURIES)})"
_SINGLE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (_YEAR, lambda match: match["year"]),
        (rf"(?P<years>\d{{1,4}}) (?:bce|bc|{_either('قبل الميلاد', 'ق.م', 'ق.م.')})", _before_common_era),
        (r"(?P<edtf>\d{3}x|\d\dxx|\d{4}-(?:0[1-9]|1[0-2]|2[1-9]|3\d|4[01]))", lambda match: match["edtf"].upper()),
        (rf"(?P<day>\d{{1,2}})([/.-])(?P<number>\d{{1,2}})\2{_YEAR}", _numbers),
        (rf"{_YEAR}([/.-])(?P<number>\d{{1,2}})\2(?P<day>\d{{1,2}})", _numbers),
        (rf"(?P<number>\d{{1,2}})[/.-]{_YEAR}", _numbers),
        (rf"{_YEAR}[/.](?P<number>0?[1-9]|1[0-2])", _numbers),
        (rf"{_DAY}(?: of|,|،)? {_MONTH}[,،]? (?:{_NOISE} )?{_YEAR}", _named),
        (rf"{_MONTH} {_DAY}[,،]? {_YEAR}", _named),
        (rf"{_MONTH}(?: of|,|،)? (?:{_NOISE} )?{_YEAR}", _named),
        (
            rf"(?P<part>{_either(*_PARTS)})(?: of)?[ -](?:{_NOISE} )?{_YEAR}",
            lambda match: f"{match['year']}-{_PARTS[match['part']]}",
        ),
        (r"(?P<decade>\d{3}0)'?s", _english_decade),
        (rf"(?:ال)?(?P<tens>{_either(*_DECADES)})(?: {_CENTURY_AR})?", _arabic_decade),
        (rf"{_either('العقد')} (?P<which>{_either('الأول', 'الثاني')}) {_either('من')} {_CENTURY_AR}", _arabic_tenth),
        (r"(?P<number>\d{1,2})(?:st|nd|rd|th) century", lambda match: f"{int(match['number']) - 1:02}XX"),
        (_CENTURY_AR, lambda match: f"{_CENTURIES[match['century']] - 1:02}XX"),
    )
)
