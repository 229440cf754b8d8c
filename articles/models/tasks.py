"""Workflow task in which a clinical reviewer approves an article, never their own."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.locks import WorkflowLock
from wagtail.models import AbstractGroupApprovalTask, TaskState

from clinic.models import User

from .four_eyes import FourEyesError, is_own_change, own_change_words


class FourEyesLock(WorkflowLock):
    """Message at the top of the editor that explains the missing approval buttons. It locks nobody out."""

    def get_message(self, user: User) -> Any:
        if not self.for_user(user) and is_own_change(self.object, user):
            return own_change_words(user)
        return super().get_message(user)


class ClinicalReviewTask(AbstractGroupApprovalTask):
    """Approval by a group, except of one's own work. Superusers are no exception."""

    lock_class = FourEyesLock

    class Meta:
        verbose_name = _("clinical review")
        verbose_name_plural = _("clinical reviews")

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        """Return the actions open to ``user``; none on their own work."""
        actions = super().get_actions(obj, user)
        return [] if actions and is_own_change(obj, user) else actions

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> Any:
        """Raise FourEyesError for approval of one's own work, whichever way it was asked for."""
        page = task_state.workflow_state.content_object
        if action_name == "approve" and is_own_change(page, user):
            raise FourEyesError(page)
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        """Return the tasks that wait for ``user``, without their own submissions."""
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls) -> Any:
        return _("Members of the chosen groups approve, but never what they wrote or submitted themselves")
