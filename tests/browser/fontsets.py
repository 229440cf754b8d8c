"""The fonts that browser tests see, and no others: one set of those in ``fonts/``."""

import os
from pathlib import Path
from xml.sax.saxutils import escape

FONTS = Path(__file__).parent / "fonts"
WRITTEN = Path(__file__).parents[2] / "var" / "test-fonts"
# What stands for sans serif and for serif in each set. All of them lend monospace and East Asian letters.
SETS = {
    "noto": ("Noto Sans", "Noto Serif"),
    "dejavu": ("DejaVu Sans", "DejaVu Serif"),
    "liberation": ("Free Sans Metric", "Free Serif Metric"),
    "wide": ("Stretched Sans", "Stretched Sans"),
}
FOR_ALL = "everywhere"
MONOSPACE = "DejaVu Sans Mono"
EAST_ASIAN = "Noto Sans CJK"
# Names that a stylesheet may ask for, and that a machine might answer in a way of its own.
SANS_NAMES = ("system-ui", "ui-sans-serif", "sans-serif", "sans", "Arial", "Helvetica", "Helvetica Neue")
SERIF_NAMES = ("serif", "ui-serif", "Times", "Times New Roman", "Georgia", "Palatino")
MONOSPACE_NAMES = ("monospace", "ui-monospace", "Courier", "Courier New", "Menlo", "Consolas")
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
  <cachedir>{cache}</cachedir>
{names}
  <match><edit name="family" mode="append_last"><string>{sans}</string></edit></match>
</fontconfig>
"""


def chosen_set() -> str:
    """Return the name of the set for the whole run: ``FONT_SET=wide make test`` takes another than Noto."""
    chosen = os.environ.get("FONT_SET", "noto")
    if chosen not in SETS:
        raise SystemExit(
            f"FONT_SET={chosen}: there is no such set of fonts. Choose one of {', '.join(SETS)}."
        )
    return chosen


def configuration_of(font_set: str) -> Path:
    """Write the fontconfig file of one set, and return its path."""
    folder = WRITTEN / font_set
    folder.mkdir(parents=True, exist_ok=True)
    sans, serif = SETS[font_set]
    families = dict.fromkeys(SANS_NAMES, sans) | dict.fromkeys(SERIF_NAMES, serif)
    families |= dict.fromkeys(MONOSPACE_NAMES, MONOSPACE)
    text = CONFIGURATION.format(
        folders="\n".join(f"  <dir>{escape(str(FONTS / name))}</dir>" for name in (font_set, FOR_ALL)),
        cache=escape(str(folder / "cache")),
        sans=sans,
        names="\n".join(_alias(name, family) for name, family in families.items()),
    )
    path = folder / "fonts.conf"
    # Several processes write the same: whoever reads finds a whole file.
    fresh = folder / f"fonts.conf.{os.getpid()}"
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
    return path


def _alias(name: str, family: str) -> str:
    return (
        f'  <alias binding="same"><family>{name}</family><prefer><family>{family}</family></prefer></alias>'
    )
