"""What a Party says of its submission beyond what its registry knows, as a TOML file.

    date = 2028-04-15
    ndc-first = 2021
    ndc-last = 2030
    registries = { ghana = "GHA01" }

    [particulars.GHA-1]
    sectors = ["Energy generation"]
    mitigation = "Emission reductions"

`registries` says by registry what its PartyITMORegistryID is, `particulars` by authorisation what the ledger does not
keep; the other keys are those of `Filing` and `Particulars`.
"""

from __future__ import annotations

from decimal import Decimal

from comity.formats.aef_from_registry import Filing, Particulars
from comity.world.model_file import read_model
from comity.world.values import Date, Model


class ParticularsInFile(Model):
    """`[particulars.<authorisation>]`."""

    sectors: tuple[str, ...]
    mitigation: str
    activities: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    oimp: str | None = None
    gwp: str | None = None
    terms: str | None = None
    approach: str = ""
    first_transfer: str | None = None


class FilingInFile(Model):
    """The file."""

    date: Date
    version: str = "1.0"
    ndc_first: int
    ndc_last: int
    registries: dict[str, str]
    particulars: dict[str, ParticularsInFile] = {}
    tonnes: dict[str, Decimal] = {}
    countries: dict[str, str] = {}


def read_filing(file: str, party: str, year: int) -> Filing:
    """The filing that a file describes, of a Party and year. Raises InputError with all that is wrong, OSError."""
    found, _ = read_model(FilingInFile, file)
    return Filing(
        party=party,
        year=year,
        date=found.date,
        version=found.version,
        ndc_first=found.ndc_first,
        ndc_last=found.ndc_last,
        registries=found.registries,
        particulars={id: Particulars(**one.model_dump()) for id, one in found.particulars.items()},
        tonnes=found.tonnes,
        countries=found.countries,
    )
