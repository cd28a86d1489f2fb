from django.core.management import call_command
from django.db import migrations, models


def make_cache_table(apps, schema_editor):
    """The table of the cache (settings.CACHES); nothing where it stands already."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("ccm_portal", "0002_pulse")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sign_in_epoch",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
