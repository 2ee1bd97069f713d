"""What the process tells Prometheus; one registry per application, nothing global."""

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

Samples = Callable[[], Iterable[tuple[tuple[str, ...], float]]]

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Telemetry:
    """Counters that code counts in, and gauges that are read from the stores when asked for."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "stayflow_requests",
            "HTTP requests.",
            ("area", "method", "status"),
            registry=self.registry,
        )
        self.request_seconds = Histogram(
            "stayflow_request_seconds",
            "Seconds until the first byte of the answer.",
            ("area",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.collected = Counter(
            "stayflow_collected_requests",
            "Requests with events that the collector acknowledged.",
            ("protocol",),
            registry=self.registry,
        )
        self.refused = Counter(
            "stayflow_refused_requests",
            "Collector requests that were not acknowledged.",
            ("protocol", "code"),
            registry=self.registry,
        )
        self.job_seconds = Histogram(
            "stayflow_job_seconds",
            "Seconds of one attempt at a job.",
            ("kind", "outcome"),
            buckets=(*SECONDS, 60, 300, 1800),
            registry=self.registry,
        )

    def gauge(self, name: str, help_text: str, labels: tuple[str, ...], samples: Samples) -> None:
        """Read `samples` (label values, number) whenever the metrics are asked for."""
        self.registry.register(_Read(name, help_text, labels, samples))

    def render(self) -> bytes:
        """The text format of Prometheus."""
        return generate_latest(self.registry)


class _Read(Collector):
    def __init__(
        self, name: str, help_text: str, labels: tuple[str, ...], samples: Samples
    ) -> None:
        self._name, self._help, self._labels, self._samples = name, help_text, labels, samples

    def describe(self) -> Iterable[Metric]:
        return [GaugeMetricFamily(self._name, self._help, labels=self._labels)]

    def collect(self) -> Iterable[Metric]:
        family = GaugeMetricFamily(self._name, self._help, labels=self._labels)
        for values, number in self._samples():
            family.add_metric(values, number)
        yield family
