"""Workflow task in which a clinical reviewer approves an article, never their own sentences."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from wagtail.locks import WorkflowLock
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from clinic.models import User

from .four_eyes import FourEyesError, approve_version, needs_another, own_work_words
from .writers import ContentUnit


class FourEyesLock(WorkflowLock):
    """Message at the top of the editor that explains the missing approval buttons. It locks nobody out."""

    def get_message(self, user: User) -> Any:
        if not self.for_user(user) and needs_another(self.object, user):
            return own_work_words(self.object, user)
        return super().get_message(user)


class ClinicalReviewTask(AbstractGroupApprovalTask):
    """Approval by a group, except of what one wrote oneself. Superusers are no exception."""

    lock_class = FourEyesLock

    class Meta:
        verbose_name = _("clinical review")
        verbose_name_plural = _("clinical reviews")

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        """Return the actions open to ``user``; none while somebody else has to approve their sentences."""
        actions = super().get_actions(obj, user)
        return [] if actions and needs_another(obj, user) else actions

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> Any:
        """Approve for ``user`` all that others wrote; raise FourEyesError for unapproved work of theirs."""
        page = task_state.workflow_state.content_object
        if action_name == "approve":
            if needs_another(page, user):
                raise FourEyesError(page, user)
            approve_version(page, task_state.revision, user)
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        """Return the tasks that wait for ``user``, without those that somebody else has to see first."""
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        own = ContentUnit.objects.in_draft().unseen().filter(writer=user).values_list("page_id", flat=True)
        pages = models.Q(workflow_state__base_content_type__model=Page._meta.model_name) & models.Q(
            workflow_state__object_id__in=[str(page_id) for page_id in own.distinct()]
        )
        return states.exclude(pages)

    @classmethod
    def get_description(cls) -> Any:
        return _("Members of the chosen groups approve, but never what they wrote themselves")
