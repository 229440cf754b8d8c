"""Two workers at once: each notice is claimed by one of them."""

from threading import Barrier, Thread

from django.db import connection

import pytest

from appointments.models import Notice
from appointments.notices import outbox
from tests.appointments.factories import make_request

WORKERS = 4


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_several_workers_one_claims_a_notice():
    make_request()
    notice = Notice.objects.to_staff().get()
    Notice.objects.exclude(pk=notice.pk).delete()
    start, claims = Barrier(WORKERS), []

    def claim() -> None:
        start.wait()
        claims.append(outbox.claim())
        connection.close()

    workers = [Thread(target=claim) for _number in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [one for one in claims if one is not None] == [notice]
    notice.refresh_from_db()
    assert notice.attempts == 1
