"""Every download of the admin: no title, name or path in it becomes a formula."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry

import pytest
from openpyxl import load_workbook

from clinic.models import InformationPage, User
from tests.cast import make_sam, signed_in
from tests.databases import rows_for_many
from tests.factories import make_details, make_information_page

pytestmark = pytest.mark.django_db
FORMULAS = [
    '=HYPERLINK("https://a.example/","x")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    '"=1+1',
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\ufeff=1",
]


def all_views(view: type = SpreadsheetExportMixin) -> Iterator[type]:
    for one in view.__subclasses__():
        yield one
        yield from all_views(one)


def cells(browser, path, kind):
    response = browser.get(f"/admin/{path}?export={kind}")
    assert response.status_code == 200, path
    body = b"".join(response.streaming_content)
    if kind == "csv":
        return [cell for row in csv.reader(io.StringIO(body.decode(), newline="")) for cell in row]
    return [
        cell for row in load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True) for cell in row
    ]


def begins_formula(cell):
    text = cell.strip().lstrip("\"'\ufeff").strip() if isinstance(cell, str) else ""
    return text[:1] in set("=+-@＝＋－＠") and not str(cell).startswith("'")


@pytest.fixture(scope="module")
def formulas(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Pages, redirects and log entries that are called like formulas, for all tests that ask for them."""
    with rows_for_many(django_db_blocker):
        make_details()
        sam = make_sam()
        for number, words in enumerate(FORMULAS):
            page = make_information_page(title=words, slug=f"page-{number}")
            page.save_revision(user=sam, log_action=True)
            InformationPage.objects.filter(pk=page.pk).update(
                title=words, draft_title=words, locked=True, locked_by=sam, last_published_at=timezone.now()
            )
            # As plain SQL would: the door refuses an address that is none.
            Redirect.objects.bulk_create([Redirect(old_path=words, redirect_link="https://a.example/")])
            ModelLogEntry.objects.create(
                label=words, action="wagtail.edit", timestamp=page.latest_revision_created_at, object_id="1",
                content_type=page.content_type, data={},
            )  # fmt: skip
        yield


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "path", ["reports/site-history/", "reports/aging-pages/", "reports/locked/", "redirects/"]
)
def test_a_title_that_is_a_formula_is_text_in_every_download(formulas, path, kind):
    found = cells(signed_in(User.objects.get(is_superuser=True)), path, kind)
    assert any(str(cell).startswith("'") for cell in found)
    assert [cell for cell in found if begins_formula(cell)] == []


def test_numbers_and_dates_stay_what_they_are():
    view = SpreadsheetExportMixin()
    for value in (-5, -1.5, None, True):
        assert view.preprocess_field_value("x", value, "csv") is value


def test_no_view_of_the_admin_writes_its_cells_past_the_guard():
    guarded = (
        "preprocess_field_value",
        "get_heading",
        "write_csv_row",
        "generate_xlsx_row",
        "stream_csv",
        "write_xlsx",
    )
    past = [(view.__name__, name) for view in all_views() for name in guarded if name in vars(view)]
    assert past == []
