"""Takes the pictures of README and docs anew: `make screenshots`. They show invented people only."""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from .chromium import find_chromium, launch_arguments
from .editor_pictures import take_editors_pictures
from .site import Site, running_site
from .test_journey import SECONDS_TO_FILL_IN, sign_in

PICTURES = Path(__file__).parents[2] / "docs" / "images"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PEOPLE = [
    ("Grace Demonstration", "949 555 0101", "Monday"),
    ("José Demonstration-Núñez", "949 555 0102", "Wednesday"),
    ("Linh Demonstration", "949 555 0103", "Friday"),
]


def main() -> None:
    """Start the site, invent three requests, and take the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with running_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=launch_arguments())
        page = browser.new_context(viewport=DESK).new_page()
        page.goto(f"{site.address}/conditions/sciatica/")
        page.screenshot(path=PICTURES / "article.png")
        phone = browser.new_context(viewport=PHONE, device_scale_factor=2).new_page()
        for person in PEOPLE:
            send_request(phone, site, *person)
        phone.goto(f"{site.address}/appointments/request/?article=sciatica")
        phone.screenshot(path=PICTURES / "form.png")
        sign_in(page, f"{site.address}/admin/requests/", "desk@clinic.example")
        page.screenshot(path=PICTURES / "inbox.png")
        take_editors_pictures(browser, site, PICTURES)
        browser.close()


def send_request(page: Page, site: Site, name: str, phone: str, day: str) -> None:
    """Ask for an appointment as ``name``."""
    page.goto(f"{site.address}/appointments/request/?article=sciatica")
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Phone number").fill(phone)
    page.get_by_label(day).check()
    page.get_by_label("I agree that the clinic may contact me").check()
    # Whoever is faster is taken for a program.
    page.wait_for_timeout(SECONDS_TO_FILL_IN * 1000)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send request").click()
    page.wait_for_url("**/received/**")


if __name__ == "__main__":
    main()
