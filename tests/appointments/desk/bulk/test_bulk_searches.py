"""Requests that a search selects for a step: it is recorded, whichever field asks for "all" of them."""

import pytest

from appointments.models import AccessRecord
from tests import cast
from tests.appointments.desk.searching import sealed
from tests.appointments.factories import SOMEBODY_ELSE, make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db
PAGES = ["give", "duplicates", "send-again-many", "discard-many"]


@pytest.mark.parametrize("slug", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("field", ["id", "selection"])
def test_all_that_a_search_finds_is_a_recorded_search(slug, method, field):
    make_details()
    freya = cast.make_freya()
    found, _other = make_request(), make_request(**SOMEBODY_ELSE)
    desk = cast.signed_in(freya)
    listing = f"search={sealed(desk, 'Whitfield')}"
    sent = {field: "all", "listing": listing, "confirmed": "yes", "to": "nobody"}
    response = getattr(desk, method)(f"/admin/requests/{slug}/", sent)
    assert response.status_code == 200, "the person sees first what the search selects"
    row = AccessRecord.objects.get()
    assert (row.actor, row.action) == (freya, "search")
    assert row.search_hash
    assert row.shown == ([found.reference] if found.reference in response.content.decode() else [])


def test_ticked_requests_are_no_search():
    make_details()
    appointment_request, desk = make_request(), cast.signed_in(cast.make_freya())
    sent = {"id": f"{appointment_request.pk}.1", "listing": f"search={sealed(desk, 'Whitfield')}"}
    desk.post("/admin/requests/give/", sent)
    assert not AccessRecord.objects.exists()
