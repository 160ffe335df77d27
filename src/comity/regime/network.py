"""The network of a regime on a day: Parties, mechanisms, bodies and agreements, and what ties them.

All of it is read off a world alone. A node is a pair (kind, id); an edge has a `type` and what there is to say of it.
Inside, the network is a typed multigraph of networkx; outside, tidy frames.

| edge | from | to |
|---|---|---|
| part-of | Party | Party |
| party-of | Party | mechanism that is one of its own |
| member-of | Party or mechanism | body or mechanism |
| supervised-by | mechanism | body |
| under | body | body |
| elaborates | mechanism | mechanism or body whose rules it carries out |
| moves, accepts | mechanism | mechanism into whose units, or for whose obligation, its units go |
| binds | agreement | mechanism, or host Party |
| succession, nested, … | as the world's relations have it | |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from comity.world.clause import Clause
from comity.world.clauses import clauses
from comity.world.mechanism import Mechanism
from comity.world.party import Membership, Stay
from comity.world.world import World

if TYPE_CHECKING:
    from networkx import DiGraph, MultiDiGraph
    from pandas import DataFrame

NodeKind = Literal["party", "mechanism", "body", "agreement"]
#: Kind and id.
Node = tuple[NodeKind, str]
#: From, to, type, and what else there is to say.
Edge = tuple[Node, Node, str, dict[str, Any]]
#: How far something has come that is not in force, and is expected on the day it names.
EXPECTED = ("scheduled",)
#: Relations that are a single step, or no longer hold.
CURRENT = ("pilot", "in-progress", "in-force", "done")


@dataclass(frozen=True)
class Regime:
    """What exists of a world on a day. `expected`: also what is scheduled to have started by then. `dated`: without
    mechanisms whose first day nobody knows, as a series of years needs it."""

    world: World
    day: date
    expected: bool = False
    dated: bool = False

    @classmethod
    def of_year(cls, world: World, year: int, *, expected: bool = False, dated: bool = False) -> Regime:
        """On the last day of a year, as markets have it."""
        return cls(world, date(year, 12, 31), expected, dated)

    @cached_property
    def mechanisms(self) -> dict[str, Mechanism]:
        """The mechanisms that exist."""
        return {id: model for id, model in self.world.mechanism.items() if self._exists(model)}

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The bodies that exist; of those whose days nobody knows, all."""
        return frozenset(
            id
            for id, body in self.world.body.items()
            if (body.founded or self.day) <= self.day <= (body.ended or self.day)
        )

    @cached_property
    def links(self) -> tuple[Clause, ...]:
        """The clauses by which units of one mechanism go into the units, or the obligation, of another."""
        return tuple(
            clause
            for clause in clauses(self.world, self.day)
            if clause.kind in ("move", "use")
            and clause.takes
            and clause.gives
            and clause.takes[0].of != clause.gives[0].of
            and {clause.takes[0].of, clause.gives[0].of} <= set(self.mechanisms)
        )

    @cached_property
    def graph(self) -> MultiDiGraph[Node]:
        """The typed multigraph. Nodes have `kind` and `id`, edges `type` and more."""
        from networkx import MultiDiGraph

        graph: MultiDiGraph[Node] = MultiDiGraph()
        for kind, ids in self._nodes():
            graph.add_nodes_from(((kind, id), {"kind": kind, "id": id}) for id in ids)
        for source, target, type_, more in self._edges():
            if source in graph and target in graph:
                graph.add_edge(source, target, type=type_, **more)
        return graph

    def parties_of(self, mechanism: str) -> frozenset[str]:
        """The Parties of a mechanism: those it is a mechanism of, and its members on the day."""
        model = self.world.mechanism[mechanism]
        members = {id for id, stay in model.members.items() if id in self.world.party and _stays(stay, self.day)}
        return frozenset({*model.parties, *members})

    def members_of(self, body: str) -> frozenset[str]:
        """The members of a body on the day."""
        return frozenset(id for id, stay in self.world.body[body].members.items() if _stays(stay, self.day))

    def _exists(self, mechanism: Mechanism) -> bool:
        if self.dated and mechanism.start is None:
            return False
        if mechanism.in_force(self.day):
            return True
        starts = mechanism.start is not None and mechanism.start <= self.day <= (mechanism.end or self.day)
        return self.expected and mechanism.status in EXPECTED and starts

    def _nodes(self) -> Iterator[tuple[NodeKind, Iterable[str]]]:
        yield "party", self.world.party
        yield "mechanism", self.mechanisms
        yield "body", sorted(self.bodies)
        yield "agreement", dict.fromkeys(id for id, _ in self._agreements())

    def _agreements(self) -> Iterator[tuple[str, Clause]]:
        """The clauses in force that agreements made, with the agreement."""
        for clause in clauses(self.world, self.day):
            kind, _, id = clause.stems_from.partition(".")
            if kind == "agreement":
                yield id, clause

    def _edges(self) -> Iterator[Edge]:
        yield from self._of_parties()
        yield from self._of_mechanisms()
        yield from self._of_bodies()
        yield from self._of_links()
        yield from self._of_relations()

    def _of_parties(self) -> Iterator[Edge]:
        for id, party in self.world.party.items():
            if party.parent:
                yield ("party", id), ("party", party.parent), "part-of", {}

    def _of_mechanisms(self) -> Iterator[Edge]:
        for id, model in self.mechanisms.items():
            here: Node = ("mechanism", id)
            for party in model.parties:
                yield ("party", party), here, "party-of", {}
            yield from self._memberships(here, model.members)
            if model.authority:
                yield here, ("body", model.authority), "supervised-by", {}
            if model.elaborates:
                yield here, self.named(model.elaborates), "elaborates", {}

    def _of_bodies(self) -> Iterator[Edge]:
        for id in sorted(self.bodies):
            body = self.world.body[id]
            if body.parent:
                yield ("body", id), ("body", body.parent), "under", {}
            yield from self._memberships(("body", id), body.members)

    def _memberships(self, whole: Node, members: dict[str, Membership]) -> Iterator[Edge]:
        for id, stay in members.items():
            if _stays(stay, self.day):
                yield self.named(id), whole, "member-of", {"role": stay.role}

    def _of_links(self) -> Iterator[Edge]:
        for clause in self.links:
            type_ = "moves" if clause.kind == "move" else "accepts"
            source, target = clause.takes[0].of, clause.gives[0].of
            more = {"clause": clause.id, "form": clause.form or "", "stems_from": clause.stems_from}
            yield ("mechanism", source), ("mechanism", target), type_, more
        bound: set[tuple[str, Node]] = set()
        for id, clause in self._agreements():
            bound |= {(id, ("mechanism", pool.of)) for pool in (*clause.takes, *clause.gives) if pool.of}
            bound |= {(id, ("party", host)) for host in clause.eligible.hosts}
        for id, node in sorted(bound):
            yield ("agreement", id), node, "binds", {}

    def _of_relations(self) -> Iterator[Edge]:
        for id, relation in self.world.relation.items():
            begun = (relation.start or self.day) <= self.day <= (relation.end or self.day)
            if begun and relation.status in CURRENT:
                yield self.named(relation.from_), self.named(relation.to), relation.kind, {"relation": id}

    def named(self, id: str) -> Node:
        """The node that an id names, where it may be of several kinds."""
        if id in self.world.mechanism:
            return ("mechanism", id)
        return ("body", id) if id in self.world.body else ("party", id)


