"""The rows of one transaction: each is looked up once, changed in memory however often, and written at the end.

What many events change is so one statement a table. Queries of one's own see what is written: `flush` before them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection

from services.store import direct
from services.store.cells import Cells
from services.store.database import Database
from services.store.direct import Key, Row
from services.store.models import Base, Department, Document, Reading, Review, Submission, SubmissionDocument

Model: TypeAlias = type[Base]
Numbers: TypeAlias = dict[tuple[str, ...], int]

_VERSIONS: dict[Model, tuple[str, ...]] = {
    Reading: ("parser_version",),
    Review: ("parser_version", "rules_version"),
}
_MODEL_OF = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
_PARENTS_FIRST: list[Model] = [_MODEL_OF[table] for table in Base.metadata.sorted_tables]


@dataclass(frozen=True, slots=True)
class Concern:
    """Whose rows an event changes."""

    submission: str
    document: str | None


class Ledger:
    """The rows that one transaction finds, changes and adds."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._rows: dict[Model, dict[Key, Cells | None]] = defaultdict(dict)
        self._added: dict[Model, list[Row]] = defaultdict(list)
        self._numbers: dict[tuple[Model, str], Numbers] = {}
        self._free: dict[Model, Iterator[int]] = {}
        self._events = 1

    def look_up(self, concerns: Collection[Concern]) -> None:
        """Find and lock what these events are about, all at once: only where a question takes a way to a server."""
        if not concerns or direct.is_local(self.connection):
            return
        self._events = len(concerns)
        submissions = sorted({each.submission for each in concerns})
        documents = sorted({each.document for each in concerns if each.document is not None})
        self._take(Submission, {"id": submissions}, [(each,) for each in submissions])
        pairs = [(each.submission, each.document) for each in concerns if each.document is not None]
        if not pairs:
            return
        self._take(SubmissionDocument, {"submission_id": submissions, "document_id": documents}, pairs)
        self._take(Document, {"id": documents}, [(each,) for each in documents])
        self._look_around([row for row in self._rows[Document].values() if row is not None])

    def _look_around(self, documents: Collection[Cells]) -> None:
        """Find what belongs to documents that were there before."""
        if not documents:
            return
        ids = [row["id"] for row in documents]
        for model, versions in _VERSIONS.items():
            self._numbers |= {(model, each): {} for each in ids}
            for number, document, *of in direct.versions(self.connection, model, versions, ids):
                self._numbers[model, document][tuple(of)] = number
        departments = {row["department_id"] for row in documents} - {None}
        if departments:
            self._take(Department, {"id": sorted(departments)}, [], lock=False)

    def _take(
        self, model: Model, where: Mapping[str, Collection[Any]], keys: Collection[Key], *, lock: bool = True
    ) -> None:
        """Read all rows `where` each column is one of these; those of `keys` that are not among them are not there."""
        self._rows[model] |= dict.fromkeys(keys)
        for key, values in direct.find_all(self.connection, model, where, lock=lock):
            self._rows[model][key] = Cells(key, values, new=False)

    def row(self, model: Model, *key: Any, **begin: Any) -> Cells:
        """The row with `key`, locked until the end of the transaction; a new one with `begin` where it is not there.

        Of two transactions that both begin it, the second to write fails; done again, it finds the row.
        """
        return self._find(model, key, lock=True) or self.begin(model, *key, **begin)

    def find(self, model: Model, *key: Any) -> Cells | None:
        """The row with `key`, which nobody changes meanwhile; None where it is not there."""
        return self._find(model, key, lock=False)

    def _find(self, model: Model, key: Key, *, lock: bool) -> Cells | None:
        rows = self._rows[model]
        if key not in rows:
            values = direct.find(self.connection, model, key, lock=lock)
            rows[key] = None if values is None else Cells(key, values, new=False)
        return rows[key]

    def begin(self, model: Model, *key: Any, **values: Any) -> Cells:
        """A new row."""
        cells = Cells(key, direct.blank(self.connection, model, key) | values, new=True)
        self._rows[model][key] = cells
        return cells

    def number(self, model: Model, document: Cells, *versions: str) -> int | None:
        """The id of the reading or review of `document` by these versions; None where there is none yet."""
        return self._numbers_of(model, document).get(versions)

    def begin_numbered(self, model: Model, document: Cells, *versions: str, **values: Any) -> int:
        """A new reading or review of `document` by these versions; its id."""
        if model not in self._free:
            self._free[model] = direct.free_ids(self.connection, model, self._events)
        number = next(self._free[model])
        self._numbers_of(model, document)[versions] = number
        of = dict(zip(_VERSIONS[model], versions, strict=True))
        self.begin(model, number, **(values | of | {"document_id": document["id"]}))
        return number

    def _numbers_of(self, model: Model, document: Cells) -> Numbers:
        key = (model, document["id"])
        if key not in self._numbers:
            found = [] if document.new else direct.versions(self.connection, model, _VERSIONS[model], [document["id"]])
            self._numbers[key] = {tuple(of): number for number, _, *of in found}
        return self._numbers[key]

    def add(self, model: Model, rows: Iterable[Row]) -> None:
        """Rows that nobody asks for before they are written, all with the same columns in the same order."""
        self._added[model] += rows

    def flush(self) -> None:
        """Write what is new and what was changed, parents before children."""
        for model in _PARENTS_FIRST:
            rows = [row for row in self._rows[model].values() if row is not None and (row.new or row.changed)]
            moved = sorted(rows, key=lambda row: row.key)  # every store in the same order: two never wait in a circle
            added = self._added.pop(model, [])
            direct.insert_all(self.connection, model, [row.values for row in moved if row.new])
            direct.update_all(self.connection, model, [(row.key, row.changed) for row in moved if not row.new])
            direct.insert_all(self.connection, model, added)
            for row in moved:
                row.written()


@contextmanager
def opened(database: Database, concerns: Collection[Concern] = ()) -> Iterator[Ledger]:
    """A ledger over a transaction, written and committed at the end."""
    with database.write() as connection:
        ledger = Ledger(connection)
        ledger.look_up(concerns)
        yield ledger
        ledger.flush()
