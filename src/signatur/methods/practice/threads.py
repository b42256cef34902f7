"""One thread for many small fits: threads that wait for each other cost more than they save."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def one_thread() -> Iterator[None]:
    """Let the libraries of numbers work on one thread inside the block."""
    # Only libraries that are loaded already are limited.
    import sklearn.ensemble  # noqa: F401
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield


@contextmanager
def all_threads() -> Iterator[None]:
    """Let them work on all processors again inside the block, for few large steps."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(os.cpu_count()):
        yield
