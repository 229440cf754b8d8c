"""Rules of the parameters that Wagtail's admin takes as they come, and crashes on: one list for all routes.

A parameter that breaks its rule is the sender's fault, and is answered before the view runs. The list names
what Wagtail does not check itself; a fault that no rule foresees still shows as one.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest

from wagtail.admin.views.workflows import Edit as WorkflowEdit
from wagtail.models import Page


class SentIn(Enum):
    """Part of a request that a parameter stands in."""

    PATH = "path"
    QUERY = "query"
    FORM = "form"
    JSON = "json"


PATH, QUERY, FORM, JSON = (SentIn.PATH,), (SentIn.QUERY,), (SentIn.FORM,), (SentIn.JSON,)
QUERY_OR_FORM = (SentIn.QUERY, SentIn.FORM)
# Django's form views take PUT for POST, but of its body they read nothing.
SENDS_A_FORM = ("POST", "PUT")


def is_number(value: str) -> bool:
    """Return whether ``value`` is an integer that the database can compare."""
    return re.fullmatch(r"-?[0-9]{1,18}", value) is not None


def _is_number_of_something(value: str, _request: HttpRequest) -> bool:
    return is_number(value) and int(value) >= 0


def _is_number_or_nothing(value: str, request: HttpRequest) -> bool:
    return not value or _is_number_of_something(value, request)


def _is_address(value: str, _request: HttpRequest) -> bool:
    """Return whether Django takes it for an address; anything else for the name of a view."""
    return not value or value.startswith(("/", "http://", "https://")) and "\0" not in value


def _is_notes_read(value: str, _request: HttpRequest) -> bool:
    """Return whether it says of notes of the admin, by their names, whether somebody has put them away."""
    try:
        notes = json.loads(value)
    except (ValueError, RecursionError):
        return False
    return isinstance(notes, dict) and all(
        re.fullmatch(r"[a-zA-Z0-9._-]{1,100}", name) and isinstance(is_read, bool)
        for name, is_read in notes.items()
    )


def _is_anything(value: str, _request: HttpRequest) -> bool:
    return True


def _is_key_or_all(value: str, request: HttpRequest) -> bool:
    return value == "all" or _is_key(value, request)


def _is_key(value: str, request: HttpRequest) -> bool:
    kwargs = request.resolver_match.kwargs if request.resolver_match else {}
    models = apps.all_models.get(kwargs.get("app_label", ""), {})
    model = models.get(kwargs.get("model_name", ""))
    if model is None:
        # Of no model: the view says so itself.
        return True
    try:
        return model._meta.pk.to_python(value) is not None
    except ValidationError:
        return False


def _is_model(value: str, _request: HttpRequest) -> bool:
    try:
        apps.get_model(value)
    except (LookupError, ValueError):
        return False
    return True


def _is_page_below_another(value: str, _request: HttpRequest) -> bool:
    page = Page.objects.filter(pk=value).first() if is_number(value) else None
    # Of no page: the view says so itself.
    return page is None or not page.is_root()


def _is_page_of_workflow(value: str, request: HttpRequest) -> bool:
    pk = request.resolver_match.kwargs["pk"] if request.resolver_match else None
    pages = Page.objects.filter(workflowpage__workflow=pk).order_by("pk")
    return is_number(value) and 1 <= int(value) <= Paginator(pages, WorkflowEdit.MAX_PAGES).num_pages


@dataclass(frozen=True)
class Rule:
    """Rule of the parameter ``name`` at ``routes``, a pattern of their names: what ``allows`` its values.

    One that is ``required`` must be sent with a form.
    """

    routes: str
    name: str
    sent_in: tuple[SentIn, ...]
    allows: Callable[[str, HttpRequest], bool]
    required: bool = False

    def fits(self, route: str) -> bool:
        """Return whether the rule holds at ``route``."""
        return fnmatchcase(route, self.routes)

    def is_kept(self, request: HttpRequest) -> bool:
        """Return whether ``request`` keeps the rule."""
        if (
            self.required
            and request.method in SENDS_A_FORM
            and self.name not in {*request.POST, *request.FILES}
        ):
            return False
        return all(self.allows(value, request) for value in self._values(request))

    def _values(self, request: HttpRequest) -> Iterator[str]:
        if SentIn.PATH in self.sent_in and request.resolver_match:
            yield str(request.resolver_match.kwargs.get(self.name, "0"))
        if SentIn.QUERY in self.sent_in:
            yield from request.GET.getlist(self.name)
        if SentIn.FORM in self.sent_in:
            yield from request.POST.getlist(self.name)
        if SentIn.JSON in self.sent_in and request.method == "PATCH":
            # What is no ASCII is none of Wagtail's.
            yield request.body.decode("latin-1")


RULES = (
    Rule("*", "next", QUERY_OR_FORM, _is_address),
    Rule("*:chosen", "pk", PATH, _is_number_of_something),
    Rule("*chosen_multiple", "id", QUERY, _is_number_of_something),
    Rule("wagtail_bulk_action", "id", QUERY, _is_key_or_all),
    Rule("wagtailadmin_api:*:find", "id", QUERY, _is_number_of_something),
    Rule("wagtailadmin_choose_page_*_link", "parent_page_id", QUERY, _is_number_or_nothing),
    Rule(
        "wagtailadmin_choose_page_external_link",
        "external-link-chooser-url",
        FORM,
        _is_anything,
        required=True,
    ),
    Rule("wagtailadmin_pages:move", "new_parent_page", FORM, _is_number_of_something),
    Rule("wagtailadmin_pages:copy", "new_parent_page", FORM, _is_number_or_nothing, required=True),
    Rule("wagtailadmin_workflows:edit", "p", QUERY, _is_page_of_workflow),
    Rule("wagtailadmin_workflows:task_chooser*", "create_model", QUERY, _is_model),
    Rule("wagtailadmin_pages:set_page_position", "page_to_move_id", PATH, _is_page_below_another),
    Rule("wagtailadmin_pages:*lock", "page_id", PATH, _is_page_below_another),
    Rule("wagtailadmin_editing_sessions:ping", "object_id", PATH, _is_key),
    Rule("wagtailadmin_editing_sessions:ping", "revision_id", FORM, _is_number_or_nothing),
    Rule("wagtailadmin_dismissibles", "", JSON, _is_notes_read),
    Rule("wagtailimages:add_multiple", "files[]", FORM, _is_anything, required=True),
    Rule("wagtailredirects:process_import", "import_file_name", FORM, _is_anything, required=True),
    Rule("wagtailredirects:process_import", "input_format", FORM, _is_anything, required=True),
    # In these choosers nothing can be made: there is no form that could be sent.
    Rule("wagtailsnippetchoosers_appointments_*:create", "", FORM, _is_anything, required=True),
    Rule("wagtailsnippetchoosers_articles_[!s]*:create", "", FORM, _is_anything, required=True),
    Rule("wagtailsnippetchoosers_articles_sa*:create", "", FORM, _is_anything, required=True),
)
# Addresses whose form holds the parts of a page, a snippet or a setting.
FORMS = (
    "*:add",
    "*:edit",
    "wagtailsnippets_*:copy",
    "*:create",
    "*:preview_on_add",
    "*:preview_on_edit",
    "*:revisions_revert",
)


def broken_rules(request: HttpRequest, route: str) -> Iterator[Rule]:
    """Yield the rules of ``route`` that ``request`` breaks."""
    return (rule for rule in RULES if rule.fits(route) and not rule.is_kept(request))


def is_form(route: str) -> bool:
    """Return whether a POST to ``route`` holds the form of a model."""
    return any(fnmatchcase(route, pattern) for pattern in FORMS)
