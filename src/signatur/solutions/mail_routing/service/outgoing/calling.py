"""Calling another system by HTTP: where to, who may be called, what its answer means.

A name is looked up once, and exactly the address that was found allowed is called: else a name might
point to another address in between (DNS rebinding). No redirect is followed.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING

import httpx2

from signatur.kernel.outbox import DeliveryFailed
from signatur.solutions.mail_routing.settings import MailRoutingSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from signatur.kernel.work import Work

# The receiver knows it already: as good as taken.
_KNOWN = frozenset({200, 409})
# Refusals that pass: too slow, too early, too many.
_PASSING = frozenset({408, 425, 429})
_LONGEST_ANSWER = 1 << 20
_LONGEST_PAUSE = timedelta(days=1)


def call(
    work: Work,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    log: str,
    also_read: int = 200,
) -> httpx2.Response:
    """Post something; return an answer that is good, or has the status that is also read.

    Raises DeliveryFailed, whose log begins with `log`.
    """
    settings = work.runtime.settings.of(MailRoutingSettings)
    target = httpx2.URL(url)
    address = _address(target, log, may_be_private=settings.outgoing_private)
    host = target.netloc.decode()
    pinned = target.copy_with(host=address)
    try:
        with httpx2.Client(
            timeout=settings.outgoing_seconds,
            follow_redirects=False,
            trust_env=False,
            verify=trusting(None),
        ) as client:
            request = client.build_request(
                "POST",
                pinned,
                content=body,
                headers={**headers, "Host": host},
                extensions={"sni_hostname": target.host},
            )
            response = client.send(request, stream=True)
            with_body = _read(response)
    except (httpx2.HTTPError, OSError) as problem:
        has_left = not isinstance(problem, httpx2.ConnectError | httpx2.ConnectTimeout)
        raise DeliveryFailed(log=f"{log}: {type(problem).__name__}", has_left=has_left) from None
    failure = failure_of(with_body, log, work.now)
    if failure is not None and with_body.status_code != also_read:
        raise failure
    return with_body


@cache
def trusting(authorities: Path | None) -> ssl.SSLContext:
    """Return what a connection's certificates are checked against; reading them takes long.

    None: those that this machine trusts. What is changed there counts from the next start on.
    """
    return ssl.create_default_context(cafile=authorities)


def _read(response: httpx2.Response) -> httpx2.Response:
    """Read an answer as far as an answer may reasonably reach."""
    content = b""
    try:
        for block in response.iter_bytes():
            content += block
            if len(content) > _LONGEST_ANSWER:
                break
    finally:
        response.close()
    kept = {
        name: value
        for name, value in response.headers.items()
        if name.lower() not in ("content-encoding", "transfer-encoding", "content-length")
    }
    return httpx2.Response(response.status_code, headers=kept, content=content[:_LONGEST_ANSWER])


def failure_of(response: httpx2.Response, log: str, now: datetime) -> DeliveryFailed | None:
    """Return what an answer means; None when it was taken, now or before."""
    code = response.status_code
    if 200 <= code < 300 or code in _KNOWN:
        return None
    if 300 <= code < 400:
        return DeliveryFailed(log=f"{log} redirect", is_final=True)
    is_final = 400 <= code < 500 and code not in _PASSING
    pause = None if is_final else retry_after(response.headers.get("retry-after", ""), now)
    return DeliveryFailed(log=f"{log} {code}", is_final=is_final, again_after=pause)


def retry_after(value: str, now: datetime) -> timedelta | None:
    """Read how long to wait, in seconds or as a date; never longer than a day."""
    if value.strip().isdecimal():
        return min(_LONGEST_PAUSE, timedelta(seconds=int(value.strip()[:9])))
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(_LONGEST_PAUSE, max(timedelta(), until - now))


def _address(target: httpx2.URL, log: str, *, may_be_private: bool) -> str:
    """Return the one address to call. Raises DeliveryFailed where it may not be called."""
    port = target.port or {"http": 80, "https": 443}.get(target.scheme, 443)
    try:
        found = socket.getaddrinfo(target.host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise DeliveryFailed(log=f"{log}: name unknown", has_left=False) from None
    addresses = [str(one[4][0]) for one in found]
    if not may_be_private and not all(is_public(one) for one in addresses):
        raise DeliveryFailed(log=f"{log} private", is_final=True)
    return addresses[0]


def is_public(address: str) -> bool:
    """Say whether an address lies in the open internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast
