"""`manage.py renderer`: keeps the PDF renderer of this host going, beside Celery's workers."""

from typing import Any

from django.core.management.base import BaseCommand

from ccm_portal import processes
from ccm_portal.pdf import RendererProcess

LOOK_SECONDS = 1.0


class Command(BaseCommand):
    help = (
        "Keeps one PDF renderer going on this host until it is told to stop (SIGTERM, Ctrl-C). "
        "For use with Celery's workers; `manage.py clock` keeps one by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        stop = processes.stop_on_signals()
        renderer = RendererProcess()
        try:
            while not stop.is_set():
                processes.keep_going(renderer)
                stop.wait(LOOK_SECONDS)
        finally:
            renderer.stop()
