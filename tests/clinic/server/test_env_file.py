"""One file of variables, which we, a shell, systemd and Docker Compose read alike, or which we refuse."""

import os
import re
import subprocess
from pathlib import Path
from unittest.mock import patch

from django.core.exceptions import ImproperlyConfigured

import pytest

from clinic.server.env_file import read_env_file, variables_in
from tests.test_project import ROOT, manage

TAKEN = {
    "A=": "",
    "A=''": "",
    'A=""': "",
    "A=postgres://clinic_web:p%2Fw%23@localhost:5432/clinic": (
        "postgres://clinic_web:p%2Fw%23@localhost:5432/clinic"
    ),
    "A=ZGV2ZWxv-_cG1l=,b==": "ZGV2ZWxv-_cG1l=,b==",
    "A=plain \t": "plain",
    "A='Halls Clinic <a@b.example>'": "Halls Clinic <a@b.example>",
    'A="Halls Clinic <a@b.example>"': "Halls Clinic <a@b.example>",
    "A='(949) 510-6333' ": "(949) 510-6333",
    "A='$HOME #not `a` \"comment\" !; ~ \\n \\\\ %d'": '$HOME #not `a` "comment" !; ~ \\n \\\\ %d',
    'A="it\'s # one"': "it's # one",
    "A='Clínica 針灸'": "Clínica 針灸",
}
REFUSED = [
    "A=Halls Clinic",
    "A=(949)",
    "A=a#b",
    "A=#b",
    "A=b #c",
    "A=$HOME",
    "A=~/media",
    "A=a\\b",
    "A= b",
    "A =b",
    " A=b",
    "A='b",
    "A='it'\\''s'",
    "A='ends with \\'",
    'A="$HOME"',
    'A="a\\"b"',
    "A='a'b",
    "A=b\r",
    "export A=b",
    "A: b",
    "; a comment of systemd alone",
    "# a comment that goes on \\",
    "1A=b",
    "A",
    "A='tab\tin it'",
    "A=Clínica",
]


def read_by_sh(text: str, folder: Path) -> dict[str, str]:
    file = folder / "variables"
    file.write_text(text)
    answer = subprocess.run(
        ["sh", "-c", 'set -a; . "$0"; env -0', str(file)],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
    )
    assert answer.returncode == 0, answer.stderr
    return dict(pair.split("=", 1) for pair in answer.stdout.decode().split("\0") if pair)


def read_by_systemd(text: str) -> dict[str, str]:
    """As systemd.exec(5) describes EnvironmentFile= and systemd 257 does it, but for lines that go on."""
    found = {}
    for line in text.split("\n"):
        if not line.strip() or line.startswith(("#", ";")):
            continue
        key, _, value = line.partition("=")
        pieces = re.findall(r"""'([^']*)'|"((?:\\.|[^"])*)"|([^'"\s].*)""", value)
        found[key.strip()] = "".join(
            single + re.sub(r"\\([\"\\`$])", r"\1", double) + re.sub(r"\\(.)", r"\1", plain.rstrip())
            for single, double, plain in pieces
        )
    return found


def read_by_compose(text: str) -> dict[str, str]:
    """As the parser of Docker Compose 2 does it, before variables are filled in: they must not be there."""
    found = {}
    while text := text.lstrip():
        if text.startswith("#"):
            text = text.partition("\n")[2]
            continue
        key, text = re.split(r"[ \t]*[=:][ \t]*", text, maxsplit=1)
        if text[:1] in ("'", '"'):
            quoted = re.match(r"(['\"])((?:\\\1|(?!\1).)*)\1", text, re.DOTALL)
            assert quoted
            value, text = quoted[2].replace("\\" + quoted[1], quoted[1]), text[quoted.end() :]
            assert quoted[1] == "'" or not re.search(r"[$\\]", value)
        else:
            value, _, text = text.partition("\n")
            value = value.partition(" #")[0].rstrip()
            assert "$" not in value
        found[key] = value
    return found


def assert_read_alike(text: str, expected: dict[str, str], folder: Path) -> None:
    assert dict(variables_in(text, ".env")) == expected
    assert read_by_sh(text, folder).items() >= expected.items()
    assert read_by_systemd(text) == expected
    assert read_by_compose(text) == expected


def test_what_is_taken_all_four_read_alike(tmp_path):
    names = [f"{line.replace('A=', f'A{number}=', 1)}" for number, line in enumerate(TAKEN)]
    text = "# A comment: $HOME 'and `so on`\n\n" + "\n".join(names) + "\n"
    assert_read_alike(text, {f"A{number}": value for number, value in enumerate(TAKEN.values())}, tmp_path)


def test_the_example_is_read_alike(tmp_path):
    text = (ROOT / ".env.example").read_text()
    expected = dict(variables_in(text, ".env.example"))
    assert expected["TRUSTED_PROXIES"]
    assert_read_alike(text, expected, tmp_path)


@pytest.mark.parametrize("line", REFUSED)
def test_anything_else_is_refused_by_its_number_and_without_its_value(line):
    with pytest.raises(ImproperlyConfigured) as refused:
        list(variables_in(f"FIRST=1\n{line}\n", ".env"))
    said = str(refused.value)
    assert said.startswith("Line 2 of .env is malformed: ")
    assert len(said.splitlines()) == 1


def test_a_refusal_does_not_repeat_the_value():
    with pytest.raises(ImproperlyConfigured) as refused:
        list(variables_in("SECRET_KEY=open sesame\n", ".env"))
    assert "sesame" not in str(refused.value)


def test_a_variable_that_stands_twice_is_refused():
    with pytest.raises(ImproperlyConfigured, match=r"^A stands twice in \.env"):
        list(variables_in("A=1\nA=1\n", ".env"))


def test_the_environment_comes_before_the_file_even_where_it_is_empty(tmp_path):
    (tmp_path / "web.env").write_text("CLINIC_A=file\nCLINIC_B=file\nCLINIC_C=file\n")
    given = {"ENV_FILE": str(tmp_path / "web.env"), "CLINIC_A": "environment", "CLINIC_B": ""}
    with patch.dict(os.environ, given):
        read_env_file()
        assert [os.environ[f"CLINIC_{letter}"] for letter in "ABC"] == ["environment", "", "file"]


def test_a_file_that_is_named_must_be_there(tmp_path, monkeypatch):
    for content in (None, b"A='\xff'"):
        if content:
            (tmp_path / "web.env").write_bytes(content)
        monkeypatch.setenv("ENV_FILE", str(tmp_path / "web.env"))
        with pytest.raises(ImproperlyConfigured, match=r"^ENV_FILE is malformed"):
            read_env_file()


def test_a_command_reads_the_file_and_says_in_one_line_that_the_database_is_away(tmp_path):
    """The address stands in the file alone, which makes it a server's command."""
    (tmp_path / "owner.env").write_text("DATABASE_URL=postgres://clinic_web:se%2Fcret@127.0.0.1:9/clinic\n")
    answer = manage(
        "migrate", ENV_FILE=str(tmp_path / "owner.env"), DATABASE_URL="", DJANGO_SETTINGS_MODULE=""
    )
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1, answer.stderr
    assert '"127.0.0.1", port 9 failed: Connection refused' in answer.stderr
    assert "cret" not in answer.stderr
