"""The pages before sending: the form, what stands there while it is closed, and the answers read back."""

from dataclasses import dataclass

from django.db.models import BooleanField, Case, Exists, F, JSONField, Value, When
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from appointments.public.forms.carried import CARRIED, carry, open_carried
from appointments.public.forms.request import AppointmentRequestForm
from appointments.public.forms.summary import summarize
from appointments.targets.queries import slower_than_promised
from articles.models import ConditionPage
from clinic.models import ClinicSettings


@dataclass(frozen=True)
class Arrived:
    """A form with what was typed, and whether that lay around for too long before it arrived."""

    form: AppointmentRequestForm
    too_old: bool = False


def first_page(request: HttpRequest) -> HttpResponse:
    """The empty form."""
    return form_page(request, new_form(request))


def new_form(request: HttpRequest) -> AppointmentRequestForm:
    """An empty form that knows the article it was opened from."""
    slug = request.GET.get("article", "")
    known = {"article": slug, "topic": slug, "submission_key": _key_of_the_day(request)}
    return AppointmentRequestForm(
        initial=known, articles=_articles(ClinicSettings.for_request(request), read=slug)
    )


def arrived_form(request: HttpRequest) -> Arrived:
    """What was sent: typed just now, or carried from the page before. Raises ``AnswersLost``."""
    typed, too_old = request.POST, False
    if CARRIED in request.POST:
        carried = open_carried(request.POST[CARRIED])
        typed, too_old = carried.answers, carried.too_old
    # Sending shows neither page when all is well, and there every query counts.
    clinic = None if request.POST.get("step") == "send" else ClinicSettings.for_request(request)
    articles = _articles(clinic, read=typed.get("article") or "")
    return Arrived(AppointmentRequestForm(typed, articles=articles), too_old)


def form_page(
    request: HttpRequest, form: AppointmentRequestForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    """The page with ``form``; ``notice`` says what happened to what was sent.

    While the desk is slower than it promises, the phone comes first.
    """
    context = {
        "form": form,
        "article": form.article_page(),
        "notice": notice,
        "is_slow": _is_slow(request, form),
    }
    return render(request, "appointments/public/request/request_form.html", context, status=status)


def closed_page(request: HttpRequest) -> HttpResponse:
    """Why the form is closed, and the other ways to ask."""
    return render(request, "appointments/public/request/request_form_closed.html")


def check_page(
    request: HttpRequest, form: AppointmentRequestForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    """The answers of a valid form, to be read once more. Nothing is stored yet."""
    context = {
        "groups": summarize(form),
        "carried": carry(form.data),
        "notice": notice,
        "is_slow": _is_slow(request, form),
    }
    return render(request, "appointments/public/request/check_answers.html", context, status=status)


def _is_slow(request: HttpRequest, form: AppointmentRequestForm) -> bool:
    """As it was asked along with the articles; asked now where there are none, or no page was expected."""
    for article in form.articles.values():
        if article.is_slow is not None:
            return article.is_slow
    return slower_than_promised(ClinicSettings.for_request(request), timezone.now()).exists()


def _articles(clinic: ClinicSettings | None, *, read: str) -> list[ConditionPage]:
    """The titles for the list of topics and, in the same query, the text of the article that was read.

    Whether the desk of ``clinic`` is slow is asked along: on this page every query counts.
    """
    # Postgres does not even compare with a NUL, and no address of an article holds one.
    slug = read.replace("\x00", "")
    slow = (
        Exists(slower_than_promised(clinic, timezone.now()))
        if clinic
        else Value(None, output_field=BooleanField())
    )
    articles = list(
        ConditionPage.objects.live()
        .filter(view_restrictions__isnull=True)
        .order_by("title")
        .only("title", "slug")
        .annotate(text_read=Case(When(slug=slug, then=F("body")), output_field=JSONField()), is_slow=slow)
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
