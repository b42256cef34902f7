"""Conditions over answers: `a and not (b or c)`, with unknown as a third value (Kleene 1938).

What is not known makes a condition unknown unless the rest decides it; so a rule is never taken not
to apply because nobody has answered.
"""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

from signatur.stewardship.legal.schema import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping


def evaluate(condition: str, facts: Mapping[str, Truth]) -> Truth:
    """Return whether a condition holds. A fact that is missing is unknown; an empty one always holds.

    Raises ValueError for a condition that is none.
    """
    return _value(_parsed(condition), facts) if condition else Truth.YES


def names_in(condition: str) -> set[str]:
    """Return the facts that a condition asks for. Raises ValueError."""
    if not condition:
        return set()
    return {node.id for node in ast.walk(_parsed(condition)) if isinstance(node, ast.Name)}


@cache
def _parsed(condition: str) -> ast.expr:
    try:
        body = ast.parse(condition, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"no condition: {condition}") from error
    allowed = (ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Name, ast.Load)
    for node in ast.walk(body):
        if not isinstance(node, allowed):
            raise ValueError(f"no condition: {condition}")  # noqa: TRY004 (a wrong value, of the right type)
    return body


def _value(node: ast.expr, facts: Mapping[str, Truth]) -> Truth:
    match node:
        case ast.Name(id=name):
            return facts.get(name, Truth.UNKNOWN)
        case ast.UnaryOp(operand=operand):
            return negation(_value(operand, facts))
        case ast.BoolOp(op=ast.And(), values=values):
            return conjunction(*(_value(one, facts) for one in values))
        case ast.BoolOp(values=values):
            return disjunction(*(_value(one, facts) for one in values))
    raise ValueError("no condition")


def negation(one: Truth) -> Truth:
    return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(one, Truth.UNKNOWN)


def conjunction(*several: Truth) -> Truth:
    if Truth.NO in several:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in several else Truth.YES


def disjunction(*several: Truth) -> Truth:
    if Truth.YES in several:
        return Truth.YES
    return Truth.UNKNOWN if Truth.UNKNOWN in several else Truth.NO
