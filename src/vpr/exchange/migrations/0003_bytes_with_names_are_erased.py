from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_counts_kept_by_a_trigger")]

    operations = [
        migrations.AddField(model_name="submission", name="is_erased", field=models.BooleanField(default=False)),
    ]
