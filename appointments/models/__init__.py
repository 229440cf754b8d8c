"""Models: requests, visits, timeline, access log, notices, message templates, senders, heartbeat."""

from .access import AccessAction, AccessRecord
from .message_texts import MessageKind, MessageTemplate
from .notices import Notice, NoticeFreeze, WorkerHeartbeat
from .requests import AppointmentRequest, AppointmentRequestQuerySet
from .screening import SenderBucket, Signal
from .timeline import RequestEvent
from .visits import Visit

__all__ = [
    "AccessAction",
    "AccessRecord",
    "AppointmentRequest",
    "AppointmentRequestQuerySet",
    "MessageKind",
    "MessageTemplate",
    "Notice",
    "RequestEvent",
    "SenderBucket",
    "Signal",
    "Visit",
    "NoticeFreeze",
    "WorkerHeartbeat",
]
