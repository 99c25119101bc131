"""Looks for signs that something is missing inside a document: numbers that jump, tables that begin in the middle."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from services.parse.blocks import Line
from services.parse.extract.segments import places
from services.parse.extract.target_text import TargetText
from services.parse.templates import Template
from services.parse.text import Numbering, compact, label_key, numbering
from shared.document import Project, ReadingWarning
from shared.places import Place, joined
from shared.warnings import warning

MOST_SKIPPED = 20  # a number further on is none of the same count
WHOLE = 3  # levels after which a table that begins with the first again is another one


def signs_of_gaps(target: TargetText, template: Template) -> Iterator[ReadingWarning]:
    """Warnings about projects that may have lost rows to a missing page, or won those of another project."""
    yield from _numbers_jump(target)
    for project in target.projects:
        where = _first_row(project)
        if _begins_again([label_key(row.level1 or "") for row in project.indicators], template):
            yield warning("levels_again", None, where, {"project": project.ordinal, "field": "indicators"})
        if project.indicators and not (project.code or project.name or project.title or project.budget):
            yield warning("head_lost", None, where, {"project": project.ordinal, "field": "indicators"})


def _begins_again(levels: Sequence[str], template: Template) -> bool:
    """Whether the form's first level comes back when the table has been through its levels."""
    first = next(iter(template.levels))
    runs = [level for level, _ in groupby(levels) if level in template.levels]
    return any(level == first and len(set(runs[:i])) >= WHOLE and first in runs[:i] for i, level in enumerate(runs))


def _numbers_jump(target: TargetText) -> Iterator[ReadingWarning]:
    """A warning about the project above each heading whose number is not the next one."""
    titled = {str(project.at["title"]): project.ordinal for project in target.projects if "title" in project.at}
    for above, below in pairwise(target.cut.segments):
        before, after = _number(above.heading), _number(below.heading)
        if not before or not after or before.style != after.style:
            continue
        skipped = after.ordinal - before.ordinal - 1
        project = titled.get(str(joined(places(above.heading))))
        if 0 < skipped <= MOST_SKIPPED and project and not _between(target, before, after):
            yield warning(
                "projects_skipped",
                None,
                places(below.heading),
                {"project": project, "field": "indicators"},
                before=before.ordinal,
                after=after.ordinal,
            )


def _between(target: TargetText, before: Numbering, after: Numbering) -> bool:
    """Whether a heading without a table has one of the numbers between: that project has its own warning."""
    bare = [number for lines in target.cut.bare if (number := _number(lines))]
    return any(n.style == before.style and before.ordinal < n.ordinal < after.ordinal for n in bare)


def _number(heading: Sequence[Line]) -> Numbering | None:
    return numbering("".join(compact(line.text) for line in heading))


def _first_row(project: Project) -> tuple[Place, ...]:
    """Where the first indicator stands."""
    at = project.indicators[0].at.values() if project.indicators else ()
    return tuple(place for found in at for place in (found if isinstance(found, list) else [found]))[:1]
