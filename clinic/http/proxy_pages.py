"""Pages of the proxy in front, as files: what it shows where it answers itself, with the clinic's phone."""

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from clinic.identity.kept_details import keep_details, replace_file
from clinic.media.storage import PROXY_PAGES as FOLDER

logger = logging.getLogger(__name__)

# Seconds; the worker's are as many.
KEPT_EVERY = 300
# Complete in itself: when it is shown, nothing else may be there to ask.
STYLE = (
    ":root{color-scheme:light dark}"
    "body{margin:0;background:light-dark(#fbf7f0,#14191a);color:light-dark(#22282b,#ece7dd);"
    "font:1.125rem/1.6 system-ui,sans-serif}"
    "main{max-width:40rem;margin:0 auto;padding:3rem 1.5rem}"
    "h1{font-weight:600;line-height:1.2}"
    "a{color:light-dark(#1e6b5b,#7ccbb6);display:inline-block;padding:.6rem 0;margin:-.6rem 0}"
)


@dataclass(frozen=True)
class ProxyPage:
    """Words of one page; the phone number follows the last."""

    title: str | Promise
    reason: str | Promise
    advice: str | Promise


# By the name of the file.
PAGES: Mapping[str, ProxyPage] = {
    "400": ProxyPage(
        _("This page could not be opened"),
        _("Your browser sent an address or a head that is too long, or that this site cannot read."),
        _("Close this window and begin at the first page of this site, or call us:"),
    ),
    "413": ProxyPage(
        _("What you sent is too large"),
        _("Nothing of it was kept. A form takes a few pages of text, and a picture up to 10 megabytes."),
        _("Go back and make it shorter or smaller, or call us:"),
    ),
    "429": ProxyPage(
        _("Too much at once from your connection"),
        _("Many requests came from the internet connection that you use, so this one has to wait a little."),
        _("Reload this page in a minute. A form that you sent counts once. If it cannot wait, call us:"),
    ),
    "503": ProxyPage(
        _("This site is closed for a moment"),
        _("It is not your fault, and the site will be back soon."),
        _("Reload this page in a minute. A form that you sent counts once. If it cannot wait, call us:"),
    ),
}


def write_proxy_pages() -> bool:
    """Write all pages with the details that were kept last; return whether it could be done."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    try:
        with translation.override(settings.LANGUAGE_CODE):
            for name, page in PAGES.items():
                replace_file(folder / f"{name}.html", _rendered(page))
    except OSError as error:
        # Those of before are still there, and the worker writes them again in a while.
        logger.error("The pages of the proxy were not written because of %s.", type(error).__name__)
        return False
    return True


def write_when_saved(sender: object, **_kwargs: Any) -> None:
    """Write the pages when the transaction that saved the details has ended."""
    transaction.on_commit(write_proxy_pages, robust=True)


def start_keeping() -> None:
    """Write the clinic's details and the pages now, and from a thread of this process every few minutes.

    Somebody may change the details on another machine.
    """
    _keep()
    threading.Thread(target=_keep_for_ever, name="kept files", daemon=True).start()


def _keep_for_ever() -> None:
    while True:
        time.sleep(KEPT_EVERY)
        _keep()


def _keep() -> None:
    keep_details()
    write_proxy_pages()
    # Idle for minutes: the database has other uses for the connection.
    connections.close_all()


def _rendered(page: ProxyPage) -> str:
    style = mark_safe(STYLE)  # noqa: S308 - the constant above
    return render_to_string("clinic/http/proxy_page.html", {"page": page, "style": style})
