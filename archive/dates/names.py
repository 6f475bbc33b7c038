"""Names of months, seasons and spans in English and Arabic, for reading dates and for writing them."""

MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
# The Levantine names; never the Egyptian ones in what the archive prints.
MONTHS_AR = (
    *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز"),
    *("آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"),
)
# Read, but not written: what an archivist copies from a source of another country, or shortens.
MONTHS_ALSO_READ = (
    ("jan", "يناير", "كانون ثاني", "كانون التاني"),
    ("feb", "فبراير"),
    ("mar", "مارس"),
    ("apr", "أبريل", "إبريل"),
    ("مايو", "نوار"),
    ("jun", "يونيو", "يونيه"),
    ("jul", "يوليو", "يوليه"),
    ("aug", "أغسطس"),
    ("sep", "sept", "سبتمبر"),
    ("oct", "أكتوبر", "تشرين أول"),
    ("nov", "نوفمبر", "تشرين ثاني", "تشرين التاني"),
    ("dec", "ديسمبر", "كانون أول"),
)

# EDTF's numbers for parts of a year: seasons (21-24; 25-32 name a hemisphere), quarters, thirds, halves.
PARTS_EN = {
    **{21: "spring {}", 22: "summer {}", 23: "autumn {}", 24: "winter {}"},
    **{25: "spring {}", 26: "summer {}", 27: "autumn {}", 28: "winter {}"},
    **{29: "spring {}", 30: "summer {}", 31: "autumn {}", 32: "winter {}"},
    **{33: "first quarter of {}", 34: "second quarter of {}", 35: "third quarter of {}", 36: "last quarter of {}"},
    **{37: "early {}", 38: "mid-{}", 39: "late {}"},
    **{40: "first half of {}", 41: "second half of {}"},
}
PARTS_AR = {
    **{21: "ربيع {}", 22: "صيف {}", 23: "خريف {}", 24: "شتاء {}"},
    **{25: "ربيع {}", 26: "صيف {}", 27: "خريف {}", 28: "شتاء {}"},
    **{29: "ربيع {}", 30: "صيف {}", 31: "خريف {}", 32: "شتاء {}"},
    **{33: "الربع الأول من {}", 34: "الربع الثاني من {}", 35: "الربع الثالث من {}", 36: "الربع الأخير من {}"},
    **{37: "أوائل {}", 38: "أواسط {}", 39: "أواخر {}"},
    **{40: "النصف الأول من {}", 41: "النصف الثاني من {}"},
}
# First and last month. A winter may begin or end the year it is named after, so it is the whole year: a narrower guess
# would hide an account from whoever asks for January. "Early", "mid" and "late" are EDTF's thirds.
PART_MONTHS = {
    **{21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (1, 12)},
    **{25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (1, 12)},
    **{29: (9, 11), 30: (1, 12), 31: (3, 5), 32: (6, 8)},
    **{33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)},
    **{37: (1, 4), 38: (5, 8), 39: (9, 12)},
    **{40: (1, 6), 41: (7, 12)},
}

# "Early 1980s" has no sign of its own in EDTF. The archive writes it as an interval whose ends are both approximate;
# (first, last) are years within the decade.
THIRDS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
THIRDS_EN = {"early": "early {}", "mid": "mid-{}", "late": "late {}"}
THIRDS_AR = {"early": "أوائل {}", "mid": "أواسط {}", "late": "أواخر {}"}

DECADES_AR = {
    2: "عشرينيات",
    3: "ثلاثينيات",
    4: "أربعينيات",
    5: "خمسينيات",
    6: "ستينيات",
    7: "سبعينيات",
    8: "ثمانينيات",
    9: "تسعينيات",
}
_ONES = ["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"]
_TEENS = ["الحادي", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع"]
# By number: alone ("the twentieth century"), and after a preposition or a noun.
CENTURIES_AR: dict[int, tuple[str, str]] = {
    **{number: (name, name) for number, name in enumerate(_ONES, start=1)},
    **{number: (f"{name} عشر", f"{name} عشر") for number, name in enumerate(_TEENS, start=11)},
    20: ("العشرون", "العشرين"),
    21: ("الحادي والعشرون", "الحادي والعشرين"),
}


def english_ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``11th``, ``21st``."""
    tail = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"
