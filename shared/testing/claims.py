"""Claims in a dict, with the same compare-and-set."""

from shared.claims import Claim, Judges
from shared.errors import DependencyAwayError


class InMemoryClaims:
    """Claims in memory. `away` makes every call fail as if the bus did not answer; `now` are the versions in use."""

    def __init__(self, now: Judges | None = None) -> None:
        self.held: dict[str, tuple[Claim, int]] = {}
        self.now = now or Judges()
        self.away = False
        self._written = 0

    async def get(self, file_id: str, *, anywhere: bool = False) -> tuple[Claim | None, int]:
        self._answer()
        return self.held.get(file_id, (None, 0))

    async def put(self, file_id: str, claim: Claim, revision: int) -> bool:
        self._answer()
        if self.held.get(file_id, (None, 0))[1] != revision:
            return False
        self._written += 1
        self.held[file_id] = (claim, self._written)
        return True

    async def forget(self, file_id: str, revision: int) -> bool:
        self._answer()
        if self.held.get(file_id, (None, 0))[1] != revision:
            return False
        self.held.pop(file_id, None)
        return True

    async def judges(self) -> Judges:
        self._answer()
        return self.now

    def _answer(self) -> None:
        if self.away:
            raise DependencyAwayError
