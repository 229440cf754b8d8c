"""Looks at one public page as everybody may see it: three widths, two themes, large text, keyboard alone.

One loaded page is looked at in all ways; loading it anew each time would take minutes. Contrast takes most
of what axe takes: every page is seen narrow by day and wide by night, and a few, which hold what stands
on all of them, in both themes at every width.
"""

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEIGHTS = {320: 640, 768: 1024, 1280: 900}
# What can differ between the themes; all else is the same in both, and looked at once.
ABOUT_COLORS = ["color-contrast", "link-in-text-block"]
ALL_RULES: dict[str, Any] = {"type": "tag", "values": TAGS}
# What can differ between the screens on which one loaded page is shown.
ABOUT_SCREENS: dict[str, Any] = {
    "type": "rule",
    "values": [*ABOUT_COLORS, "target-size", "scrollable-region-focusable"],
}
Theme = Literal["light", "dark"]
Screen = tuple[int, Theme]
# On these screens every page is seen, with every rule; on the others some pages too.
FULLY_ON: tuple[Screen, ...] = ((320, "light"), (1280, "dark"))
OTHERS: tuple[Screen, ...] = ((320, "dark"), (768, "light"), (768, "dark"), (1280, "light"))
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


# What names itself in the words that were just read, such as a caption below the same heading.
READ_TWICE = """() => {
    const plain = (text) => (text ?? "").trim().replace(/\\s+/g, " ").toLowerCase();
    const twice = [];
    let before = "";
    const named = "h1, h2, h3, h4, caption, legend, label, [aria-label], a, button";
    for (const part of document.querySelectorAll(named)) {
        if (!part.checkVisibility({ visibilityProperty: true })) continue;
        const name = plain(part.getAttribute("aria-label") ?? part.innerText ?? part.textContent);
        if (name && name === before && part.matches("caption, legend, label, [aria-label]")) twice.push(name);
        if (!part.querySelector("h1, h2")) before = name;
    }
    for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
        if (field.labels.length > 1 || (field.labels.length && field.ariaLabel)) twice.push(field.name);
    }
    return twice;
}"""


def problems_on(page: Page, *, everywhere: bool = False) -> list[str]:
    """What is wrong with the page that is open, with the width and the theme in which it is.

    ``everywhere`` adds each other width in each theme.
    """
    page.evaluate(AXE_SCRIPT)
    problems: list[str] = []
    problems += [f"is read twice: {name}" for name in page.evaluate(READ_TWICE)]
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        for screen in (*FULLY_ON, *(OTHERS if everywhere else ())):
            if screen[0] == width:
                page.emulate_media(color_scheme=screen[1], reduced_motion="reduce")
                found = page.evaluate(AXE, ALL_RULES if screen in FULLY_ON else ABOUT_SCREENS)
                problems += [f"{width} {screen[1]} {each}" for each in found]
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
