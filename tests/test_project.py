"""What must hold for the project as a whole: settings, checks and templates."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.template import TemplateSyntaxError
from django.template.loader import get_template

import pytest
from cryptography.fernet import Fernet

from clinic import env
from clinic.checks import check_proxy_count, check_second_factor
from clinic.database.roles import Roles
from tests.databases import address_as, address_of

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"


def production_environment(**changes: str) -> dict[str, str]:
    """The environment of a clinic's server, on the test database."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "clinic.settings.production",
        # Not that of whoever runs the tests.
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "s" * 25 + "0123456789-abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": "www.clinic.example",
        "SITE_URL": "https://www.clinic.example",
        "CLINIC_PHONE": "949-555-0100",
        "DATABASE_URL": address_as(Roles().web, address_of(connection.settings_dict["NAME"])),
        "PATIENT_DATA_KEYS": Fernet.generate_key().decode(),
        "PATIENT_LOOKUP_KEY": "l" * 45,
        "PATIENT_LINK_KEYS": f"{'n' * 45}, {'o' * 45}",
        "SMTP_HOST": "mail.clinic.example",
        "MAIL_FROM": "site@clinic.example",
        "FRONT_DESK_EMAILS": "desk@clinic.example",
        "BACKUP_PUBLIC_KEY": "age1s6edjxrzdtev028wp4fg968ndh2qcts89vp0pez6y886j34gsp7sphqmkx",
    }
    return {name: value for name, value in {**environment, **changes}.items() if value}


