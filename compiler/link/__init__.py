"""Galleys -> the volume: folios, names, tags, fonts, and the bytes of the PDF."""
