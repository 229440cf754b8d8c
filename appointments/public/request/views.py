"""View in which a patient fills in the form of a request screen by screen, checks it and sends it."""

import logging
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django import db
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from appointments.models.key_checks import ForeignKeys
from appointments.public.forms.carried import (
    ANYONE,
    CARRIED,
    SCREEN,
    AnswersLost,
    Carried,
    arrived_answers,
    carry,
)
from appointments.public.forms.checked import Checked, State, checked_in
from appointments.public.forms.request import AppointmentRequestForm
from appointments.public.forms.screens import BY_NAME, FIRST, LAST, STEPS, Screen
from appointments.public.forms.summary import summarize
from appointments.services.intake.submission import TooManyRequests
from clinic.database.trouble import described
from clinic.fragments.keeping import fragments_of
from clinic.models import ClinicSettings
from clinic.pages.serving import give_site

from .articles import is_slow
from .details import details_for
from .forms import filled_form, first_screen
from .received import received_token
from .refusals import why_not_taken
from .sending import state_of, store

logger = logging.getLogger(__name__)

# Values of the buttons besides the names of the screens, to which "Change" leads; none of them is "Continue".
SEND, BACK = "send", "back"
_TEMPLATES = "appointments/public/request/"


# The form needs no cookie: it has no session to protect, and sees by itself where it is sent from.
@method_decorator([sensitive_post_parameters(), never_cache, csrf_exempt], name="dispatch")
class RequestAppointmentView(View):
    """View that shows one screen of the form after the other, lets the answers be checked, and stores them.

    Every failure leads to a page with the answers and the clinic's phone number.
    """

    http_method_names = ["get", "head", "post"]
    clinic: ClinicSettings
    now: datetime
    # In which the answers are checked.
    state: State | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except (db.Error, ForeignKeys) as error:
            logger.error("request form: nothing can be stored: %s", described(error))
            return self.not_sent()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty first screen, or the reason why the form is closed."""
        with fragments_of(request):
            give_site(request)
            self.clinic = ClinicSettings.for_request(request)
            if not self.clinic.takes_requests:
                return self.closed_page()
            return self.first_page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Act on the pressed button. A form that was open before the clinic closed it may still be sent.

        One that was never opened takes nothing.
        """
        with fragments_of(request):
            self.clinic, self.now = details_for(request, sends=request.POST.get("step") == SEND)
            return self._act_on(request, request.POST.get("step"))

    def _act_on(self, request: HttpRequest, step: str | None) -> HttpResponse:
        if not self.clinic.opened_at:
            return self.closed_page(HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            arrived = arrived_answers(request.POST)
        except AnswersLost:
            return self.answers_lost()
        if step == ANYONE:
            arrived.ask_for_anyone()
        notice, self.state = why_not_taken(request, arrived), state_of(request, self.now)
        checked = checked_in(arrived.checked, self.state) if step == SEND and not notice else None
        if checked:
            return self.send(checked, arrived)
        form = filled_form(arrived.answers, self.clinic, self.now, sends=step == SEND)
        if notice:
            return self.show_again(form, arrived.screen, notice)
        return self._go(form, arrived, step)

    def _go(self, form: AppointmentRequestForm, arrived: Carried, step: str | None) -> HttpResponse:
        """Go where ``step`` leads."""
        if step in BY_NAME:
            return self.unchecked_page(form, BY_NAME[step])
        if arrived.screen is None:
            is_sent = step == SEND and form.is_valid()
            return self.send(Checked.of(form), arrived) if is_sent else self.go_on(form, None)
        if step == BACK:
            return self.unchecked_page(form, arrived.screen.before or FIRST)
        return self.go_on(form, arrived.screen)

    def go_on(self, form: AppointmentRequestForm, screen: Screen | None) -> HttpResponse:
        """Show what follows ``screen``: itself when it has errors, the next one, or the answers to check."""
        if screen and form.errors_on(screen):
            return self.faulty_page(form, screen)
        if screen and screen.after and form["checked"].value() != "yes":
            return self.unchecked_page(form, screen.after)
        if wrong := form.first_with_errors():
            return self.faulty_page(form, wrong)
        return self.check_page(form)

    def closed_page(self, status: int = HTTPStatus.OK) -> HttpResponse:
        """Say why there is no form, and whom to call."""
        phone = ClinicSettings.for_request(self.request).phone or settings.CLINIC_PHONE
        return self._page("request_form_closed.html", {"phone": phone}, status)

    def first_page(self, *, status: int = HTTPStatus.OK, notice: str = "") -> HttpResponse:
        """Show the empty first screen; ``notice`` tells what became of what was sent."""
        context = {"screen": FIRST, "steps": STEPS, "notice": notice}
        return self._page("request_form.html", context | first_screen(self.request, self.clinic), status)

    def faulty_page(self, form: AppointmentRequestForm, screen: Screen) -> HttpResponse:
        """Show ``screen`` with the errors in its answers."""
        form.keep_errors_of(screen)
        return self.screen_page(form, screen, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def unchecked_page(self, form: AppointmentRequestForm, screen: Screen) -> HttpResponse:
        """Show ``screen`` as it was left, whatever its answers are worth."""
        form.keep_errors_of(None)
        form.begin(screen)
        return self.screen_page(form, screen)

    def screen_page(
        self, form: AppointmentRequestForm, screen: Screen, *, status: int = HTTPStatus.OK, notice: str = ""
    ) -> HttpResponse:
        """Show ``screen``; ``notice`` tells the result of the last try to send it."""
        context = {
            "form": form,
            "has_errors": bool(form.errors),
            "screen": screen,
            "steps": STEPS,
            "fieldsets": form.fieldsets(screen),
            "carried": carry(form.data),
            "unfold": self.request.POST.get("step") in BY_NAME,
            "article": form.article_page(),
            "asked_for": form["asked_for"].value(),
            "notice": notice,
            "is_slow": is_slow(form.articles.values(), self.clinic),
        }
        return self._page("request_form.html", context, status)

    def check_page(
        self, form: AppointmentRequestForm, *, status: int = HTTPStatus.OK, notice: str = ""
    ) -> HttpResponse:
        """Show the answers of a valid form to be checked. Nothing is stored yet."""
        as_checked = Checked.of(form).to_json(self.state) if self.state else None
        context = {
            "groups": summarize(form),
            "carried": carry(form.data, as_checked=as_checked, checked="yes"),
            "notice": notice,
            "steps": STEPS,
            "no_cookies": settings.CSRF_COOKIE_NAME not in self.request.COOKIES,
            "is_slow": is_slow(form.articles.values(), self.clinic),
        }
        return self._page("check_answers.html", context, status)

    def send(self, checked: Checked, arrived: Carried) -> HttpResponse:
        """Store the answers, and show that they are."""
        try:
            submission = store(self.request, checked, self.clinic, self.now)
        except TooManyRequests:
            form = filled_form(arrived.answers, self.clinic, self.now, sends=True)
            form.full_clean()
            return self.too_many(form)
        return redirect(
            "appointments:received", token=received_token(submission, mail_sent=submission.acknowledged)
        )

    def show_again(self, form: AppointmentRequestForm, screen: Screen | None, notice: str) -> HttpResponse:
        """Show the page that was sent, with everything on it, to be sent once more."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if screen is None and form.is_valid():
            return self.check_page(form, status=status, notice=notice)
        screen = screen or form.first_with_errors() or LAST
        form.keep_errors_of(screen)
        return self.screen_page(form, screen, status=status, notice=notice)

    def answers_lost(self) -> HttpResponse:
        """Show an empty form: the answers were changed on their way, so none of them can be trusted."""
        notice = _(
            "Your answers did not arrive whole, so your request was not sent. "
            "Fill in the form again, or call us."
        )
        return self.first_page(status=HTTPStatus.UNPROCESSABLE_ENTITY, notice=notice)

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
            "step": self._step_again(),
        }
        return self._page(template, context, status)

    def _step_again(self) -> str:
        """Return the value of a button that goes on with answers of which none stands on the page itself."""
        step = self.request.POST.get("step", "")
        screen = FIRST if CARRIED not in self.request.POST else BY_NAME.get(self.request.POST.get(SCREEN, ""))
        if step or screen is None or screen.after is None:
            return "" if step == BACK else step
        return screen.after.name

    def _page(self, template: str, context: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
        return render(self.request, _TEMPLATES + template, context, status=status)
