"""Requests, their timeline, who read them, their notices and visits, senders, the worker's sign of life."""

from .access import AccessAction, AccessRecord
from .notices import Notice, WorkerHeartbeat
from .requests import AppointmentRequest, AppointmentRequestQuerySet, Visit
from .screening import SenderBucket, Signal
from .timeline import RequestEvent

__all__ = [
    "AccessAction",
    "AccessRecord",
    "AppointmentRequest",
    "AppointmentRequestQuerySet",
    "Notice",
    "RequestEvent",
    "SenderBucket",
    "Signal",
    "Visit",
    "WorkerHeartbeat",
]
