"""Writes Tableau's Hyper files for `npm run bi:extract`: a request a line, an answer a line, both of JSON.

{"do": "open", "file": F, "log": D}   {"do": "execute", "sql": S}   {"do": "query", "sql": S}
{"do": "tables"}   {"do": "close"}   {"do": "pack", "file": F, "members": {NAME: PATH}}   {"do": "unpack", "file": F, "to": P}

It ends when its input does, and Hyper's server with it: at once when that is while it works.
"""
import json
import os
import queue
import shutil
import signal
import sys
import threading
import zipfile
from decimal import Decimal

from tableauhyperapi import Connection, CreateMode, HyperException, HyperProcess, SchemaName, Telemetry, Timestamp

# One Ctrl-C reaches both; whoever started this decides what becomes of it.
signal.signal(signal.SIGINT, signal.SIG_IGN)


def plain(value):
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Timestamp):
        return value.to_datetime().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return str(value)


class Session:
    def __init__(self):
        self.process = None
        self.connection = None

    def open(self, file, log):
        self.process = self.process or HyperProcess(
            Telemetry.DO_NOT_SEND_USAGE_DATA_TO_TABLEAU,
            "twitter-data-pipeline",
            parameters={"log_dir": log},
        )
        self.connection = Connection(self.process.endpoint, file, CreateMode.CREATE_IF_NOT_EXISTS)

    def execute(self, sql):
        return self.connection.execute_command(sql)

    def query(self, sql):
        with self.connection.execute_query(sql) as result:
            return [[plain(value) for value in row] for row in result]

    def tables(self):
        catalog = self.connection.catalog
        return {
            name.name.unescaped: [
                {
                    "name": column.name.unescaped,
                    "type": str(column.type),
                    "isNullable": column.nullability.name == "NULLABLE",
                }
                for column in catalog.get_table_definition(name).columns
            ]
            for name in catalog.get_table_names(SchemaName("public"))
        }

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def end(self):
        self.close()
        if self.process is not None:
            self.process.close()

    def abandon(self):
        """Hyper's server would go on with what it was told until that is done."""
        try:
            if self.process is not None:
                self.process.shutdown(timeout_ms=0)
        finally:
            os._exit(1)

    def pack(self, file, members):
        # Hyper's files are compressed already: more effort finds little.
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, path in members.items():
                archive.write(path, name)

    def unpack(self, file, to):
        with zipfile.ZipFile(file) as archive:
            name = next((one for one in archive.namelist() if one.endswith(".hyper")), None)
            if name is None:
                raise ValueError("there is no .hyper in it")
            with archive.open(name) as source, open(to, "wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)


def read():
    for line in sys.stdin:
        busy.set()
        requests.put(line)
    if busy.is_set():
        session.abandon()
    requests.put(None)


session = Session()
requests = queue.SimpleQueue()
busy = threading.Event()
threading.Thread(target=read, daemon=True).start()
try:
    while (line := requests.get()) is not None:
        request = json.loads(line)
        try:
            answer = {"value": getattr(session, request.pop("do"))(**request)}
        except (HyperException, OSError, ValueError, zipfile.BadZipFile) as error:
            answer = {"error": str(error)}
        busy.clear()
        print(json.dumps(answer), flush=True)
finally:
    session.end()
