"""Do symbols and binding agree with themselves and with each other: asked once, so that no number is doubted later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from compiler.model.container import DamagedGalleyError
from compiler.model.galley import Symbols
from compiler.model.volume import Binding


def look_at_symbols(binding: Binding, symbols: Sequence[Symbols]) -> None:
    """Raise `DamagedGalleyError` for symbols that name pages or objects there are none of.

    Raises `ValueError` for a binding of other galleys.
    """
    if len(binding.firsts) != len(symbols):
        raise ValueError(f"{len(binding.firsts)} parts are bound, there are galleys of {len(symbols)}")
    bound = Counter(page.part for page in binding.pages)
    for part, each in enumerate(symbols):
        if bound[part] != len(each.pages):
            raise ValueError(f"{bound[part]} pages of `{each.part}` are bound, its galley has {len(each.pages)}")
        for fault in _faults(each):
            raise DamagedGalleyError(f"symbols.json of {each.part}", fault)


def _faults(symbols: Symbols) -> Iterator[str]:
    numbers = [*symbols.kids, *symbols.ids.values(), symbols.parents]
    numbers += [number for page in symbols.pages for number in (page.contents, page.resources, *page.annotations)]
    yield from (f"there is no object {number}" for number in numbers if not 1 <= number <= symbols.objects)
    indices = [at.page_index for at in (*symbols.destinations.values(), *(each.at for each in symbols.headings))]
    indices += [use.page_index for use in symbols.folios]
    yield from (f"there is no page {index}" for index in indices if not 0 <= index < len(symbols.pages))
    if symbols.keys < len(symbols.pages):
        yield f"the parent tree has {symbols.keys} keys, there are {len(symbols.pages)} pages"
    if any(len(use.digits) != 10 for use in symbols.folios):
        yield "a folio has not ten figures"
