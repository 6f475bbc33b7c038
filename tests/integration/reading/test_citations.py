"""A citation is written in the language, the digits and the stops of its page."""

from typing import Any

import pytest
from django.utils import translation

from archive.access import ANONYMOUS
from archive.selectors.reading import testimony_record
from tests import factories

pytestmark = pytest.mark.django_db


def citation(language: str, **fields: Any) -> str:
    page = factories.testimony("RA-0007", title="The door", public_name_kind="initials", **fields)
    page.descriptions.all().update(public_name="S. D.")
    with translation.override(language):
        record = testimony_record(ANONYMOUS, page, language)
    assert record is not None
    return record.citation.text


def test_arabic_says_kind_language_and_edition_in_arabic_words_and_digits() -> None:
    written = citation("ar", recorded_on="2016")
    assert "شهادة مكتوبة باللغة الإنكليزية، ٢٠١٦. الإصدار ١، " in written
    assert written.endswith("راوٍ، RA-0007.")


@pytest.mark.parametrize(("language", "beginning"), [("en", "S. D. “The door”. "), ("ar", "S. D. «شهادة RA-0007». ")])
def test_initials_that_end_with_a_stop_are_given_no_second_one(language: str, beginning: str) -> None:
    assert citation(language).startswith(beginning)
