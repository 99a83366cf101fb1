"""The engine of the reports, chosen by URL: `duckdb://` (embedded, the default) or any other back end of Ibis.

`spark://host:7077` and `sc://host:15002` plug in a Spark cluster, `postgres://...` a PostgreSQL server. A report sees
only `ask`: a question with a relation and integers in, tuples of integers out.
"""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from ibis.backends import BaseBackend

Question = Callable[..., ir.Table]
Answer = list[tuple[Any, ...]]

#: Stand-ins of the integer parameters in a compiled question; far from every real identifier.
_STAND_IN = 7_310_000_000_000_000


class EngineMissing(RuntimeError):
    """The package of the chosen engine is not installed; the message says which one and how to get it."""


class Engine:
    """A connection of one thread. Any back end of Ibis that can read Parquet or take an Arrow table."""

    def __init__(self, backend: BaseBackend) -> None:
        self.backend = backend
        self._relations: dict[str, ir.Table] = {}

    def parquet(self, path: Path) -> ir.Table:
        """The file as a relation; opened once, because a file's name holds its digest."""
        key = str(path)
        if key not in self._relations:
            if len(self._relations) > 400:
                self._relations.clear()
            self._relations[key] = self._opened(path)
        return self._relations[key]

    def _opened(self, path: Path) -> ir.Table:
        name = "".join(c if c.isalnum() else "_" for c in path.name)
        if self.backend.name == "postgres":  # a server that cannot see our disk takes the rows themselves
            return self.backend.create_table(name, pq.read_table(path), temp=True)
        return self.backend.read_parquet(path, table_name=name)

    def arrow(self, rows: pa.Table) -> ir.Table:
        """Rows of the ledger as a relation of the same schema."""
        return ibis.memtable(rows)

    def ask(self, question: Question, relation: ir.Table, *extra: Any, **chosen: int) -> Answer:
        expression, values = _bound(question, relation, extra, chosen)
        answer = expression.to_pyarrow(params=values)
        return list(zip(*(column.to_pylist() for column in answer.columns), strict=True))


class DuckEngine(Engine):
    """Embedded DuckDB. A question is compiled once for a set of columns; afterwards only the name of the relation and
    the integers change. Compiling costs more than running: 50 ms against 10 ms for 20 tasks.
    """

    def __init__(self) -> None:
        super().__init__(ibis.duckdb.connect())
        self._compiled: dict[tuple[Any, ...], tuple[str, str]] = {}

    def arrow(self, rows: pa.Table) -> ir.Table:
        """Registered under a name that depends on the number of columns only, so that compiled questions are reused."""
        name = f"ledger_{rows.num_columns}"
        connection: Any = self.backend
        connection.con.register(name, rows)
        if name not in self._relations:
            self._relations[name] = self.backend.table(name)
        return self._relations[name]

    def ask(self, question: Question, relation: ir.Table, *extra: Any, **chosen: int) -> Answer:
        key = (question, tuple(relation.columns), extra, tuple(chosen))
        if key not in self._compiled:
            self._compiled[key] = self._compile(question, relation, extra, tuple(chosen))
        sql, compiled_for = self._compiled[key]
        sql = sql.replace(f'"{compiled_for}"', f'"{relation.get_name()}"')
        for number, value in enumerate(chosen.values()):
            sql = sql.replace(str(_STAND_IN + number), str(int(value)))
        connection: Any = self.backend
        return list(connection.con.execute(sql).fetchall())

    def _compile(
        self, question: Question, relation: ir.Table, extra: tuple[Any, ...], names: tuple[str, ...]
    ) -> tuple[str, str]:
        if len(self._compiled) > 2000:
            self._compiled.clear()
        stand_ins = {name: _STAND_IN + number for number, name in enumerate(names)}
        expression, values = _bound(question, relation, extra, stand_ins)
        return str(self.backend.compile(expression, params=values)), relation.get_name()


def _bound(
    question: Question, relation: ir.Table, extra: tuple[Any, ...], chosen: dict[str, int]
) -> tuple[ir.Table, dict[ir.Scalar, int]]:
    parameters = {name: ibis.param("int64") for name in chosen}
    values = {parameters[name]: value for name, value in chosen.items()}
    return question(relation, parameters, *extra), values


_PACKAGES = {"spark": "pyspark", "sc": "pyspark", "postgres": "psycopg", "postgresql": "psycopg", "polars": "polars"}


def connect(url: str) -> Engine:
    """An engine for the URL; EngineMissing when its package is not installed, ValueError when the URL is unknown."""
    scheme = url.partition("://")[0]
    makers: dict[str, Callable[[], Engine]] = {
        "duckdb": DuckEngine,
        "spark": partial(_spark, url),
        "sc": partial(_spark, url),
    }
    try:
        maker = makers.get(scheme)
        return maker() if maker else Engine(ibis.connect(url))
    except ModuleNotFoundError as absent:
        package = _PACKAGES.get(scheme, absent.name or scheme)
        raise EngineMissing(
            f"VPR_ANALYTICS_URL={url}: для этого движка нужен пакет «{package}». "
            f"Установите его (pip install {package}) или верните встроенный движок duckdb://."
        ) from absent
    except ValueError as unknown:
        raise ValueError(
            f"VPR_ANALYTICS_URL={url}: неизвестный движок. Допустимы duckdb://, spark://узел:порт, sc://узел:порт, "
            "postgres://… и другие адреса, которые понимает ibis.connect."
        ) from unknown


def _spark(url: str) -> Engine:
    from importlib import import_module

    builder = import_module("pyspark.sql").SparkSession.builder.appName("openvpr")
    session = (builder.remote(url) if url.startswith("sc://") else builder.master(url)).getOrCreate()
    return Engine(ibis.pyspark.connect(session))


_local = threading.local()


def engine() -> Engine:
    """The engine of this thread; connections of DuckDB are not shared between threads."""
    url = settings.VPR_ANALYTICS_URL
    if getattr(_local, "url", None) != url:
        _local.engine, _local.url = connect(url), url
    found: Engine = _local.engine
    return found
