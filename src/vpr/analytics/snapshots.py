"""Where the columnar files of an assessment lie and how they are written: whole, durable, named by their digest."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq
from django.conf import settings

from vpr.analytics.models import Snapshot, SnapshotStage
from vpr.analytics.schema import Relation
from vpr.campaigns.models import Assessment


def root() -> Path:
    return Path(settings.VPR_HOME) / "analytics"


def stem_of(file_name: str) -> str:
    return file_name.removesuffix(f".{Relation.SCRIPTS}.parquet")


def file_of(snapshot: Snapshot, relation: Relation) -> Path:
    """Path of one relation of the snapshot; they share a stem."""
    return root() / f"{stem_of(snapshot.file_name)}.{relation}.parquet"


def published(assessment: Assessment) -> Snapshot | None:
    return Snapshot.objects.filter(assessment=assessment, stage=SnapshotStage.PUBLISHED).first()


def written(write: Callable[[Path], None]) -> Path:
    """Runs `write` on a temporary path of the folder and makes the bytes durable; the caller renames."""
    root().mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=root(), prefix=".new-", suffix=".parquet")
    os.close(handle)
    path = Path(name)
    try:
        write(path)
        with path.open("rb") as file:
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:24]


def settle() -> None:
    """Makes the renames of the folder durable."""
    if os.name != "posix":
        return
    handle = os.open(root(), os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def schools_in(snapshot: Snapshot) -> frozenset[int]:
    """Ids of the schools that have a row in the snapshot."""
    return _schools(file_of(snapshot, Relation.SCHOOLS))


@lru_cache(maxsize=256)
def _schools(path: Path) -> frozenset[int]:
    return frozenset(pq.read_table(path, columns=["school"])["school"].to_pylist())
