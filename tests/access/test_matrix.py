"""Every way out × every state × every reader: nothing leaks, nothing is wrongly refused."""

import pytest

from archive.access import Reader, decide, readable_by, readable_passages, reader_for, visible_to
from tests.access.addresses import LANGUAGES, PUBLIC, routes
from tests.access.conftest import Subject, World
from tests.access.states import NOTHING, READERS, RECORD, WORDS, states

pytestmark = pytest.mark.django_db

STATES = [state.name for state in states()]
TRIED = ["anonymous", "registered", *(pytest.param(reader, marks=pytest.mark.exhaustive) for reader in READERS[2:])]


def _addresses(subject: Subject, turn: int) -> list[str]:
    values = {
        "slug": subject.page.slug,
        "reference": subject.page.reference,
        "word": subject.words[0],
        "title": subject.record_words[0],
        "theme": subject.theme,
        "passage_theme": subject.passage_theme,
        "place": subject.theme.replace("theme-", "place-"),
        "year": str(subject.page.told_from.year),
    }
    found = []
    for addresses in PUBLIC.values():
        for address in addresses:
            # Pages of one testimony are asked for in one language each, in turn, those of all in both.
            own = "{" in address.replace("{language}", "")
            languages = (LANGUAGES[turn % 2],) if own else LANGUAGES
            for language in languages if "{language}" in address else ("",):
                found.append(address.format(language=language, **values))
    return list(dict.fromkeys(found))


def _subject(world: World, name: str) -> Subject:
    return next(subject for subject in world.subjects if subject.state.name == name)


def _without_query(body: str, address: str) -> str:
    """What the page says of its own accord: a page that repeats the query has told nobody anything."""
    query = address.partition("?")[2]
    for value in query.split("&"):
        typed = value.partition("=")[2].split("+")[0].rstrip("*")
        if typed:
            body = body.replace(typed, "")
    return body


def test_every_address_of_the_site_is_in_the_matrix() -> None:
    found = {route for route, _pattern in routes() if not route.startswith("admin/")}
    assert found == set(PUBLIC), (
        "List new addresses in tests/access/addresses.py with what the matrix shall ask of them."
    )


@pytest.mark.parametrize("reader", TRIED)
@pytest.mark.parametrize("name", STATES)
def test_no_address_tells_more_than_the_table_allows(world: World, name: str, reader: str) -> None:
    subject = _subject(world, name)
    sees = subject.state.sees[reader]
    forbidden = list(subject.words) if sees != WORDS else []
    if sees == NOTHING:
        forbidden += [*subject.record_words, subject.page.reference, subject.page.slug]
    leaks = []
    for address in _addresses(subject, STATES.index(name) + READERS.index(reader)):
        body = world.told(reader, address)
        told = _without_query(body, address).replace(address.partition("?")[0], "")
        if subject.page.slug in address or subject.page.reference in address:
            # An address that names the account may repeat the name in its own links; it must not say more.
            told = told.replace(subject.page.slug, "").replace(subject.page.reference, "")
        leaks += [f"{address}: {word}" for word in forbidden if word in told]
    assert leaks == []


@pytest.mark.parametrize("reader", TRIED)
@pytest.mark.parametrize("name", STATES)
def test_what_may_be_seen_is_seen_where_readers_look_for_it(world: World, name: str, reader: str) -> None:
    subject = _subject(world, name)
    sees = subject.state.sees[reader]
    client = world.signed_in[reader]
    missing = []
    for language in LANGUAGES:
        page = client.get(f"/{language}/testimonies/{subject.page.slug}/")
        body = page.content.decode()
        expected = {WORDS: 200, RECORD: 200, NOTHING: 404}[sees]
        if page.status_code != expected:
            missing.append(f"page {language}: {page.status_code}")
        if sees == WORDS:
            missing += [f"page {language}: {word}" for word in subject.words if word not in body]
    found = client.get(f"/api/v1/search?q={subject.words[0]}").json()
    if [hit["reference"] for hit in found["hits"]] != ([subject.page.reference] if sees == WORDS else []):
        missing.append("search by a word")
    by_title = client.get(f"/api/v1/search?q={subject.record_words[0]}").json()
    if [hit["reference"] for hit in by_title["hits"]] != ([subject.page.reference] if sees != NOTHING else []):
        missing.append("search by the title")
    one = client.get(f"/api/v1/testimonies/{subject.page.reference}")
    if one.status_code != (404 if sees == NOTHING else 200) or (
        sees != NOTHING and bool(one.json()["passages"]) != (sees == WORDS)
    ):
        missing.append("JSON")
    link = client.get(f"/t/{subject.page.reference}/p2")
    if link.status_code != (404 if sees == NOTHING else 302):
        missing.append("permanent link")
    assert missing == []


