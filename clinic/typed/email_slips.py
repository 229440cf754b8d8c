"""Slips in the domains of e-mail addresses that many people have: gmial.com for gmail.com."""

import unicodedata
from os.path import commonprefix

PROVIDERS = (
    *("gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "comcast.net", "verizon.net"),
    *("sbcglobal.net", "protonmail.com", "googlemail.com", "bellsouth.net", "earthlink.net", "fastmail.com"),
)
# Providers with short names, of which only the ending is compared: a letter more or less is somebody else.
_SHORT = ("aol.com", "msn.com", "live.com", "mac.com", "att.net", "cox.net")
# Domains that people have and that look like a slip of those above.
_REAL = {"mail.com", "email.com", "ymail.com", "cloud.com", "mac.com", "me.com", "gmx.com", "live.com"}
# Endings that no domain has.
_ENDINGS = {
    **dict.fromkeys(("con", "cmo", "ocm", "comm", "coom", "vom", "xom", "cpm", "clm", "cim", "cin"), "com"),
    **dict.fromkeys(("nte", "ner", "ent", "nett", "met"), "net"),
    **dict.fromkeys(("ogr", "orgg", "rog"), "org"),
    "eud": "edu",
}
# Endings of countries that are a "com" with a letter less.
_NEARLY_COM = {"co", "cm", "om"}


def meant(domain: str) -> str:
    """Return the domain that was probably meant; empty when this one may well be right."""
    if domain in (*PROVIDERS, *_SHORT) or domain in _REAL:
        return ""
    name, _dot, ending = domain.rpartition(".")
    if "." in name:
        # A country's own branch, such as yahoo.co.uk.
        return ""
    mended = _ENDINGS.get(ending, ending)
    for provider in PROVIDERS:
        its_name, _dot, its_ending = provider.rpartition(".")
        is_ending = mended == its_ending or (its_ending == "com" and ending in _NEARLY_COM)
        if is_ending and _is_slip(name, its_name) and f"{name}.{mended}" not in _REAL:
            return provider
        if name == its_name == "gmail":
            return provider
    for provider in _SHORT:
        its_name, _dot, its_ending = provider.rpartition(".")
        if name == its_name and its_ending == "com" and ending in _NEARLY_COM:
            return provider
    return f"{name}.{mended}" if mended != ending else ""


def mixes_scripts(domain: str) -> bool:
    """Return whether a part of the domain mixes Latin letters with others, some of which look the same."""
    for label in domain.split("."):
        scripts = {unicodedata.name(c, "").partition(" ")[0] for c in label if c.isalpha()}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}:
            return True
    return False


def _is_slip(typed: str, name: str) -> bool:
    """Return whether ``typed`` is ``name`` with at most one letter too many, too few, other or swapped."""
    if abs(len(typed) - len(name)) > 1:
        return False
    start = len(commonprefix([typed, name]))
    one, other = typed[start:], name[start:]
    return one[1:] == other or one == other[1:] or one[1:] == other[1:] or one == other[1::-1] + other[2:]
