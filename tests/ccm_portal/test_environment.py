"""What a newcomer and an operator rely on: the example of the environment, the lock files, a tree without strangers."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests import environment

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
FONTS = {".woff", ".woff2", ".ttf", ".otf", ".eot"}
# What the settings must be given, and nothing else; `-I` keeps this machine's own variables out.
LEAST = {"SECRET_KEY": "a", "LINK_KEY": "b", "EMAIL_URL": "smtp://127.0.0.1:9"}


def variables_of_the_settings() -> set[str]:
    return set(re.findall(r"\benv(?:\.\w+)?\(\s*\"(\w+)\"", (ROOT / "ccm_portal/settings.py").read_text()))


def variables_of_the_example() -> set[str]:
    return set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))


def files_of_the_tree() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [Path(line) for line in listed.stdout.splitlines()]


def variables_of_real_use() -> set[str]:
    """What docker-compose.yml and gunicorn's settings ask for beside them."""
    asked = re.findall(r"(?<!\$)\$\{(\w+)", (ROOT / "docker-compose.yml").read_text())
    gunicorn = re.findall(r'environ\.get\("(\w+)"', (ROOT / "deploy/gunicorn.conf.py").read_text())
    # Where gunicorn listens is the affair of docker-compose.yml.
    return (set(asked) | set(gunicorn)) - {"WEB_BIND"}


def test_the_example_lists_every_variable():
    assert variables_of_the_example() == variables_of_the_settings() | variables_of_real_use()


def test_the_tests_give_every_variable_a_value_of_their_own():
    assert set(environment.VARIABLES) | {"DATABASE_URL"} == variables_of_the_settings()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"LINK_KEY": ""}, "LINK_KEY is not set"),
        ({"EMAIL_URL": ""}, "EMAIL_URL is not set"),
        ({"BASE_URL": "portal.example.org"}, "it must begin with http:// or https://"),
        ({"DATABASE_URL": "mysql://portal@127.0.0.1/portal"}, "DATABASE_URL must name"),
        ({"REDIS_URL": "127.0.0.1:6379"}, "REDIS_URL must look like redis://"),
    ],
)
def test_a_missing_or_bad_variable_stops_the_start_with_a_sentence(given, sentence, tmp_path):
    started = start(LEAST | {"VAR_DIR": str(tmp_path)} | given)
    assert started.returncode != 0
    assert sentence in started.stderr


def test_the_least_environment_starts(tmp_path):
    started = start(LEAST | {"VAR_DIR": str(tmp_path)})
    assert (started.returncode, started.stderr) == (0, "")


def test_the_demo_starts_with_nothing_but_its_own_variable(tmp_path):
    started = start({"DEMO": "1", "VAR_DIR": str(tmp_path)})
    assert (started.returncode, started.stderr) == (0, "")


def start(variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Loads the settings in a process whose environment holds these variables alone."""
    return subprocess.run(
        [sys.executable, "-c", "import ccm_portal.settings"],
        cwd=ROOT,
        env=variables,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("base_url", "code", "sentence"),
    [
        ("https://portal.example.org", 0, "no issues"),
        # The check bites.
        ("http://portal.example.org", 1, "SECURE_HSTS_SECONDS"),
    ],
)
def test_djangos_own_check_of_real_use_has_nothing_to_say(base_url, code, sentence, tmp_path):
    key = "".join(chr(number) for number in range(ord("!"), ord("~")))
    real = {"SECRET_KEY": key, "BASE_URL": base_url, "ALLOWED_HOSTS": "portal.example.org"}
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=LEAST | {"VAR_DIR": str(tmp_path)} | real, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert checked.returncode == code
    assert sentence in checked.stdout + checked.stderr


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_holds_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()
    packages = re.findall(r"^[a-z0-9][^ =]*==.*(?:\n    .*)*", text, flags=re.MULTILINE)
    assert packages
    assert [package for package in packages if "--hash=sha256:" not in package] == []
    assert re.findall(r"\S*(?:://| @ |--index|--find-links|file:)\S*", text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_holds_what_the_project_asks_for(lock):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + (
        project["optional-dependencies"]["dev"] if lock == "requirements-dev.lock" else []
    )
    locked = set(re.findall(r"^([a-z0-9][^ =]*)==", (ROOT / lock).read_text(), flags=re.MULTILINE))
    assert {re.split(r"[\[<>=]", name)[0].lower() for name in wanted} <= locked


def test_both_lock_files_hold_the_same_versions():
    run_time, developers = (
        set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text(), re.MULTILINE)) for lock in LOCKS
    )
    assert run_time - developers == set()


def test_no_font_and_no_script_of_others_is_in_the_tree():
    files = files_of_the_tree()
    assert [path for path in files if path.suffix in FONTS] == []
    assert [path for path in files if re.search(r"\.min\.|vendor|node_modules", str(path))] == []


def test_pages_load_nothing_from_elsewhere():
    # A schema is the name of a vocabulary: no browser fetches it.
    pages = [ROOT / path for path in files_of_the_tree() if path.parts[0] in {"templates", "static"}]
    loads = re.compile(
        r"<(?:script|link|img|iframe)\b(?![^>]*rel=.schema)[^>]*(?:src|href)=[\"']?(?:https?:)?//|@import|url\(\s*[\"']?(?:https?:)?//"
    )
    assert [path for path in pages if path.suffix != ".png" and loads.search(path.read_text())] == []
