"""Figures about the worker's lanes, known in the worker alone."""

from collections.abc import Iterator, Sequence

from prometheus_client import Metric
from prometheus_client.registry import Collector

from appointments.notices.lanes import Lane
from clinic.metrics.figures import Figure, families


class Lanes(Collector):
    """Collector of whether each lane turns, and whether its server makes it wait."""

    def __init__(self, sending: Sequence[Lane]) -> None:
        self.sending = sending

    def collect(self) -> Iterator[Metric]:
        """Yield two figures for each lane."""
        yield from families(
            [
                *(
                    Figure(
                        "clinic_lane_turning",
                        "Whether no sender of a lane hangs",
                        lane.is_turning(),
                        _name(lane),
                    )
                    for lane in self.sending
                ),
                *(
                    Figure(
                        "clinic_lane_waits",
                        "Whether a lane's server hung last",
                        not lane.is_well(),
                        _name(lane),
                    )
                    for lane in self.sending
                ),
            ]
        )


def _name(lane: Lane) -> dict[str, str]:
    return {"lane": lane.name}
