"""Keeps for tests the context of each whole page, which is what they look at in ``response.context``.

Django keeps a copy of the context of every template within it too: of an admin page that is fifty and more.
"""

from django.template import Context, Template
from django.test.signals import template_rendered
from django.test.utils import instrumented_test_render

import pytest


def keep_contexts_of_whole_pages() -> None:
    """Let templates that others include or extend tell nobody that they are rendered."""
    Template._render = _render


def keep_contexts_of_all_templates(patch: pytest.MonkeyPatch) -> None:
    """Let all of them tell it, as Django does."""
    patch.setattr(Template, "_render", instrumented_test_render)


def _render(template: Template, context: Context) -> str:
    if context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)
