"""Cost curves as formulas. `q` is what is abated."""

from __future__ import annotations

from fractions import Fraction

from comity.cli.face import Face
from comity.cli.figures import CurveModel
from comity.cli.numbers import exact
from comity.world.activity import Exponential, Linear, Piecewise, Power, Quadratic
from comity.world.values import Number

STEPS_MOST = 4


def formula(face: Face, curve: CurveModel) -> str:
    """Marginal cost as a function of q."""
    if isinstance(curve, Linear):
        rising = f"{_n(curve.slope)} q"
        return f"{_n(curve.intercept)} + {rising}" if curve.intercept else rising
    if isinstance(curve, Quadratic):
        sign = "-" if curve.b < 0 else "+"
        return f"{_n(curve.a)} q² {sign} {_n(abs(curve.b))} q" if curve.b else f"{_n(curve.a)} q²"
    if isinstance(curve, Power):
        return " + ".join(f"{_n(term.coefficient)} q^{_n(term.exponent)}" for term in curve.terms)
    if isinstance(curve, Exponential):
        return f"{_n(curve.coefficient)} (exp({_n(curve.rate)} q) - 1)"
    assert isinstance(curve, Piecewise)
    shown = [_step(step.quantity, step.price, step.to_price) for step in curve.steps[:STEPS_MOST]]
    more = len(curve.steps) - len(shown)
    words = ", ".join(shown)
    return face.text("curve-more-steps", steps=words, more=more) if more else words


def _step(quantity: Number, price: Number, to_price: Number | None) -> str:
    rises = to_price is not None and to_price != price
    return f"{_n(quantity)} @ {_n(price)}" + (f"…{_n(to_price)}" if rises and to_price is not None else "")


def _n(value: Number) -> str:
    return exact(Fraction(value))
