"""`comity registry tallies`: the running numbers: limits, fractions left over, what Parties adjust for."""

from __future__ import annotations

import click

from comity.cli.commands import Verb, option
from comity.cli.face import Face
from comity.cli.registry.desk import desk
from comity.cli.registry.where import pick, shown, where_option


def command(face: Face, verb: str) -> Verb:
    """The verb."""
    given: list[click.Parameter] = [
        option(face, "--run", metavar="FILE", help="registry-option-run"),
        option(face, "--all", "everything", is_flag=True, help="registry-option-all"),
        where_option(face),
    ]
    return Verb(face, verb, tallies, given, words="registry-tallies")


def tallies(face: Face, run: str | None, everything: bool, registry: str | None) -> int:
    """List them; beside a solution of the market, what one more tonne costs each Party."""
    from comity.cli.registry.tallies_run import party_balances, priced_by, read_run
    from comity.registry.answers.tallies import tallies_of

    where = pick(registry)
    solved = read_run(run) if run is not None else None
    with desk(where) as at:
        answer = tallies_of(at.state, shown(where))
    if solved is not None:
        balances = tuple(party_balances(solved, answer.adjustments))
        answer = answer.model_copy(update={"priced_by": priced_by(solved), "balances": balances})
    if face.json:
        face.answer(answer)
    else:
        from comity.cli.registry.tallies_words import tell

        tell(face, answer, everything)
    return 0
