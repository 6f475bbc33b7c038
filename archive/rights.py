"""Rights statements and licences by their addresses, with short names in English and Arabic. Pure: no Django.

The twelve statements are those of RightsStatements.org, version 1.0; the licences are the Creative Commons family 4.0
with CC0 and the Public Domain Mark. The names here are the archive's own short wording for a label beside a link; the
binding text stands at the address.
"""

from dataclasses import dataclass

from archive.digits import is_arabic

_STATEMENT = "http://rightsstatements.org/vocab/{}/1.0/"
_LICENCE = "https://creativecommons.org/licenses/{}/4.0/"
_DEDICATION = "https://creativecommons.org/publicdomain/{}/1.0/"


@dataclass(frozen=True, slots=True)
class Rights:
    """One statement or licence. ``uri`` is the canonical address, ``code`` its short sign (``InC``, ``CC BY 4.0``)."""

    uri: str
    code: str
    english: str
    arabic: str

    def label(self, language: str) -> str:
        """The short name in Arabic for an Arabic tag, in English for any other."""
        return self.arabic if is_arabic(language) else self.english


def _statement(code: str, english: str, arabic: str) -> Rights:
    return Rights(_STATEMENT.format(code), code, english, arabic)


def _licence(terms: str, english: str, arabic: str) -> Rights:
    code = f"CC {terms.upper()} 4.0"
    return Rights(_LICENCE.format(terms), code, f"{english} ({code})", f"{arabic} ({code})")


RIGHTS: tuple[Rights, ...] = (
    _statement("InC", "In copyright", "حقوق النشر سارية"),
    _statement("InC-OW-EU", "In copyright: orphan work in the EU", "حقوق النشر سارية: عمل يتيم في الاتحاد الأوروبي"),
    _statement("InC-EDU", "In copyright: educational use permitted", "حقوق النشر سارية: يُسمح بالاستخدام التعليمي"),
    _statement("InC-NC", "In copyright: non-commercial use permitted", "حقوق النشر سارية: يُسمح بالاستخدام غير التجاري"),
    _statement(
        "InC-RUU", "In copyright: rights holder not found", "حقوق النشر سارية: لم يُعثر على صاحب الحقوق أو لم يُعرف"
    ),
    _statement("NoC-CR", "No copyright: terms of a contract apply", "لا حقوق نشر: تسري شروط عقد"),
    _statement("NoC-NC", "No copyright: non-commercial use only", "لا حقوق نشر: للاستخدام غير التجاري فقط"),
    _statement("NoC-OKLR", "No copyright: other legal terms apply", "لا حقوق نشر: تسري شروط قانونية أخرى"),
    _statement("NoC-US", "No copyright in the United States", "لا حقوق نشر في الولايات المتحدة"),
    _statement("CNE", "Copyright not evaluated", "لم تُدرس حالة حقوق النشر"),
    _statement("UND", "Copyright undetermined", "حالة حقوق النشر غير محسومة"),
    _statement("NKC", "No known copyright", "لا تُعرف حقوق نشر سارية"),
    _licence("by", "Attribution", "نسب المصنَّف"),
    _licence("by-sa", "Attribution, share alike", "نسب المصنَّف، الترخيص بالمثل"),
    _licence("by-nd", "Attribution, no derivatives", "نسب المصنَّف، منع الاشتقاق"),
    _licence("by-nc", "Attribution, non-commercial", "نسب المصنَّف، غير تجاري"),
    _licence("by-nc-sa", "Attribution, non-commercial, share alike", "نسب المصنَّف، غير تجاري، الترخيص بالمثل"),
    _licence("by-nc-nd", "Attribution, non-commercial, no derivatives", "نسب المصنَّف، غير تجاري، منع الاشتقاق"),
    Rights(_DEDICATION.format("zero"), "CC0 1.0", "No rights reserved (CC0 1.0)", "تنازل عن جميع الحقوق (CC0 1.0)"),
    Rights(_DEDICATION.format("mark"), "PDM 1.0", "Public domain", "ملكية عامة"),
)


def _key(uri: str) -> str:
    """An address without what people change when they copy it: scheme, ``www.``, page form, file and last slash."""
    address = uri.strip().casefold().partition("#")[0].partition("?")[0]
    for scheme in ("https://", "http://"):
        address = address.removeprefix(scheme)
    address = address.removeprefix("www.").replace("rightsstatements.org/page/", "rightsstatements.org/vocab/")
    head, _, tail = address.rstrip("/").rpartition("/")
    if tail.startswith(("deed", "legalcode", "rdf")):
        address = head
    return address.rstrip("/")


_BY_KEY = {_key(rights.uri): rights for rights in RIGHTS}


def find_rights(uri: str) -> Rights | None:
    """The statement or licence at an address, however copied (``https``, ``/page/``, ``/deed.ar``); else none."""
    return _BY_KEY.get(_key(uri))


def rights_label(uri: str, language: str) -> str:
    """The short name of a statement or licence for a page in ``language``; the address itself where it is not known."""
    rights = find_rights(uri)
    return rights.label(language) if rights else uri
