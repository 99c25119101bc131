"""Known faults planted into a sound document: which rule must fire, and on what; the sound twin must stay silent."""

from dataclasses import replace

from specimens.content import Content, generate
from specimens.indicator_faults import INDICATOR_FAULTS
from specimens.planting import TARGET, Fault
from specimens.project_faults import PROJECT_FAULTS
from specimens.setting import Knobs

SOUND = Knobs(
    overall=True,
    sub_goals=True,
    safeguards=True,
    projects=4,
    generation=3,
    cover=True,
    unit="万元",
    tidy=True,
    blank_goals=0,
    blank_indicators=0,
    blank_plan=0,
    blank_purpose=0,
)
"""Documents of these knobs give no finding."""

FAULTS = (*PROJECT_FAULTS, *INDICATOR_FAULTS)


def sound(seed: int, knobs: Knobs = SOUND) -> Content:
    """Document number `seed` without any fault."""
    return generate(seed, knobs)


def planted(fault: Fault, content: Content, ordinal: int = TARGET) -> Content:
    """The document with the fault."""
    return replace(content, truth=fault.plant(content.truth, ordinal))
