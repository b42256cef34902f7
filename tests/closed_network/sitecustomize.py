"""Closes the network of a Python process: the tests put this folder on the path of every child.

A try to leave the machine is refused, and written down in the file that `TESTS_NETWORK_TRIES` names,
so that it is seen even where somebody swallows the refusal.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from typing import Any

TRIES = "TESTS_NETWORK_TRIES"
_WATCHED = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname")


class NetworkClosed(Exception):
    """A test tried to leave the machine."""


def is_here(host: object) -> bool:
    """Say whether a host is this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _WATCHED:
        return
    target = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
    if isinstance(target, tuple):
        target = target[0]
    elif event == "socket.connect":
        return  # a path: a socket of this machine
    if not is_here(target):
        file = os.environ.get(TRIES)  # noqa: TID251 (how the tests and their children speak)
        if file:
            with open(file, "a", encoding="utf-8") as tries:  # noqa: PTH123 (as little as possible is loaded)
                tries.write(f"{event} {target}\n")
        raise NetworkClosed(f"{event} {target}")


sys.addaudithook(watch)
