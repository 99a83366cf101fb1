"""Where the server of one VPR_HOME keeps its things, and how it is reached."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET = 103  # sun_path holds 108 bytes on Linux, 104 on macOS, the closing zero included


@dataclass(frozen=True)
class Place:
    root: Path  # VPR_HOME/postgres
    socket_folder: Path | None  # None: TCP on 127.0.0.1 with a password

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    @property
    def password_file(self) -> Path:
        return self.root / "password"

    @property
    def port(self) -> int:
        return 5432 if self.socket_folder else int((self.root / "port").read_text())

    def url(self, database: str) -> str:
        """The path of the socket stands in the query: a host name would lose its capital letters."""
        if self.socket_folder:
            return f"postgresql://postgres@/{database}?host={quote(str(self.socket_folder))}"
        password = self.password_file.read_text().strip()
        return f"postgresql://postgres:{password}@127.0.0.1:{self.port}/{database}"


def place_of(home: Path, *, tcp: bool = os.name != "posix") -> Place:
    root = home.resolve() / "postgres"
    return Place(root, None if tcp else _socket_folder(root))


def _socket_folder(root: Path) -> Path:
    inside = root / "run"
    if len(os.fsencode(inside / SOCKET)) <= LONGEST_SOCKET:
        return inside
    name = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"vpr-{os.getuid()}-{name}"
