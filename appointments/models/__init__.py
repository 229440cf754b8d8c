"""Models: requests, visits, timeline, records, notices, templates, senders, heartbeat, keys, trials."""

from .canaries import Canary
from .key_checks import KeyCheck
from .mail_trials import MailTrial
from .message_texts import MessageKind, MessageTemplate
from .notices import Notice, NoticeFreeze, WorkerHeartbeat
from .records.access import AccessAction, AccessRecord
from .records.erasures import Erasure, ErasureRule
from .records.person_data import PersonDataRecord
from .requests import AppointmentRequest, AppointmentRequestQuerySet
from .screening import RecipientCount, SenderBucket, Signal
from .timeline import RequestEvent
from .visits import Visit

__all__ = [
    "AccessAction",
    "AccessRecord",
    "AppointmentRequest",
    "AppointmentRequestQuerySet",
    "KeyCheck",
    "Canary",
    "Erasure",
    "ErasureRule",
    "MailTrial",
    "MessageKind",
    "MessageTemplate",
    "Notice",
    "PersonDataRecord",
    "RecipientCount",
    "RequestEvent",
    "SenderBucket",
    "Signal",
    "Visit",
    "NoticeFreeze",
    "WorkerHeartbeat",
]
