"""An authenticator app, as one has it on a phone, and recovery codes."""

import re
import time
from typing import Any

from django.test import Client

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.factories import PASSWORD


def code_of(secret: str, *, later: int = 0) -> str:
    """The six digits that the app shows, or will show after so many half minutes."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def set_up_app(browser: Client) -> str:
    """Set up an app in a browser that is signed in; its secret."""
    page = browser.get("/admin/account/second-factor/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    answer = browser.post("/admin/account/second-factor/app/", {"code": code_of(secret)})
    assert answer.headers["Location"] == "/admin/account/second-factor/codes/"
    return secret


def give_password(browser: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    """Send the first step of the sign-in."""
    return browser.post("/admin/login/", {"login": email, "password": password, **more})
