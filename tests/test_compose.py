"""docker-compose.yml, Dockerfile, nginx and the settings speak of the same names, ports, folders and variables."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = [name for name, about in SERVICES.items() if "build" in about]
FILL = (ROOT / "deploy/nginx/fill").read_text()


def variables_of(name: str) -> dict[str, str]:
    return {key: str(value) for key, value in SERVICES[name]["environment"].items()}


def test_everything_a_secretariat_needs_is_there():
    assert set(SERVICES) == {"migrate", "web", "worker", "beat", "renderer", "proxy", "database", "redis"}
    assert set(COMPOSE["volumes"]) == {"database", "public", "renderer"}


@pytest.mark.parametrize("name", OURS)
def test_what_is_ours_runs_as_nobody_special_and_writes_only_where_it_may(name):
    about = SERVICES[name]
    target = about["build"]["target"]
    stage = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    [built] = [text for text in stage if text.splitlines()[0].endswith(f"AS {target}")]
    assert re.search(r"^USER (portal|www-data)$", built, flags=re.MULTILINE)
    assert about["read_only"] is True
    assert about["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in about["security_opt"]


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_each_service_comes_back_and_says_how_it_is(name):
    about = SERVICES[name]
    assert about["restart"] == "unless-stopped"
    assert about["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


def test_volumes_are_mounted_where_the_variables_say():
    for name in ("web", "worker", "renderer"):
        mounted = dict(mount.split(":")[:2] for mount in SERVICES[name]["volumes"])
        assert variables_of(name)["PUBLIC_DIR"] == mounted["public"]
        assert variables_of(name)["RENDERER_SOCKET"].startswith(mounted["renderer"] + "/")
        for folder in mounted.values():
            assert folder in DOCKERFILE
    [public] = SERVICES["proxy"]["volumes"]
    assert public == f"public:{variables_of('proxy')['PUBLIC_DIR']}:ro"
    assert f"COPY static {variables_of('proxy')['STATIC_DIR']}" in DOCKERFILE


def test_names_and_ports_agree():
    web_port = variables_of("web")["WEB_BIND"].rpartition(":")[2]
    assert variables_of("proxy")["WEB"] == f"web:{web_port}"
    [published] = SERVICES["proxy"]["ports"]
    assert published.startswith("127.0.0.1:")
    assert published.endswith(f":{variables_of('proxy')['LISTEN']}")
    for name in ("web", "worker", "beat", "migrate"):
        assert "@database:5432/portal" in variables_of(name)["DATABASE_URL"]
        assert variables_of(name)["REDIS_URL"].startswith("redis://redis:")


def test_only_migrations_come_as_the_owner():
    owner = variables_of("database")["POSTGRES_USER"]
    owners = {name for name in OURS if f"//{owner}:" in variables_of(name).get("DATABASE_URL", "")}
    assert owners == {"migrate"}
    for name in ("web", "worker", "beat", "renderer"):
        # `.env` holds it, and would hand it over.
        assert variables_of(name)["OWNER_PASSWORD"] == ""
    roles = (ROOT / "deploy/postgres/roles.sh").read_text()
    app = re.search(r"//(\w+):", variables_of("web")["DATABASE_URL"])[1]
    assert f"CREATE ROLE {app} LOGIN" in roles
    asked = set(re.findall(r"\$(\w+)", roles))
    assert asked <= set(variables_of("database"))


def test_nginx_gets_every_word_it_needs():
    conf = "".join((ROOT / "deploy/nginx" / name).read_text() for name in ("nginx.conf", "headers.conf"))
    words = set(re.findall(r"@([A-Z_]+)@", conf))
    filled = set(re.findall(r"s\|@([A-Z_]+)@\|", FILL))
    assert words == filled
    asked = set(re.findall(r"\$\{(\w+):\?", FILL))
    assert asked == set(variables_of("proxy"))


def test_variables_are_ones_that_somebody_reads():
    settings = (ROOT / "ccm_portal/settings.py").read_text() + (ROOT / "deploy/gunicorn.conf.py").read_text()
    for name in ("web", "worker", "beat", "renderer", "migrate"):
        for variable in set(variables_of(name)) - {"OWNER_PASSWORD"}:
            assert f'"{variable}"' in settings, variable


def test_redis_keeps_nothing():
    assert SERVICES["redis"]["command"] == ["redis-server", "--save", "", "--appendonly", "no"]


def test_the_image_installs_what_the_demo_needs_and_locked_packages_only():
    setup = (ROOT / ".ci/setup").read_text()
    needed = re.search(r"needs_for_pdf\(\) \{\n(.*?)\n\}", setup, flags=re.DOTALL)[1]
    for package in re.findall(r"needs (\S+)", needed):
        assert package in DOCKERFILE
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    assert "://" not in DOCKERFILE


def test_no_secret_gets_into_the_image():
    left_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", ".git", "var"} <= set(left_out)


def test_the_programs_named_are_there():
    for name in OURS:
        about = SERVICES[name]
        for word in (*about.get("command", []), *about.get("healthcheck", {}).get("test", [])):
            if str(word).endswith(".py"):
                assert (ROOT / word).exists(), word
