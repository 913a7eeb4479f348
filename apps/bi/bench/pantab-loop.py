"""What one would write by hand: pymongo, and pantab for Tableau's format. Tables and their pipelines come as JSON."""
import json
import sys

import pantab
import pyarrow
from pymongo import MongoClient

uri, plan, out = sys.argv[1:]
TYPES = {
    "string": pyarrow.string(),
    "long": pyarrow.int64(),
    "double": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "timestamp": pyarrow.timestamp("us", tz="UTC"),
    "date": pyarrow.date32(),
}
BATCH = 50_000

database = MongoClient(uri, tz_aware=True).get_default_database()
mode = "w"
with open(plan, encoding="utf-8") as file:
    tables = json.load(file)
for table in tables:
    schema = pyarrow.schema([(name, TYPES[kind]) for name, kind in table["columns"]])

    def write(rows):
        global mode
        pantab.frame_to_hyper(
            pyarrow.Table.from_pylist(rows, schema=schema), out, table=table["name"], table_mode=mode
        )
        mode = "a"

    rows = []
    for row in database[table["collection"]].aggregate(table["pipeline"], batchSize=1_000):
        rows.append(row)
        if len(rows) == BATCH:
            write(rows)
            rows = []
    if rows:
        write(rows)
