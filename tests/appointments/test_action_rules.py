"""The table of actions: what each needs, where it leads, and that rows and queries get one answer."""

from django.utils import timezone

import pytest

from appointments import action_rules
from appointments.action_rules import ActionRule
from appointments.desk.actions.registry import ACTIONS
from appointments.models import AppointmentRequest
from appointments.statuses import TRANSITIONS, Status
from tests.appointments.factories import make_request

RULES = [rule for rule in vars(action_rules).values() if isinstance(rule, ActionRule)]
LEADS_TO = {
    "restore": "new", "reopen": "new", "attempt": "contacting", "cancel-visit": "contacting",
    "schedule": "scheduled", "discard": "declined", "decline": "declined", "withdraw": "withdrawn",
    "unreachable": "unreachable", "duplicate": "duplicate", "error": "entered_in_error", "expire": "expired",
    "offer-times": "contacting",
}  # fmt: skip


def test_each_action_leads_where_the_desk_expects_it():
    assert {rule.slug: rule.leads_to for rule in RULES if rule.leads_to} == LEADS_TO


def test_every_transition_has_an_action():
    led = {(status, rule.leads_to) for rule in RULES for status in rule.statuses if rule.leads_to}
    possible = {(status, target) for status, targets in TRANSITIONS.items() for target in targets}
    # A second attempt leaves the request where it is; spam is discarded, and declined in no other way.
    assert led - {(Status.CONTACTING, Status.CONTACTING)} == possible


def test_a_rule_cannot_contradict_the_table_of_transitions():
    with pytest.raises(ValueError, match="contradicts"):
        ActionRule(slug="revive", statuses=frozenset({Status.ENTERED_IN_ERROR}), leads_to=Status.NEW)


def test_slugs_are_unique_and_each_action_of_the_desk_has_a_rule():
    slugs = [rule.slug for rule in RULES]
    assert len(set(slugs)) == len(slugs)
    of_others = {"other-phone", "link-reached-stranger", "expire", "undo", "send-again", "hold", "lift-hold"}
    assert set(ACTIONS) == set(slugs) - of_others


@pytest.mark.django_db
def test_queries_and_rows_agree_also_once_a_visit_is_over():
    over = make_request(status=Status.SCHEDULED)
    AppointmentRequest.objects.filter(pk=over.pk).update(closed_at=timezone.now())
    requests = [AppointmentRequest.objects.get(pk=over.pk), *(make_request(status=one) for one in Status)]
    for rule in RULES:
        fitting = {one.pk for one in requests if rule.fits_status(one)}
        queried = rule.fitting(AppointmentRequest.objects.all())
        assert set(queried.values_list("pk", flat=True)) == fitting, rule.slug
        assert (over.pk in fitting) == (rule.after_visit and Status.SCHEDULED in rule.statuses), rule.slug
