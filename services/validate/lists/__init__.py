"""Word lists of the rules, as data files beside this one."""

import json
from functools import cache
from importlib import resources


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of the list `name`."""
    text = (resources.files("services.validate.lists") / f"{name}.json").read_text("utf-8")
    return frozenset(json.loads(text)["words"])
