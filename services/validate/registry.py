"""All rules of this build, found in services.validate.rules, in an order in which each comes after those it asks."""

import importlib
import pkgutil
from functools import cache
from graphlib import TopologicalSorter

from services.validate import rules as package
from services.validate.rule import REGISTERED, Rule


@cache
def registry() -> dict[str, Rule]:
    """Rule id -> rule, each after the rules whose findings it asks for; CycleError where they ask in a ring."""
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for id in sorted(REGISTERED):
        sorter.add(id, *(name for name in REGISTERED[id].after if name in REGISTERED))
    return {id: REGISTERED[id] for id in sorter.static_order()}
