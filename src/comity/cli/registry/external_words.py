"""What `comity registry exchange` and `reconcile` say to people: tables, and what to do about each thing in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity.cli.face import Face
from comity.cli.registry.lists import ROWS_MOST, table
from comity.cli.registry.where import plain, shown
from comity.text.numbers import NONE

if TYPE_CHECKING:
    from comity.results import BooksDifference, ExternalStep, RegistryReconciliation

#: What leads from a registry to the one that units are on the way to.
WAY = " > "


def tell_steps(face: Face, steps: Sequence[ExternalStep], registry: str, where: str, everything: bool) -> None:
    """A round: what became of each transfer, and what to do about those that are held up."""
    face.prose(face.text("registry-exchange-under", registry=plain(registry), where=shown(where), count=len(steps)))
    if steps:
        _steps(face, steps, everything)
        _advise(face, steps)


def tell_report(face: Face, answer: RegistryReconciliation) -> None:
    """Whether all agree, in one line; then what does not, and what to do about it."""
    text = face.text
    names = text("list-separator").join(plain(one.registry) for one in answer.books)
    key = "registry-reconcile-agrees" if answer.agrees else "registry-reconcile-differs"
    face.prose(text(key, registries=names))
    if answer.told_again:
        face.head(text("registry-reconcile-told-again"))
        _steps(face, answer.told_again, everything=True)
        _advise(face, answer.told_again)
    _paragraph(face, [text("registry-reconcile-silent", registry=plain(name)) for name in answer.silent])
    if answer.differences:
        _differences(face, answer.differences)
    if answer.findings:
        _findings(face, answer)


def _steps(face: Face, steps: Sequence[ExternalStep], everything: bool) -> None:
    from comity.cli.tables import Column

    text, part = face.text, steps if everything else steps[:ROWS_MOST]
    table(
        face,
        [
            Column(text("head-external-transfer"), [one.transfer for one in part]),
            Column(text("head-external-other"), [one.other for one in part]),
            Column(text("head-external-outcome"), [text(f"registry-exchange-{one.outcome}") for one in part]),
            Column(text("head-external-why"), [plain(one.why) or NONE for one in part]),
        ],
        len(steps),
    )


def _differences(face: Face, differences: Sequence[BooksDifference]) -> None:
    from comity.cli.tables import Column

    text, unit = face.text, face.text("unit-units")
    face.head(text("registry-reconcile-differences"))
    table(
        face,
        [
            Column(text("head-external-giver"), [plain(one.giver) for one in differences]),
            Column(text("head-external-taker"), [plain(one.taker) for one in differences]),
            Column(text("head-external-series"), [plain(one.series) for one in differences]),
            Column(text("head-external-departed"), [f"{one.departed:,}" for one in differences], unit, numbers=True),
            Column(text("head-external-arrived"), [f"{one.arrived:,}" for one in differences], unit, numbers=True),
            Column(
                text("head-external-on-the-way"), [f"{one.unconfirmed:,}" for one in differences], unit, numbers=True
            ),
        ],
        len(differences),
    )
    lost = dict.fromkeys((one.giver, one.taker, one.arrived > one.departed) for one in differences)
    _paragraph(
        face,
        [
            text(f"registry-reconcile-do-{'giver' if more else 'taker'}-lost", giver=plain(giver), taker=plain(taker))
            for giver, taker, more in lost
        ],
    )


def _findings(face: Face, answer: RegistryReconciliation) -> None:
    from comity.cli.tables import Column

    text, found = face.text, answer.findings
    separator = text("list-separator")
    face.head(text("registry-reconcile-findings"))
    table(
        face,
        [
            Column(text("head-block"), [plain(f"{one.series}:{one.first}-{one.last}") for one in found]),
            Column(text("head-quantity"), [f"{one.quantity:,}" for one in found], text("unit-units"), numbers=True),
            Column(text("head-external-finding"), [text(f"registry-reconcile-{one.kind}") for one in found]),
            Column(
                text("head-external-registries"),
                [
                    separator.join(_place(face, one) for one in row.registries)
                    if row.kind == "twice"
                    else text("registry-reconcile-issuer", registry=plain(row.registries[0]))
                    for row in found
                ],
            ),
        ],
        len(found),
    )
    _paragraph(face, [text(f"registry-reconcile-do-{kind}") for kind in dict.fromkeys(one.kind for one in found)])


def _place(face: Face, place: str) -> str:
    """A registry, or the way from one to another."""
    giver, way, taker = place.partition(WAY)
    return face.text("registry-reconcile-way", giver=plain(giver), taker=plain(taker)) if way else plain(place)


def _advise(face: Face, steps: Sequence[ExternalStep]) -> None:
    """What to do, once for each outcome and other registry of which there is something to do."""
    what = dict.fromkeys((f"registry-exchange-do-{step.outcome}", step.other) for step in steps)
    _paragraph(face, [face.text(key, registry=plain(other)) for key, other in what if key in face.text])


def _paragraph(face: Face, sentences: Sequence[str]) -> None:
    """Sentences under a table, each on a line of its own."""
    if sentences:
        face.say()
    for words in sentences:
        face.prose(words, "  ", "    ")
