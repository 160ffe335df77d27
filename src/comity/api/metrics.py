"""Counts for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4


class Metrics:
    """What one service has done since it started."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "comity_requests", "Requests answered", ("operation", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "comity_request_seconds", "Time to answer a request", ("operation",), registry=self._registry
        )
        self.refused = Counter(
            "comity_problems", "Requests not answered as asked, by code", ("code",), registry=self._registry
        )
        self.entries = Gauge("comity_journal_entries", "Number of the journal's last entry", registry=self._registry)
        self.jobs = Gauge("comity_jobs", "Jobs by stage", ("stage",), registry=self._registry)
        self.transfers = Counter(
            "comity_external_transfers", "Rounds of external transfers, by what they came to", ("outcome",),
            registry=self._registry,
        )  # fmt: skip
        self.under_way = Gauge("comity_external_under_way", "External transfers under way", registry=self._registry)
        self.misplaced = Gauge(
            "comity_reconciliation_misplaced_units", "Units in two places, or in none", registry=self._registry
        )
        self.differences = Gauge(
            "comity_reconciliation_differences", "Totals that two registries do not agree on", registry=self._registry
        )
        self.silent = Gauge(
            "comity_reconciliation_silent", "Registries that could not be asked", registry=self._registry
        )

    def text(self) -> bytes:
        """All of it, in Prometheus's text format."""
        return generate_latest(self._registry)
