"""What the papers about security name exists; what must not stand in the repository does not."""

import base64
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAPERS = [ROOT / "SECURITY.md", *sorted((ROOT / "docs/security").glob("*.md"))]
NAMED = re.compile(r"`([\w.-]+/[\w./-]+\.(?:py|md))(?:::(\w+))?`|\]\((?!http)([^)#]+)\)")


def tracked() -> list[Path]:
    """Every file that git keeps or would keep."""
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [path for name in listed if (path := ROOT / name).is_file()]


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.name for paper in PAPERS])
def test_what_a_paper_names_exists(paper):
    named = list(NAMED.finditer(paper.read_text()))
    assert len(named) >= 4
    missing = []
    for path, test, link in (match.groups() for match in named):
        file = paper.parent / link if link else ROOT / path
        if not file.exists() or test and not re.search(rf"^def {test}\(", file.read_text(), re.MULTILINE):
            missing.append(f"{link or path} {test or ''}")
    assert missing == []


@pytest.mark.parametrize("paper", ["asvs.md", "hipaa.md"])
def test_each_row_of_a_table_says_where_it_stands_and_which_test_or_why_not(paper):
    rows = [
        line for line in (ROOT / "docs/security" / paper).read_text().splitlines() if line.startswith("| ")
    ]
    for row in rows[1:]:
        *_standard, where, test = (cell.strip() for cell in row.strip("|").split("|"))
        assert where, row
        assert test.startswith("`tests/") or "not " in where or "docs/decisions" in where, row


# Of the clinic and of the licensing board; those reserved for stories (555-01..), and of no area at all.
KNOWN = ("9495106333", "9165155200")
INVENTED = re.compile(r"\d{3}55501\d\d|[01]\d{9}")
PHONE = re.compile(
    r"(?<![\w.+-])(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])|\+1[2-9]\d{9}\b|(?<![\w.])949\d{7}\b",
    re.ASCII,
)
# Two tables of what is taken for a number, with many that are none.
OF_PHONES = {"tests/clinic/typed/test_phones.py", "tests/appointments/test_typed_phones.py"}
TEXTS = {".py", ".md", ".html", ".txt", ".toml", ".yml", ".js", ".css", ".po", ".svg", ".example", ""}
# Written in two parts each, lest this file is found.
KEYS = re.compile(
    r"-----BEGIN" r" [A-Z ]*PRIVATE KEY|AGE-SECRET" r"-KEY-1[0-9A-Z]|\bAKIA[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_\w{30}|\bsk_" r"live_|\bxox[abp]-\d"
)  # fmt: skip
SEALING_KEY = re.compile(r"(?<![\w+/=-])[\w-]{43}=(?!\w)")


def texts() -> list[tuple[str, str]]:
    """Every text in the repository, by its path."""
    paths = (path for path in tracked() if path.suffix in TEXTS and not path.name.startswith("requirements"))
    return [(str(path.relative_to(ROOT)), path.read_text(errors="replace")) for path in paths]


def test_no_phone_number_of_somebody_is_in_the_repository():
    found = set()
    for path, text in texts():
        for number in PHONE.finditer(text) if path not in OF_PHONES else ():
            digits = re.sub(r"\D", "", number[0])[-10:]
            if digits not in KNOWN and not INVENTED.fullmatch(digits):
                found.add(f"{path}: {number[0]}")
    assert found == set()


def test_no_secret_is_in_the_repository():
    found = {
        path for path, text in texts() if KEYS.search(text) or any(map(_is_a_key, SEALING_KEY.findall(text)))
    }
    assert found == set()


def _is_a_key(text: str) -> bool:
    """Whether it could seal something: keys of development and of tests say what they are."""
    key = base64.urlsafe_b64decode(text)
    return not key.startswith((b"development-only", b"other")) and len(set(key)) > 4
