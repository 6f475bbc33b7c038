"""The container set-up fits its schema, the documents, the settings and the tested versions. Nothing is started."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.architecture import source

FILE = Path("docker-compose.yml")
WORDS = source.text(FILE)
COMPOSE: dict[str, Any] = yaml.safe_load(WORDS)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
INSTALL = source.text(Path("docs/operations/install.md"))
DOCKERFILE = source.text(Path("Dockerfile"))
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(:[-?])?([^}]*)\}")
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD", "ELASTIC_PASSWORD", "RAWI_ELASTICSEARCH_PASSWORD"}


def fits_schema(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    return subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True, check=False)


def image_versions() -> dict[str, str]:
    """The images that are not built here: the last part of the name, and its tag."""
    images = {service["image"] for service in SERVICES.values() if not service["image"].startswith("rawi:")}
    return {name.rpartition("/")[2]: tag for name, _, tag in (image.rpartition(":") for image in images)}


def test_the_file_fits_the_compose_specification() -> None:
    checked = fits_schema(FILE)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_schema_would_find_a_mistake(tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(WORDS.replace("depends_on:", "depend_on:", 1), encoding="utf-8")
    assert fits_schema(wrong).returncode == 1


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_refers_to_is_there(name: str) -> None:
    service = SERVICES[name]
    for needed, how in service.get("depends_on", {}).items():
        condition, other = how["condition"], SERVICES[needed]
        assert (condition == "service_healthy") == ("healthcheck" in other), needed
        assert condition in {"service_healthy", "service_completed_successfully"}, needed
    assert set(service.get("networks", [])) <= COMPOSE["networks"].keys()
    for volume in service.get("volumes", []):
        kept = volume.split(":")[0]
        assert (source.ROOT / kept).exists() if kept.startswith(".") else kept in COMPOSE["volumes"], volume
    for file in re.findall(r"/setup/(\w+)", str(service.get("command", ""))):
        assert (source.ROOT / "deploy/elasticsearch" / file).is_file()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_watched_and_may_do_little(name: str) -> None:
    service = SERVICES[name]
    assert ("healthcheck" in service) != bool(service.get("x-no-health-check")), "A health check, or why there is none."
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] in {"unless-stopped", "on-failure:3"}
    assert "privileged" not in service
    assert service.get("read_only") or name in {"elasticsearch", "search-certificates"}
    assert "inside" in service.get("networks", []) or name in {"nginx", "search-certificates"}


def test_nginx_is_the_only_door_and_opens_to_this_machine_alone() -> None:
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["nginx"]
    assert all(re.fullmatch(r"\$\{\w+:-127\.0\.0\.1:\d+\}:\d+", port) for port in SERVICES["nginx"]["ports"])
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert {name for name, service in SERVICES.items() if "outside" in service.get("networks", [])} == {"nginx", "web"}


def test_no_secret_stands_in_the_file() -> None:
    asked = {name: kind for name, kind, _default in VARIABLE.findall(WORDS)}
    assert {name for name in asked if re.search("KEY|PASSWORD", name)} == SECRETS | {"RAWI_EMAIL_PASSWORD"}
    assert all(asked[name] == ":?" for name in SECRETS), "Without a secret nothing starts."
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            if re.search(r"(KEY|PASSWORD|_URL)$", key):
                assert VARIABLE.search(value) or re.fullmatch(r"https://[a-z]+:9200", value), (name, key)


def test_the_example_names_exactly_what_the_file_asks_for() -> None:
    example = re.findall(r"^(\w+)=(.*)$", source.text(Path(".env.example")), re.MULTILINE)
    asked = VARIABLE.findall(WORDS)
    assert sorted(name for name, _value in example) == sorted({name for name, _kind, _default in asked})
    defaults = {name: default for name, kind, default in asked if kind == ":-"}
    assert all(value == defaults.get(name, "") for name, value in example), "The same defaults as in the file."


def test_every_setting_of_the_application_is_documented() -> None:
    documented = set(re.findall(r"`([A-Z_]+)`", source.text(Path("docs/reference/settings.md"))))
    given = {name for service in ("web", "worker", "prepare") for name in SERVICES[service]["environment"]}
    assert given <= documented
    assert SERVICES["web"]["environment"] == SERVICES["worker"]["environment"] == SERVICES["prepare"]["environment"]
    inside = set(re.findall(r"(RAWI_\w+|DJANGO_SETTINGS_MODULE)=", DOCKERFILE))
    assert inside <= documented


def test_versions_are_those_of_the_documents_and_the_tests() -> None:
    documented = dict(re.findall(r"^\| (\w+) \| ([\d.]+)", INSTALL, re.MULTILINE))
    images = image_versions()
    assert images.keys() == {"nginx", "postgres", "elasticsearch"}
    assert images["nginx"] == documented["nginx"]
    assert images["postgres"].split("-")[0] == documented["PostgreSQL"]
    assert images["elasticsearch"] == documented["Elasticsearch"]
    assert all(re.fullmatch(r"\d+(\.\d+)+(-bookworm)?", tag) for tag in images.values()), "No tag that moves."


def test_elasticsearch_is_tried_in_the_versions_that_the_documents_name() -> None:
    named = re.search(r"^\| Elasticsearch \| ([\d.]+), and ([\d.]+) \|$", INSTALL, re.MULTILINE)
    assert named
    tried = re.findall(r"^  elastic\[([\d.]+)\]=", source.text(Path(".ci/run")), re.MULTILINE)
    assert sorted(tried) == sorted(named.groups())


def test_the_image_has_the_project_s_version_and_python() -> None:
    project = tomllib.loads(source.text(Path("pyproject.toml")))["project"]
    own = {service["image"] for service in SERVICES.values() if service["image"].startswith("rawi:")}
    assert own == {f"rawi:{project['version']}"}
    documented = re.search(r"^\| Python \| ([\d.]+) \|$", INSTALL, re.MULTILINE)
    assert documented
    assert set(re.findall(r"^FROM python:([\d.]+)-slim-bookworm", DOCKERFILE, re.MULTILINE)) == {documented.group(1)}
    assert project["requires-python"] == f">={documented.group(1)}"


def test_the_image_is_made_from_the_lock_and_does_not_run_as_root() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert "requirements/base.txt" in DOCKERFILE
    last = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
    assert re.search(r"^USER (?!root|0)\w+", last, re.MULTILINE)
    assert "apt" not in DOCKERFILE


def test_only_what_the_image_is_made_of_is_sent_to_be_built() -> None:
    let_in = set(re.findall(r"^!(.+?)/?$", source.text(Path(".dockerignore")), re.MULTILINE))
    copied = {
        name.rstrip("/")
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
        for name in line.split()
    }
    assert source.text(Path(".dockerignore")).splitlines()[1] == "*"
    assert let_in == copied
    assert all((source.ROOT / name).exists() for name in copied)


def test_the_services_of_systemd_run_what_the_containers_run() -> None:
    units = {path.name: source.text(path) for path in source.files() if path.parts[:2] == ("deploy", "systemd")}
    for unit in ("rawi.service", "rawi-search.service", "rawi-publish.service"):
        assert {"User=rawi", "NoNewPrivileges=yes", "ProtectSystem=strict"} <= set(units[unit].splitlines())
    ran = " ".join(SERVICES["worker"]["command"])
    assert ran.removeprefix("python ") in units["rawi-search.service"]
    server = " ".join(re.findall(r'"([^"]+)"', DOCKERFILE[DOCKERFILE.index("CMD [") :]))
    assert server.replace("0.0.0.0", "127.0.0.1").removeprefix("python ") in units["rawi.service"]
    assert "publish_scheduled" in units["rawi-publish.service"]
