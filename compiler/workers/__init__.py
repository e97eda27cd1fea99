"""Tasks in processes of their own, here or (`cluster.py`) on other machines. No task takes another with it."""

from compiler.workers.crew import (
    Crew,
    Died,
    Failed,
    Limits,
    Lost,
    TookTooLong,
    TooMuchMemory,
    Work,
    WorkFault,
    granted,
    nothing,
)
from compiler.workers.local import Alone, Hands

__all__ = [
    "Alone",
    "Crew",
    "Died",
    "Failed",
    "Hands",
    "Limits",
    "Lost",
    "TooMuchMemory",
    "TookTooLong",
    "Work",
    "WorkFault",
    "granted",
    "nothing",
]
