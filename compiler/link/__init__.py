"""From pages as set to folios as printed."""
