"""Figures for Prometheus: requests, their time and bytes, and what the query tier is doing."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from communique.sparql.evaluation import Evaluator
from communique.sparql.result_cache import ResultCache
from communique.web.supervision import Supervised

_SECONDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """The figures of one server, in a registry of their own."""

    def __init__(self, evaluator: Evaluator, results: ResultCache) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter(
            "communique_requests", "Requests that were answered", labels, registry=self.registry
        )
        self.seconds = Histogram(
            "communique_request_seconds",
            "Time from the request to the last byte of its answer",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.sent = Counter("communique_sent_bytes", "Bytes of bodies that were sent", registry=self.registry)
        self.broken = Counter(
            "communique_broken_replies", "Replies that were broken off", registry=self.registry
        )
        self.registry.register(_Tier(evaluator, results))


class _Tier(Collector):
    """Asks the tier and the cache at the moment somebody looks."""

    def __init__(self, evaluator: Evaluator, results: ResultCache) -> None:
        self._evaluator = evaluator
        self._results = results

    def collect(self) -> Iterator[Metric]:
        """One gauge for each figure."""
        yield GaugeMetricFamily(
            "communique_ready", "Whether a query would be evaluated now", value=float(self._evaluator.ready)
        )
        yield GaugeMetricFamily(
            "communique_committed_timestamp_seconds",
            "When the served snapshot was committed",
            value=self._evaluator.committed.timestamp(),
        )
        yield GaugeMetricFamily(
            "communique_result_cache_bytes", "Bytes of answers kept", value=float(self._results.held)
        )
        for name, value in (("hits", self._results.hits), ("misses", self._results.misses)):
            yield GaugeMetricFamily(
                f"communique_result_cache_{name}", f"Look-ups that were {name}", value=float(value)
            )
        if isinstance(self._evaluator, Supervised):
            for figure, number in self._evaluator.state().items():
                yield GaugeMetricFamily(
                    f"communique_tier_{figure}", f"Query tier: {figure}", value=float(number)
                )
