"""The server makes the terms that the Python chain makes, over every word form of the real data sets."""

import os
import re
from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from search.analysis import index_terms
from search.engines.elastic.analysis import english_stems, protected_forms
from search.engines.elastic.mapping import index_body
from tests.conftest import corpora_folder

pytestmark = [pytest.mark.elasticsearch]

INDEX = "test-analysis"
FORMS_PER_REQUEST = 4000
TEXTS = frozenset({".txt", ".html", ".json", ".csv", ".xml", ".xhtml", ".conllu", ".vtt"})


@pytest.fixture(scope="module")
def server() -> Iterator[Elasticsearch]:
    body = index_body()
    body["settings"]["analyze"] = {"max_token_count": 1_000_000}
    with Elasticsearch(os.environ["ELASTICSEARCH_URL"].split(","), request_timeout=60) as client:
        client.indices.delete(index=INDEX, ignore_unavailable=True)
        client.indices.create(index=INDEX, settings=body["settings"], mappings=body["mappings"])
        yield client
        client.indices.delete(index=INDEX)


def server_terms(server: Elasticsearch, analyzer: str, text: str) -> list[str]:
    answer = server.indices.analyze(index=INDEX, analyzer=analyzer, text=text)
    return [token["token"] for token in answer["tokens"]]


def differences(server: Elasticsearch, forms: list[str]) -> list[tuple[str, str, list[str], list[str]]]:
    """Forms of which the server makes other terms: (analyzer, form, the server's terms, ours)."""
    found = []
    for first in range(0, len(forms), FORMS_PER_REQUEST):
        part = forms[first : first + FORMS_PER_REQUEST]
        text = "\n".join(part)
        for analyzer, ours in zip(("rawi_stem", "rawi_exact"), index_terms(text), strict=True):
            if server_terms(server, analyzer, text) == ours:
                continue
            for form in part:
                theirs = server_terms(server, analyzer, form)
                terms = index_terms(form)[0 if analyzer == "rawi_stem" else 1]
                if theirs != terms:
                    found.append((analyzer, form, theirs, terms))
    return found


def real_forms() -> list[str]:
    """Every string between white space in the texts of the real data sets, once each."""
    forms: dict[str, None] = {}
    for path in sorted(corpora_folder().rglob("*")):
        if path.suffix in TEXTS and path.is_file():
            # Wrongly decoded files are welcome: their odd characters must be cut alike, too.
            forms |= dict.fromkeys(path.read_text(encoding="utf-8", errors="replace").split())
    return list(forms)


@pytest.mark.corpora
def test_no_term_differs_over_the_real_data_sets(server: Elasticsearch) -> None:
    forms = real_forms()
    assert len(forms) > 200_000
    assert sum(1 for form in forms if re.search("[\u0620-\u064a]", form)) > 50_000
    assert differences(server, forms) == []


@pytest.mark.parametrize(
    "text",
    [
        "كَتَبَ الرِّسالةَ في سِجْنِ تَدْمُر",
        "مسؤولون مسئولون رؤوس رءوس",
        "ولبنان اللبناني للسودان بعمان",
        "١٩٨٠ ۱۹۸۰ 1980",
        "ﻣﺪﺭﺳﺔ ـــسجنـــ ٱلسجن کتاب یوم",
        "Sarrāj’s ʿAyn e\u0301te\u0301 İstanbul ΣΊΣΥΦΟΣ straße ﬁre Ａｌｅｐｐｏ",
        "don't o'clock U.S.A. 3.14 1,000 a_b x:y day-to-day",
        "night 😍 guard © 👨‍👩‍👧 ✋🏿 ❤️ 1️⃣",
        "丂㐀𠀀 ﾉಥ益 ºノ がポ สวัสดี",
        "internment international internal organ organize university universal",
        "x" * 300,
    ],
)
def test_no_term_differs_over_odd_text(server: Elasticsearch, text: str) -> None:
    assert differences(server, [text]) == []


def test_settled_words_have_the_terms_of_the_chain(server: Elasticsearch) -> None:
    for form, term in (protected_forms() | english_stems()).items():
        assert index_terms(form).stems == [term], form
    assert differences(server, sorted(protected_forms() | english_stems())) == []
