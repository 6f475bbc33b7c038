"""What pages print: numbers and dates in the reader's digits, counts, and words in their own language and direction."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, npgettext
from django.utils.translation import gettext as _

from archive.dates import date_in_words
from archive.digits import format_duration, format_number, format_timecode
from archive.languages import direction, language_name
from archive.records import AccountHead, DateRecord, LocalText, TermPassage, TextColumn

register = template.Library()

REFERENCE = re.compile(r"([A-Z]{2}-[0-9]{4})")


def page_language() -> str:
    """The interface language of the page being drawn."""
    return (get_language() or "en").split("-")[0]


@register.filter
def digits(number: int) -> str:
    """A count or passage number in the digits of the page."""
    return format_number(int(number), page_language())


@register.filter
def timecode(milliseconds: int) -> SafeString:
    """A place in a recording, left to right and in Latin digits on every page."""
    return format_html('<bdi dir="ltr" class="num">{}</bdi>', format_timecode(milliseconds))


@register.filter
def duration(milliseconds: int) -> str:
    """How long a recording lasts, in words."""
    return format_duration(milliseconds, page_language())


def _isolated(text: str) -> SafeString:
    """A range or date in an isolate of the page's own direction, so that «١٩٨٦–١٩٩٤» begins with its beginning."""
    return format_html('<bdi dir="{}" class="num">{}</bdi>', direction(page_language()), text)


@register.filter
def date_words(value: DateRecord | None) -> SafeString | str:
    """A date in words, isolated; the words say so if it is disputed. Nothing for no date."""
    return "" if value is None else _isolated(value.words)


@register.filter
def years_of(value: DateRecord | None) -> SafeString | str:
    """The years that a date or span touches, for a column of years: 1976–1982, «منذ ٢٠٢٤»."""
    if value is None or not (value.earliest or value.latest):
        return date_words(value)
    first = f"{value.earliest.year:04}" if value.earliest else ".."
    last = f"{value.latest.year:04}" if value.latest else ".."
    return _isolated(date_in_words(first if first == last else f"{first}/{last}", page_language()))


@register.filter
def ref(code: str) -> SafeString:
    """A reference or anchor, unbroken and left to right in any sentence."""
    return format_html('<bdi class="ref" dir="ltr">{}</bdi>', code)


@register.filter
def references_isolated(sentence: str) -> SafeString:
    """A sentence with every reference in it isolated."""
    return format_html_join(
        "", "{}", ((ref(part) if REFERENCE.fullmatch(part) else part,) for part in REFERENCE.split(sentence))
    )


@register.simple_tag
def passage_range(first: int, last: int) -> SafeString:
    """The numbers of a run of passages: 1–4, «١–٤»; one number where it is one passage."""
    language = page_language()
    numbers = format_number(first, language)
    if last != first:
        numbers += f"–{format_number(last, language)}"
    return _isolated(numbers)


@register.filter
def day(value: date) -> SafeString:
    """A day of the calendar in words, isolated: 1 January 2031, «١ كانون الثاني ٢٠٣١»."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _isolated(date_in_words(value.isoformat(), page_language()))


@register.filter
def language_in_words(tag: str) -> str:
    """The name of a language in the language of the page."""
    return language_name(tag, page_language())


@register.filter
def lang_attributes(text: Any) -> SafeString:
    """``lang`` and ``dir`` of anything that has a language and a direction."""
    return format_html('lang="{}" dir="{}"', text.language, text.direction)


@register.filter
def direction_of(language: str) -> str:
    """``rtl`` or ``ltr`` of a language."""
    return direction(language)


@register.simple_tag
def list_comma() -> str:
    """The comma of the page's language."""
    return "،" if page_language() == "ar" else ","


@register.filter
def named_in(text: LocalText) -> str:
    """A label for a name in another language: In Arabic, «بالإنكليزية»."""
    if text.language.split("-")[0] == "ar":
        return _("In Arabic")
    if text.language.split("-")[0] == "en":
        return _("In English")
    return language_name(text.language, page_language())


@register.filter
def column_words(column: TextColumn) -> SafeString | str:
    """What a version of the words is: «العربية، الأصل», ``English translation, reviewed``, and whose it is."""
    if not column.credit:
        return column.role_label
    return format_html('{} · <bdi dir="auto">{}</bdi>', column.role_label, column.credit)


