"""The container files keep what docs/operations.md promises. Without a container engine, they are read."""

import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands
from django.urls import resolve

import pytest
import yaml
from gunicorn.config import KNOWN_SETTINGS

from clinic import env
from clinic.embedded_postgres.cluster import SETTINGS
from clinic.server import gunicorn as web_server
from clinic.server.healthcheck import is_healthy

ROOT = Path(__file__).resolve().parents[1]
# Whoever runs `clinic/server/pin-images` has digests behind the names.
DIGEST = re.compile("@sha256:[0-9a-f]{64}")
DOCKERFILE = DIGEST.sub("", (ROOT / "Dockerfile").read_text())
IGNORED = (ROOT / ".dockerignore").read_text().split()


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(DIGEST.sub("", (ROOT / "docker-compose.yml").read_text()))


def test_the_services_are_proxy_web_worker_database_backups_and_one_migration(
    compose: dict[str, Any],
) -> None:
    always = {name for name, service in compose["services"].items() if "profiles" not in service}
    assert always == {"db", "roles", "migrate", "pictures", "web", "worker", "backup", "proxy"}
    assert set(compose["volumes"]) == {"database", "media", "backups", "metrics"}


def test_whatever_keeps_running_says_how_it_is_and_comes_back(compose: dict[str, Any]) -> None:
    for name in ("db", "web", "worker", "proxy"):
        service = compose["services"][name]
        assert service["healthcheck"]["test"][0].startswith("CMD"), name
        assert service["restart"] == "unless-stopped", name


def test_the_health_checks_ask_addresses_that_exist(compose: dict[str, Any]) -> None:
    for name in ("web", "worker"):
        command = compose["services"][name]["healthcheck"]["test"]
        assert command[1:4] == ["python", "-m", "clinic.server.healthcheck"]
        assert resolve(urlsplit(command[4]).path).url_name in ("live", "ready")


def test_only_the_proxy_is_reached_from_outside_and_counts_are_in_memory(
    compose: dict[str, Any],
) -> None:
    assert {name for name, one in compose["services"].items() if "ports" in one} == {"proxy", "mail"}
    assert compose["volumes"]["metrics"]["driver_opts"]["type"] == "tmpfs"
    folder = compose["services"]["web"]["environment"]["METRICS_FOLDER"]
    for name in ("web", "worker"):
        assert f"metrics:{folder}" in compose["services"][name]["volumes"]
    assert folder.removeprefix("/app/") in DOCKERFILE


def test_the_commands_exist(compose: dict[str, Any]) -> None:
    for name in ("roles", "migrate", "pictures", "worker", "backup"):
        words = compose["services"][name]["command"]
        if name == "backup":
            words = words[-1].removeprefix("while true; do ").split()
        program, script, command, *_ = words
        assert (program, script) == ("python", "manage.py")
        assert command in get_commands()
    assert '"python:clinic.server.gunicorn", "clinic.wsgi"' in DOCKERFILE


