"""The floor's registration: puts the frozen-row triggers back after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from ccm_portal import triggers


class FloorConfig(AppConfig):
    name = "ccm_portal"

    def ready(self) -> None:
        post_migrate.connect(triggers.reinstall, dispatch_uid="frozen rows")
