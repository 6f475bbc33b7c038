"""Rights statements and licences by their addresses."""

import re

import pytest

from archive.rights import RIGHTS, find_rights, rights_label


def test_twelve_statements_six_licences_and_the_two_public_domain_tools() -> None:
    assert len([rights for rights in RIGHTS if "rightsstatements.org" in rights.uri]) == 12
    assert len([rights for rights in RIGHTS if "creativecommons.org/licenses/" in rights.uri]) == 6
    assert len([rights for rights in RIGHTS if "creativecommons.org/publicdomain/" in rights.uri]) == 2


@pytest.mark.parametrize("field", ["uri", "code", "english", "arabic"])
def test_no_two_share_an_address_a_code_or_a_name(field: str) -> None:
    assert len({getattr(rights, field) for rights in RIGHTS}) == len(RIGHTS)


@pytest.mark.parametrize("rights", RIGHTS, ids=lambda rights: rights.code)
def test_each_is_named_in_both_languages(rights) -> None:  # type: ignore[no-untyped-def]
    assert rights_label(rights.uri, "en") == rights.english
    assert rights_label(rights.uri, "ar") == rights.arabic
    assert re.search("[\u0600-\u06ff]", rights.arabic)
    assert not re.search("[\u0600-\u06ff]", rights.english)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("http://rightsstatements.org/vocab/InC/1.0/", "InC"),
        ("https://rightsstatements.org/vocab/InC/1.0", "InC"),
        ("https://rightsstatements.org/page/InC-EDU/1.0/?language=en", "InC-EDU"),
        ("http://www.rightsstatements.org/vocab/nkc/1.0/", "NKC"),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/deed.ar", "CC BY-NC-SA 4.0"),
        ("http://creativecommons.org/licenses/by/4.0/legalcode", "CC BY 4.0"),
        (" https://creativecommons.org/publicdomain/zero/1.0/ ", "CC0 1.0"),
    ],
)
def test_an_address_is_known_however_it_was_copied(given: str, code: str) -> None:
    rights = find_rights(given)
    assert rights is not None
    assert rights.code == code


@pytest.mark.parametrize("given", ["", "InC", "https://creativecommons.org/licenses/by/3.0/", "https://example.org/"])
def test_what_is_not_known_is_shown_as_it_is(given: str) -> None:
    assert find_rights(given) is None
    assert rights_label(given, "ar") == given
