"""The workflow "Clinical review": editors submit, reviewers approve, and nobody approves their own work."""

from importlib import import_module

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.urls import reverse

from wagtail.models import GroupApprovalTask, TaskState, Workflow, WorkflowTask

import pytest

from articles.models import ClinicalReviewTask, ConditionPage
from articles.models.four_eyes import OWN_WORK, FourEyesError
from clinic.models import User
from tests.articles.gate.test_gate_doors import form_of
from tests.cast import REVIEWERS, make_ed, make_rita, make_sam, signed_in
from tests.factories import make_ready_draft, make_user

pytestmark = pytest.mark.django_db


def submitted(page: ConditionPage, *, by: User, written_by: User | None = None) -> ConditionPage:
    """The article, written and sent to the reviewers."""
    page.save_revision(user=written_by or by)
    page.get_workflow().start(page, by)
    return ConditionPage.objects.get(pk=page.pk)


def approve(user: User, page: ConditionPage):
    """Press the button "Approve" of the list and of the userbar."""
    url = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[page.pk, "approve", page.current_workflow_task_state.pk],
    )
    return signed_in(user).post(url, {"comment": ""}, follow=True)


def is_live(page: ConditionPage) -> bool:
    return ConditionPage.objects.get(pk=page.pk).live


def test_editors_submit_and_reviewers_approve():
    page = submitted(make_ready_draft(), by=make_ed())
    assert isinstance(page.current_workflow_task, ClinicalReviewTask)
    approve(make_rita(), page)
    assert is_live(page)


def test_editors_do_not_approve():
    ed = make_ed()
    page = submitted(make_ready_draft(), by=make_rita())
    approve(ed, page)
    assert not is_live(page)


@pytest.mark.parametrize("maker", [make_rita, make_sam], ids=["reviewer", "superuser"])
def test_what_one_wrote_one_does_not_approve_whoever_submitted_it(maker):
    me, ed = maker(), make_ed()
    page = submitted(make_ready_draft(), by=ed, written_by=me)
    approve(me, page)
    assert not is_live(page)
    approve(make_user(email="other@clinic.example", group=REVIEWERS), page)
    assert is_live(page)


def test_who_submitted_the_words_of_somebody_else_approves_them():
    rita = make_rita()
    page = submitted(make_ready_draft(), by=rita, written_by=make_ed())
    approve(rita, page)
    assert is_live(page)


def test_what_one_changed_since_one_does_not_approve():
    rita = make_rita()
    page = submitted(make_ready_draft(), by=make_ed())
    page.summary = "Changed by Rita."
    page.save_revision(user=rita)
    page = ConditionPage.objects.get(pk=page.pk)
    approve(rita, page)
    assert not is_live(page)
    page.summary = "Changed by a second editor."
    page.save_revision(user=make_user(email="second@clinic.example", group="Editors"))
    # The first approval was asked for on an older version: Wagtail asks again for the one of now.
    approve(rita, ConditionPage.objects.get(pk=page.pk))
    assert not is_live(page)
    approve(rita, ConditionPage.objects.get(pk=page.pk))
    assert is_live(page)


def test_the_task_itself_refuses_whoever_calls_it():
    rita = make_rita()
    page = submitted(make_ready_draft(), by=rita)
    with pytest.raises(FourEyesError):
        page.current_workflow_task.on_action(page.current_workflow_task_state, rita, "approve")
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_nor_does_anybody_approve_a_step_of_their_own_work_that_publishes_nothing_yet():
    rita = make_rita()
    page = make_ready_draft()
    second = ClinicalReviewTask.objects.create(name="A second look")
    WorkflowTask.objects.create(workflow=page.get_workflow(), task=second, sort_order=1)
    page = submitted(page, by=rita)
    with pytest.raises(FourEyesError):
        page.current_workflow_task.on_action(page.current_workflow_task_state, rita, "approve")
    assert ConditionPage.objects.get(pk=page.pk).current_workflow_task != second


def test_the_editor_says_why_there_is_no_button():
    rita = make_rita()
    page = submitted(make_ready_draft(), by=rita)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    own = signed_in(rita).get(url).content.decode()
    assert str(OWN_WORK) in own
    assert 'data-workflow-action-name="approve"' not in own
    other = make_user(email="other@clinic.example", group=REVIEWERS)
    theirs = signed_in(other).get(url).content.decode()
    assert str(OWN_WORK) not in theirs
    assert 'data-workflow-action-name="approve"' in theirs


def test_nobody_publishes_past_the_other_reviewer_what_waits_for_approval():
    rita = make_rita()
    page = submitted(make_ready_draft(), by=rita)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = form_of(page, ready=True, summary="Kept.", **{"action-publish": "1"})
    response = signed_in(rita).post(url, form, follow=True)
    assert str(OWN_WORK) in response.content.decode()
    assert not is_live(page)
    assert ConditionPage.objects.get(pk=page.pk).get_latest_revision_as_object().summary == "Kept."
    other = make_user(email="other@clinic.example", group=REVIEWERS)
    signed_in(other).post(url, form)
    assert is_live(page)


def test_a_change_sent_together_with_the_approval_is_kept_and_not_approved(client, monkeypatch):
    """The middleware's answer: the words are stored, and the message says who has to approve."""
    rita = make_rita()
    page = submitted(make_ready_draft(), by=make_ed())
    monkeypatch.setattr(ClinicalReviewTask, "get_actions", lambda *_args: [("approve", "Approve", False)])
    page.summary = "Changed by Rita."
    page.save_revision(user=rita)
    response = approve(rita, ConditionPage.objects.get(pk=page.pk))
    assert response.status_code == 200
    assert str(OWN_WORK) in response.content.decode()
    assert not is_live(page)


def test_the_migration_keeps_what_waits_and_goes_back_and_forth():
    page = submitted(make_ready_draft(), by=make_ed())
    migration = import_module("articles.migrations.0004_clinical_review")
    apps = MigrationLoader(connection).project_state(("articles", "0004_clinical_review")).apps

    migration.to_clinical_review(apps, None)
    task = ClinicalReviewTask.objects.get()
    assert task.name == "Clinical review"

    migration.to_wagtails_approval(apps, None)
    assert not ClinicalReviewTask.objects.exists()
    assert Workflow.objects.get().name == "Moderators approval"
    assert [group.name for group in GroupApprovalTask.objects.get().groups.all()] == [REVIEWERS]

    migration.to_clinical_review(apps, None)
    assert ClinicalReviewTask.objects.get().pk == task.pk
    assert [group.name for group in task.groups.all()] == [REVIEWERS]
    approve(make_rita(), ConditionPage.objects.get(pk=page.pk))
    assert is_live(page)
