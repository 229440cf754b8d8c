"""The workflow history tells a full review as what it is: an approval."""

from django.core import mail
from django.urls import reverse

from wagtail.models import TaskState, WorkflowState

import pytest

from articles.models import ConditionPage
from tests.articles.reviews.test_review_act import UNREVIEWED, review_form, review_url
from tests.articles.reviews.test_review_workflow import submitted
from tests.cast import make_ed, make_rita, signed_in
from tests.factories import make_practitioner, make_ready_draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sent_back", [False, True])
def test_a_full_review_ends_what_was_submitted_as_approved(sent_back, django_capture_on_commit_callbacks):
    ed, rita = make_ed(), make_rita()
    page = submitted(make_ready_draft(**UNREVIEWED), by=ed)
    if sent_back:
        page.current_workflow_task_state.specific.reject(user=rita, comment="Shorter, please.")
    mail.outbox.clear()
    form = review_form(make_practitioner(name="Robin Reed"))
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(rita).post(review_url(page), form)
    assert ConditionPage.objects.get(pk=page.pk).live
    [state] = WorkflowState.objects.all()
    assert state.status == WorkflowState.STATUS_APPROVED
    if not sent_back:
        [task] = TaskState.objects.all()
        assert (task.status, task.finished_by) == (TaskState.STATUS_APPROVED, rita)
    assert [message.to for message in mail.outbox] == [[ed.email]]
    history = signed_in(rita).get(reverse("wagtailadmin_pages:workflow_history", args=[page.pk])).text
    assert "Approved" in history
    assert "Cancelled" not in history
