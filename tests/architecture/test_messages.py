"""The catalogues hold every word of the interface, whole."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.architecture import messages, source

CATALOGUES = sorted((source.ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)(?:[sd]|\.\df)|%[sd]|(?<!\{)\{\w*\}(?!\})")


def keys(catalogue: polib.POFile) -> set[messages.Message]:
    """The messages of a catalogue, as ``messages.collected`` gives them."""
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "") for entry in catalogue if not entry.obsolete}


def single_number_forms(catalogue: polib.POFile) -> set[int]:
    """Plural forms that stand for one number only (Arabic: zero, one, two), which may leave the number out."""
    rule = re.search(r"plural\s*=\s*([^;]+);", catalogue.metadata["Plural-Forms"])
    assert rule, "Plural-Forms is missing"
    form_of = gettext.c2py(rule.group(1))
    numbers: dict[int, list[int]] = {}
    for number in range(1000):
        numbers.setdefault(form_of(number), []).append(number)
    return {form for form, of_form in numbers.items() if len(of_form) == 1}


def faults(catalogue: polib.POFile) -> list[str]:
    """What is wrong with the entries: missing, doubtful or with other placeholders than the original."""
    exempt = single_number_forms(catalogue)
    forms = int(re.search(r"nplurals\s*=\s*(\d+)", catalogue.metadata["Plural-Forms"]).group(1))  # type: ignore[union-attr]
    wrong = []
    # A word that nothing asks for rests as obsolete: it is settled, is not compiled, and comes back with the code.
    for entry in catalogue:
        if entry.fuzzy:
            wrong.append(f"fuzzy: {entry.msgid!r}")
        given = entry.msgstr_plural if entry.msgid_plural else {0: entry.msgstr}
        if len(given) != (forms if entry.msgid_plural else 1) or not all(given.values()):
            wrong.append(f"not translated: {entry.msgid!r}")
            continue
        wanted = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for form, words in given.items():
            held = sorted(PLACEHOLDER.findall(words))
            may_omit = bool(entry.msgid_plural) and form in exempt
            if held != wanted and not (may_omit and set(held) < set(wanted)):
                wrong.append(f"placeholders {held} instead of {wanted}: {entry.msgid!r}")
    return wrong


def test_there_is_a_catalogue_for_arabic() -> None:
    assert [path.parts[-3] for path in CATALOGUES] == ["ar"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_message_is_in_the_catalogue_and_no_other(path: Path) -> None:
    collected = messages.collected()
    held = keys(polib.pofile(str(path)))
    missing = [f"{collected[message]}: {message[1]!r}" for message in sorted(collected.keys() - held)]
    assert not missing, "Add them to the catalogue (make messages), with their translation."
    assert not sorted(held - collected.keys()), "Nothing in the source asks for these any more."


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_message_is_translated_whole(path: Path) -> None:
    assert not faults(polib.pofile(str(path)))


@pytest.mark.gettext
@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_gettext_collects_the_same_messages(path: Path, tmp_path: Path) -> None:
    for package in (*source.PACKAGES, "locale"):
        shutil.copytree(source.ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", path.parts[-3], "--no-location", "--no-obsolete"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},  # no settings: only the source is read
        capture_output=True,
        check=True,
    )
    fresh = polib.pofile(str(tmp_path / path.relative_to(source.ROOT)))
    assert keys(fresh) == keys(polib.pofile(str(path)))
    subprocess.run(["msgfmt", "--check", "--output-file=-", str(path)], capture_output=True, check=True)


HEAD = '"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=3; plural=n==0 ? 0 : n==1 ? 1 : 2;\\n"\n'


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "a"\nmsgstr "b"', ""),
        ('msgid "a"\nmsgstr ""', "not translated"),
        ('#, fuzzy\nmsgid "a"\nmsgstr "b"', "fuzzy"),
        ('msgid "a {name}"\nmsgstr "b {nam}"', "placeholders"),
        ('msgid "a %(n)s"\nmsgstr "b"', "placeholders"),
        ('msgid "%(n)s a"\nmsgid_plural "%(n)s as"\nmsgstr[0] "no"\nmsgstr[1] "one"\nmsgstr[2] "%(n)s bs"', ""),
        ('msgid "%(n)s a"\nmsgid_plural "%(n)s as"\nmsgstr[0] "no"\nmsgstr[1] "one"\nmsgstr[2] "many"', "placeholders"),
        ('msgid "%(n)s a"\nmsgid_plural "%(n)s as"\nmsgstr[0] "no"\nmsgstr[2] "%(n)s bs"', "not translated"),
    ],
)
def test_a_faulty_entry_is_seen(entry: str, fault: str) -> None:
    seen = faults(polib.pofile(f'msgid ""\nmsgstr ""\n{HEAD}\n{entry}\n'))
    assert [line.split(":")[0].split(" [")[0] for line in seen] == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("code", "held"),
    [
        ('_("a")', [("", "a", "")]),
        ('ngettext("one", "many", n)', [("", "one", "many")]),
        ('pgettext_lazy("form", "a")', [("form", "a", "")]),
        ("_(variable)", []),
    ],
)
def test_messages_are_collected_from_python(code: str, held: list[messages.Message]) -> None:
    assert list(messages.in_python(code)) == held


def test_a_message_that_cannot_be_collected_is_refused() -> None:
    with pytest.raises(ValueError, match="plain string"):
        list(messages.in_python('_(f"{count} accounts")'))


@pytest.mark.parametrize("name", ["gettext_lazy as lazy", "pgettext as _", "ngettext as plural"])
def test_a_name_that_gettext_does_not_know_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        list(messages.in_python(f"from django.utils.translation import {name}"))


def test_a_message_within_an_f_string_is_refused() -> None:
    with pytest.raises(ValueError, match="f-string"):
        list(messages.in_python("f\"{_('Saved.')} {sentence}\""))


@pytest.mark.parametrize(
    ("template", "held"),
    [
        ('{% translate "A (b)" %} (no) {{ x }}', [("", "A (b)", "")]),
        ('{% translate "May" context "month" %}', [("month", "May", "")]),
        (
            '{% blocktranslate trimmed %}\n It\'s\n {{ n }} of "x"\n{% endblocktranslate %}',
            [("", 'It\'s %(n)s of "x"', "")],
        ),
        (
            "{% blocktranslate count n=a %}{{ n }} a{% plural %}{{ n }} as{% endblocktranslate %}",
            [("", "%(n)s a", "%(n)s as")],
        ),
        ('{{ x|default:_("none") }}', [("", "none", "")]),
    ],
)
def test_messages_are_collected_from_templates(template: str, held: list[messages.Message]) -> None:
    assert list(messages.in_template(template, "a template")) == held
