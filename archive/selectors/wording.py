"""The words that records are made with: which language's, in which digits, and the addresses of pages."""

from django.urls import reverse

from archive.dates import date_in_words
from archive.digits import prose_digits
from archive.records import DateRecord, LocalText


def other_language(language: str) -> str:
    """The other language of the interface."""
    return "en" if language == "ar" else "ar"


def page_url(path: str) -> str:
    """A path below the active language's prefix."""
    return reverse("wagtail_serve", args=[path])


def date_record(
    edtf: str, wording: str, disputed: bool, language: str, bounds: tuple[object, object] = (None, None)
) -> DateRecord | None:
    """A date in words, or None when there is none."""
    if not edtf:
        return None
    earliest, latest = bounds
    return DateRecord(
        edtf=edtf,
        words=date_in_words(edtf, language, disputed=disputed),
        wording=wording,
        disputed=disputed,
        earliest=earliest,  # type: ignore[arg-type]
        latest=latest,  # type: ignore[arg-type]
    )


def pick(texts: dict[str, str], language: str) -> LocalText | None:
    """The words in ``language``, else in the other language of the site, else in any; None when all are empty."""
    for wanted in (language, other_language(language), *texts):
        if texts.get(wanted):
            return LocalText(texts[wanted], wanted)
    return None


def prose(texts: dict[str, str], language: str) -> LocalText | None:
    """Sentences of the archive, chosen like ``pick``, in the digits of their language."""
    chosen = pick(texts, language)
    return LocalText(prose_digits(chosen.text, chosen.language), chosen.language) if chosen else None
