"""Gives the listings that stand already a beginning in history: when both their row and their contact were there."""

from django.db import migrations
from django.db.models import Min


def begin(apps, schema_editor):
    Listing = apps.get_model("friends", "ListedContact")
    Recorded = apps.get_model("friends", "HistoricalListedContact")
    first = {}
    for name in ("HistoricalAssignment", "HistoricalContact"):
        dates = apps.get_model("friends", name).objects.values_list("id").annotate(first=Min("history_date"))
        first[name] = dict(dates)
    Recorded.objects.bulk_create(
        Recorded(
            id=row.pk,
            assignment_id=row.assignment_id,
            contact_id=row.contact_id,
            position=row.position,
            history_type="+",
            history_date=max(
                first["HistoricalAssignment"][row.assignment_id], first["HistoricalContact"][row.contact_id]
            ),
            history_actor_kind="import",
        )
        for row in Listing.objects.all()
    )


class Migration(migrations.Migration):
    dependencies = [("friends", "0005_recorded")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
