"""The admin is the clinic's: its name and mark everywhere, and no word of the software under it."""

import gettext
import re
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from django.utils.html import strip_tags

import wagtail

import pytest

from clinic.models import ClinicSettings
from tests import cast
from tests.addresses import all_addresses
from tests.factories import make_condition, make_details, make_ready_draft, make_source

pytestmark = pytest.mark.django_db
NAME = "Needle & Thread"
LOCALES = Path(django_settings.BASE_DIR) / "locale"
# Words that staff should not have to know.
FOREIGN = re.compile(
    r"\bWagtail\b|\bmoderat(?:ion|ors?)\b|\bsnippets?\b|domain\.com|Sorry, no", re.IGNORECASE
)
# What is no word on the screen: addresses, names of classes, columns and scripts.
TECHNICAL = re.compile(r"[\w./:#-]*(?:wagtail|snippets)[\w./:#=?&%-]*", re.DOTALL)


@pytest.fixture(autouse=True)
def details() -> ClinicSettings:
    return make_details(clinic_name=NAME)


def words_of(html: str) -> str:
    """What a page says: its text, and what it says to those who hear it."""
    said = re.findall(r'(?:title|alt|placeholder|aria-label|value)="([^"]*)"', html)
    # The menu is made by a script, from words in JSON.
    said += re.findall(r'"label": "([^"]*)"', html)
    visible = re.sub(r"(?s)<(script|style|svg)\b.*?</\1>", " ", html)
    return TECHNICAL.sub(" ", " ".join([strip_tags(visible), *said]))


def title_of(html: str) -> str:
    return " ".join(re.search(r"(?s)<title>(.*?)</title>", html)[1].split())


def paths_without_parts() -> list[str]:
    return sorted(
        {
            one.filled()
            for one in all_addresses()
            if one.route.startswith("admin/") and "<" not in one.route and not one.is_regex
        }
    )


def test_every_page_of_the_admin_carries_the_clinics_name_and_no_word_of_wagtail():
    make_ready_draft()
    make_source()
    sam = cast.signed_in(cast.make_sam())
    seen = {}
    for path in paths_without_parts():
        if re.search("logout|failwhale|/api/|jsi18n|sprite", path):
            continue
        response = sam.get(path)
        if response.status_code == 200 and "text/html" in response.headers.get("Content-Type", ""):
            seen[path] = response.content.decode()
    whole = {path: html for path, html in seen.items() if "<title>" in html}
    assert len(whole) > 40
    untitled = {
        path: title_of(html)
        for path, html in whole.items()
        if not title_of(html).endswith("· Needle &amp; Thread")
    }
    assert not untitled
    assert not [path for path, html in whole.items() if "clinic/favicon" not in html or "favicon.ico" in html]
    of_wagtail = {path: html for path, html in whole.items() if 'id="wagtail"' in html}
    assert not [path for path, html in of_wagtail.items() if "appointments/desk/desk" not in html]
    foreign = {path: match[0] for path, html in seen.items() if (match := FOREIGN.search(words_of(html)))}
    assert not foreign


@pytest.mark.parametrize("who", [cast.make_freya, cast.make_ed, cast.make_rita, cast.make_olive])
def test_home_and_menu_are_the_clinics_for_everybody(who):
    html = cast.signed_in(who()).get("/admin/").content.decode()
    assert title_of(html) == "Dashboard · Needle &amp; Thread"
    assert '<span class="clinic-brand__name">Needle &amp; Thread</span>' in html
    assert not FOREIGN.search(words_of(html))
    assert "editor-guide" not in html
    assert "whats-new-in" not in html
    assert ("Search all pages" in html) == (who in (cast.make_ed, cast.make_rita))


def test_the_inbox_and_the_sign_in_are_named_after_the_clinic():
    assert title_of(cast.signed_in(cast.make_freya()).get("/admin/requests/").content.decode()).endswith(
        "· Needle &amp; Thread"
    )
    page = Client().get("/admin/login/").content.decode()
    assert "Sign in to Needle &amp; Thread" in " ".join(page.split())
    assert "icon-wagtail" not in page


