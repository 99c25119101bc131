"""How text comes out of a PDF: lines in drawing order, with blank lines where a stripper sees paragraphs.

Lengths are in em (one Chinese character). The rules are those by which common strippers tell a new line and a new
paragraph: a line that is not on the height of the one before; a paragraph when it lies far from the line before, or is
indented or outdented against a line that began none.
"""

from dataclasses import dataclass, field

PITCH = 1.3  # from one line of a cell to the next
DROP = 1.9  # a jump of more than this is a new paragraph
SAME = 0.6  # lines nearer than this in height are one printed line


@dataclass
class Pen:
    """Collects what is drawn; `text` is the dump. `page_mark` begins a page: a form feed, or the space left of it."""

    page_mark: str = " "
    blank_lines: bool = True
    parts: list[str] = field(default_factory=list)
    y: float | None = None
    start: float = 0.0
    begins: bool = False
    hanging: bool = False

    def draw(self, x: float, y: float, text: str) -> None:
        """One line of one cell with its left edge at `x` and its height `y`, downward from the page's top."""
        if not text:
            return
        if self.y is None:
            self._new_line(x, paragraph=True)
        elif abs(y - self.y) < SAME:
            self.parts.append(" ")
        else:
            paragraph = self._paragraph(x, y)
            self.parts.append("\n\n" if paragraph and self.blank_lines else "\n")
            self._new_line(x, paragraph)
        self.parts.append(text)
        self.y = y

    def new_page(self, number: int | None = None) -> None:
        """End the page; a `number` is printed at its foot where nobody cleaned it away."""
        if number is None:
            self.parts.append("\n" + self.page_mark)
        else:
            self.parts.append(f"\n\n\n\n{number}\n\n")
        self.y = None

    def _new_line(self, x: float, paragraph: bool) -> None:
        self.start, self.begins = x, paragraph

    def _paragraph(self, x: float, y: float) -> bool:
        assert self.y is not None
        was_hanging, self.hanging = self.hanging, False
        if abs(y - self.y) > DROP:
            return True
        if x > self.start + 1:
            self.hanging = self.begins
            return not self.begins
        if x < self.start - 0.5:
            return not self.begins
        self.hanging = was_hanging
        return False

    @property
    def text(self) -> str:
        """All that was drawn."""
        return "".join(self.parts) + "\n"
