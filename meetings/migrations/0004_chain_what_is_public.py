"""Chains the publications that stand already, in the order in which they became public."""

import json

from django.db import migrations

from ccm_portal.canonical import canonical, sha256


def chain(apps, schema_editor):
    Publication = apps.get_model("meetings", "Publication")
    PublicationFile = apps.get_model("meetings", "PublicationFile")
    ChainLink = apps.get_model("meetings", "ChainLink")
    number, head = 0, "0" * 64
    for publication in Publication.objects.order_by("published_at", "edition", "id").iterator():
        files = PublicationFile.objects.filter(publication=publication).order_by("name")
        number += 1
        text = canonical(
            {
                "schema": "ccm-portal/link/1",
                "number": number,
                "previous": head,
                "identifier": publication.identifier,
                "sha256": publication.sha256,
                "date": json.loads(publication.canonical)["publication"]["date"],
                "files": list(files.values("name", "media_type", "size", "sha256")),
            }
        )
        previous, head = head, sha256(text)
        ChainLink.objects.create(
            number=number, publication=publication, previous=previous, canonical=text, head=head
        )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_chain")]
    operations = [migrations.RunPython(chain, migrations.RunPython.noop)]
