"""Demonstration pages about privacy: the first texts of every clinic, with their gaps filled in."""

from typing import Any

from clinic.models import NoticePage, PrivacyPageMixin, PrivacyPolicyPage
from clinic.pages.privacy.pages import NOTICE_PARTS


def privacy_pages(files: dict[str, Any]) -> list[PrivacyPageMixin]:
    """Return the policy and the notice, not stored yet."""
    return [_policy(**files["privacy_policy"]), _notice(**files["notice"])]


def _policy(*, gaps: dict[str, str], **fields: Any) -> PrivacyPolicyPage:
    page = PrivacyPolicyPage(**fields)
    blocks = page.body.stream_block
    page.body = blocks.to_python(_filled(page.body.get_prep_value(), gaps))
    return page


def _notice(*, gaps: dict[str, str], **fields: Any) -> NoticePage:
    page = NoticePage(**fields)
    for name in NOTICE_PARTS:
        setattr(page, name, _filled(getattr(page, name), gaps))
    return page


def _filled(value: Any, gaps: dict[str, str]) -> Any:
    """Return a text, or everything below a stored value, with the clinic's words in place of each gap."""
    if isinstance(value, str):
        for gap, words in gaps.items():
            value = value.replace(gap, words)
        return value
    if isinstance(value, dict):
        return {name: _filled(inner, gaps) for name, inner in value.items()}
    return [_filled(inner, gaps) for inner in value] if isinstance(value, list) else value
