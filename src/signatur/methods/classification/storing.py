"""A router as bytes and back: plain arrays and one JSON document in a NumPy archive, no pickle."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.classification.calibration import Calibration
from signatur.methods.classification.confidence import Head, Mixture
from signatur.methods.classification.experts import Experts
from signatur.methods.classification.features import Weighting
from signatur.methods.classification.linear import Linear
from signatur.methods.classification.memory import Memory
from signatur.methods.classification.network import Network

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from signatur.methods.classification.experts import Embedder
    from signatur.methods.classification.router import Router

FORMAT = "signatur.router/1"


def to_bytes(router: Router) -> bytes:
    """Return a router as bytes; the same router gives the same bytes."""
    experts, calibration, memory = router.experts, router.calibration, router.memory
    network = experts.network
    told = {
        "format": FORMAT,
        "labels": router.labels,
        "about": dict(router.about),
        "mixture": [calibration.mixture.linear, calibration.mixture.network],
        "heads": {
            name: [*head.weights.tolist(), head.base] for name, head in _heads(calibration).items()
        },
        "unknown_share": calibration.unknown_share,
        "unknown_seen": calibration.unknown_seen,
        "network_scale": network.scale if network else None,
        "memory_keys": memory.keys,
        "memory_labels": memory.labels,
        "memory_width": memory.rows.shape[1],
    }
    arrays: dict[str, NDArray[Any]] = {
        "told": np.frombuffer(json.dumps(told, sort_keys=True).encode(), np.uint8),
        "columns": experts.weighting.columns,
        "rarity": experts.weighting.rarity,
        "linear_weights": experts.linear.weights.astype(np.float16),
        "linear_base": experts.linear.base,
        "record": calibration.record,
        "least": calibration.least,
        "memory_data": memory.rows.data.astype(np.float16),
        "memory_indices": memory.rows.indices.astype(np.int32),
        "memory_pointers": memory.rows.indptr.astype(np.int64),
    }
    if network:
        arrays["network_into"] = network.into.astype(np.float16)
        arrays["network_out"] = network.out
        arrays["network_bias"] = network.bias
        arrays["network_base"] = network.base
    written = io.BytesIO()
    np.savez(written, allow_pickle=False, **arrays)
    return written.getvalue()


def _heads(calibration: Calibration) -> Mapping[str, Head]:
    return {
        "known": calibration.known,
        "right": calibration.right,
        "score": calibration.score,
        "among_three": calibration.among_three,
    }


def from_bytes(data: bytes, *, embedder: Embedder | None = None) -> Router:
    """Read a router. Raises InputProblem when the bytes are none, or its embedding is missing."""
    try:
        router = _read(data)
    except Exception as problem:
        # A damaged archive fails in a dozen ways, each of them for the same reason.
        raise _no_router(type(problem).__name__) from problem
    wanted = router.about["embedding"]
    if not wanted:
        return router
    if embedder is None or embedder.name != wanted:
        raise InputProblem(
            log="embedding of the router is missing",
            shown=_("The model needs the embedding model %(name)s. Name its folder.", name=wanted),
        )
    return replace(router, embedder=embedder)


def _read(data: bytes) -> Router:
    from signatur.methods.classification.router import Router

    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    told = json.loads(arrays["told"].tobytes())
    if told["format"] != FORMAT or "embedding" not in told["about"]:
        raise ValueError("of another format")
    return Router(
        labels=tuple(told["labels"]),
        experts=_experts(arrays, told),
        calibration=_calibration(arrays, told),
        memory=_memory(arrays, told),
        about=told["about"],
    )


def _no_router(cause: str) -> InputProblem:
    return InputProblem(
        log=f"no router: {cause}", shown=_("The file is no model of mail routing, or is damaged.")
    )


def _experts(arrays: Mapping[str, NDArray[Any]], told: Mapping[str, Any]) -> Experts:
    network = None
    if told["network_scale"] is not None:
        network = Network(
            arrays["network_into"].astype(np.float32),
            arrays["network_bias"],
            arrays["network_out"],
            arrays["network_base"],
            told["network_scale"],
        )
    return Experts(
        Weighting(arrays["columns"], arrays["rarity"]),
        Linear(arrays["linear_weights"].astype(np.float32), arrays["linear_base"]),
        network,
        len(told["labels"]),
    )


def _calibration(arrays: Mapping[str, NDArray[Any]], told: Mapping[str, Any]) -> Calibration:
    heads = {
        name: Head(np.array(numbers[:-1]), numbers[-1]) for name, numbers in told["heads"].items()
    }
    return Calibration(
        Mixture(*told["mixture"]),
        arrays["record"],
        heads["known"],
        heads["right"],
        heads["score"],
        arrays["least"],
        told["unknown_share"],
        told["unknown_seen"],
        heads["among_three"],
    )


def _memory(arrays: Mapping[str, NDArray[Any]], told: Mapping[str, Any]) -> Memory:
    from scipy.sparse import csr_matrix

    parts = (
        arrays["memory_data"].astype(np.float32),
        arrays["memory_indices"],
        arrays["memory_pointers"],
    )
    rows = csr_matrix(parts, shape=(len(told["memory_keys"]), told["memory_width"]))
    rows.check_format(full_check=True)
    return Memory(tuple(told["memory_keys"]), tuple(told["memory_labels"]), rows)