@pytest.mark.parametrize("reader", READERS)
def test_counts_and_facets_count_exactly_what_the_reader_may_see(world: World, reader: str) -> None:
    client = world.client(reader)
    seen = [subject for subject in world.subjects if subject.state.sees[reader] != NOTHING]
    read = [subject for subject in world.subjects if subject.state.sees[reader] == WORDS]
    answer = client.get("/api/v1/search").json()
    assert answer["total"] == len(seen)
    assert client.get("/api/v1/testimonies").json()["total"] == len(seen)
    themes = {value["slug"]: value["count"] for value in answer["facets"]["theme"]}
    assert themes == {subject.theme: 1 for subject in seen} | {subject.passage_theme: 1 for subject in read}
    assert sum(value["count"] for value in answer["facets"]["collection"]) == len(seen)
    passages = client.get("/api/v1/search?q=passage+says").json()
    assert (passages["total"], passages["passage_total"]) == (len(read), 2 * len(read))
    lines = {line["slug"]: line["account_total"] for line in client.get("/api/v1/themes").json()}
    for subject in world.subjects:
        assert lines[subject.theme] == (1 if subject in seen else 0), subject.state.name
        assert lines[subject.passage_theme] == (1 if subject in read else 0), subject.state.name


@pytest.mark.parametrize("method", ["options", "head", "post", "put"])
@pytest.mark.parametrize("name", [state.name for state in states() if state.sees["anonymous"] == NOTHING])
def test_other_methods_do_not_tell_a_hidden_account_from_none(world: World, name: str, method: str) -> None:
    subject = _subject(world, name)
    client = world.client("anonymous")
    hidden = getattr(client, method)(f"/en/testimonies/{subject.page.slug}/")
    nothing = getattr(client, method)("/en/testimonies/rx-9999/")
    assert hidden.status_code == nothing.status_code == 404
    assert hidden.content.replace(subject.page.slug.encode(), b"") == nothing.content.replace(b"rx-9999", b"")


def test_the_site_map_lists_what_anyone_may_see(world: World) -> None:
    body = world.client("superuser").get("/sitemap.xml").content.decode()
    for subject in world.subjects:
        listed = f"/testimonies/{subject.page.slug}/" in body
        assert listed == (subject.state.sees["anonymous"] != NOTHING), subject.state.name


@pytest.mark.parametrize("reader", READERS)
def test_the_forms_of_the_decision_agree_with_the_table(world: World, reader: str) -> None:
    who: Reader = reader_for(world.people[reader])
    visible = set(visible_to(who).values_list("pk", flat=True))
    readable = set(readable_by(who).values_list("pk", flat=True))
    words = set(readable_passages(who).values_list("testimony_id", flat=True))
    for subject in world.subjects:
        sees = subject.state.sees[reader]
        decision = decide(who, subject.page)
        assert (decision.visible, decision.readable) == (sees != NOTHING, sees == WORDS), subject.state.name
        assert (subject.page.pk in visible) == (sees != NOTHING), subject.state.name
        assert (subject.page.pk in readable) == (sees == WORDS), subject.state.name
        assert (subject.page.pk in words) == (sees == WORDS), subject.state.name


def test_a_reader_without_a_session_gets_no_cookie_and_nothing_varies_by_it(world: World) -> None:
    client = world.client("anonymous")
    for subject in world.subjects[2:4]:
        for address in (*_addresses(subject, 0), *_addresses(subject, 1)):
            if "sign-in" in address:
                continue
            response = client.get(address)
            assert not response.cookies, address
            assert "Cookie" not in response.get("Vary", ""), address
            assert "public" not in response.get("Cache-Control", ""), address
