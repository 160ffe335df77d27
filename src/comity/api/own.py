"""What account holders and verifiers may do with what: their own, and nothing else."""

from __future__ import annotations

from comity.api.problems import Trouble
from comity.api.roles import Caller
from comity.registry.commands import Command, SetObligation
from comity.registry.state import State


def check_own(caller: Caller, command: Command, state: State) -> None:
    """Raise Trouble where somebody would act on what is another's."""
    if caller.role == "account-holder":
        account = state.accounts.get(str(getattr(command, "account", "")))
        if account is None or not caller.holder or account.holder != caller.holder:
            raise Trouble("not-own")
    if caller.role == "verifier" and not (isinstance(command, SetObligation) and command.verifier == caller.holder):
        raise Trouble("not-own")
    if caller.role == "registry" and getattr(command, "registry", None) != caller.holder:
        raise Trouble("not-own")


def accounts_of(caller: Caller, state: State) -> frozenset[str]:
    """The accounts that are an account holder's own."""
    return frozenset(id for id, account in state.accounts.items() if caller.holder and account.holder == caller.holder)


def seen(caller: Caller, state: State) -> frozenset[str] | None:
    """The accounts whose holdings and entries somebody may read; None for all."""
    return accounts_of(caller, state) if caller.role == "account-holder" else None
