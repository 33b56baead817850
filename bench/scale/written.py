"""What does a passage cost in PostgreSQL beside a file, in bytes and in the time of writing it?
`python -m bench.scale.written`; nothing is encoded.
"""

import argparse
import os
import shutil

import psycopg

from bench.common import WORK, Figure, Result, Table, main
from bench.scale.corpus import TOGETHER, grow, models_of, seed_index
from bench.scale.parts import started
from index.storage.chroma import ChromaServer
from index.storage.server_schema import CATALOG_SCHEMA
from rag.settings import Settings

FOLDER = WORK / "scale/written"
KINDS = ("files", "servers")
_SIZES = (
    "SELECT relname, pg_total_relation_size(c.oid) FROM pg_class c JOIN pg_namespace n"
    " ON n.oid = relnamespace WHERE nspname = %s AND relkind = 'r' ORDER BY 2 DESC"
)


def measure(passages: int) -> Result:
    making, models = models_of([seed_index(WORK / "scale/seeds")])
    rates: list[dict[str, float]] = []
    with started(FOLDER / "parts") as parts:
        shutil.rmtree(FOLDER / "files", ignore_errors=True)
        shutil.rmtree(FOLDER / "servers", ignore_errors=True)
        servers = parts.settings(FOLDER / "servers")
        setups = {"files": Settings(data_dir=FOLDER / "files"), "servers": servers}
        for held in range(TOGETHER, passages + 1, TOGETHER):
            found = dict[str, float]()
            for kind in KINDS if len(rates) % 2 else KINDS[::-1]:
                taken, settings = list[float](), setups[kind]
                grow(settings.data_dir, making, models, held, place=settings,
                     server=ChromaServer.of(settings),
                     told=lambda _, seconds, taken=taken: taken.append(seconds))  # fmt: skip
                found[kind] = sum(taken) / TOGETHER * 1000
            rates.append(found)
        sizes = _sizes(servers)
    of_file = sum(file.stat().st_size for file in (FOLDER / "files").glob("catalog.sqlite*"))
    return _result(passages, rates, sizes, of_file)


def _sizes(settings: Settings) -> list[tuple[str, int]]:
    """The tables of the catalog with their indexes, by bytes."""
    url = settings.catalog_url.get_secret_value() if settings.catalog_url else ""
    with psycopg.connect(url) as connection:
        return connection.execute(_SIZES, [CATALOG_SCHEMA]).fetchall()


def _result(
    passages: int, rates: list[dict[str, float]], sizes: list[tuple[str, int]], of_file: int
) -> Result:
    taken = {kind: sum(one[kind] for one in rates) / len(rates) for kind in KINDS}
    whole = sum(size for _, size in sizes)
    return Result(
        name="scale_written", title="What a passage costs in PostgreSQL",
        about=(
            f"Copies of the seed reports ({passages:,} passages, as in [scale](scale.md)) are "
            "written in groups, in turn into files and into a catalog in PostgreSQL with the "
            "vectors on a Chroma server, all on one machine over loopback. The bytes of tables are "
            "with their indexes, after writing and without a vacuum. Other programs may have "
            f"shared the cores: the load average was {os.getloadavg()[1]:.1f} over the last "
            "minutes."
        ),
        figures=[
            Figure("catalog in PostgreSQL", whole / passages, " bytes a passage"),
            Figure("catalog in a file", of_file / passages, " bytes a passage"),
            Figure("writing all, into servers", taken["servers"], " ms a passage"),
            Figure("writing all, into files", taken["files"], " ms a passage"),
        ],
        tables=[
            Table("Tables in PostgreSQL", ("table", "bytes a passage"),
                  [[name, f"{size / passages:,.0f}"] for name, size in sizes
                   if size >= passages]),
            Table("Milliseconds a passage, by group", ("group", *KINDS),
                  [[str(n), *(f"{one[kind]:.2f}" for kind in KINDS)]
                   for n, one in enumerate(rates, 1)]),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.scale.written", description=__doc__)
    parser.add_argument("--passages", type=int, default=12_000)
    given = parser.parse_args()
    main(lambda: measure(given.passages))
