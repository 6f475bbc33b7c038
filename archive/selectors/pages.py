"""The home page, collections, essays, the glossary, and what every page's frame shows."""

import html
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from wagtail.rich_text import expand_db_html

from archive.access import ANONYMOUS, Reader, open_pages, readable_by, visible_to
from archive.digits import prose_digits
from archive.models import (
    CollectionPage,
    EssayPage,
    GlossaryEntry,
    HomePage,
    Section,
    TestimonyPage,
)
from archive.records import (
    CollectionHead,
    CollectionRecord,
    EssayHead,
    EssayRecord,
    GlossaryRecord,
    HomeRecord,
    LocalText,
    Source,
    Vocabulary,
    YearCount,
)
from archive.selectors.collections import collection_heads
from archive.selectors.heads import heads_of
from archive.selectors.reading import testimony_record
from archive.selectors.same_days import days_between
from archive.selectors.snapshot import Snapshot, current_snapshot, essay_head, essay_rows
from archive.selectors.terms import term_index
from archive.selectors.wording import other_language, page_url, pick, prose

_RECENT = 6
MOST_YEARS = 100
_NOTE = re.compile(r"\[\^([A-Za-z0-9_-]+)\]")


def home_record(reader: Reader, page: HomePage, language: str, snapshot: Snapshot | None = None) -> HomeRecord:
    """The home page for ``reader``. A bounded number of queries (about 40)."""
    snapshot = snapshot or current_snapshot()
    now = timezone.now()
    fields: dict[str, dict[str, str]] = defaultdict(dict)
    for row in page.texts.all():
        for name in ("name", "statement", "lead", "content_note"):
            fields[name][row.language] = getattr(row, name)
    recent_ids = list(
        visible_to(reader, now).order_by("-first_published_at", "-pk").values_list("pk", flat=True)[:_RECENT]
    )
    recent = heads_of(reader, visible_to(reader, now).filter(pk__in=recent_ids), language, now, snapshot)
    featured = passage = None
    columns: tuple = ()  # type: ignore[type-arg]
    chosen = page.featured
    # The front page is the same for everyone: only what anyone may read opens it.
    if chosen is not None and readable_by(ANONYMOUS, now).filter(pk=chosen.pk).exists():
        record = testimony_record(ANONYMOUS, chosen, language, snapshot)
        if record is not None and record.passages:
            featured, columns = record.head, record.columns
            passage = next(
                (item for item in record.passages if item.anchor == page.featured_anchor), record.passages[0]
            )
    themes = snapshot.terms(Vocabulary.THEME, language)
    places = snapshot.terms(Vocabulary.PLACE, language)
    return HomeRecord(
        name=pick(fields["name"], language) or LocalText(page.title, "en"),
        statement=prose(fields["statement"], language),
        other_statement=_in(fields["statement"], other_language(language)),
        lead=prose(fields["lead"], language),
        content_note=prose(fields["content_note"], language),
        featured=featured,
        featured_passage=passage,
        featured_columns=columns,
        recent=tuple(recent[pk] for pk in recent_ids if pk in recent),
        themes=themes.children.get(None, ()),
        periods=snapshot.time_line(language),
        places=tuple(place for place in places.by_id.values() if not places.children.get(place.id))[:12],
        collections=tuple(collections_for(reader, language)),
        essays=essay_heads(Section.CONTEXT, language),
        account_total=visible_to(reader, now).count(),
        years=years_told_about(reader),
    )


def years_told_about(reader: Reader) -> tuple[YearCount, ...]:
    """How many of the accounts that ``reader`` may see tell about each year, oldest first, as a search counts them:
    a span of more than MOST_YEARS says nothing of single years. One query.
    """
    years: Counter[int] = Counter()
    this_year = timezone.localdate().year  # the line of time ends today
    for dates in visible_to(reader).values_list("told_from", "told_to", "recorded_from"):
        if (days := days_between(*dates)) is not None and days[1].year - days[0].year < MOST_YEARS:
            years.update(range(days[0].year, min(days[1].year, this_year) + 1))
    return tuple(YearCount(year, years[year]) for year in sorted(years))


def _in(texts: dict[str, str], language: str) -> LocalText | None:
    """The words in exactly this language."""
    return LocalText(texts[language], language) if texts.get(language) else None


def collections_for(reader: Reader, language: str) -> list[CollectionHead]:
    """The published collections with the number of accounts that ``reader`` may see. Three queries."""
    pages = open_pages(CollectionPage).order_by("path")
    counts = Counter(path[: -TestimonyPage.steplen] for path in visible_to(reader).values_list("path", flat=True))
    heads = collection_heads(pages, language)
    return [replace(head, account_total=counts[path]) for path, head in heads.items()]


