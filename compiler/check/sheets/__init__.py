"""The YAML files of the sources as pydantic models: each field with its kind, its limit and what it is for.

The descriptions are the only place where fields are explained; JSON Schema, sources/README.md and new copy sheets are
made from them. Limits of length are those of the design study, `x-prose` counts words as read.
"""
