"""Mutants of a module: its syntax tree with one comparison, condition, number, arithmetic sign or yield changed."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Change = Callable[[ast.AST], ast.AST | None]

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
SEVERITIES = {"ERROR": "WARNING", "WARNING": "INFO", "INFO": "ERROR"}


@dataclass(frozen=True)
class Mutant:
    """One broken copy of a module."""

    line: int
    what: str
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of the module, in the order of its lines; texts and annotations are left as they are."""
    tree = ast.parse(source)
    spared = {id(part) for node in ast.walk(tree) for part in _spared(node)}
    for index, node in enumerate(ast.walk(tree)):
        if id(node) in spared:
            continue
        for what, change in _changes(node):
            broken = copy.deepcopy(tree)
            target = next(n for i, n in enumerate(ast.walk(broken)) if i == index)
            _replace(broken, target, change(target))
            yield Mutant(getattr(node, "lineno", 0), what, ast.fix_missing_locations(broken))


def _spared(node: ast.AST) -> Iterator[ast.AST]:
    """What is left alone below a node: the empty form of a default, and how a class or a zip is made."""
    if isinstance(node, ast.BoolOp) and _is_default(node):
        yield from ast.walk(node.values[-1])
    if isinstance(node, ast.keyword) and node.arg in ("frozen", "slots", "strict", "maxsize"):
        yield from ast.walk(node.value)


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], ast.AST]]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        yield f"{_name(node.ops[0])} -> {COMPARISONS[type(node.ops[0])].__name__}", _compared
    if isinstance(node, ast.BoolOp) and not _is_default(node):
        yield "and <-> or", _swapped
        for position in range(len(node.values)):
            yield f"condition {position + 1} of {len(node.values)} dropped", _without(position)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not dropped", lambda n: n.operand  # type: ignore[attr-defined]
    if isinstance(node, (ast.If, ast.IfExp)):
        yield "condition negated", _negated
    if isinstance(node, ast.Constant) and isinstance(node.value, (bool, int)):
        yield f"{node.value} changed", _counted
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC and not _texts(node):
        yield f"{_name(node.op)} -> {ARITHMETIC[type(node.op)].__name__}", _calculated
    if isinstance(node, ast.Expr) and isinstance(node.value, (ast.Yield, ast.YieldFrom)):
        yield "yield dropped", lambda n: ast.Pass()
    if isinstance(node, ast.Attribute) and node.attr in SEVERITIES and _is_named(node.value, "Severity"):
        yield f"{node.attr} -> {SEVERITIES[node.attr]}", _graded


def _name(node: ast.AST) -> str:
    return type(node).__name__


def _is_named(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_default(node: ast.BoolOp) -> bool:
    """Whether `x or ""`, `x or Decimal(0)` only gives a missing value its empty form."""
    last = node.values[-1]
    made = isinstance(last, ast.Call) and all(isinstance(argument, ast.Constant) for argument in last.args)
    return isinstance(node.op, ast.Or) and (made or isinstance(last, ast.Constant))


def _texts(node: ast.BinOp) -> bool:
    """Whether + joins texts or lists."""
    return any(isinstance(side, (ast.JoinedStr, ast.List, ast.ListComp, ast.Tuple)) for side in (node.left, node.right))


def _compared(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.Compare)
    node.ops[0] = COMPARISONS[type(node.ops[0])]()
    return node


def _swapped(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.BoolOp)
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return node


def _without(position: int) -> Callable[[ast.AST], ast.AST]:
    def change(node: ast.AST) -> ast.AST:
        assert isinstance(node, ast.BoolOp)
        del node.values[position]
        return node.values[0] if len(node.values) == 1 else node

    return change


def _negated(node: ast.AST) -> ast.AST:
    assert isinstance(node, (ast.If, ast.IfExp))
    node.test = ast.UnaryOp(ast.Not(), node.test)
    return node


def _counted(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.Constant)
    node.value = (not node.value) if isinstance(node.value, bool) else int(str(node.value)) + 1
    return node


def _calculated(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.BinOp)
    node.op = ARITHMETIC[type(node.op)]()
    return node


def _graded(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.Attribute)
    node.attr = SEVERITIES[node.attr]
    return node


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    """Put `new` where `old` stands in the tree."""
    if new is old:
        return
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and old in value:
                value[value.index(old)] = new
