"""The files of a plain Debian server agree with the site, with each other, and with what documents say.

What only systemd and nginx can tell is asked of them where they are installed, and else said aloud.
"""

import importlib
import re
import shutil
import subprocess
from pathlib import Path

from django.core.management import get_commands

import pytest

from clinic.embedded_postgres.cluster import DURABLE, SETTINGS
from clinic.http.limits import MOST_BYTES
from clinic.http.proxy_pages import FOLDER, PAGES

ROOT = Path(__file__).resolve().parents[1]
FOLDER_OF_FILES = ROOT / "clinic/server/debian"
SITE = (FOLDER_OF_FILES / "nginx-site.conf").read_text()
INSTALL = (FOLDER_OF_FILES / "install").read_text()
MANAGE = (FOLDER_OF_FILES / "clinic-manage").read_text()
OPERATIONS = (ROOT / "docs/operations.md").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
SERVICES = ("clinic-web", "clinic-worker", "clinic-backup")
# Variables that no file of settings holds.
OF_A_SHELL = {
    "DATABASE_ADMIN_URL",
    "CHROMIUM_PATH",
    "DJANGO_SETTINGS_MODULE",
    "ENV_FILE",
    "UV_PYTHON_INSTALL_DIR",
}
# What systemd calls the worst that we accept, of ten.
MOST_EXPOSED = 2.5


def unit(name: str) -> dict[str, list[str]]:
    """All values of the unit, by key."""
    values: dict[str, list[str]] = {}
    for line in (FOLDER_OF_FILES / name).read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            values.setdefault(key, []).append(value)
    return values


