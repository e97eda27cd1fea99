"""What mends or watches WeasyPrint, one thing a module; installed for one run and taken away after it.

Each module lists in `LEANS_ON` the functions it replaces or relies on, with a digest of their source: when they move,
`tests/typeset/test_adapters.py` fails, and somebody has to look.
"""
