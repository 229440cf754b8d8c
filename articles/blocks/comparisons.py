"""Things that acupuncture was compared with, as a source and a claim name them: parted by semicolons."""

from articles.statements.folding import fold

# Words with which people say that there was nothing to compare with. "No treatment" is something.
_NOTHING = {
    "none", "nothing", "no comparison", "no comparator", "no control", "no control group", "uncontrolled",
    "not applicable", "not stated", "n/a", "na", "-",
    "nada", "ninguno", "ninguna", "sin comparador", "sin control", "no aplica", "no procede",
}  # fmt: skip


def comparators_in(text: str) -> dict[str, str]:
    """Return what ``text`` names, as it is written, by the form in which it is compared."""
    named = [name.strip() for name in text.split(";")]
    return {key: name for name in named if (key := _key(name)) and key not in _NOTHING}


def _key(name: str) -> str:
    return " ".join(fold(name).split()).strip(" .,:")
