"""What a machine lacks to run sessions, for `analyst doctor`."""

import asyncio
import sys
from dataclasses import dataclass

from session_pool.errors import NEEDS_LINUX, StartError
from session_pool.settings import PoolSettings


@dataclass(frozen=True, slots=True)
class Fault:
    """What is missing, and what to do about it: a sentence each."""

    what: str
    fix: str


def check_machine(settings: PoolSettings) -> list[Fault]:
    """Return what keeps the pool from serving here; an empty list after a session passed its self-test."""
    if sys.platform != "linux":
        return [Fault(*NEEDS_LINUX)]
    faults = list(_missing_pieces(settings))
    if not faults:
        faults = _failing_sessions(settings)
    return faults


def _missing_pieces(settings: PoolSettings) -> list[Fault]:
    from session_pool import launcher, system_calls

    def environment() -> object:
        return launcher.Environment.at(settings.environment)

    faults = []
    for piece in (launcher.bubblewrap, environment, system_calls.compiled_filter):
        try:
            piece()
        except StartError as fault:
            faults.append(Fault(fault.what, fault.fix))
    return faults


def _failing_sessions(settings: PoolSettings) -> list[Fault]:
    from session_pool.pool import Pool
    from session_pool.selftest import prove_isolation

    async def try_one() -> None:
        pool = Pool(settings.model_copy(update={"ready_sessions": 0}))
        await pool.start()
        try:
            await prove_isolation(pool)
        finally:
            await pool.stop()

    try:
        asyncio.run(try_one())
    except StartError as fault:
        return [Fault(fault.what, fault.fix)]
    return []
