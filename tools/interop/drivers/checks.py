"""
What Python's clients of CrateDB do with a cluster of the sandbox. One line of JSON a check, with its
name, and the problem if there is one.

    python checks.py ADDRESS USER PASSWORD TOKEN
"""

import datetime as dt
import json
import sys
import traceback

import sqlalchemy as sa
from crate import client
from crate.client.exceptions import ProgrammingError

ADDRESS, USER, PASSWORD, TOKEN = sys.argv[1:5]

CHECKS = []


def check(name):
    def add(function):
        CHECKS.append((name, function))
        return function

    return add


def same(found, expected):
    if found != expected:
        raise AssertionError(f"{found!r} instead of {expected!r}")


def rows(cursor, statement, parameters=None):
    cursor.execute(statement, parameters)
    return [list(row) for row in cursor.fetchall()]


def with_password():
    return client.connect(ADDRESS, username=USER, password=PASSWORD)


@check("crate: connects with the database user and reads the version")
def _():
    version = with_password().lowest_server_version
    if version.version < (5, 0, 0):
        raise AssertionError(str(version))


@check("crate: connects with a token")
def _():
    same(rows(client.connect(ADDRESS, jwt_token=TOKEN).cursor(), "SELECT 1"), [[1]])


@check("crate: is refused with a wrong password")
def _():
    try:
        rows(client.connect(ADDRESS, username=USER, password="wrong").cursor(), "SELECT 1")
    except ProgrammingError:
        return
    raise AssertionError("it was let in")


@check("crate: makes a table, writes, refreshes and reads it")
def _():
    cursor = with_password().cursor()
    cursor.execute('DROP TABLE IF EXISTS "interop"."readings"')
    cursor.execute(
        'CREATE TABLE "interop"."readings" (id INTEGER PRIMARY KEY, ts TIMESTAMP WITH TIME ZONE,'
        " value DOUBLE PRECISION, info OBJECT(DYNAMIC), tags ARRAY(TEXT)) CLUSTERED INTO 3 SHARDS"
    )
    cursor.execute(
        'INSERT INTO "interop"."readings" (id, ts, value, info, tags) VALUES (?, ?, ?, ?, ?)',
        (1, dt.datetime(2026, 3, 2, 9, tzinfo=dt.timezone.utc), 1.5, {"room": "a"}, ["x", "y"]),
    )
    same(cursor.rowcount, 1)
    cursor.execute('REFRESH TABLE "interop"."readings"')
    same(
        rows(cursor, "SELECT id, ts, value, info['room'], tags FROM \"interop\".\"readings\""),
        [[1, 1772442000000, 1.5, "a", ["x", "y"]]],
    )


@check("crate: many rows at once, each with its outcome")
def _():
    cursor = with_password().cursor()
    outcome = cursor.executemany(
        'INSERT INTO "interop"."readings" (id, value) VALUES (?, ?)', [(2, 2.0), (1, 1.0), (3, 3.0)]
    )
    same([it["rowcount"] for it in outcome], [1, -2, 1])


@check("crate: an error of the database is told as such")
def _():
    try:
        rows(with_password().cursor(), "SELECT * FROM no_such_table")
    except ProgrammingError as error:
        if "RelationUnknown" not in str(error):
            raise
        return
    raise AssertionError("there was no error")


@check("crate: unknown words are names here that are reserved elsewhere")
def _():
    cursor = with_password().cursor()
    found = rows(
        cursor,
        "SELECT count(*) FROM sys.shards WHERE primary AND table_name = 'readings' AND schema_name = 'interop'",
    )
    same(found, [[3]])


@check("crate: system tables that tools read")
def _():
    cursor = with_password().cursor()
    for statement in [
        "SELECT id, name, hostname, heap, mem, os, fs, load, version FROM sys.nodes",
        "SELECT * FROM sys.cluster",
        "SELECT * FROM sys.cluster_health",
        "SELECT * FROM sys.health",
        "SELECT * FROM sys.checks",
        "SELECT * FROM sys.node_checks",
        "SELECT * FROM sys.jobs",
        "SELECT * FROM sys.jobs_log LIMIT 10",
        "SELECT * FROM sys.operations",
        "SELECT * FROM sys.allocations",
        "SELECT * FROM sys.snapshots",
        "SELECT * FROM sys.repositories",
        "SELECT * FROM sys.users",
        "SELECT * FROM sys.privileges",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM information_schema.columns LIMIT 10",
        "SELECT * FROM information_schema.views",
        "SELECT * FROM information_schema.table_partitions",
    ]:
        try:
            rows(cursor, statement)
        except Exception as error:
            raise AssertionError(f"{statement}: {error}") from error


@check("crate: the nodes' disks, shards and tables agree")
def _():
    cursor = with_password().cursor()
    nodes = rows(cursor, "SELECT name, fs['total']['used'] FROM sys.nodes ORDER BY name")
    shards = dict(
        rows(cursor, "SELECT node['name'], sum(size) FROM sys.shards GROUP BY 1 ORDER BY 1")
    )
    for name, used in nodes:
        if not 0.9 * used <= shards[name] <= used:
            raise AssertionError(f"{name}: {shards[name]} bytes of shards on {used} of disk")


def engine():
    address = ADDRESS.replace("http://", "")
    return sa.create_engine(f"crate://{USER}:{PASSWORD}@{address}")


@check("SQLAlchemy: schemas, tables and primary keys")
def _():
    inspector = sa.inspect(engine())
    if "interop" not in inspector.get_schema_names():
        raise AssertionError(str(inspector.get_schema_names()))
    same(inspector.get_table_names(schema="interop"), ["readings"])
    found = inspector.get_pk_constraint("readings", schema="interop")["constrained_columns"]
    same(set(found), {"id"})


@check("SQLAlchemy: columns with their types")
def _():
    columns = sa.inspect(engine()).get_columns("readings", schema="interop")
    types = {it["name"]: type(it["type"]).__name__ for it in columns}
    for name in ["id", "ts", "value", "tags"]:
        if name not in types:
            raise AssertionError(str(types))
    same(types["id"], "INTEGER")


@check("SQLAlchemy: a table is loaded, written and read")
def _():
    with engine().connect() as connection:
        metadata = sa.MetaData()
        table = sa.Table("readings", metadata, schema="interop", autoload_with=connection)
        connection.execute(sa.insert(table).values(id=9, value=0.5))
        connection.execute(sa.text('REFRESH TABLE "interop"."readings"'))
        found = connection.execute(sa.select(table.c.value).where(table.c.id == 9)).scalar()
        same(found, 0.5)


@check("SQLAlchemy: views")
def _():
    with engine().connect() as connection:
        connection.execute(
            sa.text('CREATE OR REPLACE VIEW "interop"."high" AS SELECT id FROM "interop"."readings"')
        )
    same(sa.inspect(engine()).get_view_names(schema="interop"), ["high"])


@check("crate: takes away what it made")
def _():
    cursor = with_password().cursor()
    cursor.execute('DROP VIEW IF EXISTS "interop"."high"')
    cursor.execute('DROP TABLE "interop"."readings"')
    same(
        rows(
            cursor,
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'interop'",
        ),
        [[0]],
    )


for name, function in CHECKS:
    problem = None
    try:
        function()
    except Exception as error:
        problem = "".join(traceback.format_exception_only(error)).strip()[:600]
    print(json.dumps({"name": name, "problem": problem}), flush=True)
