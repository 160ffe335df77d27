"""Cost curves of the world in the market's units: prices per unit of quantity, as sums of terms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import exp, inf

from comity.quantity import Measures
from comity.world.activity import Activity, Curve, Exponential, Linear, Piecewise, Power, Quadratic


@dataclass(frozen=True, slots=True)
class Cost:
    """Marginal real cost: base + Σ c q^e + Σ k (exp(r q) − 1), constant up to `flat_to` (see `curves`)."""

    base: float = 0.0
    powers: tuple[tuple[float, float], ...] = ()
    exponentials: tuple[tuple[float, float], ...] = ()
    flat_to: float = 0.0

    def total(self, quantity: float) -> float:
        """Real cost of a quantity: the integral of the raw curve, so also of a stretch that pays for itself."""
        total = self.base * quantity
        total += sum(c * quantity ** (e + 1) / (e + 1) for c, e in self.powers)
        total += sum(k * ((exp(r * quantity) - 1) / r - quantity) for k, r in self.exponentials)
        if quantity < self.flat_to:
            total = replace(self, flat_to=0.0).total(self.flat_to) * quantity / self.flat_to
        return total

    def plus(self, base: float) -> Cost:
        """The same with a constant more."""
        return replace(self, base=self.base + base)

    def __str__(self) -> str:
        parts = [f"{self.base:g}"] if self.base else []
        parts += [f"{c:g} q^{e:g}" for c, e in self.powers]
        parts += [f"{k:g} (exp({r:g} q) - 1)" for k, r in self.exponentials]
        flat = f", level to {self.flat_to:g}" if self.flat_to else ""
        return " + ".join(parts) + flat


FREE = Cost()


def abatement(activity: Activity, baseline: float, most: float, measures: Measures) -> list[tuple[Cost, float]]:
    """An activity's abatement curve as segments (cost, length), in order; one segment unless it is piecewise.

    `baseline` and `most` are in the world's quantity; with `per = "share"` the curve's variable is abatement /
    baseline.
    """
    curve = activity.curve
    if curve is None or baseline <= 0 or most <= 0:
        return []
    price_year = measures.price_year
    unit = float(measures.convert_price(Fraction(curve.factor), curve.unit, price_year))
    stretch = float(curve.supply) * (baseline if curve.per == "share" else 1.0)
    if isinstance(curve, Piecewise):
        return _segments(curve, unit, stretch, most)
    return [(_smooth(curve, unit, stretch), most)]


def _smooth(curve: Curve, unit: float, stretch: float) -> Cost:
    if isinstance(curve, Linear):
        return Cost(float(curve.intercept) * unit, ((float(curve.slope) * unit / stretch, 1.0),) if curve.slope else ())
    if isinstance(curve, Quadratic):
        a, b = float(curve.a) * unit / stretch**2, float(curve.b) * unit / stretch
        return Cost(0.0, ((a, 2.0), (b, 1.0)) if b else ((a, 2.0),), (), -3 * b / (4 * a) if b < 0 else 0.0)
    if isinstance(curve, Power):
        terms = ((float(term.coefficient), float(term.exponent)) for term in curve.terms)
        return Cost(0.0, tuple((c * unit / stretch**e, e) for c, e in terms))
    assert isinstance(curve, Exponential)
    return Cost(0.0, (), ((float(curve.coefficient) * unit, float(curve.rate) / stretch),))


def _segments(curve: Piecewise, unit: float, stretch: float, most: float) -> list[tuple[Cost, float]]:
    segments, left = [], most
    for step in curve.steps:
        length = float(step.quantity) * stretch
        rise = float((step.to_price if step.to_price is not None else step.price) - step.price) * unit / length
        if left > 0:
            cost = Cost(float(step.price) * unit, ((rise, 1.0),) if rise else ())
            segments.append((cost, min(length, left)))
        left -= length if left < inf else 0.0
    return segments
