"""Reads the files of an export with the readers that people have, and says in JSON what they saw."""
import csv
import json
import sys

import duckdb
import networkx
import pandas

directory = sys.argv[1]


def path(name):
    return f"{directory}/{name}"


with open(path("posts.csv"), encoding="utf-8-sig", newline="") as file:
    rows = list(csv.DictReader(file))
frame = pandas.read_parquet(path("posts.parquet"))
described = duckdb.sql(f"describe select * from '{path('posts.parquet')}'").fetchall()
sums = duckdb.sql(
    f"""select count(*), sum(like_count), count(lat), epoch_ms(max(created_at))
    from '{path('posts.parquet')}'"""
).fetchall()[0]
days = duckdb.sql(f"select distinct cast(day as varchar) from '{path('daily.parquet')}' order by 1").fetchall()
empty = pandas.read_parquet(path("empty.parquet"))


def network(graph):
    names = networkx.get_node_attributes(graph, "label")

    def ends(a, b):
        return [names[a], names[b]] if graph.is_directed() else sorted([names[a], names[b]])

    return {
        "directed": graph.is_directed(),
        "kinds": sorted(set(networkx.get_node_attributes(graph, "kind").values())),
        "edges": sorted([*ends(a, b), int(data["weight"])] for a, b, data in graph.edges(data=True)),
    }


print(
    json.dumps(
        {
            "csv": rows,
            "jsonl": [json.loads(line) for line in open(path("posts.jsonl"), encoding="utf-8")],
            "ids": open(path("ids.txt"), encoding="utf-8").read().split(),
            "parquet": {
                "ids": sorted(frame["tweet_id"]),
                "texts": sorted(str(text) for text in frame["text"]),
                "types": {row[0]: row[1] for row in described},
                "sums": [None if value is None else float(value) for value in sums],
                "created": sorted(value.isoformat() for value in frame["created_at"].dropna()),
            },
            "days": [day for (day,) in days],
            "empty": [len(empty), list(empty.columns)[:1]],
            "gexf": network(networkx.read_gexf(path("mentions.gexf"))),
            "graphml": network(networkx.read_graphml(path("tags.graphml"))),
        }
    )
)
