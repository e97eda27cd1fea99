"""Drawings: SVG computed from the copy and the look, placed by layouts.

All drawings are deterministic, name colours as swatches only, and carry their alternative text as `<title>`.
Page drawings are in millimetres and reach the bleed; charts are in points, a hair under their measure and whole base
lines high.

Each module is imported where its drawing is made, for most drawings are kept from build to build, and Shapely and PROJ
take a while to load.
"""
