"""The PostgreSQL launcher: one server per VPR_HOME, started when it does not run, shared by every process of the house.

Pure Python without Django: settings must be readable before a database exists. `DATABASE_URL` always wins.
"""

from vpr.base.postgres.server import Unavailable, ensure, revive, stop

__all__ = ["Unavailable", "ensure", "revive", "stop"]
