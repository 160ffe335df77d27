"""Addresses on the web that secrets may be sent to."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches a host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_safe(address: str) -> bool:
    """Whether nobody on the way can read or change what goes to a web address: TLS, or this machine alone."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    private = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    return private and bool(host) and address.isascii() and address.isprintable() and not {*" #@"} & {*address}
