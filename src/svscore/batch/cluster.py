"""Parts done on the machines of a Dask cluster that runs already."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from svscore.batch.remote import shown
from svscore.problem import Location, Problem, SvscoreError

NO_CLUSTER = "BA109"
SCHEMES = ("tcp://", "tls://")
EXPECTED = "expected an address like tcp://host:8786"
TLS = "tls:// needs certificates in the configuration of Dask (distributed.comm.tls); see its pages on security"
WAIT = 20
"""Seconds to wait for the scheduler to answer."""


@contextmanager
def cluster_executor(address: str) -> Iterator[tuple[Executor, int]]:
    """The executor of the cluster whose scheduler is at ``address``, like ``tcp://host:8786``, and its threads.

    A part whose worker is lost is done again on another one. The workers need svscore, and the files
    under the same paths.

    Raises:
        SvscoreError: Dask is not installed, or nobody answers at the address.
    """
    place = Location(f"--cluster {shown(address)}")
    if not address.startswith(SCHEMES):
        message = "this is no address of a scheduler"
        raise SvscoreError([Problem(place, NO_CLUSTER, message, EXPECTED)])
    try:
        distributed: Any = import_module("distributed")  # an extra, and without types
    except ImportError:
        hint = "pip install svscore[cluster]"
        raise SvscoreError([Problem(place, NO_CLUSTER, "dask.distributed is not installed", hint)]) from None
    try:
        client = distributed.Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        is_silent = isinstance(error, OSError)
        reason = "no scheduler answers" if is_silent else f"there is no connection: {str(error).splitlines()[0]}"
        hint = TLS if address.startswith("tls://") else EXPECTED
        raise SvscoreError([Problem(place, NO_CLUSTER, reason, hint)]) from None
    try:
        yield client.get_executor(pure=False), sum(client.ncores().values())
    finally:
        client.close()
