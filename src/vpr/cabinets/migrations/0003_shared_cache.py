"""The cache shared by all processes: sign-in limits and used second-factor codes must hold across them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cabinets", "0002_who_ended_what_and_which_code_is_revoked")]

    operations = [
        migrations.RunSQL(
            sql=[
                """
                CREATE UNLOGGED TABLE cache_entry (
                    cache_key varchar(255) PRIMARY KEY,
                    value text NOT NULL,
                    expires timestamptz NOT NULL
                )
                """,
                "CREATE INDEX cache_entry_expires ON cache_entry (expires)",
            ],
            reverse_sql=["DROP TABLE cache_entry"],
        )
    ]
