"""HTML of the parts -> set pages: the only door to WeasyPrint."""

from compiler.typeset import door as door  # first of all: it keeps the fonts of this machine out
from compiler.typeset.weasy import set_galley, typeset

__all__ = ["set_galley", "typeset"]