def nodes(regime: Regime) -> DataFrame:
    """The nodes: kind, id."""
    from pandas import DataFrame

    return DataFrame([{"kind": kind, "id": id} for kind, id in regime.graph.nodes], columns=["kind", "id"])


def edges(regime: Regime) -> DataFrame:
    """The edges: from_kind, from, to_kind, to, type, clause (of links), role (of members)."""
    from pandas import DataFrame

    columns = ["from_kind", "from", "to_kind", "to", "type", "clause", "role"]
    rows = [
        (*source, *target, more["type"], more.get("clause", ""), more.get("role", ""))
        for source, target, more in regime.graph.edges(data=True)
    ]
    return DataFrame(rows, columns=columns)


def hypergraph(regime: Regime) -> DataFrame:
    """The hypergraph as its incidences: edge_kind, edge, member_kind, member. Mechanisms, bodies and agreements are the
    edges; the Parties and mechanisms that they hold together are the members."""
    from pandas import DataFrame

    holds = {"party-of": 1, "member-of": 1, "binds": 0}  # which end is the whole
    rows = []
    for *ends, more in regime.graph.edges(data=True):
        place = holds.get(more["type"])
        if place is not None:
            rows.append((*ends[place], *ends[1 - place]))
    return DataFrame(sorted(set(rows)), columns=["edge_kind", "edge", "member_kind", "member"])


def derivation(regime: Regime) -> DiGraph[Node]:
    """What came out of what: an edge from each mechanism or body to those that elaborate it or take its place."""
    from networkx import DiGraph

    tree: DiGraph[Node] = DiGraph()
    for source, target, more in regime.graph.edges(data=True):
        if more["type"] in ("elaborates", "under"):
            tree.add_edge(target, source, type=more["type"])
        elif more["type"] == "succession":
            tree.add_edge(source, target, type="succession")
    return tree


def supervision(world: World, mechanism: str) -> tuple[str, ...]:
    """The bodies above a mechanism, from its authority to the top."""
    return above(world, world.mechanism[mechanism].authority)


def above(world: World, body: str | None) -> tuple[str, ...]:
    """A body and those above it, to the top."""
    chain: list[str] = []
    while body and body not in chain:
        chain.append(body)
        body = world.body[body].parent
    return tuple(chain)


def _stays(stay: Membership, day: date) -> bool:
    """Whether a membership holds on a day; one without days holds always."""
    spells: tuple[Stay, ...] = (stay, *stay.earlier)
    return any((spell.start or day) <= day <= (spell.end or day) for spell in spells)
