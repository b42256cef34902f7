"""Heavy computing: many tasks that do not need each other, here or on a Dask cluster.

Without a setting they run one after the other in the process that asks. With one, they go to the
machine's own cores or to a scheduler elsewhere; the answers are the same.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from signatur.kernel.errors import SignaturError
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LOCAL = "local"
"""Stands for the cores of this machine in place of a scheduler's address."""

Task = TypeVar("Task")
Answer = TypeVar("Answer")


class NoCluster(SignaturError):
    """The cluster that a setting names is not there, or its package is not installed."""


def each(
    function: Callable[[Task], Answer],
    tasks: Sequence[Task],
    *,
    scheduler: str = "",
    tell: Callable[[float], None] = lambda _share: None,
) -> list[Answer]:
    """Return what a function answers for each task, in the order of the tasks.

    Args:
        function: at the top of a module, so that another process can find it.
        tasks: what it is called with; they travel to the cluster.
        scheduler: address of a Dask scheduler, `local` for this machine's cores, empty for neither.
        tell: called with the share that is done; what it raises stops the rest.

    Raises:
        NoCluster: the scheduler does not answer.
    """
    if not scheduler:
        found = []
        for number, task in enumerate(tasks, start=1):
            found.append(function(task))
            tell(number / len(tasks))
        return found
    with _client(scheduler) as client:
        import distributed

        # The package has no types of its own.
        as_completed: Any = distributed.as_completed
        futures = client.map(function, tasks, pure=False)
        try:
            for number, _done in enumerate(as_completed(futures), start=1):
                tell(number / len(tasks))
            return list(client.gather(futures))
        finally:
            client.cancel(futures)


@contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    try:
        import distributed
    except ImportError as error:
        raise NoCluster(
            log="distributed is not installed",
            shown=_("Heavy computing on a cluster needs the package distributed."),
        ) from error
    cluster_of: Any = distributed.LocalCluster
    client_of: Any = distributed.Client
    if scheduler == LOCAL:
        here = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "threads_per_worker": 1}
        with cluster_of(**here) as cluster, client_of(cluster) as client:
            yield client
        return
    try:
        client = client_of(scheduler, timeout="10s")
    except (OSError, TimeoutError, ValueError) as error:
        raise NoCluster(
            log=f"scheduler: {type(error).__name__}",
            shown=_("The cluster at %(address)s does not answer.", address=scheduler),
        ) from error
    with client:
        yield client
