"""What Prometheus is told, read as it reads it."""

from collections.abc import Iterable
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

Labels = frozenset[tuple[str, str]]
Samples = dict[tuple[str, Labels], float]


def text_of(*collectors: Any) -> str:
    """The text of some collectors."""
    registry = CollectorRegistry()
    for one in collectors:
        registry.register(one)
    return generate_latest(registry).decode()


def samples_in(text: str) -> Samples:
    """The values in a text, by name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(samples: Samples, name: str, **labels: str) -> float:
    """One value."""
    return samples[name, frozenset(labels.items())]


def names_in(samples: Iterable[tuple[str, Labels]]) -> set[str]:
    """The names of what is told."""
    return {name for name, _labels in samples}
