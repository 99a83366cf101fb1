"""Where the test database of this process is: for tests that start another process or another engine on it."""

from urllib.parse import quote

from django.db import connection


def database_place() -> dict[str, str]:
    """user, password, host (a name or the folder of a socket), port and name of the test database in use."""
    known = connection.settings_dict
    options = known.get("OPTIONS", {})
    return {
        "user": known["USER"] or "postgres",
        "password": known["PASSWORD"],
        "host": known["HOST"] or options.get("host") or "127.0.0.1",
        "port": str(known["PORT"] or options.get("port") or 5432),
        "name": known["NAME"],
    }


def database_url() -> str:
    place = database_place()
    secret = f":{quote(place['password'], safe='')}" if place["password"] else ""
    return "postgresql://{user}{secret}@{host}:{port}/{name}".format(
        user=place["user"], secret=secret, host=quote(place["host"], safe=""), port=place["port"], name=place["name"]
    )
