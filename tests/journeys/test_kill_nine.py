"""kill -9 of web, worker and database in the middle of a hundred uploads; `bench/kill_nine.py` does it with a thousand."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.journey
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a thing of POSIX")
def test_every_acknowledged_upload_is_there_and_none_twice():
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "kill_nine.py"), "--uploads", "100", "--schools", "8"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=600,
    )
    assert done.stdout, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["acknowledged"] == found["stored"] == 100, found
    assert sum(found["kills"].values()) > 0
    promises = ("lost", "wrong_bytes", "twice", "version_gaps", "not_the_latest", "recorded_twice", "unchecked")
    assert {name: found[name] for name in promises} == dict.fromkeys(promises, 0), found
    assert done.returncode == 0
