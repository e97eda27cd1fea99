"""Frozen types that pass between the stages; nothing here reads, checks or draws."""