def skip_loudly(program: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed here: what only it can tell is NOT tested")


def test_each_process_runs_what_exists_as_the_account_that_is_made():
    for name in SERVICES:
        service = unit(f"{name}.service")
        assert service["User"] == service["Group"] == ["clinic"]
        assert service["WorkingDirectory"] == ["/srv/clinic"]
        [command] = service["ExecStart"]
        assert command.startswith("/srv/clinic/.venv/bin/"), name
        if "manage.py" in command:
            assert command.split("manage.py ")[1].split()[0] in get_commands()
    dockerfile = (ROOT / "Dockerfile").read_text()
    web = unit("clinic-web.service")["ExecStart"][0].removeprefix("/srv/clinic/.venv/bin/")
    assert f"CMD {web.split()!r}".replace("'", '"') in dockerfile
    assert "account=clinic" in INSTALL


def test_who_reads_pictures_reaches_a_bucket_once_there_is_one():
    shut = {name for name in SERVICES if unit(f"{name}.service").get("PrivateNetwork") == ["yes"]}
    [opened] = re.findall(
        r"^for unit in (.+); do\n.+bucket\.conf\n.+\^MEDIA_BUCKET=\.", INSTALL, re.MULTILINE
    )
    assert set(opened.split()) == shut
    assert (
        "bucket.conf /etc/systemd/system/clinic-web.service.d/"
        in (FOLDER_OF_FILES / "install-web").read_text()
    )
    given = unit("bucket.conf")
    assert given == {
        "PrivateNetwork": ["no"],
        "IPAddressDeny": [""],
        "RestrictAddressFamilies": ["AF_INET AF_INET6"],
    }


def test_each_process_gets_its_own_address_of_the_database_alone():
    files = {name: unit(f"{name}.service").get("EnvironmentFile", []) for name in SERVICES}
    assert files == {
        "clinic-web": [],
        "clinic-worker": ["/etc/clinic/worker.env"],
        "clinic-backup": ["/etc/clinic/backup.env"],
    }
    for name in SERVICES:
        assert "ENV_FILE=/etc/clinic/site.env" in unit(f"{name}.service")["Environment"][0]
    # The first file has the web's address, and drops what the documented settings say of the others.
    assert INSTALL.index("s|^DATABASE_URL=.*|") < INSTALL.index("/^DATABASE_[A-Z]*_URL=/d")
    assert "for role in worker owner backup; do" in INSTALL


def test_only_the_worker_has_the_network_and_none_has_more_rights_than_another():
    for name in SERVICES:
        has_none = unit(f"{name}.service").get("PrivateNetwork") == ["yes"]
        families = unit(f"{name}.service")["RestrictAddressFamilies"]
        assert (has_none, families == ["AF_UNIX"]) == ((name != "clinic-worker"),) * 2, name
    texts = [(FOLDER_OF_FILES / f"{name}.service").read_text() for name in SERVICES]
    limits = {text.partition("\n# It writes below ")[2].partition("\n\n")[0].strip() for text in texts}
    assert len(limits) == 1 and "ProtectSystem=strict" in limits.pop()


def test_web_and_worker_count_in_one_folder_in_memory_which_the_proxy_knows_nothing_of():
    for name in ("clinic-web", "clinic-worker"):
        service = unit(f"{name}.service")
        assert "METRICS_FOLDER=/run/clinic-metrics" in service["Environment"][0]
        assert service["RuntimeDirectory"] == ["clinic-metrics"]
        # Whichever ends first takes nothing away from the other.
        assert service["RuntimeDirectoryPreserve"] == ["yes"]
    # The second is nobody's address.
    assert set(re.findall(r"proxy_pass (http[^;]+);", SITE)) == {"http://clinic_web", "http://clinic_nobody"}


def test_commands_by_hand_get_the_address_that_they_sign_in_with():
    """Whatever signs in with another address than the web's is named in clinic-manage."""
    cases = dict(re.findall(r"^ {4}([a-z_| ]+)\) \. /etc/clinic/(\w+)\.env", MANAGE, re.MULTILINE))
    by_file = {file: set(names.split(" | ")) for names, file in cases.items()}
    of_setting = {"OWNER": "owner", "WORKER": "worker", "BACKUP": "backup"}
    for path in ROOT.glob("*/management/commands/*.py"):
        for setting in re.findall(r"signed_in_as\(settings\.DATABASE_(\w+)\)", path.read_text()):
            if path.stem not in ("load_demo_requests", "make_many_requests"):
                assert path.stem in by_file[of_setting[setting]], path.stem


def test_the_proxy_passes_what_the_site_accepts_to_where_the_site_listens():
    assert f"client_max_body_size {MOST_BYTES // 1024}k;" in SITE
    admin = SITE.partition("location /admin/ {")[2].partition("}")[0]
    assert "client_max_body_size 11m;" in admin
    socket = unit("clinic-web.socket")["ListenStream"][0]
    assert f"unix:{socket}" in INSTALL
    assert unit("clinic-web.service")["Requires"] == ["clinic-web.socket"]


def test_the_proxy_shows_pages_that_the_site_writes():
    shown = set(re.findall(r"error_page [\d ]+/([\w-]+)/(\d+)\.html;", SITE))
    assert shown == {(FOLDER, name) for name in PAGES}
    codes = {int(code) for line in re.findall(r"error_page ([\d ]+)", SITE) for code in line.split()}
    assert {413, 429, 502, 503, 504} <= codes
    location = re.search(rf"location \^~ /{FOLDER}/ {{([^}}]+)}}", SITE).group(1)
    root = re.search(r"root (\S+);", location).group(1)
    assert f"MEDIA_ROOT={root}|" in INSTALL
    # Else the page for what is too large is itself refused, and nginx shows its own.
    assert "client_max_body_size 0;" in location


def test_the_proxy_keeps_pages_as_long_as_the_site_says_and_none_of_staff():
    pages = SITE.rpartition("    location / {")[2].partition("\n    }\n")[0]
    kept = SITE.partition("    location @kept {")[2].partition("\n    }\n")[0]
    for location in (pages, kept):
        for skip in ("proxy_no_cache", "proxy_cache_bypass"):
            assert f"{skip} $clinic_signed_in $clinic_asks;" in location
        # Both would keep a page beyond the moment that the site names.
        assert not re.search(r"proxy_cache_(use_stale|valid) ", location)
    for asked in ("background_update", "revalidate", "lock"):
        assert f"proxy_cache_{asked} on;" in pages
    assert "error_page 503 = @kept;" in pages
    session = importlib.import_module("clinic.settings.base").SESSION_COOKIE_NAME
    assert f'"~{session}=" 1;' in SITE
    # Of two sites each has its own.
    assert "proxy_cache_key $scheme://$host$request_uri;" in SITE
    form = SITE.partition('/appointments/" {')[2].partition("\n    }\n")[0]
    assert "proxy_cache" not in form


def test_headers_that_the_site_trusts_are_overwritten():
    given = dict(re.findall(r"proxy_set_header (\S+) ([^;]+);", SITE))
    assert given["X-Forwarded-For"] == "$remote_addr"
    assert given["X-Forwarded-Proto"] == "$scheme"
    assert given["Forwarded"] == given["X-Forwarded-Host"] == given["X-Real-IP"] == '""'
    # A location with one header of its own would drop all of these.
    assert SITE.count("proxy_set_header") == len(given)


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/conditions/nerve-pain/?utm=x", "/conditions/nerve-pain/"),
        ("/", "/"),
        ("/search/?query=Tess+Patient", "/search/"),
        ("/appointments/your-request/ABCDEFGHIJKLMNOPQRSTUVWXYZ/", "/appointments/-"),
        ("/APPOINTMENTS/your-request/abc", "/appointments/-"),
        ("//appointments/your-request/abc", "/appointments/-"),
        ("/es/appointments/request/received/abc/", "/appointments/-"),
        ("/admin/requests/?q=Tess", "/admin/-"),
        ("/your-request/abcdefghijklmnopqrstuvwxyz", "-"),
        ("/%61ppointments/your-request/abc", "-"),
        ("/x?/appointments/tess", "/x"),
    ],
)
def test_the_log_keeps_plain_words_of_an_address(address, logged):
    table = SITE.partition("map $request_uri $clinic_path {")[2].partition("\n}")[0]
    for mode, pattern, value in re.findall(r'^\s+"(~\*?)(.+?)"\s+(\S+);$', table, re.MULTILINE):
        expression = pattern.replace("?<", "?P<")
        if found := re.search(expression, address, re.IGNORECASE if mode == "~*" else 0):
            assert (found["clinic_words"] if value == "$clinic_words" else value) == logged
            return
    assert logged == "-"


