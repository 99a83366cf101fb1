"""Runs a PostgreSQL program as somebody else than root, which PostgreSQL refuses to be.

`python -I drop_root.py DATA_DIRECTORY PROGRAM ARGUMENT...` Imports nothing of ours. No useradd, no chmod: inside a new
user namespace root is nobody, yet the files are still its own. Where namespaces are forbidden (most containers) the
program runs as `nobody` (or the owner of the data), which is lent the one right to pass through directories of root.
"""

import ctypes
import os
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 8, 47, 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522
NOBODY = 65534


def enter_namespace() -> bool:
    """True when this process is now an unmapped stranger in a user namespace of its own."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.unshare(CLONE_NEWUSER) == 0 and os.geteuid() != 0


def become(owner: int, data: str) -> None:
    """Gives the data to this user and goes on as this user."""
    for folder, _, files in os.walk(data):
        for path in (folder, *(os.path.join(folder, name) for name in files)):
            os.chown(path, owner, -1)
    libc = ctypes.CDLL(None, use_errno=True)
    on_linux = sys.platform.startswith("linux")
    if on_linux:
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(owner)
    os.setuid(owner)
    if on_linux:
        right = 1 << CAP_DAC_OVERRIDE
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
        sets = (ctypes.c_uint32 * 6)(right, right, right, 0, 0, 0)
        if libc.capset(header, sets) == 0:
            libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def main() -> None:
    data, command = sys.argv[1], sys.argv[2:]
    owner = os.stat(data).st_uid
    as_nobody = os.environ.get("VPR_PG_ROOT") == "nobody"
    if owner != 0 or as_nobody or not enter_namespace():
        become(owner or NOBODY, data)
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
