"""Books what the market found: every flow of a solved year as transactions under the clause that the flow names.

Flows are tonnes to many digits, units are whole. Each flow is booked down to the whole unit; what is left of it is in
the report, with the reason where it is more than rounding. Every request has a key, made of the clauses in force, the
scenarios, the year, the flow and the piece of it: settled again, a year is not booked twice, and what was interrupted
goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from msgspec import structs

from comity.errors import Refusal
from comity.registry import opening
from comity.registry.blocks import Block
from comity.registry.commands import (
    Authorise,
    Cancel,
    CarryOver,
    Command,
    Commit,
    Convert,
    Issue,
    Move,
    Reissue,
    Retire,
    SetObligation,
    Surrender,
    Transfer,
    Units,
)
from comity.registry.ledger import Ledger
from comity.registry.opening import unit_id
from comity.registry.permits import Adoption, Permit, exact
from comity.registry.plans.admission import Admission, ineligible, of_piece, rules_on
from comity.registry.plans.checks import Piece, candidates
from comity.registry.plans.plan import Now
from comity.registry.refusals import refuse
from comity.registry.settling_accounts import accounts, reserve_of
from comity.registry.settling_accounts import holders as holders
from comity.registry.settling_keys import Keys
from comity.results import Flow
from comity.world.world import World

#: In this order, units are there before they are needed.
ORDER = ("issue", "credit", "reserve", "move", "use", "retire", "cancel", "carry")
#: Relative accuracy of the arithmetic that a quantity of a few digits has been through.
NOISE = Fraction(1, 10**12)
#: What an authorisation is for whose clause does not say.
PURPOSES = ("ndc", "international-mitigation", "other")
FORMS: dict[str, type[Move] | type[Convert] | type[Reissue]] = {
    "transfer": Move,
    "immobilise": Convert,
    "reissue": Reissue,
}


@dataclass(frozen=True, slots=True)
class Booked:
    """What became of a flow."""

    flow: Flow
    exactly: Fraction
    """In units."""
    booked: int
    """Now and before."""
    entries: tuple[int, ...]
    refusal: Refusal | None = None
    """Why less than the whole units was booked, if it was refused."""
    short: bool = False
    """Whether fewer units were there than the flow takes, by more than rounding."""

    @property
    def remainder(self) -> Fraction:
        """What is not booked, in units."""
        return self.exactly - self.booked


class Settlement:
    """Books one year of one world into one ledger, whose clock must be in that year."""

    def __init__(self, ledger: Ledger, world: World, flows: Iterable[Flow], year: int) -> None:
        self._ledger, self._world, self._year = ledger, world, year
        self._flows = [flow for flow in flows if flow.year == year]
        self._units = Fraction(world.measures.quantity.tonnes)
        self._funds = {
            levy.to
            for permit in self._rules.permits
            for levy in permit.levies
            if levy.to not in ("nobody", "cancellation")
        }
        """What a fund is given it may sell."""
        self._next = min((y for y in world.world.years if y > year), default=year + 1)
        self._keys = Keys(self._rules.digest, world.folder.scenarios, year, self._flows)

    @property
    def in_units(self) -> int:
        """How many flows there are to book."""
        return sum(1 for flow in self._flows if flow.kind in ORDER and self._is_in_units(flow))

    @property
    def passed_over(self) -> int:
        """How many flows are paid in money or sold straight into an obligation, and are no transactions in units."""
        return len(self._flows) - self.in_units

    def settle(self, kinds: tuple[str, ...] = ORDER) -> Iterator[Booked]:
        """Every flow in units, as it is booked. `kinds`: only these."""
        self._open_accounts()
        self._set_obligations()
        self._keys.read(self._ledger.state.keys)
        waiting = [flow for kind in kinds for flow in self._flows if flow.kind == kind and self._is_in_units(flow)]
        while waiting:
            # a unit may go through several mechanisms in a year: moves wait until what they take has come
            flow = next((flow for flow in waiting if self._ready(flow, waiting)), waiting[0])
            waiting.remove(flow)
            yield self._book(flow)

    def _ready(self, flow: Flow, waiting: list[Flow]) -> bool:
        if flow.kind != "move":
            return True
        return not any(other.kind == "move" and other.target == flow.source for other in waiting)

    def _open_accounts(self) -> None:
        for command in accounts(self._world, self._flows):
            if command.account not in self._ledger.state.accounts:
                self._ledger.do(command, opening.key(command))

    def _set_obligations(self) -> None:
        """What is due is rounded up to whole units: the base of shares is never less than what was solved."""
        due: dict[str, float] = {}
        for flow in self._flows:
            if flow.kind in ("use", "pay") or not self._is_in_units(flow):
                due[flow.target] = due.get(flow.target, 0.0) + flow.credited
        for mechanism, credited in due.items():
            quantity = ceil(nearly_whole(Fraction(credited) * self._units))
            command = SetObligation(
                account=holders(mechanism), mechanism=mechanism, period=str(self._year), quantity=quantity
            )
            self._ledger.do(command, self._keys.due(mechanism, quantity))

    @property
    def _rules(self) -> Adoption:
        """The clauses in force at the end of the year."""
        found = rules_on(self._ledger.state, f"{self._year}-12-31")
        if found is None:
            refuse("no-clause", block=self._world.id, mechanism=self._world.id)
        return found

    def _book(self, flow: Flow) -> Booked:
        exactly = nearly_whole(Fraction(flow.units) * self._units)
        before = self._keys.before(flow)
        # an issue that was interrupted is asked for again; of other flows the units may have moved on since
        again = flow.kind in ("issue", "credit") and not self._backed(flow)
        piece = before.whole if again else before.begun
        entries = list(before.entries)
        wanted = max(floor(exactly), before.units)
        left = wanted - before.units
        refusal: Refusal | None = None
        while left and refusal is None:
            commands, units = self.commands(flow, left)
            if not units:
                break
            try:
                for part, command in enumerate(commands, start=1):
                    key = self._keys.of(flow, piece, part, len(commands), units)
                    entries.append(self._ledger.do(command, key).seq)
                left -= units
                piece += 1
            except Refusal as error:
                refusal = error
        short = refusal is None and left > len(self._flows)  # each flow into a pool can leave it a unit short
        return Booked(flow, exactly, wanted - left, tuple(dict.fromkeys(entries)), refusal, short)

    def commands(self, flow: Flow, units: int) -> tuple[list[Command], int]:
        """What books so much of a flow, or of as much as one series has, and how much that is."""
        if self._backed(flow):
            return self._issue_backed(flow, units)
        if flow.kind in ("issue", "credit"):
            return [command for permit in self._permits(flow) for command in self._issue(flow, permit, units)], units
        piece = next(iter(self._eligible(flow)), None)
        if piece is None:
            return [], 0
        series, first, last, standing = piece
        giver = standing.account
        last = min(last, first + units - 1)
        block = (Block(series, first, last),)
        year = str(self._year)
        commands: list[Command] = []
        if flow.kind == "move":
            move = FORMS[self._permits(flow)[0].form]
            commands = [move(account=giver, to=holders(flow.target), into=flow.target, blocks=block, under=flow.clause)]
        elif flow.kind == "use":
            user = holders(flow.target)
            if user != giver:
                commands.append(Transfer(account=giver, to=user, blocks=block))
            commands.append(
                Surrender(account=user, mechanism=flow.target, period=year, blocks=block, under=flow.clause)
            )
        elif flow.kind == "reserve":  # of the administration's own: into its reserve, or out of it
            to = reserve_of(flow) if flow.source else holders(flow.target)
            commands = [Transfer(account=giver, to=to, blocks=block)]
        elif flow.kind == "retire":
            commands = [Retire(account=giver, beneficiary=flow.clause, blocks=block, under=self._own(flow, "retire"))]
        elif flow.kind == "cancel":
            commands = [Cancel(account=giver, purpose="stability-reserve", reason=flow.clause, blocks=block)]
        else:
            commands = [CarryOver(account=giver, to_period=str(self._next), blocks=block, under=flow.clause)]
        return commands, last - first + 1

    def _issue(self, flow: Flow, permit: Permit, units: int) -> list[Command]:
        """Of a joint auction, what this permit's mechanism brings to it."""
        (pool,) = permit.gives
        mechanism = self._world.mechanism[pool]
        activity = self._world.activity.get(flow.activity) if flow.kind == "credit" else None
        unit_type, year = unit_id(mechanism.unit_type or ""), str(self._year)
        quantity = floor(units * self._part(flow, permit))
        commands: list[Command] = []
        authorisation, host, period = "", flow.host if activity else "", ""
        if unit_type == "AAU":  # issued out of the assigned amount of a Party and period
            host = mechanism.balance or next(iter(mechanism.parties), "")
            periods = (
                f"{one.start}-{one.end}" for one in mechanism.compliance_periods if one.start <= self._year <= one.end
            )
            period = next(periods, year)
            if f"{host}/{period}" not in self._ledger.state.commitments:
                assigned = max(quantity, floor(exact((permit.amounts or {}).get(year, "0"))))
                commands.append(Commit(party=host, period=period, assigned=assigned))
        if permit.kind == "credit" and permit.adjusts:
            authorisation = f"{flow.clause}.{flow.host}"
            commands.append(
                Authorise(
                    authorisation=authorisation,
                    host=flow.host,
                    purposes=permit.purposes or PURPOSES,
                    first_transfer="issuance",
                )
            )
        commands.append(
            Issue(
                account=holders(pool),
                mechanism=pool,
                unit_type=unit_type,
                quantity=quantity,
                vintage=year,
                period=period,
                host=host,
                activity=flow.activity if activity else "",
                activity_type=activity.type if activity else "",
                authorisation=authorisation,
                under=flow.clause,
            )
        )
        return commands

    def _issue_backed(self, flow: Flow, units: int) -> tuple[list[Command], int]:
        """An issue for which units of a series are given up, once they are in the account that gets the new ones."""
        (permit,) = self._permits(flow)
        pool, unit_types = permit.backed_by.get(flow.host, ("", ()))
        home, state = holders(permit.gives[0]), self._ledger.state
        for giver in (home, holders(pool)):
            for series, first, last, _ in candidates(state, Units(account=giver, pool=pool)):
                kind, host = state.series[series].unit_type, state.series[series].host
                if (unit_types and kind not in unit_types) or host not in ("", flow.host):
                    continue
                block = (Block(series, first, min(last, first + units - 1)),)
                commands = self._issue(flow, permit, block[0].quantity)
                issue = structs.replace(commands.pop(), backing=block)
                given = [] if giver == home else [Transfer(account=giver, to=home, blocks=block)]
                return [*given, *commands, issue], block[0].quantity
        return [], 0

    def _backed(self, flow: Flow) -> bool:
        """Whether units are given up for those that a flow brings."""
        return any(permit.backed_by for permit in self._permits(flow))

    def _eligible(self, flow: Flow) -> Iterator[Piece]:
        """What the holders, then funds, have that the flow's clause admits, the oldest vintage first."""
        state = self._ledger.state
        if flow.kind == "reserve":
            unit_type = unit_id(self._world.mechanism[flow.source or flow.target].unit_type or "")
            giver = holders(flow.source) if flow.source else reserve_of(flow)
            yield from candidates(state, Units(account=giver, unit_type=unit_type))
            return
        permit = self._permits(flow)[0]
        admission = Admission(state, Now(self._ledger.state.at, lambda seq: None))
        # where a use was interrupted, the user has units of the source already
        own = [holders(flow.target)] if flow.kind == "use" and flow.target != flow.source else []
        for account in (*own, holders(flow.source), *sorted(self._funds)):
            for piece in candidates(state, Units(account=account, pool=flow.source)):
                asked = of_piece(admission, flow.kind, piece, gives=flow.target, entity=holders(flow.target))
                carried = flow.kind == "carry" and piece[3].period == str(self._next)
                if not carried and next(ineligible(permit, asked, state), None) is None:
                    yield piece

    def _is_in_units(self, flow: Flow) -> bool:
        return flow.kind == "reserve" or bool(self._permits(flow))

    def _permits(self, flow: Flow) -> Sequence[Permit]:
        """The permits of a flow's clause: several of a joint auction, none where it is no transaction in units."""
        permits = self._rules.by_id.get(flow.clause, ())
        return (
            permits
            if len(permits) == 1 or "+" in flow.target
            else [permit for permit in permits if flow.target in (permit.gives or ("",))]
        )

    def _part(self, flow: Flow, permit: Permit) -> Fraction:
        """What share of a flow a permit brings."""
        parts = [exact((one.amounts or {}).get(str(self._year), "1")) for one in self._permits(flow)]
        return exact((permit.amounts or {}).get(str(self._year), "1")) / sum(parts) if len(parts) > 1 else Fraction(1)

    def _own(self, flow: Flow, kind: str) -> str:
        """A demand is a flow's clause; the right to retire is the mechanism's own."""
        return f"mechanism.{flow.source}.{kind}"


def nearly_whole(units: Fraction) -> Fraction:
    """The whole number, where what is off it is the arithmetic of the solver and not the market."""
    nearest = Fraction(round(units))
    return nearest if abs(units - nearest) <= abs(units) * NOISE else units
