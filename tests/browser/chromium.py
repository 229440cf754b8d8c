"""Finds a Chromium that runs here, and on request gets one: `python -m tests.browser.chromium --install`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from playwright.sync_api import sync_playwright

# It has no windows, and takes about a sixth less time.
HEADLESS = "chromium-headless-shell"
NAMES = (HEADLESS, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Without these it would ask the outside world for updates at each start.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


def find_chromium() -> str | None:
    """Return the path of a Chromium that answers, or None."""
    return next((path for path in _candidates() if _runs([path, "--version"])), None)


def launch_arguments() -> list[str]:
    """Return the arguments to start it with; its sandbox refuses root."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET


def install_chromium() -> None:
    """Install Debian's package where we may, else Playwright's own browser if that can be downloaded."""
    if _may_install():
        install = ["apt-get", "install", "-q", "-y", "--no-install-recommends"]
        _runs(["apt-get", "update", "-q"])
        # Older Debians know only the one with windows.
        if not _runs([*install, HEADLESS]) and not find_chromium():
            _runs([*install, "chromium"])
    if not find_chromium():
        _runs([sys.executable, "-m", "playwright", "install", "chromium"])


def main() -> int:
    """Print the path of the Chromium that the tests will use."""
    path = find_chromium()
    if "--install" in sys.argv and (not path or _there_is_a_faster_one(path)):
        sys.stdout.write("Installing a Chromium for the browser tests.\n")
        sys.stdout.flush()
        install_chromium()
        path = find_chromium()
    sys.stdout.write(f"Chromium: {path or 'none'}\n")
    return 0


def _may_install() -> bool:
    return os.geteuid() == 0 and bool(shutil.which("apt-get"))


def _there_is_a_faster_one(path: str) -> bool:
    return _may_install() and path != os.environ.get("CHROMIUM_PATH") and not path.endswith(HEADLESS)


def _candidates() -> Iterator[str]:
    chosen = os.environ.get("CHROMIUM_PATH")
    if chosen:
        yield chosen
    yield from filter(None, map(shutil.which, NAMES))
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _runs(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, capture_output=True, timeout=900, check=False, env=environment)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
