"""Files that were made to do harm, one for each trick; `CRAFTED` names them with the codes in which they may end."""

from collections.abc import Callable
from itertools import chain

from tests.fuzz.crafted import archives, office, pages, papers, pictures, texts
from tests.fuzz.crafted.case import Case

_EVERY: tuple[tuple[Case, ...], ...] = tuple(each.CASES for each in (archives, office, pages, papers, pictures, texts))
CRAFTED: dict[str, tuple[Callable[[], bytes], frozenset[str]]] = {
    name: (make, frozenset(codes.split())) for name, make, codes in chain(*_EVERY)
}
HEAVY = frozenset(
    (
        *("a million empty paragraphs", "a million columns", "merged a hundred thousand times"),
        *("rtf of open groups", "wide cells in a page", "thirty thousand attributes", "a million cells in a row"),
        *("content bomb in a pdf", "half a million rules", "one page a hundred thousand times"),
        *("a form that draws itself", "forms in forms", "a line of five million letters", "a row of a million cells"),
    )
)
"""Those that take seconds, up to the limit: for a long run."""