def collection_record(
    reader: Reader, page: CollectionPage, language: str, snapshot: Snapshot | None = None
) -> CollectionRecord:
    """A collection with its accounts in the order of their references."""
    now = timezone.now()
    titles = {row.language: row.title for row in page.texts.all()}
    summaries = {row.language: row.summary for row in page.texts.all()}
    below = visible_to(reader, now).filter(path__startswith=page.path).order_by("reference") if page.path else None
    accounts = heads_of(reader, below, language, now, snapshot) if below is not None else {}
    return CollectionRecord(
        head=CollectionHead(
            id=page.pk or 0,
            slug=page.slug,
            title=pick(titles, language) or LocalText(page.title, "en"),
            summary=prose(summaries, language),
            url=page_url(f"collections/{page.slug or 'draft'}/"),
            sample=page.sample,
            account_total=len(accounts),
        ),
        accounts=tuple(accounts.values()),
    )


def essay_heads(section: str, language: str) -> tuple[EssayHead, ...]:
    """The published essays of a section, in the order of the tree. Two queries."""
    return tuple(essay_head(row, language) for row in essay_rows([section]))


def essay_record(page: EssayPage, language: str) -> EssayRecord:
    """An essay in ``language``, or in the language it has."""
    texts = {row.language: row for row in page.texts.all()}
    chosen = texts.get(language) or next(iter(texts.values()), None)
    other = texts.get(other_language(language))
    sources = tuple(
        Source(citation=row.citation, language=row.language, url=row.url, key=row.key) for row in page.sources.all()
    )
    tongue = chosen.language if chosen else language
    return EssayRecord(
        title=LocalText(prose_digits(chosen.title if chosen else page.title, tongue), tongue),
        other_title=LocalText(other.title, other.language) if other and chosen and other is not chosen else None,
        summary=LocalText(prose_digits(chosen.summary, tongue), tongue) if chosen and chosen.summary else None,
        body=LocalText(_body(chosen.body, sources, tongue) if chosen else "", tongue),
        section=page.section,
        sources=sources,
        updated_on=page.last_published_at,
    )


def _body(stored: str, sources: tuple[Source, ...], language: str) -> str:
    return _with_notes(prose_digits(expand_db_html(stored), language), sources)


def _with_notes(body: str, sources: tuple[Source, ...]) -> str:
    numbers = {source.key: position for position, source in enumerate(sources, start=1)}

    def note(match: re.Match[str]) -> str:
        key = match[1]
        if key not in numbers:
            return match[0]
        return f'<sup><a class="noteref" href="#source-{html.escape(key)}">{numbers[key]}</a></sup>'

    return _NOTE.sub(note, body)


def glossary(language: str) -> tuple[GlossaryRecord, ...]:
    """Every entry, in the order of its word in ``language``. Two queries."""
    entries = []
    for entry in GlossaryEntry.objects.prefetch_related("texts"):
        texts = {row.language: row for row in entry.texts.all()}
        chosen = texts.get(language) or next(iter(texts.values()), None)
        if chosen is None:
            continue
        other = texts.get(other_language(language))
        entries.append(
            GlossaryRecord(
                slug=entry.slug,
                term=LocalText(chosen.term, chosen.language),
                other_term=LocalText(other.term, other.language) if other and other is not chosen else None,
                definition=LocalText(prose_digits(chosen.definition, chosen.language), chosen.language),
                spellings=chosen.spellings,
            )
        )
    return tuple(sorted(entries, key=lambda entry: entry.term.text))


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page that anyone may see: its path below the language prefix, and when it last changed."""

    path: str
    changed: datetime | None


def sitemap_entries() -> list[SitemapEntry]:
    """Every page that an anonymous reader may see. Seven queries."""
    entries = [SitemapEntry(path, None) for path in ("", "testimonies/", "themes/", "periods/", "places/", "glossary/")]
    entries += [
        SitemapEntry(f"testimonies/{slug}/", changed)
        for slug, changed in visible_to(ANONYMOUS).order_by("path").values_list("slug", "last_published_at")
    ]
    entries += [
        SitemapEntry(f"collections/{slug}/", changed)
        for slug, changed in open_pages(CollectionPage).values_list("slug", "last_published_at")
    ]
    entries += [
        SitemapEntry(f"essays/{slug}/" if section == Section.CONTEXT else f"{slug}/", changed)
        for slug, section, changed in open_pages(EssayPage).values_list("slug", "section", "last_published_at")
    ]
    for vocabulary, prefix in (
        (Vocabulary.THEME, "themes"),
        (Vocabulary.PERIOD, "periods"),
        (Vocabulary.PLACE, "places"),
    ):
        entries += [SitemapEntry(f"{prefix}/{slug}/", None) for slug in term_index(vocabulary, "en").by_slug]
    return entries
