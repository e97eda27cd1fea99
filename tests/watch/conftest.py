"""The small publication of the faults, for whoever watches one."""

from tests.faults.conftest import root

__all__ = ["root"]
