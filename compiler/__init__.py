"""A compiler from structured copy to a typeset publication."""

__version__ = "0.1.0"