def test_nothing_that_repeats_a_request_is_logged():
    assert set(re.findall(r"error_log \S+ (\w+);", SITE)) == {"emerg"}
    assert SITE.count("error_log ") == SITE.count("\nserver {") == 3
    used = set(re.findall(r"\$(\w+)", SITE.partition("log_format clinic")[2].partition(";")[0]))
    assert not used & {"request", "uri", "args", "request_uri", "http_referer", "remote_addr"}


def test_postgres_keeps_what_it_keeps_in_development():
    given = dict(
        re.findall(r"^(\w+) = '?([^'\n]*)'?$", (FOLDER_OF_FILES / "postgresql.conf").read_text(), re.M)
    )
    wanted = {
        name: value for name, value in SETTINGS.items() if name.startswith("log_") or name == "timezone"
    }
    assert (wanted | DURABLE | {"listen_addresses": ""}).items() <= given.items()
    assert given["password_encryption"] == "scram-sha-256"


def test_scripts_can_be_read_by_a_shell():
    for script in (
        *(FOLDER_OF_FILES / name for name in ("install", "install-web", "clinic-manage")),
        FOLDER_OF_FILES.parent / "container-files",
    ):
        assert script.read_text().startswith("#!/bin/sh\n")
        assert subprocess.run(["sh", "-n", script], check=False).returncode == 0, script


def test_installing_refuses_a_python_that_the_site_does_not_run_on():
    needed = re.search(r'^requires-python = ">=(\d+)\.(\d+)"', (ROOT / "pyproject.toml").read_text(), re.M)
    for script in (INSTALL, (FOLDER_OF_FILES / "install-web").read_text()):
        assert f"sys.version_info < ({needed[1]}, {needed[2]})" in script


def test_documents_name_commands_files_and_variables_that_exist():
    for command in re.findall(r"(?:clinic-manage|manage\.py) ([a-z_]+)", OPERATIONS):
        assert command in get_commands(), command
    for path in re.findall(r"`((?:clinic|docs|appointments)/[\w./-]+)`", OPERATIONS):
        assert (ROOT / path).exists(), path
    documented = set(re.findall(r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    for name in re.findall(r"`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`", OPERATIONS):
        assert {name, name.removesuffix("_FILE")} & (documented | OF_A_SHELL), name
    for name in re.findall(r"^\S+\.(?:service|socket|timer)$", OPERATIONS, re.MULTILINE):
        assert (FOLDER_OF_FILES / name).exists(), name


def test_systemd_calls_the_processes_safe():
    skip_loudly("systemd-analyze")
    for name in SERVICES:
        asked = ["systemd-analyze", "security", "--offline=true", "--no-pager", f"./{name}.service"]
        said = subprocess.run(asked, cwd=FOLDER_OF_FILES, capture_output=True, text=True, check=False).stdout
        exposed = re.search(rf"exposure level for {name}\.service: ([\d.]+)", said)
        assert exposed and float(exposed[1]) < MOST_EXPOSED, said


def test_nginx_understands_the_site(tmp_path):
    skip_loudly("nginx")
    version = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=False).stderr
    if tuple(map(int, re.findall(r"\d+", version)[:3])) < (1, 25, 1):
        pytest.skip(f"{version.strip()} is older than Debian 13's: the site's file is NOT tested")
    made = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=x",
    ]
    subprocess.run(
        ["openssl", *made, "-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem"],
        check=True,
        capture_output=True,
    )
    site = SITE.replace("${SITE_NAMES}", "www.clinic.example").replace("${SITE_WEB}", "unix:/nowhere")
    for folder in ("/etc/clinic/tls", "/var/log/nginx", "/var/cache/nginx"):
        site = site.replace(folder, str(tmp_path))
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{site}\n}}\n")
    tried = ["nginx", "-t", "-e", "/dev/null", "-c", tmp_path / "nginx.conf"]
    answer = subprocess.run(tried, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
