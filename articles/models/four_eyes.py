"""Four eyes: nobody publishes or approves their own change to an article. Superusers are no exception."""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail.models import Page, PagePermissionTester, Revision

from clinic.models import User
from clinic.pages.publish_gate import content_fields

from .reviews import REVIEW_FIELDS

OWN_CHANGE = _(
    "This page is your own work: you submitted it, or you made its latest change. "
    "Another clinical reviewer has to approve it."
)
# What a change of the text is seen by. The review's own fields are no part of a revision.
NOT_TEXT = {"clinical_reviewer", *REVIEW_FIELDS}


class FourEyesError(Exception):
    """Somebody tried to publish or approve what they themselves submitted or changed last."""

    def __init__(self, page: Any) -> None:
        super().__init__(OWN_CHANGE)
        self.page = page


def is_own_change(page: Any, user: User) -> bool:
    """Whether ``user`` submitted what waits for approval, or made the latest change to it."""
    state = page.current_workflow_state
    if state is not None and state.requested_by_id == user.pk:
        return True
    return latest_writer(page) == user.pk


def latest_writer(page: Any) -> int | None:
    """Who made the latest change. Saving or publishing the same once more is none."""
    writer, text = None, None
    revisions = page.revisions.only("content", "user_id").order_by("-created_at", "-pk")
    for revision in revisions.iterator(chunk_size=3):
        before = _text_of(page, revision)
        if text is not None and before != text:
            break
        writer, text = revision.user_id, before
    return writer


def _text_of(page: Any, revision: Revision) -> dict[str, Any]:
    """What readers would see of a revision."""
    names = [field.name for field in content_fields(page.specific_class) if field.name not in NOT_TEXT]
    return {name: _without_ids(revision.content.get(name)) for name in names}


def _without_ids(value: Any) -> Any:
    """A stream without its parts' keys, which a form that was filled in anew has others of."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return value
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    if isinstance(value, dict):
        is_part = {"type", "value"} <= value.keys()
        return {key: _without_ids(item) for key, item in value.items() if not (is_part and key == "id")}
    return value


class ArticlePermissions(PagePermissionTester):
    """Wagtail's, save that nobody publishes their own change. Unpublishing at once stays open to them."""

    def holds_publish(self) -> bool:
        """Whether they may publish the work of others."""
        return super().can_publish()

    def can_publish(self) -> bool:
        return self.holds_publish() and not is_own_change(self.page, self.user)

    def can_unschedule(self) -> bool:
        return self.holds_publish()

    def can_set_view_restrictions(self) -> bool:
        return self.holds_publish()


class FourEyesMixin(Page):
    """A page whose changes somebody else has to approve. Code that names no user is trusted."""

    def permissions_for_user(self, user: User) -> ArticlePermissions:
        return ArticlePermissions(user, self)

    def publish(
        self,
        revision: Revision,
        user: User | None = None,
        *args: Any,
        skip_permission_checks: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Wagtail's own, once it is not one's own work."""
        if user is not None and not skip_permission_checks and is_own_change(self, user):
            raise FourEyesError(self)
        return super().publish(revision, user, *args, skip_permission_checks=skip_permission_checks, **kwargs)

    class Meta:
        abstract = True
