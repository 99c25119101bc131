"""The mutation check itself: it breaks what it says it breaks, and a rule without good examples does not pass it."""

import ast

import pytest

from services.validate.registry import registry
from tests.mutation.check import modules, source_of, survives
from tests.mutation.mutants import Mutant, mutants


@pytest.mark.parametrize(
    ("source", "broken"),
    [
        ("a < 1", ["a <= 1", "a < 2"]),
        ("a and b", ["a or b", "b", "a"]),
        ("not a", ["a"]),
        ("x or ''", []),
        ("zip(a, b, strict=True)", []),
        ("x or Decimal(0)", []),
        ("x or f(y)", ["x and f(y)", "x", "f(y)"]),
        ("a + b", ["a - b"]),
        ("f'{a}' + b", []),
        ("True", ["False"]),
        ("Severity.ERROR", ["Severity.WARNING"]),
        ("other.ERROR", []),
        ("1 if a else 2", ["1 if not a else 2", "2 if a else 2", "1 if a else 3"]),
    ],
)
def test_each_change_is_made_once(source: str, broken: list[str]) -> None:
    assert sorted(ast.unparse(mutant.tree) for mutant in mutants(source)) == sorted(broken)


def test_yield_is_dropped() -> None:
    [mutant] = mutants("def f():\n    yield a")
    assert (mutant.line, ast.unparse(mutant.tree)) == (2, "def f():\n    pass")


RULE = "services.validate.rules.b07_blank_goals"


def test_whole_module_survives_and_broken_ones_do_not() -> None:
    assert RULE in modules()
    source = source_of(RULE)
    before = dict(registry())
    assert survives(RULE, Mutant(0, "nothing", ast.parse(source)))
    assert not survives(
        RULE,
        Mutant(
            0, "always silent", ast.parse(source.replace("yield failed(", "yield passed(subject); (lambda *a: 0)("))
        ),
    )
    assert not survives(RULE, Mutant(0, "always fires", ast.parse(source.replace("if any(", "if not any("))))
    assert not survives(RULE, Mutant(0, "does not load", ast.parse("raise ValueError")))
    assert dict(registry()) == before
