"""HTML of the parts -> set pages: the only door to WeasyPrint."""

from compiler.typeset import door as door  # first of all: it keeps the fonts of this machine out
from compiler.typeset.lost import lost
from compiler.typeset.weasy import typeset

__all__ = ["lost", "typeset"]
