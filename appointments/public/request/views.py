"""View in which a patient fills in, checks and sends the form of a request."""

import logging
from http import HTTPStatus
from typing import Any

from django import db
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from appointments.consents import CONSENT_VERSION
from appointments.models.key_checks import ForeignKeys
from appointments.public.forms.carried import CARRIED, AnswersLost, Carried, arrived_answers, carry
from appointments.public.forms.request import AppointmentRequestForm
from appointments.public.forms.summary import summarize
from appointments.public.screening.sender import stranger_behind
from appointments.public.screening.verdict import signals_of
from appointments.services.intake.submission import TooManyRequests, submit_request
from appointments.targets.queries import details_and_time, slower_than_promised
from clinic.database.clock import current_time
from clinic.database.trouble import described
from clinic.http.posted_from import PostedFrom, posted_from
from clinic.identity.clinic_time import clinic_today
from clinic.models import ClinicSettings

from .articles import articles_to_choose
from .received import received_token

logger = logging.getLogger(__name__)

# Values of the buttons; without either, the form was filled in and its answers are shown to be checked.
SEND, CHANGE = "send", "change"
_TEMPLATES = "appointments/public/request/"


# The form needs no cookie: it has no session to protect, and sees by itself where it is sent from.
@method_decorator([sensitive_post_parameters(), never_cache, csrf_exempt], name="dispatch")
class RequestAppointmentView(View):
    """View that shows the form, lets the answers be checked, and stores them.

    Every failure leads to a page with the answers and the clinic's phone number.
    """

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except (db.Error, ForeignKeys) as error:
            logger.error("request form: nothing can be stored: %s", described(error))
            return self.not_sent()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty form, or the reason why it is closed."""
        if not ClinicSettings.for_request(request).takes_requests:
            return self.closed_page()
        return self.form_page(self._new_form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Act on the pressed button. A form that was open before the clinic closed it may still be sent.

        One that was never opened takes nothing.
        """
        if request.POST.get("step") != SEND and not ClinicSettings.for_request(request).opened_at:
            return self.closed_page(HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            arrived = arrived_answers(request.POST)
        except AnswersLost:
            return self.answers_lost()
        form, step = self._form_with(arrived.answers), request.POST.get("step")
        if notice := self._why_not_taken(arrived):
            return self.show_again(form, notice)
        if step == CHANGE:
            return self.form_page(form)
        if not form.is_valid():
            return self.form_page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        if step == SEND and CARRIED in request.POST:
            return self.send(form)
        return self.check_page(form)

    def closed_page(self, status: int = HTTPStatus.OK) -> HttpResponse:
        """Say why there is no form, and whom to call."""
        phone = ClinicSettings.for_request(self.request).phone or settings.CLINIC_PHONE
        return self._page("request_form_closed.html", {"phone": phone}, status)

    def form_page(
        self, form: AppointmentRequestForm, *, status: int = HTTPStatus.OK, notice: str = ""
    ) -> HttpResponse:
        """Show ``form``; ``notice`` tells the result of the last try to send it."""
        context = {"form": form, "article": form.article_page(), "notice": notice}
        return self._page("request_form.html", {**context, "is_slow": self._is_slow(form)}, status)

    def check_page(
        self, form: AppointmentRequestForm, *, status: int = HTTPStatus.OK, notice: str = ""
    ) -> HttpResponse:
        """Show the answers of a valid form to be checked. Nothing is stored yet."""
        context = {
            "groups": summarize(form),
            "carried": carry(form.data),
            "notice": notice,
            "no_cookies": settings.CSRF_COOKIE_NAME not in self.request.COOKIES,
        }
        return self._page("check_answers.html", {**context, "is_slow": self._is_slow(form)}, status)

    def send(self, form: AppointmentRequestForm) -> HttpResponse:
        """Store the answers, unless an earlier press of the button has stored them."""
        clinic, now = details_and_time()
        if not clinic.opened_at:
            return self.closed_page(HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            submission = submit_request(
                data=form.patient_data(),
                submission_key=form.cleaned_data["submission_key"],
                due_at=clinic.reply_due(now),
                consent_version=CONSENT_VERSION,
                now=now,
                article=form.article_to_tell(),
                language=get_language() or settings.LANGUAGE_CODE,
                signals=signals_of(form, now),
                stranger=stranger_behind(self.request, now),
            )
        except TooManyRequests:
            return self.too_many(form)
        return redirect(
            "appointments:received", token=received_token(submission, mail_sent=submission.acknowledged)
        )

    def _why_not_taken(self, arrived: Carried) -> str:
        """Return why the answers are not taken as they came; empty when they are."""
        match posted_from(self.request):
            case PostedFrom.HIDDEN:
                return _(
                    "Your browser does not say which page your answers come from, so your request was not "
                    "sent. Saved copies of this page and some privacy settings cause this. Check your "
                    "answers and send them from here; if you read this again, use another browser."
                )
            case PostedFrom.ANOTHER_SITE:
                return _(
                    "Your answers were sent from another website, so your request was not sent. "
                    "Check your answers and send them from here."
                )
        if not arrived.too_old:
            return ""
        return _(
            "This page was open for a long time, so your request was not sent. "
            "Check your answers and send it again."
        )

    def show_again(self, form: AppointmentRequestForm, notice: str) -> HttpResponse:
        """Show the page that was sent, with everything on it, to be sent once more."""
        page = self.check_page if CARRIED in self.request.POST and form.is_valid() else self.form_page
        return page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY, notice=notice)

    def answers_lost(self) -> HttpResponse:
        """Show an empty form: the answers were changed on their way, so none of them can be trusted."""
        notice = _(
            "Your answers did not arrive whole, so your request was not sent. "
            "Fill in the form again, or call us."
        )
        return self.form_page(self._new_form(), status=HTTPStatus.UNPROCESSABLE_ENTITY, notice=notice)

    def too_many(self, form: AppointmentRequestForm) -> HttpResponse:
        """Refuse a request from an address that sent more than anybody sends by hand."""
        return self._answers_given_back("too_many.html", form, HTTPStatus.TOO_MANY_REQUESTS)

    def not_sent(self) -> HttpResponse:
        """Show the answers for another try, because nothing can be stored."""
        try:
            typed = arrived_answers(self.request.POST).answers
        except AnswersLost:
            typed = MultiValueDict()
        form = AppointmentRequestForm(typed, articles=())
        return self._answers_given_back("not_sent.html", form, HTTPStatus.SERVICE_UNAVAILABLE)

    def _answers_given_back(self, template: str, form: AppointmentRequestForm, status: int) -> HttpResponse:
        """Show the answers to read and to send again, without a query."""
        answers = [answer for group in summarize(form) for answer in group.answers if answer.value]
        context = {
            "answers": answers if form.data else [],
            "carried": carry(form.data),
            "step": self.request.POST.get("step", ""),
        }
        return self._page(template, context, status)

    def _new_form(self) -> AppointmentRequestForm:
        """Return an empty form that knows the article it was opened from."""
        slug = self.request.GET.get("article", "")
        initial = {"article": slug, "topic": slug, "submission_key": _key_of_the_day(self.request)}
        articles = articles_to_choose(ClinicSettings.for_request(self.request), read=slug)
        return AppointmentRequestForm(initial=initial, articles=articles)

    def _form_with(self, answers: MultiValueDict) -> AppointmentRequestForm:
        # Sending usually shows neither page, and needs to be quick.
        sends = self.request.POST.get("step") == SEND
        clinic = None if sends else ClinicSettings.for_request(self.request)
        articles = articles_to_choose(clinic, read=answers.get("article") or "")
        return AppointmentRequestForm(answers, articles=articles)

    def _is_slow(self, form: AppointmentRequestForm) -> bool:
        """Return whether the desk is slower than it promises: the page then puts the phone first.

        The query for the articles has the answer, unless there are none or no page was expected.
        """
        for article in form.articles.values():
            if article.is_slow is not None:
                return article.is_slow
        return slower_than_promised(ClinicSettings.for_request(self.request), current_time()).exists()

    def _page(self, template: str, context: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
        return render(self.request, _TEMPLATES + template, context, status=status)


def _key_of_the_day(request: HttpRequest) -> str:
    """Return the form's key: one for each browser and day, so that "back, and send again" is one submission.

    It is derived from the random value of the form's CSRF cookie, the only one that a browser gets from us.
    """
    get_token(request)
    value = f"{request.META['CSRF_COOKIE']} {clinic_today()}"
    return salted_hmac("appointments.form", value, algorithm="sha256").hexdigest()
