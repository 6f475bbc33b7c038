"""The demo archive's data files agree with one another, speak both languages and show their sources."""

import csv
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from edtf import parse_edtf

from archive.dates import parse_date
from archive.folding import fold_label
from archive.languages import validate_language

DATA = Path(__file__).resolve().parents[3] / "archive" / "demo" / "data"
ESSAYS = DATA / "essays"
VOCABULARIES = ["themes", "periods", "places", "people"]
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ALLOWED_TAGS = {"h2", "h3", "p", "ul", "ol", "li", "blockquote", "em", "strong", "a"}
NOTE = re.compile(r"\[\^([A-Za-z0-9]+)\]")
ARABIC = "\u0600-\u06ff"
# A Latin comma, semicolon or question mark that touches an Arabic letter, perhaps across a space or a closing mark.
LATIN_MARK = re.compile(rf"[{ARABIC}][»”)\]]?\s?[,;?]|[,;?]\s?[«“(\[]?[{ARABIC}]")
# Egyptian month names and words that interface-words.md rules out.
FOREIGN_WORDS = re.compile(
    r"يناير|فبراير|يونيو|يوليو|أغسطس|نوفمبر|ديسمبر|الإنجليزية|مائة|استشهاد|مزعوم|(?<![\u0600-\u06ff])تمّ |قام ب|حوالي"
)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def split(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def vocabulary(name: str) -> list[dict[str, str]]:
    return rows_of(DATA / f"{name}.csv")


def essays() -> list[dict[str, str]]:
    return rows_of(ESSAYS / "essays.csv")


def body(slug: str, language: str) -> str:
    return (ESSAYS / f"{slug}.{language}.html").read_text(encoding="utf-8")


def elsewhere() -> list[dict[str, str]]:
    return rows_of(DATA / "accounts_elsewhere" / "manifest.csv")


def tables() -> list[Path]:
    lists = [DATA / f"{name}.csv" for name in [*VOCABULARIES, "glossary", "collections", "site"]]
    return [*lists, ESSAYS / "essays.csv", ESSAYS / "sources.csv", DATA / "accounts_elsewhere" / "manifest.csv"]


def essay_slugs() -> list[str]:
    return [row["slug"] for row in essays()]


class Outline(HTMLParser):
    """The tags of a text, in order, and whether each is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: set[tuple[str, str]] = set()
        self.loose: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes |= {(tag, name) for name, _value in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1:] == [tag], f"</{tag}> closes {self.open}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open and data.strip():
            self.loose.append(data.strip())


def outline(text: str) -> Outline:
    parser = Outline()
    parser.feed(text)
    parser.close()
    return parser


@pytest.mark.parametrize("path", tables(), ids=lambda path: path.stem)
def test_every_row_says_the_same_in_both_languages(path: Path) -> None:
    rows = rows_of(path)
    assert rows
    for row in rows:
        assert None not in row, f"{path.name}: a row has more cells than the head: {row}"
        for column, value in row.items():
            assert value is not None, f"{path.name}: a row is too short: {row}"
            assert value == value.strip(), f"{path.name}: {column} has blanks at its ends: {row}"
            if column.endswith(":en") and not column.startswith(("variants", "spellings")):
                other = row[column.removesuffix("en") + "ar"]
                assert bool(value) == bool(other), f"{path.name}: {column} has no match: {row}"
                if value and not column.startswith(("public_name", "dates_note")):
                    assert re.search(f"[{ARABIC}]", other), f"{path.name}: {column} is not in Arabic: {other}"


@pytest.mark.parametrize("name", [*VOCABULARIES, "glossary", "collections"])
def test_slugs_are_unique_and_well_formed(name: str) -> None:
    slugs = [row["slug"] for row in vocabulary(name)]
    assert [slug for slug in slugs if not SLUG.fullmatch(slug)] == []
    assert [slug for slug, count in Counter(slugs).items() if count > 1] == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_parents_exist_and_stand_before_their_children(name: str) -> None:
    seen: set[str] = set()
    for row in vocabulary(name):
        assert not row["parent"] or row["parent"] in seen, row["slug"]
        seen.add(row["slug"])


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_term_has_a_label_and_a_scope_note(name: str) -> None:
    for row in vocabulary(name):
        for column in ("label:en", "label:ar", "scope:en", "scope:ar"):
            assert row[column], f"{row['slug']} lacks {column}"


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_name_stands_for_two_terms(name: str) -> None:
    owners: dict[str, str] = {}
    for row in vocabulary(name):
        names = [row["label:en"], row["label:ar"], *split(row["variants:en"]), *split(row["variants:ar"])]
        assert all(names), row["slug"]
        for language in ("en", "ar"):
            spelt = [fold_label(name) for name in [row[f"label:{language}"], *split(row[f"variants:{language}"])]]
            assert len(spelt) == len(set(spelt)), f"{row['slug']}: one name twice in {spelt}"
        for label in names:
            owner = owners.setdefault(fold_label(label), row["slug"])
            assert owner == row["slug"], f"“{label}” names both {owner} and {row['slug']}"


def test_sixty_six_themes_stand_in_ten_groups() -> None:
    themes = vocabulary("themes")
    groups = {row["slug"]: row["code"] for row in themes if not row["parent"]}
    narrower = [row for row in themes if row["parent"]]
    assert (len(groups), len(narrower)) == (10, 66)
    assert sorted(groups.values()) == [f"TH-{letter}" for letter in "ABCDEFGHIJ"]
    for row in narrower:
        assert re.fullmatch(rf"{groups[row['parent']]}\d+", row["code"]), row["code"]
    assert len({row["code"] for row in themes}) == 76
    assert {row["code"] for row in themes if row["restricted"] == "yes"} == {"TH-C9", "TH-J6"}


def test_fourteen_periods_have_their_dates() -> None:
    periods = vocabulary("periods")
    assert [row["code"] for row in periods] == [f"PER-{number:02}" for number in range(1, 15)]
    assert all("/" in row["dates"] for row in periods)
    assert {row["code"] for row in periods if row["dates_disputed"] == "yes"} == {"PER-06", "PER-11"}
    spells = next(row for row in periods if row["code"] == "PER-13")
    assert spells["parent"] == next(row["slug"] for row in periods if row["code"] == "PER-12")
    assert "27 March 2016" in spells["dates_note:en"]
    assert "27 آذار 2016" in spells["dates_note:ar"]


def test_dates_are_edtf() -> None:
    dates = [row["dates"] for row in vocabulary("periods")]
    dates += [row[column] for row in elsewhere() for column in ("told_about", "recorded_on") if row[column]]
    assert len(dates) > 30
    for date in dates:
        parse_edtf(date)
        parse_date(date)


def test_places_are_rounded_and_say_how_exact_they_are() -> None:
    for row in vocabulary("places"):
        assert row["place_type"] in {"country", "region", "town", "district", "detention-site", "other"}, row["slug"]
        assert row["precision"] in {"exact", "town", "region", "hidden"}, row["slug"]
        assert bool(row["latitude"]) == bool(row["longitude"]), row["slug"]
        assert not row["latitude"] or row["precision"] in {"exact", "town"}, row["slug"]
        assert row["exact_match"] == "", f"{row['slug']}: no number of another data set has been checked"
        for coordinate in (row["latitude"], row["longitude"]):
            assert re.fullmatch(r"(\d{2}\.\d{1,3})?", coordinate), row["slug"]
    prison = next(row for row in vocabulary("places") if row["slug"] == "tadmor-prison")
    assert (prison["parent"], prison["precision"]) == ("tadmor", "town")


def test_the_town_is_found_by_its_names_in_both_scripts() -> None:
    town = next(row for row in vocabulary("places") if row["slug"] == "tadmor")
    names = {town["label:en"], town["label:ar"], *split(town["variants:en"])}
    assert {"Tadmor", "Tadmur", "Palmyra", "تدمر"} <= names


def test_records_of_accounts_published_elsewhere_hold_no_words() -> None:
    rows = elsewhere()
    assert [row["reference"] for row in rows] == [f"RE-{number:04}" for number in range(1, len(rows) + 1)]
    for row in rows:
        assert (row["kind"], row["level"], row["listed"], row["sample"]) == ("elsewhere", "public", "yes", "no")
        assert row["collection"] in {entry["slug"] for entry in vocabulary("collections")}
        assert row["public_name_kind"] == "real"
        assert row["public_name:en"], row["reference"]
        assert row["public_name:ar"], row["reference"]
        assert row["told_about_disputed"] in {"yes", "no"}
        assert not {"original", "transcript", "translation"} & {column.split(":")[0] for column in row}
        counts = {len(split(row[column])) for column in ("citation", "source_url", "publisher")}
        assert len(counts) == 1, f"{row['reference']}: citations, addresses and publishers do not pair up"
        assert counts != {0}, row["reference"]
        assert all(url.startswith("http") and url.isascii() for url in split(row["source_url"])), row["reference"]


def test_no_record_leads_to_a_copy_that_a_reader_put_up() -> None:
    """Books of survivors are cited at their publishers or at pages about them, never at unlicensed copies."""
    for row in elsewhere():
        for host in ("scribd.com", "vdocuments.pub", "kupdf.net", "docslib.org", "calmcamping.com"):
            assert host not in row["source_url"], row["reference"]


@pytest.mark.parametrize("name", VOCABULARIES)
def test_terms_that_records_use_exist(name: str) -> None:
    known = {row["slug"] for row in vocabulary(name)}
    used = {term for row in elsewhere() for term in split(row[name])}
    assert used
    assert used - known == set()


def test_records_carry_no_restricted_theme_and_no_group() -> None:
    barred = {row["slug"] for row in vocabulary("themes") if row["restricted"] == "yes" or not row["parent"]}
    assert barred & {term for row in elsewhere() for term in split(row["themes"])} == set()


def test_every_person_in_the_list_is_in_a_record() -> None:
    used = {term for row in elsewhere() for term in split(row["people"])}
    assert {row["slug"] for row in vocabulary("people")} == used


def test_essays_and_their_files_match() -> None:
    expected = {f"{slug}.{language}.html" for slug in essay_slugs() for language in ("en", "ar")}
    assert {path.name for path in ESSAYS.glob("*.html")} == expected
    assert len(essay_slugs()) == len(set(essay_slugs()))
    places = [(row["section"], int(row["order"])) for row in essays()]
    assert len(places) == len(set(places))
    assert {section for section, _order in places} == {"context", "archive", "readers"}


@pytest.mark.parametrize("slug", essay_slugs())
def test_both_languages_of_an_essay_have_one_shape(slug: str) -> None:
    english, arabic = outline(body(slug, "en")), outline(body(slug, "ar"))
    for parsed in (english, arabic):
        assert set(parsed.tags) <= ALLOWED_TAGS
        assert parsed.open == []
        assert parsed.loose == []
        assert parsed.attributes <= {("a", "href")}
    assert english.tags == arabic.tags
    assert NOTE.findall(body(slug, "en")) == NOTE.findall(body(slug, "ar"))


@pytest.mark.parametrize("slug", essay_slugs())
def test_every_note_has_its_source_and_every_source_its_note(slug: str) -> None:
    keys = [row["key"] for row in rows_of(ESSAYS / "sources.csv") if row["essay"] == slug]
    assert len(keys) == len(set(keys))
    assert set(NOTE.findall(body(slug, "en"))) == set(keys)
    assert body(slug, "en").count("[^") == len(NOTE.findall(body(slug, "en")))


def test_sources_can_be_printed_and_followed() -> None:
    for row in rows_of(ESSAYS / "sources.csv"):
        assert row["essay"] in essay_slugs(), row
        assert row["citation"].endswith("."), row["key"]
        assert re.fullmatch(r"https?://[\x21-\x7e]{4,490}", row["url"]), row["key"]
        validate_language(row["language"])


@pytest.mark.parametrize("slug", [row["slug"] for row in essays() if row["section"] == "context"])
def test_every_history_essay_cites_in_every_part(slug: str) -> None:
    """A part without a source may only say how this archive works."""
    parts = body(slug, "en").split("<h2>")[1:]
    assert [part[:40] for part in parts if not NOTE.search(part)] in (
        [],
        ["How accounts are dated here</h2>\n<p>Accoun"[:40]],
        ["What is not known</h2>\n<p>The archive has "[:40]],
        ["What the archive does</h2>\n<ul>\n<li>The to"[:40]],
    )


def arabic_texts() -> list[tuple[str, str]]:
    texts = [(f"{slug}.ar", re.sub(r"<[^>]+>", "", NOTE.sub("", body(slug, "ar")))) for slug in essay_slugs()]
    for path in tables():
        for row in rows_of(path):
            for column, value in row.items():
                if column == "ar" or column.endswith(":ar"):
                    texts.append((f"{path.stem} {row.get('slug') or row.get('reference') or row.get('key')}", value))
    return texts


def test_arabic_is_punctuated_and_worded_as_the_house_does() -> None:
    for where, text in arabic_texts():
        for rule in (LATIN_MARK, FOREIGN_WORDS):
            found = rule.search(text)
            assert found is None, f"{where}: {text[max(0, found.start() - 20) : found.end() + 20]!r}"
        assert not re.search(r"\s[،؛؟:.!]", text), f"{where}: blank before a mark"
        assert not re.search("[\u0660-\u0669]", text), f"{where}: digits are set by the page"
        assert text.count("«") == text.count("»"), where
        assert not re.search("«[^»]*«", text), f"{where}: inner quotation takes “…”"


def test_the_punctuation_rule_can_fail() -> None:
    assert LATIN_MARK.search("في تدمر, ثم")
    assert LATIN_MARK.search("هل كان خاليًا?")
    assert not LATIN_MARK.search("كتبته Tadmor، ثم Tadmur؛")


def test_samples_are_marked_in_both_languages() -> None:
    collections = {row["slug"]: row for row in vocabulary("collections")}
    assert {slug for slug, row in collections.items() if row["sample"] == "yes"} == {
        "sample-written-accounts",
        "sample-interviews",
        "sample-family-papers",
    }
    for row in collections.values():
        if row["sample"] == "yes":
            assert "no real person" in row["summary:en"]
            assert "لا تخصّ أشخاصًا حقيقيين" in row["summary:ar"]
    assert {row["key"] for row in vocabulary("site")} >= {"name", "statement", "lead", "content_note"}
