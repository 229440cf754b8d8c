"""Looks at one public page as everybody may see it: three widths, two themes, large text, keyboard alone.

One loaded page is looked at in all ways; loading it each time anew would take minutes.
"""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEIGHTS = {320: 640, 768: 1024, 1280: 900}
# What can differ between the themes; all else is the same in both, and looked at once.
ABOUT_COLORS = ["color-contrast", "link-in-text-block"]
ALL_RULES: dict[str, Any] = {"type": "tag", "values": TAGS}
# Each width is seen in both themes; the one named here with every rule.
FULLY_IN = {320: "light", 768: "dark", 1280: "light"}
AXE = """async (only) => {
    const { violations } = await axe.run({ runOnly: only, resultTypes: ["violations"], preload: false });
    return violations.map((rule) => `${rule.id}: ${rule.nodes.slice(0, 4).map((node) => node.target)}`);
}"""
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
ENLARGE = "(size) => { document.documentElement.style.fontSize = size; }"
# Whatever can have the focus gets it, and its first line must be what a click there would hit.
COVERED = """() => {
    const controls = "a[href], button, input:not([type=hidden]), textarea, select, summary, [tabindex='0']";
    const covered = [];
    for (const control of document.querySelectorAll(controls)) {
        if (!control.checkVisibility({ visibilityProperty: true }) || control.closest(".call-bar")) continue;
        control.focus();
        if (document.activeElement !== control) continue;
        const box = control.getClientRects()[0];
        const hit = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 12));
        if (hit?.closest(".call-bar") || box.bottom <= 0 || box.top >= innerHeight) {
            covered.push(control.outerHTML.slice(0, 80));
        }
    }
    return covered;
}"""


def problems_on(page: Page) -> list[str]:
    """What is wrong with the page that is open, with the width and the theme in which it is."""
    page.evaluate(AXE_SCRIPT)
    problems = []
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            rules = ALL_RULES if theme == FULLY_IN[width] else {"type": "rule", "values": ABOUT_COLORS}
            problems += [f"{width} {theme} {found}" for found in page.evaluate(AXE, rules)]
        problems += [f"{width} {found}" for found in _layout_problems(page, width)]
    page.emulate_media(color_scheme="light")
    return problems


def layout_problems_on(page: Page) -> list[str]:
    """What is too wide or covered at any width: it hangs on the words, so that every page has to be seen."""
    problems = []
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        problems += [f"{width} {found}" for found in _layout_problems(page, width)]
    return problems


def _layout_problems(page: Page, width: int) -> list[str]:
    problems = ["is too wide"] if page.evaluate(TOO_WIDE) else []
    if width == min(HEIGHTS):
        problems += [f"the bar covers {control}" for control in page.evaluate(COVERED)]
    page.evaluate(ENLARGE, "200%")
    problems += ["is too wide with text of twice the size"] if page.evaluate(TOO_WIDE) else []
    page.evaluate(ENLARGE, "")
    return problems
