"""Full reviews in the workflow history: each is the approval of what waited."""

from django.utils.translation import gettext as _

from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import workflow_approved

from clinic.models import User


def end_as_approved(page: Page, user: User) -> None:
    """End the workflow that ``page`` is in as approved.

    A full review publishes what was submitted. Wagtail would call the workflow cancelled, because it was
    not the workflow's own button that published it.
    """
    state = page.current_workflow_state
    if state is None:
        return
    task = state.current_task_state.specific
    if task.status == TaskState.STATUS_IN_PROGRESS:
        task.approve(user=user, update=False, comment=_("Recorded a full review."))
    state.status = WorkflowState.STATUS_APPROVED
    state.save()
    workflow_approved.send(sender=WorkflowState, instance=state, user=user)
