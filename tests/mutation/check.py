"""Run the examples of a rule against the mutants of its module, in this process."""

import importlib
import inspect
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType, ModuleType

from services.validate.registry import registry
from services.validate.rule import REGISTERED
from tests.mutation.mutants import Mutant
from tests.unit.validate.examples import Example, examples_of

LIMIT = 5  # seconds for the examples of one mutant: a loop that never ends was noticed


@dataclass(frozen=True)
class Survivor:
    """A mutant that no example noticed."""

    module: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}: {self.what}"


def modules() -> list[str]:
    """The modules of all rules."""
    return sorted({rule.check.__module__ for rule in registry().values()})


def source_of(module: str) -> str:
    """The text of a module."""
    return inspect.getsource(importlib.import_module(module))


def survives(module: str, mutant: Mutant) -> bool:
    """Whether every example of the module's rules holds under the mutant."""
    with _in_place(module, mutant) as rules:
        return rules is not None and all(_holds(example) for example in examples_of() if example.rule in rules)


def _holds(example: Example) -> bool:
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(LIMIT)
    try:
        example.check()
    except Exception:  # noqa: BLE001 - whatever a mutant does wrong, it was noticed
        return False
    finally:
        signal.alarm(0)
    return True


def _too_long(signal: int, frame: FrameType | None) -> None:
    raise TimeoutError


@contextmanager
def _in_place(module: str, mutant: Mutant) -> Iterator[list[str] | None]:
    """The ids of the module's rules while their broken copies are registered; None where it does not even load."""
    known = dict(registry())
    own = [id for id, rule in known.items() if rule.check.__module__ == module]
    original = sys.modules[module]
    for id in own:
        del REGISTERED[id]
    try:
        sys.modules[module] = _loaded(module, mutant)
        registry().update({id: REGISTERED[id] for id in own})
        yield own
    except GeneratorExit:
        raise
    except Exception:  # noqa: BLE001 - a mutant that cannot be loaded was noticed
        yield None
    finally:
        sys.modules[module] = original
        REGISTERED.update({id: known[id] for id in own})
        registry().update(known)


def _loaded(module: str, mutant: Mutant) -> ModuleType:
    made = ModuleType(module)
    sys.modules[module] = made
    exec(compile(mutant.tree, module, "exec"), made.__dict__)
    return made
