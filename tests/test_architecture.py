"""The shape of the code: which way imports run, how long things get, and what names are not used."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
APPS = ("clinic", "articles", "appointments")
# What each app may import of the others. clinic/urls.py and the settings put everything together.
MAY_IMPORT = {
    "clinic": {"clinic"},
    "articles": {"articles", "clinic"},
    "appointments": {"appointments", "articles", "clinic"},
}
COMPOSITION_ROOT = re.compile(r"clinic/(urls|wsgi|settings/\w+)\.py")
LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_FUNCTION = 250, 300, 40
LONGEST_HOOKS_FILE = 40
BANNED_MODULES = {"utils", "helpers", "common", "base"}


def _source_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).exists()]


FILES = [path for path in _source_files() if "migrations" not in path.parts]
APP_FILES = [path for path in FILES if path.relative_to(ROOT).parts[0] in APPS]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imported_apps(tree: ast.AST) -> set[str]:
    """The apps that a module imports by absolute name, wherever in the module."""
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            modules.add(node.module or "")
    return {module.split(".")[0] for module in modules} & set(APPS)


def test_the_walk_finds_the_apps():
    assert {path.relative_to(ROOT).parts[0] for path in APP_FILES} == set(APPS)


@pytest.mark.parametrize("path", APP_FILES, ids=_name)
def test_imports_run_one_way(path):
    if COMPOSITION_ROOT.fullmatch(_name(path)):
        return
    app = path.relative_to(ROOT).parts[0]
    forbidden = _imported_apps(ast.parse(path.read_text())) - MAY_IMPORT[app]
    assert not forbidden, f"{_name(path)} imports {sorted(forbidden)}"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_no_import_hides_in_a_function(path):
    tree = ast.parse(path.read_text())
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    hidden = [
        f"line {inner.lineno}"
        for function in functions
        if not (path.name == "apps.py" and function.name == "ready")
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not hidden, f"{_name(path)}: {hidden}"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_files_and_functions_stay_short(path):
    text = path.read_text()
    limit = LONGEST_TEST_FILE if _name(path).startswith("tests/") else LONGEST_FILE
    if path.name == "wagtail_hooks.py":
        limit = LONGEST_HOOKS_FILE
    assert len(text.splitlines()) <= limit
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, f"{_name(path)}: {node.name}"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_every_module_says_what_it_is_for(path):
    text = path.read_text()
    assert not text.strip() or ast.get_docstring(ast.parse(text)), _name(path)


@pytest.mark.parametrize("path", APP_FILES, ids=_name)
def test_no_module_is_a_drawer_for_everything(path):
    parts = {*path.relative_to(ROOT).parts[:-1], path.stem}
    assert not (parts & BANNED_MODULES) or _name(path) == "clinic/settings/base.py"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_every_suppression_gives_its_rule_and_reason(path):
    # Written apart, so that this line is not one itself.
    marker = "# " + "noqa"
    bare = [line for line in path.read_text().splitlines() if marker in line and f"{marker}: " not in line]
    unexplained = [
        line
        for line in path.read_text().splitlines()
        if f"{marker}: " in line and " - " not in line.split(marker)[1]
    ]
    assert not bare + unexplained


def test_only_services_write_requests():
    """One writer: no other module of the app creates, saves, updates or deletes a request."""
    writes = re.compile(r"AppointmentRequest\.objects\.(\w+\([^)]*\)\.)*(create|update|delete|bulk_\w+)\(")
    offenders = [
        _name(path) for path in APP_FILES if "services" not in path.parts and writes.search(path.read_text())
    ]
    assert not offenders
