"""View that shows the components with the clinic's own settings around them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinic.identity.open_sign import OpenSign
from clinic.pages.blocks.drawings import DrawingBlock
from clinic.pages.component_page import samples


@require_safe
def component_page(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, on one page."""
    context = {
        "drawings": DrawingBlock.choices,
        "signs": [
            OpenSign(True, "Open now", "until 6 p.m."),
            OpenSign(False, "Closed now", "opens Monday, January 4 at 9 a.m."),
        ],
        "care_cards": samples.CARE_CARDS,
        "certainty": samples.CERTAINTY,
        "evidence": samples.evidence(),
        "cards": samples.pages(),
        "news": samples.news(),
        "page_of_list": Paginator(range(3), 1).page(2),
        "ailments": samples.AILMENTS,
        "sample": samples.article(),
        "blocks": samples.BLOCKS,
        "forms": samples.forms_in_every_state(),
        "glance": samples.AT_A_GLANCE,
        "spelled": samples.SPELLED,
        "answers": samples.ANSWERS,
    }
    return render(request, "clinic/pages/component_page.html", context)
