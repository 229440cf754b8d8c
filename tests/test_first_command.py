"""The start of `make run`: one line for each machine that cannot run it, and the addresses it prints."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clinic.management.commands.run_clinic import address, commands, environment

ROOT = Path(__file__).parents[1]
GLIBC, MUSL = "echo 'ldd (GNU libc) 2.41'", "echo 'musl libc (x86_64)' >&2; exit 1"
OLD_PYTHON = "exit 1"
PYTHON_WITHOUT_VENV = 'case "$*" in *ensurepip*) exit 1;; esac'


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that takes the place of PATH, with nothing but what the script itself calls."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("grep", "uname"):
        (programs / name).symlink_to(shutil.which(name))
    put(programs, "ldd", GLIBC)
    return programs


def put(programs: Path, name: str, script: str) -> None:
    """Let the machine have a program, or have another one by that name."""
    (programs / name).unlink(missing_ok=True)
    (programs / name).write_text(f"#!/bin/sh\n{script}\n")
    (programs / name).chmod(0o755)


def make_venv(programs: Path) -> subprocess.CompletedProcess[str]:
    """Run the script in an empty folder on that machine, which has no Python outside PATH either."""
    script = (ROOT / ".ci" / "make-venv").read_text()
    elsewhere = " /usr/local/bin/python3 /usr/bin/python3"
    assert elsewhere in script
    return subprocess.run(
        ["/bin/sh", "-c", script.replace(elsewhere, ""), "make-venv", ""],
        cwd=programs.parent,
        env={"PATH": str(programs), "HOME": str(programs.parent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("program", "script", "advice"),
    [
        ("uname", "echo MINGW64_NT-10.0", "WSL"),
        ("uname", 'test "$1" = -m && echo x86_64 || echo Darwin', "Intel"),
        ("ldd", MUSL, "Debian, Ubuntu or Fedora"),
        ("python3", OLD_PYTHON, "uv python install 3.13"),
        ("python3", OLD_PYTHON, "pyenv install 3.13"),
        ("python3", PYTHON_WITHOUT_VENV, "apt-get install python3-venv"),
    ],
)
def test_a_machine_that_cannot_run_it_is_told_what_to_do_in_one_line(
    machine: Path, program: str, script: str, advice: str
) -> None:
    put(machine, program, script)
    answer = make_venv(machine)
    assert answer.returncode == 1
    assert advice in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert not (machine.parent / ".venv").exists()


def test_a_python_that_uv_installed_is_found(machine: Path) -> None:
    put(machine, "python3", OLD_PYTHON)
    of_uv = machine.parent / ".local" / "bin"
    of_uv.mkdir(parents=True)
    put(of_uv, "python3.13", 'case "$*" in "-m venv --clear .venv") echo made;; esac')
    assert make_venv(machine).stdout == "made\n"


@pytest.mark.parametrize(("broken", "code"), [("", 0), ("django", 1), ("zope", 1)])
def test_each_package_of_the_lock_is_installed_once_and_the_failure_of_either_half_is_told(
    tmp_path: Path, broken: str, code: int
) -> None:
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    # A pip that keeps what it was asked for; the lock is its last argument.
    pip = f'for lock; do :; done; cat "$lock" >> asked; ! grep -q "^{broken or "nothing"}==" "$lock"'
    put(tmp_path / ".venv" / "bin", "python", pip)
    # Django and zope come into different halves.
    names = ["django", "wagtail", "yarl", "zope"]
    (tmp_path / "lock.txt").write_text("".join(f"{name}==1 \\\n    --hash=of:{name}\n" for name in names))
    command = ["/bin/sh", ROOT / ".ci" / "install", "lock.txt"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == code
    asked = (tmp_path / "asked").read_text()
    assert sorted(re.findall(r"^(\w+)==1 .\n    --hash=of:\1$", asked, re.MULTILINE)) == names


@pytest.mark.parametrize("file", [".ci/make-venv", ".ci/install", "Makefile"])
def test_no_system_package_is_installed(file: str) -> None:
    lines = (ROOT / file).read_text().splitlines()
    installers = ("apt-get ", "apt ", "dnf ", "brew ", "apk ")
    assert not [line for line in lines if line.strip().lstrip("@").startswith(installers)]


def test_people_open_a_name_while_nobody_else_reaches_the_server() -> None:
    assert address(8123) == "http://localhost:8123"
    assert commands(8123)["web"][-1] == "127.0.0.1:8123"
    assert environment(8123)["SITE_URL"] == os.environ.get("SITE_URL", "http://localhost:8123")


def test_development_answers_to_the_name_and_to_the_number() -> None:
    code = "from clinic.settings import dev; print(dev.ALLOWED_HOSTS, dev.SITE_URL)"
    kept = {name: value for name, value in os.environ.items() if name not in ("ALLOWED_HOSTS", "SITE_URL")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    output = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=kept, capture_output=True, text=True, check=True
    ).stdout
    assert "'127.0.0.1'" in output
    assert "'localhost'" in output
    assert output.endswith(" http://localhost:8000\n")
