"""Takes the pictures of README and docs anew: `make screenshots`. They show invented people only."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from .chromium import find_chromium, launch
from .desk_pictures import take_desk_pictures
from .editor_pictures import take_editors_pictures
from .site import running_site

PICTURES = Path(__file__).parents[2] / "docs" / "images"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def main() -> None:
    """Start the site with its invented requests, and take the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with running_site() as site, sync_playwright() as playwright:
        browser = launch(playwright, find_chromium() or sys.exit("No Chromium was found: make browser"))
        page = browser.new_context(viewport=DESK).new_page()
        page.goto(f"{site.address}/conditions/sciatica/")
        page.screenshot(path=PICTURES / "article.png")
        phone = browser.new_context(viewport=PHONE, device_scale_factor=2).new_page()
        phone.goto(f"{site.address}/appointments/request/?article=sciatica")
        phone.screenshot(path=PICTURES / "form.png")
        take_desk_pictures(browser, site, PICTURES)
        take_editors_pictures(browser, site, PICTURES)
        browser.close()


if __name__ == "__main__":
    main()
