"""docker-compose.yml says what a district runs; no engine is needed to read it."""

import re

import pytest
import yaml

from tests.architecture.house import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ["migrate", "web", "worker", "beat"]
READ = {
    name
    for module in ("settings", "web")
    for name in re.findall(
        r'\b(?:env\.\w+|secret)\(\s*"([A-Z_]+)"', (ROOT / f"cps_comms/{module}.py").read_text()
    )
}
SECRET = {
    *("SECRET_KEY", "LINK_KEY", "TRAIL_KEY", "EXPORT_KEY", "DATABASE_URL", "POSTGRES_PASSWORD"),
    *(
        "CASE_KEYS",
        "MARK_KEY",
        "WAY_BACK_KEY",
        "INDEX_KEY",
        "EVIDENCE_RECIPIENT",
        "EVIDENCE_IDENTITY",
    ),
}


def test_the_services_are_all_there():
    assert sorted(SERVICES) == ["beat", "db", "migrate", "redis", "web", "worker"]


@pytest.mark.parametrize("name", ["db", "redis"])
def test_images_are_pinned_to_a_release(name):
    assert re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?-[a-z]+", SERVICES[name]["image"])


def test_the_image_of_ours_is_pinned_to_a_release():
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert re.findall(r"^FROM python:3\.\d+\.\d+-slim-[a-z]+$", dockerfile, re.MULTILINE) != []


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_service_says_how_it_is(name):
    check = SERVICES[name]["healthcheck"]

    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries"} - set(check) == set()
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_of_ours_runs_before_migrate_has_ended(name):
    assert SERVICES[name]["depends_on"]["migrate"] == {
        "condition": "service_completed_successfully"
    }


@pytest.mark.parametrize("name", OURS)
def test_every_name_we_give_is_one_we_read(name):
    given = {key.removesuffix("_FILE") for key in SERVICES[name]["environment"]}

    assert given - READ == set()


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_secrets_come_as_files(name):
    environment = SERVICES[name].get("environment", {})
    files = {
        value.removeprefix("/run/secrets/")
        for key, value in environment.items()
        if key.endswith("_FILE")
    }

    assert SECRET & set(environment) == set()
    assert files == set(SERVICES[name].get("secrets", []))
    assert files - set(COMPOSE["secrets"]) == set()


def test_redis_keeps_what_is_queued():
    command = SERVICES["redis"]["command"]

    assert command == ["redis-server", "--appendonly", "yes", "--maxmemory-policy", "noeviction"]


def test_only_the_worker_can_open_evidence():
    holders = [
        name for name, one in SERVICES.items() if "evidence_identity" in one.get("secrets", [])
    ]

    assert holders == ["worker"]