def manage(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as on a clinic's server."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=production_environment(**changes),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.django_db
def test_deploy_check_passes_with_a_complete_environment():
    # Django warns of a query while modules are imported: it would be asked once, and hold the start up.
    answer = manage("check", "--deploy", "--fail-level", "WARNING", PYTHONWARNINGS="error::RuntimeWarning")
    assert answer.returncode == 0, answer.stderr


BAD_SETTINGS = [
    ("SECRET_KEY", ""),
    ("SECRET_KEY", "short"),
    ("DATABASE_URL", "mysql://clinic@db/clinic"),
    ("DATABASE_URL", "postgres://clinic_web:12/34@db:5432/clinic"),
    ("DATABASE_URL", "postgres://clinic_web:pass#word@db:5432/clinic"),
    ("DATABASE_URL", "postgres://clinic_web:pass?word@db:5432/clinic"),
    ("DATABASE_URL", "postgres://clinic_web:pass@word@db:5432/clinic"),
    ("DATABASE_URL", "postgres://clinic_web:pass:word@db:5432/clinic"),
    ("DATABASE_URL", "postgres://clinic_web:100%word@db:5432/clinic"),
    ("DATABASE_URL", "postgres://clinic_web:word@db:99999/clinic"),
    ("DATABASE_WORKER_URL", "postgres://clinic_worker:pass/word@db:5432/clinic"),
    ("WEB_BIND", "8123"),
    ("WEB_BIND", "10.0.0.7"),
    ("WEB_BIND", "localhost:8000"),
    ("WEB_BIND", "::1:8000"),
    ("WEB_BIND", "unix:web.sock"),
    ("WEB_WORKERS", "0"),
    ("WEB_THREADS", "1"),
    ("TRUSTED_PROXIES", "proxy.clinic.example"),
    ("TRUSTED_PROXIES", "10.0.0.7/8"),
    ("PATIENT_DATA_KEYS", "not-a-key"),
    ("SITE_URL", "www.clinic.example"),
    ("CLINIC_PHONE", "555-0100"),
    ("SMTP_PORT", "many"),
    ("SMTP_SECURITY", "perhaps"),
    ("FRONT_DESK_EMAILS", "nobody"),
    ("CLINIC_TIME_ZONE", "Mars/Olympus"),
    ("BACKUP_PUBLIC_KEY", "age1-somebody"),
    ("TRUSTED_PROXY_HOPS", "-1"),
]


@pytest.mark.parametrize(("name", "value"), BAD_SETTINGS)
def test_a_bad_setting_stops_the_start_with_one_line_that_names_it(name, value, monkeypatch):
    monkeypatch.setattr(env, "_supplied", {})
    for module in ("backups", "database", "web", "base", "production"):
        monkeypatch.delitem(sys.modules, f"clinic.settings.{module}", raising=False)
    production = production_environment(**{"DATABASE_URL": "postgres:///clinic", name: value})
    with patch.dict(os.environ, production, clear=True), pytest.raises(ImproperlyConfigured) as refused:
        import_module("clinic.settings.production")
    assert len(str(refused.value).splitlines()) == 1
    assert name in str(refused.value)
    assert not value or value not in str(refused.value), (
        "a setting may be a secret: its value is never printed"
    )


def test_an_address_of_the_database_reads_back_whatever_the_password_holds(monkeypatch):
    password = "".join(chr(code) for code in range(33, 127))
    for host, read in (("db", "db"), ("[::1]", "::1"), ("10.0.0.7", "10.0.0.7")):
        address = f"postgres://clinic_web:{quote(password, safe='')}@{host}:5433/clinic?sslmode=require"
        monkeypatch.setenv("DATABASE_URL", address)
        found = env.database("DATABASE_URL")
        assert (found["USER"], found["PASSWORD"]) == ("clinic_web", password)
        assert (found["HOST"], found["PORT"], found["NAME"]) == (read, 5433, "clinic")
        assert found["OPTIONS"] == {"sslmode": "require"}


def test_the_start_prints_that_line_and_nothing_else():
    answer = manage("check", SECRET_KEY="short", DATABASE_URL="postgres:///clinic")
    assert answer.returncode != 0
    assert answer.stderr == (
        "Cannot start: SECRET_KEY is malformed: set it to a secret of at least 40 random characters.\n"
    )


@pytest.mark.django_db
def test_deploy_check_refuses_development_keys_and_an_empty_front_desk():
    answer = manage(
        "check",
        "--deploy",
        PATIENT_DATA_KEYS="ZGV2ZWxvcG1lbnQtb25seS1kYXRhLWtleS0wMDAwMDE=",
        FRONT_DESK_EMAILS="",
    )
    assert answer.returncode != 0
    assert "appointments.E002" in answer.stderr
    assert "appointments.E001" in answer.stderr


@pytest.mark.parametrize(("required", "found"), [(True, []), (False, ["clinic.W005"])])
def test_a_password_alone_is_warned_of(required, found, settings):
    settings.STAFF_MFA_REQUIRED = required
    assert [message.id for message in check_second_factor(None)] == found


@pytest.mark.parametrize(("hops", "doubt"), [(0, "clinic.W002"), (1, ""), (2, ""), (3, "clinic.W003")])
def test_deploy_check_doubts_a_count_of_proxies_that_is_likely_wrong(hops, doubt, settings):
    settings.TRUSTED_PROXY_HOPS, settings.SITE_URL = hops, "https://www.clinic.example"
    assert [found.id for found in check_proxy_count(None)] == ([doubt] if doubt else [])


def test_every_template_compiles():
    broken = {}
    paths = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*"))
    for path in paths:
        try:
            get_template(path)
        except TemplateSyntaxError as error:
            broken[path] = str(error)
    assert len(paths) > 100
    assert broken == {}


def test_every_setting_is_documented():
    """.env.example names each variable that the settings read."""
    code = "".join(path.read_text() for path in [*ROOT.glob("clinic/settings/*.py")])
    example = (ROOT / ".env.example").read_text()
    names = {
        part.split('"')[1] for part in code.split("env.")[1:] if "(" in part.split('"')[0] and '"' in part
    }
    names -= {"DEBUG"}
    missing = sorted(name for name in names if name.isupper() and f"{name}=" not in example)
    assert names and not missing
