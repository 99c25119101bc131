"""What a crafted file is: its name, its maker, and the codes it may end in, parted by blanks ("ok": it was read)."""

from collections.abc import Callable
from typing import TypeAlias

Case: TypeAlias = tuple[str, Callable[[], bytes], str]
