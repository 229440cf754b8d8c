"""The one table of questions: each answer is stored and reads back, and a new question is one entry."""

from dataclasses import fields, replace

import pytest

from appointments.desk.actions.forms.correction import CorrectionForm
from appointments.desk.intake.form import DeskRequestForm
from appointments.desk.presenters import answers as record
from appointments.patient_data import CORRECTABLE, PatientData
from appointments.public.forms.request import AppointmentRequestForm
from appointments.questions.table import BY_NAME, QUESTIONS
from tests.appointments.factories import make_request

pytestmark = pytest.mark.usefixtures("reads_patients_data")

# Kept as the name of the patient or of whoever asks, or not kept at all.
KEPT_ELSEWHERE = {"caller_name", "forget_article"}
# Written by the code, and not asked.
NOT_ASKED = {"phone_e164", "corrections", "schema", "other_answers"}


def test_every_name_stands_once():
    assert len(BY_NAME) == len(QUESTIONS)


def test_every_answer_that_is_stored_reads_back():
    stored = {one.name for one in fields(PatientData)} - NOT_ASKED
    assert stored == {question.name for question in QUESTIONS if question.record}
    assert {question.name for question in QUESTIONS if question.field} - stored == KEPT_ELSEWHERE


def test_every_question_of_a_group_is_in_the_forms_of_those_who_are_asked():
    patients, desk = AppointmentRequestForm(articles=()), DeskRequestForm(articles=())
    asked = {question.name for question in QUESTIONS if question.field}
    assert asked <= set(patients.fields)
    assert set(desk.fields) & asked == {question.name for question in QUESTIONS if question.desk}


def test_what_the_desk_corrects_is_what_can_be_stored_as_corrected():
    corrected = [question.correction_name for question in QUESTIONS if question.correction]
    assert tuple(corrected) == CORRECTABLE
    assert set(corrected) <= set(CorrectionForm.base_fields)


@pytest.mark.django_db
def test_a_question_is_not_on_the_record_of_those_who_were_never_asked(monkeypatch):
    newer = replace(BY_NAME["note"], since=2)
    on_record = [(question, question.record) for question in (BY_NAME["full_name"], newer)]
    monkeypatch.setattr(record, "ON_RECORD", on_record)
    before, after = make_request(schema=1, consents={}), make_request(schema=2, consents={})
    assert [answer.name for answer in record.answers_of(before)] == ["full_name"]
    assert [answer.name for answer in record.answers_of(after)] == ["full_name", "note"]
