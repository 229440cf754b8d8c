"""Ending of a patient's link by the desk, which makes a new one."""

from typing import Unpack

from appointments import action_rules
from appointments.notices.channels import channels_to_patient
from appointments.patient_link import end_link as replace_link
from appointments.services.changes import ChangeArguments, locked_change


def end_link(*, send_link: bool = False, **arguments: Unpack[ChangeArguments]) -> None:
    """End every link that the patient was sent; with ``send_link``, mail the new one where mail is allowed.

    It cannot be undone, as that would open the request to whoever has the earlier link.
    """
    with locked_change(action_rules.END_LINK, **arguments) as change:
        replace_link(change.appointment_request)
        if send_link:
            change.notify = channels_to_patient(change.appointment_request)
