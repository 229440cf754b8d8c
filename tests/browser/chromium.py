"""Finds the Chromium of the tests, gets one on request, and starts it the same way on every machine.

``python -m tests.browser.chromium --install`` says which is used, and with which fonts.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from .fontsets import chosen_set, configuration_of

# It has no windows, and takes about a sixth less time.
HEADLESS = "chromium-headless-shell"
# After the one without windows comes Playwright's own, then whatever the machine has.
OTHERS = ("chromium", "google-chrome-stable", "google-chrome", "chromium-browser")
ARGUMENTS = [
    # Without these it would ask the outside world for updates at each start.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # What differs between machines, and moves a line or a color.
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--force-device-scale-factor=1",
    "--lang=en-US",
    "--no-proxy-server",
]
# It is told this and nothing else of the environment: no proxy, no other language, no other fonts.
ENVIRONMENT = {"TZ": "America/Los_Angeles", "LANG": "en_US.UTF-8", "LANGUAGE": "en_US"}
KEPT = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
# Instead of somebody's home, where settings and certificates may stand.
HOME = Path(__file__).parents[2] / "var" / "test-home"


class NoSuchChromium(Exception):
    """CHROMIUM_PATH names something that does not run."""


def find_chromium() -> str | None:
    """Return CHROMIUM_PATH if it is set, else the path of the first Chromium that runs, or None."""
    chosen = os.environ.get("CHROMIUM_PATH")
    if chosen:
        if not _runs([chosen, "--version"]):
            raise NoSuchChromium(f"CHROMIUM_PATH={chosen}: this does not run. Correct it, or unset it.")
        return chosen
    return next((path for path in _candidates() if _runs([path, "--version"])), None)


def launch(playwright: Playwright, path: str, font_set: str | None = None) -> Browser:
    """Start a Chromium that sees one set of fonts, and no zone, language or proxy of the machine."""
    HOME.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    fonts = {"FONTCONFIG_FILE": str(configuration_of(font_set or chosen_set()))}
    # Its sandbox refuses root.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(
        executable_path=path,
        args=[*ARGUMENTS, *sandbox],
        env={**kept, **ENVIRONMENT, **fonts, "HOME": str(HOME)},
    )


def install_chromium() -> None:
    """Install Debian's package where we may, else Playwright's own browser if that can be downloaded."""
    if _may_install():
        # What it needs comes with it. Fonts, which are only recommended, the tests bring along.
        install = ["apt-get", "install", "-q", "-y", "--no-install-recommends"]
        _say(f"Installing {HEADLESS} with apt-get, for the browser tests.")
        _runs(["apt-get", "update", "-q"])
        # Older Debians know only the one with windows.
        if not _runs([*install, HEADLESS]) and not find_chromium():
            _say("There is none. Installing chromium instead.")
            _runs([*install, "chromium"])
    if not find_chromium():
        _say("Downloading Playwright's own Chromium, for the browser tests.")
        _runs([sys.executable, "-m", "playwright", "install", "chromium"])


def main() -> int:
    """Print the path and version of the Chromium that the tests will use, and the set of fonts."""
    try:
        path = find_chromium()
        if "--install" in sys.argv and (not path or _there_is_a_faster_one(path)):
            install_chromium()
            path = find_chromium()
    except NoSuchChromium as error:
        _say(str(error))
        return 1
    if path is None:
        _say("Chromium: none")
        return 0
    version = subprocess.run([path, "--version"], capture_output=True, check=False, text=True).stdout
    _say(f"Chromium: {path} ({version.strip()}), fonts: {chosen_set()}")
    return 0


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _may_install() -> bool:
    return os.geteuid() == 0 and bool(shutil.which("apt-get"))


def _there_is_a_faster_one(path: str) -> bool:
    return _may_install() and path != os.environ.get("CHROMIUM_PATH") and not path.endswith(HEADLESS)


def _candidates() -> Iterator[str]:
    yield from filter(None, [shutil.which(HEADLESS)])
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    yield own
    yield from filter(None, map(shutil.which, OTHERS))


def _runs(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, capture_output=True, timeout=900, check=False, env=environment)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
