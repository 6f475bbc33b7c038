"""What stands around an answer: caches, where it may send a reader, what it may load."""

from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/en/",
    "/en/testimonies/ra-0001/",
    "/en/testimonies/ra-0002/",
    "/en/testimonies/ra-0001",
    "/testimonies/ra-0001/",
    "/t/RA-0001",
    "/t/RA-0002",
    "/api/v1/testimonies",
    "/api/v1/testimonies/RA-0001",
    "/api/v1/testimonies/RA-0002",
    "/api/v1/testimonies?page=x",
    "/api/v1/search",
    "/api/v1/themes",
    "/api/v1/openapi.json",
    "/en/search/?q=window",
    "/sitemap.xml",
    "/robots.txt",
    "/en/sign-in/",
    "/admin/login/",
    "/admin/",
    "/no/such/address/",
]


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_cache_on_the_way_may_keep_an_answer(client: Client, address: str, signed_in: bool) -> None:
    factories.testimony()
    factories.testimony("RA-0002", hold=True)
    if signed_in:
        client.force_login(factories.user(), backend="django.contrib.auth.backends.ModelBackend")
    rules = client.get(address).get("Cache-Control", "")
    assert "private" in rules
    assert "no-cache" in rules or "no-store" in rules


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_says_what_it_may_load(client: Client, address: str) -> None:
    factories.home()
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "object-src 'none'" in policy or "default-src 'none'" in policy
    assert "http:" not in policy
    assert "*" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "target",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "http:///x"],
)
def test_signing_in_and_out_leads_nowhere_else(client: Client, target: str) -> None:
    factories.home()
    factories.user()
    asked = f"/en/sign-in/?next={quote(target)}"
    response = client.post(asked, {"username": "reader", "password": PASSWORD, "next": target})
    assert (response.status_code, response["Location"]) == (302, "/en/")
    again = client.get(asked)  # somebody who has signed in is sent on at once
    assert (again.status_code, again["Location"]) == (302, "/en/")
    out = client.post(f"/en/sign-out/?next={quote(target)}", {"next": target})
    assert (out.status_code, out["Location"]) == (302, "/en/")


@pytest.mark.parametrize(
    "address",
    ["/t/RA-0001", "/t/RA-0001/p2", "/t/ra-0001", "/t/RA-0001?next=//elsewhere.example", "/testimonies/ra-0001/"],
)
def test_permanent_links_stay_on_the_site(client: Client, address: str) -> None:
    factories.testimony()
    response = client.get(address)
    assert response.status_code == 302
    where = urlsplit(response["Location"])
    assert (where.scheme, where.netloc) == ("", "")
    assert where.path == "/en/testimonies/ra-0001/"


def test_signing_in_and_out_needs_the_forms_token() -> None:
    factories.home()
    factories.user()
    client = Client(enforce_csrf_checks=True)
    for address in ("/en/sign-in/", "/en/sign-out/"):
        assert client.post(address, {"username": "reader", "password": PASSWORD}).status_code == 403
    assert "sessionid" not in client.cookies


def test_an_unknown_host_is_refused_and_named_nowhere(client: Client) -> None:
    factories.testimony()
    for address in ("/en/", "/en/testimonies/ra-0001/", "/sitemap.xml", "/t/RA-0001", "/robots.txt"):
        response = client.get(address, headers={"host": "elsewhere.example"})
        assert response.status_code == 400
        assert "elsewhere" not in response.content.decode() + str(dict(response.headers))
        forwarded = client.get(address, headers={"x-forwarded-host": "elsewhere.example", "x-forwarded-for": "1.2.3.4"})
        assert "elsewhere" not in forwarded.content.decode() + str(dict(forwarded.headers))


@pytest.mark.parametrize(
    "accepted", ["", "*", "xx", "ar;q=nan", "en-" * 3000, ",".join(["de;q=0.1"] * 5000), "\u0627", "ar\x00"]
)
def test_any_accepted_language_leads_to_a_language_of_the_site(client: Client, accepted: str) -> None:
    factories.home()
    response = client.get("/", headers={"accept-language": accepted})
    assert response["Location"] in {"/en/", "/ar/"}


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x", "\u0663", "1e9", "\x00"])
@pytest.mark.parametrize(
    "address", ["/en/testimonies/", "/en/search/", "/en/themes/bread/", "/api/v1/testimonies", "/sitemap.xml"]
)
def test_any_page_number_is_answered(client: Client, address: str, page: str) -> None:
    from archive.records import Vocabulary
    from search.sync import rebuild

    factories.testimony()
    factories.term(Vocabulary.THEME, "bread")
    rebuild()
    assert client.get(address, {"p" if "sitemap" in address else "page": page}).status_code in {200, 404, 422}