def test_nothing_starts_before_the_tables_are_there(compose: dict[str, Any]) -> None:
    done = {"condition": "service_completed_successfully"}
    assert compose["services"]["roles"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert compose["services"]["migrate"]["depends_on"] == {"roles": done}
    for name in ("pictures", "web", "worker", "backup"):
        assert compose["services"][name]["depends_on"] == {"migrate": done}


def test_each_process_knows_the_password_of_its_own_role_only(compose: dict[str, Any]) -> None:
    passwords = {name for name in compose["secrets"] if name.startswith(("database_", "postgres_"))}
    known = {
        name: passwords & set(service.get("secrets", [])) for name, service in compose["services"].items()
    }
    assert known["db"] == {"postgres_password"}
    assert known["web"] == known["pictures"] == {"database_url"}
    assert known["worker"] == {"database_url", "database_worker_url"}
    assert known["migrate"] == {"database_url", "database_owner_url"}
    assert known["proxy"] == known["mail"] == set()
    assert known["backup"] == {"database_url", "database_backup_url"}


def test_secrets_are_files_that_a_script_makes_and_no_environment_holds(compose: dict[str, Any]) -> None:
    script = (ROOT / "clinic/server/container-files").read_text()
    for name, secret in compose["secrets"].items():
        assert secret == {"file": f"./var/secrets/{name}"}
        assert re.search(rf"\b{name}\b", script), name
    for name, service in compose["services"].items():
        environment = service.get("environment", {})
        files = {key for key in environment if key.endswith("_FILE")}
        given = {f"/run/secrets/{secret}" for secret in service.get("secrets", [])}
        assert {environment[key] for key in files} == given, name
        # .env is the environment of our containers, and has the same names for servers without any.
        for key in files - {"POSTGRES_PASSWORD_FILE"}:
            assert environment[key.removesuffix("_FILE")] == "", key
    assert "PASSWORD}" not in re.sub(r":\?[^}]*", "", (ROOT / "docker-compose.yml").read_text())


def test_a_setting_is_read_from_a_file_or_from_the_environment_and_never_from_both(monkeypatch, tmp_path):
    monkeypatch.delenv("SMTP_PASSWORD", raising=False)
    monkeypatch.setenv("SMTP_PASSWORD_FILE", str(tmp_path / "password"))
    with pytest.raises(ImproperlyConfigured, match=r"^SMTP_PASSWORD_FILE is malformed"):
        env.text("SMTP_PASSWORD", "a password")
    (tmp_path / "password").write_text("from the file\n")
    assert env.text("SMTP_PASSWORD", "a password") == "from the file"
    assert env.is_set("SMTP_PASSWORD")
    monkeypatch.setenv("SMTP_PASSWORD", "from the environment")
    with pytest.raises(ImproperlyConfigured, match="both set") as refused:
        env.text("SMTP_PASSWORD", "a password")
    assert "from the" not in str(refused.value)


def test_only_the_proxy_is_open_to_others(compose: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert ports["proxy"] == ["80:80", "443:443"]
    assert set(ports) == {"proxy", "mail"}
    assert all(port.startswith("127.0.0.1:") for port in ports["mail"])


def test_web_can_be_several(compose: dict[str, Any]) -> None:
    """As `--scale web=3` makes them: nothing that only one container can have."""
    web = compose["services"]["web"]
    assert not {"ports", "container_name", "hostname"} & set(web)
    assert compose["services"]["proxy"]["depends_on"]["web"]["restart"] is True


def test_the_proxy_is_that_of_a_server_without_containers(compose: dict[str, Any]) -> None:
    proxy = compose["services"]["proxy"]
    site = (ROOT / "clinic/server/debian/nginx-site.conf").read_text()
    mounted = dict(volume.split(":")[:2] for volume in proxy["volumes"])
    assert mounted["./clinic/server/debian/nginx-site.conf"] == "/etc/nginx/templates/clinic.conf.template"
    wanted = set(re.findall(r"\$\{(\w+)\}", site))
    assert wanted == {"SITE_NAMES", "SITE_WEB"} <= set(proxy["environment"])
    assert all(re.match(proxy["environment"]["NGINX_ENVSUBST_FILTER"], name) for name in wanted)
    assert proxy["environment"]["SITE_WEB"] == "web:8000"
    read = re.findall(r"(?:ssl_certificate(?:_key)?|root)\s+(/\S+);", site)
    assert len(read) == 4
    assert all(path.startswith(tuple(mounted.values())) for path in read)


def test_web_listens_to_its_network_and_believes_only_whoever_comes_from_there(
    compose: dict[str, Any],
) -> None:
    given = compose["services"]["web"]["environment"]
    [network] = compose["networks"]["default"]["ipam"]["config"]
    assert given["TRUSTED_PROXIES"] == network["subnet"] == "${WEB_NETWORK:-172.31.77.0/24}"
    assert given["WEB_BIND"] == "0.0.0.0:8000"
    assert "WEB_BIND=0.0.0.0:8000" in DOCKERFILE


def test_the_data_is_in_named_volumes(compose: dict[str, Any]) -> None:
    services = compose["services"]
    # Since version 18 the image keeps each major version's data below this folder.
    assert services["db"]["volumes"] == ["database:/var/lib/postgresql"]
    backup = services["backup"]
    assert f"backups:{backup['environment']['BACKUP_FOLDER']}" in backup["volumes"]
    assert f"media:{backup['environment']['MEDIA_ROOT']}:ro" in backup["volumes"]
    for name in ("web", "worker"):
        assert f"media:{services[name]['environment']['MEDIA_ROOT']}" in services[name]["volumes"]


def test_settings_come_from_one_file_without_secrets_in_the_compose_file(compose: dict[str, Any]) -> None:
    documented = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert used <= documented
    ours = ("roles", "migrate", "web", "worker")
    assert all(compose["services"][name]["env_file"] == ".env" for name in ours)


def test_postgres_keeps_statements_out_of_its_log_as_in_development(compose: dict[str, Any]) -> None:
    given = dict(part.split("=", 1) for part in compose["services"]["db"]["command"] if "=" in part)
    wanted = {name: value for name, value in SETTINGS.items() if name.startswith(("log_m", "log_e"))}
    assert wanted.items() <= given.items()
    assert given["log_statement"] == "none"


def test_gunicorn_knows_every_setting() -> None:
    known = {setting.name for setting in KNOWN_SETTINGS}
    given = {
        name
        for name, value in vars(web_server).items()
        if name.islower() and not name.startswith("_")
        # Not what its hooks import.
        if not isinstance(value, ModuleType)
        and getattr(value, "__module__", web_server.__name__) == web_server.__name__
    }
    assert {"worker_class", "post_worker_init"} <= given <= known


def test_the_image_runs_as_an_account_without_rights_from_the_locked_packages() -> None:
    assert re.search(r"^FROM python:3\.13\.\d+-slim-\w+$", DOCKERFILE, re.MULTILINE)
    assert "--require-hashes -r requirements.txt" in DOCKERFILE
    after_copy = DOCKERFILE.partition("COPY . .")[2]
    assert re.search(r"^USER clinic$", after_copy, re.MULTILINE)
    locked = (ROOT / "requirements.txt").read_text()
    assert "gunicorn==" in locked
    assert "embedded-postgres==" not in locked


def test_the_image_dumps_with_the_version_of_the_database(compose: dict[str, Any]) -> None:
    """An older pg_dump refuses; and programs of another Debian would miss their libraries."""
    major = compose["services"]["db"]["image"].removeprefix("postgres:")
    (debian,) = re.findall(r"^FROM python:[\d.]+-slim-(\w+)$", DOCKERFILE, re.MULTILINE)
    assert f"FROM postgres:{major}-{debian} AS postgres" in DOCKERFILE
    assert f"/usr/lib/postgresql/{major}/bin/pg_dump" in DOCKERFILE
    assert "COPY --from=postgres /client /opt/postgres" in DOCKERFILE
    assert "PG_BIN=/opt/postgres/bin" in DOCKERFILE


def test_the_image_holds_code_only() -> None:
    assert "*" in IGNORED
    allowed = {line.removeprefix("!") for line in IGNORED if line.startswith("!")}
    assert allowed == {
        "appointments",
        "articles",
        "clinic",
        "locale",
        "templates",
        "manage.py",
        "requirements.txt",
    }
    apps = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]["isort"][
        "known-first-party"
    ]
    assert set(apps) - {"tests"} <= allowed


# Rolled back by hand like every test with a server: the others of its kind need what the migrations made.
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_health_check_tells_200_from_everything_else(live_server: Any) -> None:
    host = urlsplit(live_server.url).netloc
    assert is_healthy(f"{live_server.url}/health/live", host)
    assert not is_healthy(f"{live_server.url}/no-such-page", host)
    assert not is_healthy("http://127.0.0.1:9/health/live", host)
