"""What whoever runs the service may choose; every default is the careful one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Bounds of one service. Nothing here is secret."""

    four_eyes_above: int = 100_000
    """Units of one command above which a second person has to accept it."""
    waiting_seconds: float = 86_400
    """Before a command to a new counterparty can be accepted, and before a new token can accept anything."""
    address_requests_per_second: float = 50
    """In the long run, from one address."""
    token_requests_per_second: float = 50
    """In the long run, with one token."""
    burst_seconds: float = 4
    """How many seconds' worth of requests may come at once."""
    body_bytes_most: int = 1_000_000
    jobs_at_once_most: int = 2
    """Each is a process that keeps a core busy."""
    jobs_waiting_most: int = 20
    job_seconds_most: float = 3_600
    behind_proxy: bool = False
    """Whether a proxy in front ends TLS, and says for whom it asks."""
