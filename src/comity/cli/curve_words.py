"""Cost curves as formulas. `q` is what is abated."""

from __future__ import annotations

from fractions import Fraction

from comity.cli.face import Face
from comity.text.numbers import exact
from comity.world.activity import Exponential, Linear, Piecewise, Power, Quadratic, Step
from comity.world.figures import CurveModel
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
        powers = ((_n(term.coefficient), _n(term.exponent)) for term in curve.terms)
        return " + ".join(f"{c} q" if e == "1" else f"{c} q^{e}" for c, e in powers)
    if isinstance(curve, Exponential):
        return f"{_n(curve.coefficient)} (exp({_n(curve.rate)} q) - 1)"
    assert isinstance(curve, Piecewise)
    shown = [_step(face, step) for step in curve.steps[:STEPS_MOST]]
    more = len(curve.steps) - len(shown)
    words = face.text("list-separator").join(shown)
    return face.text("curve-more-steps", steps=words, more=more) if more else words


def _step(face: Face, step: Step) -> str:
    quantity, price = _n(step.quantity), _n(step.price)
    if step.to_price is None or step.to_price == step.price:
        return face.text("curve-step", quantity=quantity, price=price)
    return face.text("curve-step-rising", quantity=quantity, price=price, to=_n(step.to_price))


def _n(value: Number) -> str:
    return exact(Fraction(value))
