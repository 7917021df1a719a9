"""What re-scoring is measured beside, as scripts by name: each run in a process of its own.

A script finds ``paths`` of workbooks or the ``path`` of an archive; ``work`` is the seconds of its own part, where
imports are not to count.
"""

from __future__ import annotations

LOOPS = {
    "calamine loop": """
from python_calamine import CalamineWorkbook
for path in paths:
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)
""",
    "openpyxl loop": """
from openpyxl import load_workbook
for path in paths:
    book = load_workbook(path, data_only=True)
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            pass
""",
    "pandas loop": """
import pandas
for path in paths:
    pandas.read_excel(path, sheet_name=None, engine="openpyxl")
""",
}

ARCHIVE_PEERS = {
    "numpy floor": """
import duckdb, numpy
columns = ", ".join(f'"entry:c{n}"' for n in range(29))
found = duckdb.sql(f"SELECT {columns} FROM '{path}'").fetchnumpy()
start = time.perf_counter()
total = numpy.zeros(len(found["entry:c0"]))
for n in range(29):
    total += found[f"entry:c{n}"] * (2.0 + n / 10)
work = time.perf_counter() - start
""",
    "duckdb floats": """
import duckdb
start = time.perf_counter()
duckdb.sql(f'''CREATE TABLE answer AS WITH long AS (UNPIVOT (SELECT competition, bidder, COLUMNS('entry:c.*')
    FROM '{path}') ON COLUMNS('entry:c.*') INTO NAME criterion VALUE mark),
    weights AS (SELECT 'entry:c' || range AS criterion, 2.0::DOUBLE + range / 10 AS weight FROM range(29)),
    marks AS (SELECT competition, bidder, sum(mark * weight) AS points FROM long JOIN weights USING (criterion)
        GROUP BY ALL),
    prices AS (SELECT competition, bidder, 40 * min("entry:price"::DOUBLE) OVER (PARTITION BY competition)
        / "entry:price"::DOUBLE AS points FROM '{path}')
    SELECT competition, bidder, rank() OVER (PARTITION BY competition ORDER BY marks.points + prices.points DESC)
        AS place FROM marks JOIN prices USING (competition, bidder)''')
work = time.perf_counter() - start
""",
    "duckdb floats, wide": """
import duckdb
points = " + ".join(f'"entry:c{n}" * {2.0 + n / 10}::DOUBLE' for n in range(29))
start = time.perf_counter()
duckdb.sql(f'''CREATE TABLE answer AS WITH priced AS (SELECT competition, bidder,
    {points} + 40 * min("entry:price"::DOUBLE) OVER (PARTITION BY competition) / "entry:price"::DOUBLE AS total
    FROM '{path}')
    SELECT competition, bidder, rank() OVER (PARTITION BY competition ORDER BY total DESC) AS place FROM priced''')
work = time.perf_counter() - start
""",
    "polars floats": """
import polars as pl
marks = [f"entry:c{n}" for n in range(29)]
start = time.perf_counter()
wide = pl.scan_parquet(path)
weights = pl.LazyFrame({"criterion": marks, "weight": [2.0 + n / 10 for n in range(29)]})
price = pl.col("entry:price").cast(pl.Float64)
prices = wide.select("competition", "bidder", (40 * price.min().over("competition") / price).alias("cost"))
long = wide.select("competition", "bidder", *marks).unpivot(
    index=["competition", "bidder"], variable_name="criterion", value_name="mark")
points = (long.join(weights, on="criterion").group_by("competition", "bidder")
    .agg((pl.col("mark") * pl.col("weight")).sum().alias("points")))
total = points.join(prices, on=["competition", "bidder"])
rank = (pl.col("points") + pl.col("cost")).rank("min", descending=True).over("competition")
answer = total.with_columns(rank).collect(engine="streaming")
work = time.perf_counter() - start
""",
    "polars floats, wide": """
import polars as pl
total = pl.sum_horizontal([pl.col(f"entry:c{n}") * (2.0 + n / 10) for n in range(29)])
price = pl.col("entry:price").cast(pl.Float64)
start = time.perf_counter()
answer = (pl.scan_parquet(path).select("competition", "bidder", (total + 40 * price.min().over("competition") / price)
    .alias("total")).with_columns(pl.col("total").rank("min", descending=True).over("competition")).collect())
work = time.perf_counter() - start
""",
}

KERNEL = """
from svscore.batch.archived import batches_in
from svscore.batch.plan import compile_model
from svscore.batch.kernel import run
from svscore.framework.change import Changes
from svscore.lint import checked_framework
from fractions import Fraction
model = checked_framework(f"{folder}/thirty.yaml", changes=Changes({"theme-0": Fraction(20)})).framework
for first in range(0, count, 20000):
    for batch in batches_in(path, first, first + 20000):
        plan = compile_model(model, batch.table.columns)
        start = time.perf_counter()
        run(plan, batch.table)
        work += time.perf_counter() - start
"""