def test_a_page_that_is_not_there_shows_the_clinics_mark():
    response = cast.signed_in(cast.make_ed()).get("/admin/no-such-page/")
    assert response.status_code == 404
    assert title_of(response.content.decode()).endswith("· Needle &amp; Thread")
    assert not FOREIGN.search(words_of(response.content.decode()))


def test_the_mail_that_lets_somebody_choose_a_new_password_is_the_clinics(mailoutbox):
    user = cast.make_freya()
    user.set_password("a long enough password")
    user.save()
    Client().post("/admin/password_reset/", {"email": user.email})
    call_command("run_worker", "--once")
    [mail] = mailoutbox
    assert mail.subject == "Choose a new password for Needle & Thread"
    assert "your account at Needle & Thread" in mail.body
    assert "/admin/password_reset/reset/" in mail.body
    assert not FOREIGN.search(TECHNICAL.sub(" ", mail.body))


def test_mail_about_reviews_says_review_and_names_the_clinic(mailoutbox):
    rita, draft = cast.make_rita(), make_ready_draft()
    ed = cast.make_ed()
    draft.save_revision(user=ed)
    draft.get_workflow().start(draft, ed)
    told = [mail for mail in mailoutbox if rita.email in mail.to]
    assert told
    for mail in told:
        html = next((one.content for one in mail.alternatives), "")
        assert not FOREIGN.search(TECHNICAL.sub(" ", f"{mail.subject} {mail.body} {words_of(html)}"))
        assert not html or "Needle &amp; Thread" in html


def test_deleting_many_pages_asks_for_the_name_in_the_clinics_details(settings):
    settings.WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1
    article, sam = make_condition(), cast.signed_in(cast.make_sam())
    page = sam.get(f"/admin/pages/{article.pk}/delete/").content.decode()
    assert "<b>Needle &amp; Thread</b>" in page
    sam.post(f"/admin/pages/{article.pk}/delete/", {"confirm_site_name": "Acupuncture Halls"})
    article.refresh_from_db()
    sam.post(f"/admin/pages/{article.pk}/delete/", {"confirm_site_name": NAME})
    with pytest.raises(type(article).DoesNotExist):
        article.refresh_from_db()


def compiled_in(folder: Path) -> dict[Any, str]:
    """The words that the site looks up."""
    with (folder / "django.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)._catalog


def entries_of(text: str) -> dict[str, list[str]]:
    """The words of a catalogue's source, by what they stand for."""
    found = {}
    for block in text.split("\n\n"):
        parts = re.findall(r'^(msg(?:id|str)\w*(?:\[\d\])?) ((?:".*"\n?)+)', block, re.MULTILINE)
        said = [
            "".join(re.findall(r'"(.*)"', value)).replace('\\"', '"').replace(r"\\", "\\")
            for _kind, value in parts
        ]
        if said and said[0]:
            kinds = [kind for kind, _value in parts]
            found[said[0]] = [words for kind, words in zip(kinds, said, strict=True) if kind[:6] == "msgstr"]
    return found


@pytest.mark.parametrize("folder", list(LOCALES.iterdir()), ids=lambda folder: folder.name)
def test_the_compiled_words_are_those_of_the_source(folder):
    catalogue = compiled_in(folder / "LC_MESSAGES")
    words: dict[str, list[str]] = {}
    for key, value in catalogue.items():
        if key:
            known = key[0] if isinstance(key, tuple) else key
            words.setdefault(known.rpartition("\x04")[2], []).append(value)
    assert words == entries_of((folder / "LC_MESSAGES/django.po").read_text())


def test_wagtail_still_has_the_words_that_are_replaced():
    source = entries_of((LOCALES / "en/LC_MESSAGES/django.po").read_text())
    known = "".join(
        one.read_text() for one in Path(wagtail.__file__).parent.rglob("locale/en/LC_MESSAGES/django.po")
    )
    known = known.replace('"\n"', "").replace('\\"', '"')
    assert not [one for one in source if f'msgid "{one}"' not in known]
