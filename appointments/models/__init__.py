"""Requests, their timeline, the notices about them, visits, and the worker's sign of life."""

from .notices import Notice, WorkerHeartbeat
from .requests import AppointmentRequest, AppointmentRequestQuerySet, Visit
from .timeline import RequestEvent

__all__ = [
    "AppointmentRequest",
    "AppointmentRequestQuerySet",
    "Notice",
    "RequestEvent",
    "Visit",
    "WorkerHeartbeat",
]