@register.filter
def in_language(text: LocalText | str | None) -> SafeString | str:
    """Words inside a sentence or list of the page: marked and isolated if they are in another language than it is."""
    if text is None or isinstance(text, str):
        return text or ""
    if text.language.split("-")[0] == page_language():
        return text.text
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', text.language, text.direction, text.text)


@register.filter
def listed(names: Iterable[LocalText | str]) -> SafeString:
    """Names in a line, each isolated, with the commas of the page's language."""
    return format_html_join(f"{list_comma()} ", "<bdi>{}</bdi>", ((in_language(name),) for name in names))


@register.filter
def coordinates_in_words(coordinates: tuple[float, float]) -> str:
    """Latitude and longitude in degrees, as precise as they were given: 34.55° N, 38.28° E."""
    latitude, longitude = coordinates
    return f"{abs(latitude):g}° {'N' if latitude >= 0 else 'S'}, {abs(longitude):g}° {'E' if longitude >= 0 else 'W'}"


@register.filter
def narrator(account: AccountHead) -> SafeString | str:
    """The public name, with the word that says what kind of name it is."""
    if account.public_name is None:
        return _("Name withheld")
    name = in_language(account.public_name)
    if account.public_name_kind == "pseudonym":
        return format_html("{} ({})", name, _("pseudonym"))
    return name


@register.filter
def absolute(path: str, origin: str) -> str:
    """A path of this site as a whole address."""
    return f"{origin}{path}" if path.startswith("/") else path


@register.filter
def is_sample(accounts: Any) -> bool:
    """Whether any of these accounts, or of the accounts of these passages, is a sample."""
    return any((item.account if isinstance(item, TermPassage) else item).sample for item in accounts)


# One line per noun: the extractor of messages must see the words.
_COUNTS: dict[str, Callable[[int], str]] = {
    "testimony": lambda n: npgettext("count", "%(n)s testimony", "%(n)s testimonies", n),
    "passage": lambda n: npgettext("count", "%(n)s passage", "%(n)s passages", n),
    "result": lambda n: npgettext("count", "%(n)s result", "%(n)s results", n),
    "theme": lambda n: npgettext("count", "%(n)s theme", "%(n)s themes", n),
    "period": lambda n: npgettext("count", "%(n)s period", "%(n)s periods", n),
    "place": lambda n: npgettext("count", "%(n)s place", "%(n)s places", n),
    "word": lambda n: npgettext("count", "%(n)s word", "%(n)s words", n),
    "page": lambda n: npgettext("count", "%(n)s page", "%(n)s pages", n),
}
# The same after a preposition, a verb or a noun, where Arabic has another form for two.
_COUNTS_AFTER: dict[str, Callable[[int], str]] = {
    "testimony": lambda n: npgettext("count after a preposition", "%(n)s testimony", "%(n)s testimonies", n),
    "passage": lambda n: npgettext("count after a preposition", "%(n)s passage", "%(n)s passages", n),
}


@register.simple_tag
def count_of(noun: str, number: int) -> str:
    """A count that stands alone: «شهادتان», ``2 testimonies``."""
    return _COUNTS[noun](number) % {"n": format_number(number, page_language())}


@register.simple_tag
def count_after(noun: str, number: int) -> str:
    """A count after a preposition: «في شهادتين», ``in 2 testimonies``."""
    return _COUNTS_AFTER[noun](number) % {"n": format_number(number, page_language())}


@register.simple_tag
def passages_in_testimonies(passages: int, testimonies: int) -> str:
    """The size of a result: 23 passages in 9 testimonies, «٢٣ مقطعًا في ٩ شهادات»."""
    return _("%(passages)s in %(testimonies)s") % {
        "passages": count_of("passage", passages),
        "testimonies": count_after("testimony", testimonies),
    }


@register.simple_tag
def more_passages(total: int, shown: int) -> str:
    """How many hits of an account a page of results leaves out; nothing if it leaves out none."""
    number = total - shown
    if number <= 0:
        return ""
    words = npgettext("count", "%(n)s more passage in this account", "%(n)s more passages in this account", number)
    return words % {"n": format_number(number, page_language())}


@register.simple_tag
def all_testimonies(number: int) -> str:
    """The words of a link to a whole list of accounts."""
    words = npgettext("count", "The only testimony", "All %(n)s testimonies", number)
    return words % {"n": format_number(number, page_language())}


@register.simple_tag
def all_passages(number: int) -> str:
    """The words of a link to a whole list of passages."""
    words = npgettext("count", "The only passage", "All %(n)s passages", number)
    return words % {"n": format_number(number, page_language())}
