"""Areas of work get a public address, and days from which to which they are one."""

from django.db import migrations, models

import friends.models.slugs
from friends.models.slugs import free


def fill(apps, schema_editor):
    """Each area that stands has an address made of its name."""
    areas = apps.get_model("friends", "ThematicArea")
    taken = set()
    for row in areas.objects.order_by("position", "name", "pk"):
        slug = free(row.name, taken)
        taken.add(slug)
        areas.objects.filter(pk=row.pk).update(slug=slug)


class Migration(migrations.Migration):
    dependencies = [("friends", "0010_hand_overs")]

    operations = [
        migrations.AddField(
            model_name="historicalthematicarea",
            name="slug",
            field=friends.models.slugs.SlugOfName(blank=True, default="", editable=False, max_length=110),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historicalthematicarea",
            name="valid_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalthematicarea",
            name="valid_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="thematicarea",
            name="slug",
            field=friends.models.slugs.SlugOfName(blank=True, default="", editable=False, max_length=110),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="thematicarea",
            name="valid_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="thematicarea",
            name="valid_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
