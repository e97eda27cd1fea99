"""Sources -> trees with spans: YAML as text, pictures as facts; every file that cannot be read is reported."""

from compiler.load.sources import load

__all__ = ["load"]
