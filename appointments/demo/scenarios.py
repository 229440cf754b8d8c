"""Scenarios of the demonstration: one function for each part of the desk's day."""

from datetime import timedelta

from appointments.models import Signal
from appointments.models.requests import Channel, Priority
from appointments.services.decisions import decisions, merging, patient_acts

from .builder import Builder


def waiting_for_a_first_call(desk: Builder) -> None:
    """Requests without a call, from overdue to just arrived."""
    days = desk.days
    olga_wrote = days.received_when_due_in(timedelta(hours=-1))
    desk.arrives("olga", olga_wrote)
    desk.step(decisions.set_priority, "olga", olga_wrote, priority=Priority.URGENT)
    desk.arrives("xiaomei", days.received_when_due_in(timedelta(hours=-3)))
    desk.arrives("jose", days.received_when_due_in(timedelta(hours=1)), article="nerve-pain")
    desk.arrives("grace", days.now - timedelta(minutes=40), article="sciatica")
    desk.arrives("layla", days.now - timedelta(minutes=12))


def typed_by_the_desk(desk: Builder) -> None:
    """Requests entered on the phone and at the counter."""
    desk.is_typed("walter", desk.days.past(1, 3))
    desk.is_typed("bea", desk.days.past(1, 3.5), Channel.WALK_IN)


def being_called(desk: Builder) -> None:
    """Requests with one, two and three attempts; one with another number, one that waits for the patient."""
    days = desk.days
    desk.arrives("ruth", days.past(1, 1), article="carpal-tunnel-syndrome")
    desk.attempt("ruth", days.past(1, 3), "no_answer", next_attempt_at=days.coming(0, 2))
    desk.patient_acts(
        patient_acts.call_at_other_phone, "ruth", days.past(1, 3.5), phone="949-555-0128", voicemail_ok=True
    )
    desk.arrives("minh", days.past(2, 1), article="neuropathic-pain")
    desk.attempt("minh", days.past(2, 3), "voicemail")
    desk.attempt("minh", days.past(1, 2), "no_answer", next_attempt_at=days.coming(1, 0.5))
    desk.arrives("asha", days.past(3, 1), article="diabetic-neuropathy")
    desk.attempt("asha", days.past(3, 2), "no_answer")
    desk.attempt("asha", days.past(2, 3), "engaged")
    desk.attempt("asha", days.past(1, 1), "no_answer", note="Three tries on three days.")
    desk.arrives("hugo", days.past(1, -2))
    desk.attempt("hugo", days.past(1, 1), "sent", channel="email", next_attempt_at=days.coming(1, 1))
    desk.mail_fails("hugo")
    desk.is_typed("ines", days.past(2, 2), Channel.PHONE)
    desk.attempt("ines", days.past(1, 2.5), "third_party", next_attempt_at=days.coming(0, 3))
    desk.step(decisions.release, "ines", days.past(1, 2.6))


def with_a_visit(desk: Builder) -> None:
    """Visits on two days with three practitioners, and one that took place."""
    days = desk.days
    visits = [
        ("tom", 0, 0, 1),
        ("noa", 1, 0, 2),
        ("priya", 0, 0, 2.5),
        ("sakura", 2, 1, 0.5),
        ("eleni", 0, 1, 1.5),
    ]
    for number, (name, with_whom, day, hours) in enumerate(visits):
        moment = days.past(3, 0.5 + number)
        desk.arrives(name, moment, article="sciatica" if number % 2 else "")
        desk.attempt(name, moment + timedelta(hours=1), "spoke")
        desk.schedule(name, moment + timedelta(hours=1.1), with_whom, days.coming(day, hours))
    desk.is_typed("minjun", days.past(2, 1.5), Channel.WALK_IN)
    desk.schedule("minjun", days.past(2, 1.6), 1, days.coming(1, 2.5))
    desk.is_typed("lena", days.past(4, 1))
    desk.schedule("lena", days.past(4, 1.1), 2, days.past(1, 1))
    desk.visits_end()


def closed(desk: Builder) -> None:
    """One closed request of each status."""
    days = desk.days
    desk.arrives("somchai", days.past(2, 2))
    desk.attempt("somchai", days.past(2, 3), "spoke")
    desk.step(decisions.decline, "somchai", days.past(2, 3.1), reason="other_care", told_by="phone")
    desk.arrives("owen", days.past(4, 1))
    for number in (4, 3, 2):
        desk.attempt("owen", days.past(number, 2), "no_answer")
    desk.step(decisions.mark_unreachable, "owen", days.past(2, 2.1))
    desk.arrives("nia", days.past(2, 0.5))
    desk.patient_acts(patient_acts.withdraw_by_patient, "nia", days.past(2, 3.5))
    desk.is_typed("otto", days.past(3, 2))
    desk.step(decisions.withdraw, "otto", days.past(2, 2.5), note="Rang to say that he is better.")
    desk.arrives("clara", days.past(6, 1), article="trigeminal-neuralgia")
    desk.expires("clara", days.past(2, 1))
    desk.arrives("grace-again", days.now - timedelta(minutes=35), article="sciatica")
    original = desk.original("grace")
    desk.step(merging.close_as_duplicate, "grace-again", days.now - timedelta(minutes=5), original=original)
    desk.is_typed("test", days.past(3, 3))
    desk.step(decisions.close_as_error, "test", days.past(3, 3.1), note="Typed to show a colleague the form.")


def possible_spam(desk: Builder) -> None:
    """Quarantined requests, each for another reason; one of them is a patient's."""
    days = desk.days
    desk.arrives("seller", days.now - timedelta(hours=7), signals=[Signal.LINK, Signal.NO_TIME])
    desk.arrives("casino", days.now - timedelta(hours=5), signals=[Signal.TRAP, Signal.BUSY_ADDRESS])
    desk.arrives("bruno", days.now - timedelta(hours=2), signals=[Signal.TOO_FAST])


SCENARIOS = (waiting_for_a_first_call, typed_by_the_desk, being_called, with_a_visit, closed, possible_spam)
