"""Parts lines that keep positions into pieces that stand together, and puts pieces under each other into cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.parse.readers.pdf_text.columns import Columns
from services.parse.readers.pdf_text.fragments import Fragment, Gap
from services.parse.readers.pdf_text.widths import seam

Piece = list[Fragment]


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One printed line of the body without its class names: its pieces from the left, what stands before it."""

    pieces: tuple[Piece, ...]
    number: int
    gap: Gap
    columns: Columns


def pieces_of(line: Sequence[Fragment], taken: set[int]) -> Iterator[Piece]:
    """What stands together on a line: fragments that one space parts where a setter would put one."""
    piece: Piece = []
    for fragment in line:
        if id(fragment) in taken:
            if piece:
                yield piece
            piece = []
        elif piece and _together(piece[-1], fragment):
            piece.append(fragment)
        else:
            if piece:
                yield piece
            piece = [fragment]
    if piece:
        yield piece


def _together(left: Fragment, right: Fragment) -> bool:
    if right.x - left.x - len(left.text) > 1:
        return False
    before, after = left.text[-1], right.text[0]
    return bool(seam(before, after)) or (before in "≥≤＞＜><=约" and after.isdigit()) or (before + after).isascii()


def cut_where_others_begin(lines: Sequence[BodyLine]) -> list[BodyLine]:
    """`lines` with pieces cut at a space behind which a piece of another line of the row begins too."""
    cut = []
    for line in lines:
        begins = {piece[0].x for other in lines if other is not line for piece in other.pieces}
        pieces: list[Piece] = []
        for piece in line.pieces:
            pieces.append([piece[0]])
            for fragment in piece[1:]:
                if begins & {fragment.x - 1, fragment.x, fragment.x + 1}:
                    pieces.append([fragment])
                else:
                    pieces[-1].append(fragment)
        cut.append(replace(line, pieces=tuple(pieces)))
    return cut


def with_one_cut(parts: Sequence[Sequence[BodyLine]]) -> Iterator[list[list[BodyLine]]]:
    """`parts` with one piece cut at one of its spaces, in every way."""
    for place, part in enumerate(parts):
        for row, line in enumerate(part):
            for order, piece in enumerate(line.pieces):
                for at in range(1, len(piece)):
                    pieces = (*line.pieces[:order], piece[:at], piece[at:], *line.pieces[order + 1 :])
                    tried = [list(one) for one in parts]
                    tried[place][row] = replace(line, pieces=pieces)
                    yield tried


def stacks_of(lines: Sequence[BodyLine]) -> list[Piece]:
    """The cells that stand on `lines`, from the left: pieces that stand under each other, no two of one line."""
    stacks: list[list[Piece]] = []
    for line in lines:
        free = list(stacks)
        for piece in line.pieces:
            near = [stack for stack in free if _overlap(stack, piece)]
            if near:
                stack = min(near, key=lambda stack: abs(stack[-1][0].x - piece[0].x))
                stack.append(piece)
                free.remove(stack)
            else:
                stacks.append([piece])
    stacks.sort(key=lambda stack: min(piece[0].x for piece in stack))
    return [[fragment for piece in stack for fragment in piece] for stack in stacks]


def _overlap(stack: Sequence[Piece], piece: Piece) -> bool:
    """Whether `piece` stands under the pieces of `stack`: it begins with one, or shares its middle."""
    return any(abs(upper[0].x - piece[0].x) <= 1 or abs(_middle(upper) - _middle(piece)) <= 1.0 for upper in stack)


def _middle(piece: Piece) -> float:
    return piece[0].x + sum(fragment.least for fragment in piece)
