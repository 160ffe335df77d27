"""The file in which a Party says of its submission what its registry does not know."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from comity.errors import InputError
from comity.formats.aef_filing import read_filing
from comity.formats.aef_from_registry import Filing, Particulars

WHOLE = """\
date = 2028-04-15
version = "1.1"
ndc-first = 2021
ndc-last = 2030
registries = { hub = "GHA01" }
tonnes = { MWh = 0.4 }
countries = { airline = "CHE" }

[particulars.N-1]
sectors = ["Energy generation", "Waste management"]
mitigation = "Emission reductions"
activities = ["Solar"]
parties = ["CHE"]
oimp = "CORSIA"
gwp = "AR5"
terms = "none"
approach = "CA0007"
first-transfer = "Issuance"
"""


def filing(tmp_path: Path, text: str) -> Filing:
    file = tmp_path / "filing.toml"
    file.write_text(text, encoding="utf-8")
    return read_filing(str(file), "GHA", 2027)


def test_all_that_can_be_said_is_read(tmp_path: Path) -> None:
    assert filing(tmp_path, WHOLE) == Filing(
        party="GHA",
        year=2027,
        date=date(2028, 4, 15),
        version="1.1",
        ndc_first=2021,
        ndc_last=2030,
        registries={"hub": "GHA01"},
        tonnes={"MWh": Decimal("0.4")},
        countries={"airline": "CHE"},
        particulars={
            "N-1": Particulars(
                sectors=("Energy generation", "Waste management"),
                mitigation="Emission reductions",
                activities=("Solar",),
                parties=("CHE",),
                oimp="CORSIA",
                gwp="AR5",
                terms="none",
                approach="CA0007",
                first_transfer="Issuance",
            )
        },
    )


def test_what_is_left_out_is_as_in_a_filing(tmp_path: Path) -> None:
    least = 'date = 2028-04-15\nndc-first = 2021\nndc-last = 2030\nregistries = { hub = "GHA01" }\n'
    assert filing(tmp_path, least) == Filing(
        party="GHA",
        year=2027,
        date=date(2028, 4, 15),
        ndc_first=2021,
        ndc_last=2030,
        registries={"hub": "GHA01"},
        particulars={},
    )


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("ndc-last = 2030\n", "", ":1  ndc-last"),
        ("date = 2028-04-15", 'date = "soon"', ":1  date"),
        ("ndc-first = 2021", 'ndc-first = "first"', ":3  ndc-first"),
        ("oimp =", "purpose =", ":14  particulars.N-1.purpose"),
        ('mitigation = "Emission reductions"\n', "", ":9  particulars.N-1.mitigation"),
        ("[particulars.N-1]", "[particulars.N-1", ":9"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_address(tmp_path: Path, old: str, new: str, place: str) -> None:
    assert WHOLE.count(old) == 1
    with pytest.raises(InputError) as caught:
        filing(tmp_path, WHOLE.replace(old, new))
    places = [f":{problem.line}  {problem.address}".rstrip() for problem in caught.value.problems]
    assert place in places
