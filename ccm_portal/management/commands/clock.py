"""`manage.py clock`: the process beside the web server that sends letters and does what is due."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from ccm_portal import clock, processes
from ccm_portal.pdf import RendererProcess


class Command(BaseCommand):
    help = (
        "Runs what is due every five seconds, or at once when poked, until it is told to stop (SIGTERM, Ctrl-C). "
        "Any number may run; one on each host keeps the PDF renderer going."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")
        parser.add_argument(
            "--without-renderer",
            action="store_true",
            help="for a second clock on one host: the first keeps the renderer",
        )

    def handle(self, *args: Any, once: bool, without_renderer: bool, **options: Any) -> None:
        try:
            clock.verbs()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        stop = processes.stop_on_signals()
        renderer = None if without_renderer else RendererProcess()
        try:
            while not stop.is_set():
                if renderer is not None:
                    processes.keep_going(renderer)
                poked = clock.last_poke()
                more = _tick()
                if once and not more:
                    break
                if not more:
                    clock.wait(settings.CLOCK_SECONDS, since=poked, stop=stop)
        finally:
            if renderer is not None:
                renderer.stop()


def _tick() -> bool:
    # A database that went away and came back must not need a restart of the clock.
    close_old_connections()
    try:
        return clock.tick(timezone.now())
    finally:
        close_old_connections()
