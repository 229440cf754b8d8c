"""The pages before sending: the form, what stands there while it is closed, and the answers read back."""

from dataclasses import dataclass

from django.db.models import Case, Exists, F, JSONField, When
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from appointments.forms import CARRIED, AppointmentRequestForm, carry, open_carried, summarize
from appointments.lateness import slower_than_promised
from articles.models import ConditionPage
from clinic.models import ClinicSettings

UNPROCESSABLE = 422


@dataclass(frozen=True)
class Arrived:
    """A form with what was typed, and whether that lay around for too long before it arrived."""

    form: AppointmentRequestForm
    too_old: bool = False


def first_page(request: HttpRequest) -> HttpResponse:
    """The empty form. While the desk is slower than it promises, the phone comes first."""
    slow = slower_than_promised(ClinicSettings.for_request(request), timezone.now())
    articles = _articles(read=_slug_of(request), is_slow=slow)
    is_slow = any(article.is_slow for article in articles)
    return form_page(request, _form_for(request, articles), is_slow=is_slow)


def new_form(request: HttpRequest) -> AppointmentRequestForm:
    """An empty form that knows the article it was opened from."""
    return _form_for(request, _articles(read=_slug_of(request)))


def _form_for(request: HttpRequest, articles: list[ConditionPage]) -> AppointmentRequestForm:
    slug = _slug_of(request)
    known = {"article": slug, "topic": slug, "submission_key": _key_of_the_day(request)}
    return AppointmentRequestForm(initial=known, articles=articles)


def _slug_of(request: HttpRequest) -> str:
    return request.GET.get("article", "")


def arrived_form(request: HttpRequest) -> Arrived:
    """What was sent: typed just now, or carried from the page before. Raises ``AnswersLost``."""
    typed, too_old = request.POST, False
    if CARRIED in request.POST:
        carried = open_carried(request.POST[CARRIED])
        typed, too_old = carried.answers, carried.too_old
    articles = _articles(read=typed.get("article") or "")
    return Arrived(AppointmentRequestForm(typed, articles=articles), too_old)


def form_page(
    request: HttpRequest,
    form: AppointmentRequestForm,
    *,
    status: int = 200,
    notice: str = "",
    is_slow: bool = False,
) -> HttpResponse:
    """The page with ``form``; ``notice`` says what happened to what was sent."""
    context = {"form": form, "article": form.article_page(), "notice": notice, "is_slow": is_slow}
    return render(request, "appointments/request_form.html", context, status=status)


def closed_page(request: HttpRequest) -> HttpResponse:
    """Why the form is closed, and the other ways to ask."""
    return render(request, "appointments/request_form_closed.html")


def check_page(
    request: HttpRequest, form: AppointmentRequestForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    """The answers of a valid form, to be read once more. Nothing is stored yet."""
    context = {"groups": summarize(form), "carried": carry(form.data), "notice": notice}
    return render(request, "appointments/check_answers.html", context, status=status)


def _articles(*, read: str, **also: Exists) -> list[ConditionPage]:
    """The titles for the list of topics and, in the same query, the text of the article that was read.

    ``also`` is asked along: on this page every query counts.
    """
    # Postgres does not even compare with a NUL, and no address of an article holds one.
    slug = read.replace("\x00", "")
    articles = list(
        ConditionPage.objects.live()
        .filter(view_restrictions__isnull=True)
        .order_by("title")
        .only("title", "slug")
        .annotate(text_read=Case(When(slug=slug, then=F("body")), output_field=JSONField()), **also)
    )
    for article in articles:
        if article.text_read is not None:
            article.body = article.text_read
    return articles


def _key_of_the_day(request: HttpRequest) -> str:
    """The form's key: the same for one browser and day, so that "back, and send again" is one submission.

    It comes from the random value behind the form's token, the only thing that we leave in a browser.
    """
    get_token(request)
    value = f"{request.META['CSRF_COOKIE']} {timezone.localdate()}"
    return salted_hmac("appointments.form", value, algorithm="sha256").hexdigest()
