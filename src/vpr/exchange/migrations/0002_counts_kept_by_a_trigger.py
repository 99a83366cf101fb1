from django.db import migrations, models

from vpr.exchange.migrations._tally_sql import CREATE, DROP


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_workbooks_and_submissions")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_id", models.BigIntegerField()),
                ("municipality_id", models.BigIntegerField()),
                ("workbook_id", models.BigIntegerField()),
                ("expected", models.IntegerField()),
                ("checking", models.IntegerField()),
                ("faulty", models.IntegerField()),
                ("accepted", models.IntegerField()),
                ("late", models.IntegerField()),
                ("participants", models.IntegerField()),
                ("participants_accepted", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["region_id"], name="tally_region")],
                "constraints": [models.UniqueConstraint(fields=("municipality_id", "workbook_id"), name="tally_once")],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
