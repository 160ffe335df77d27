"""What worlds answer, whoever asks: which there are, what is wrong with one, its clauses and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from comity.errors import InputError, Problem
from comity.results import Check, PricingRow, ProblemRow, Schema, WorldRow
from comity.results.api import ClauseRow, FigureRow
from comity.text import Text, printable
from comity.world.clause import Clause, Pool
from comity.world.clauses import clauses
from comity.world.figures import walk
from comity.world.pricing import systems
from comity.world.read import locate, shipped
from comity.world.toml import read_toml
from comity.world.world import World


def world_rows(text: Text) -> tuple[WorldRow, ...]:
    """The worlds that ship, as each one's own file says; a world is not read whole just to be named.

    Raises InputError where such a file cannot be read.
    """
    rows, problems = [], []
    for id in shipped():
        path = locate(id)
        read = read_toml(path / "world.toml", f"{id}/world.toml")
        if isinstance(read, Problem):
            problems.append(read)
            continue
        names = read.tree.get("title")
        title = text.name(names) if isinstance(names, dict) and names else id
        scenarios = tuple(sorted(file.stem for file in (path / "scenarios").glob("*.toml")))
        rows.append(WorldRow(id=id, title=title, path=printable(str(path)), scenarios=scenarios))
    if problems:
        raise InputError(problems)
    return tuple(rows)


def problem_rows(text: Text, problems: Sequence[Problem]) -> tuple[ProblemRow, ...]:
    """Problems with the input, in words."""
    say = text.say
    return tuple(
        ProblemRow(
            file=problem.file,
            line=problem.line,
            address=problem.address,
            found=printable(say(problem.found)),
            expected=printable(say(problem.expected)),
            hint=printable(say(problem.hint)) if problem.hint else "",
        )
        for problem in problems
    )


def checked(text: Text, problems: Sequence[Problem], base: World | None) -> Check:
    """What `examining.examine` found, as the answer of `comity check`."""
    counted = Counter(figure.status for figure in walk(base)) if base is not None else {}
    priced = pricing_rows(text, base) if base is not None else ()
    return Check(
        schema=Schema(name="check"), problems=problem_rows(text, problems), figures=dict(counted), pricing=priced
    )


def pricing_rows(text: Text, world: World) -> tuple[PricingRow, ...]:
    """The systems in force, in the order of their files."""
    return tuple(
        PricingRow(
            mechanism=id,
            pricing=one.pricing.kind,
            reason=printable(one.pricing.words(text)),
            solved=one.solved,
            missing=one.lacks,
        )
        for id, one in systems(world).items()
    )


def clause_rows(world: World) -> tuple[ClauseRow, ...]:
    """The clauses that agreements and rules yield, in address order."""
    return tuple(_clause(one) for one in sorted(clauses(world), key=lambda one: one.id))


def figure_rows(text: Text, world: World) -> tuple[FigureRow, ...]:
    """Every figure, in the order of the files."""
    return tuple(
        FigureRow(
            address=one.address,
            value=printable(one.words(text)),
            status=one.status,
            note=printable(one.note),
            file=world.folder.place(one.path)[0],
            line=world.folder.place(one.path)[1],
        )
        for one in walk(world)
    )


def _clause(one: Clause) -> ClauseRow:
    return ClauseRow(
        clause=one.id,
        stems_from=one.stems_from,
        kind=one.kind,
        takes=tuple(map(_pool, one.takes)),
        gives=tuple(map(_pool, one.gives)),
        form=one.form or "",
        rate=str(one.rate),
        adjusts=one.adjusts,
        quotas=tuple(limit.id for limit in one.quotas),
        start=one.start.isoformat() if one.start else "",
        end=one.end.isoformat() if one.end else "",
        after_end=one.after_end,
    )


def _pool(pool: Pool) -> str:
    return f"{pool.of}:{pool.budget}"
