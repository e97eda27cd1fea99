"""Styles of pseudo-elements are computed when they are asked for.

WeasyPrint's own sheet declares `::marker`, `::footnote-call` and others for each element, and computes their styles for
each, five for every one that is used.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from compiler.typeset.adapters.patch import Leaning, replaced
from compiler.typeset.door import Untyped, css

LEANS_ON: Leaning = (
    ("weasyprint.css.StyleFor.__init__", "d60656cf202d"),
    ("weasyprint.css.StyleFor.__call__", "1c78c260676b"),
    ("weasyprint.css.StyleFor.set_computed_styles", "bdbc6860fc5a"),
    ("weasyprint.css.ComputedStyle.__init__", "1c8d3e9e4f84"),
)


@contextmanager
def pseudo_styles_deferred() -> Generator[None]:
    """Compute styles of pseudo-elements late while the context lasts, which is one layout."""
    waiting: dict[tuple[Untyped, str], tuple[Untyped, Untyped, Untyped]] = {}
    compute, find = css.StyleFor.set_computed_styles, css.StyleFor.__call__

    def set_computed_styles(
        self: Untyped,
        element: Untyped,
        parent: Untyped,
        root: Untyped = None,
        pseudo_type: Untyped = None,
        **more: Untyped,
    ) -> None:
        cascaded = self.get_cascaded_styles().get((element, pseudo_type), {})
        # Margin boxes come without a collector. An anchor is collected at once, for links look for it.
        if pseudo_type is None or "target_collector" not in more or "anchor" in cascaded:
            compute(self, element, parent, root, pseudo_type, **more)
        else:
            waiting[element, pseudo_type] = root, more["base_url"], cascaded

    def style_for(self: Untyped, element: Untyped, pseudo_type: Untyped = None) -> Untyped:
        if (asked := waiting.pop((element, pseudo_type), None)) is not None:
            root, base_url, cascaded = asked
            computed = self.get_computed_styles()
            computed[element, pseudo_type] = css.ComputedStyle(
                computed[element, None], cascaded, pseudo_type, computed[root, None], base_url, self.font_config,
                self.initial_page_sizes,
            )  # fmt: skip
        return find(self, element, pseudo_type)

    with replaced((css.StyleFor, "set_computed_styles", set_computed_styles), (css.StyleFor, "__call__", style_for)):
        yield
