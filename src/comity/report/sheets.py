"""Tables for programs: CSV and Parquet, one file a table."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comity.report.tables import ResultTable
    from comity.results import Run


def csv_text(table: ResultTable) -> str:
    """A table as CSV: units in the header, `true` and `false`, nothing where nothing is known."""
    frame = table.frame.copy()
    for column in table.columns:
        if column.kind == "flag":
            frame[column.header] = frame[column.header].map({True: "true", False: "false"})
    return str(frame.to_csv(index=False, lineterminator="\n"))


def parquet_bytes(run: Run, table: ResultTable) -> bytes:
    """A table as Parquet: units in the names of the columns and in their metadata, the answer's in that of the file.

    The metadata of a column are `name` and `unit`; those of the file, under `comity`, a JSON object of world,
    scenario, years, units, status and residual.
    """
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    made = pa.Table.from_pandas(table.frame, preserve_index=False)
    fields = [
        # A column of a table without rows would otherwise have no type.
        pa.field(field.name, pa.string() if column.kind == "text" else field.type).with_metadata(
            {"name": column.key, "unit": column.unit}
        )
        for column, field in zip(table.columns, made.schema, strict=True)
    ]
    about = run.model_dump(include={"world", "scenario", "years", "units", "status", "residual"}, mode="json")
    metadata = {**(made.schema.metadata or {}), b"comity": json.dumps(about, ensure_ascii=False).encode()}
    stream = io.BytesIO()
    pq.write_table(made.cast(pa.schema(fields, metadata=metadata)), stream)
    return stream.getvalue()
