"""Celery, which only wakes: `celery -A ccm_portal worker` and `celery -A ccm_portal beat`.

The database is the queue of record. A message says "look at this verb" and nothing else, so Redis may vanish,
restart empty or hang, and any message may come twice, late or never. See docs/adr/0010.
"""

import os
from pathlib import Path
from typing import Any

from celery import Celery, signals
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccm_portal.settings")

LOOK = "ccm_portal.look"
# Touched in VAR_DIR by beat when Redis has taken a message; ccm_portal.health looks at it.
BEAT_FILE = "beat"
# An older message says nothing that a newer one, or a worker by itself, would not say.
MESSAGE_SECONDS = 30
# A server that hangs is given up after so long.
REDIS_SECONDS = 3.0
# Looks at different verbs go side by side, so that a long PDF keeps no letter waiting.
THREADS = 6

app = Celery("ccm_portal", include=["ccm_portal.tasks"], set_as_current=True)
app.conf.update(
    # Without Redis nothing is started; celery's own default would look for another kind of server.
    broker_url=settings.REDIS_URL or "memory://",
    broker_transport_options={
        "socket_timeout": REDIS_SECONDS,
        "socket_connect_timeout": REDIS_SECONDS,
        "socket_keepalive": True,
        # A connection that hangs is dropped and made anew after about twice this many seconds.
        "health_check_interval": 5,
        # Messages of a dead worker come back after this and are thrown away then: they are too old.
        "visibility_timeout": 60,
    },
    broker_connection_retry=True,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    result_expires=None,
    task_publish_retry=False,
    task_acks_late=False,
    # Threads, not children: what the verbs wait for is the mail server and the renderer, and a killed worker
    # leaves no orphan behind.
    worker_pool="threads",
    worker_concurrency=THREADS,
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    worker_redirect_stdouts=False,
    # Keeps no file: every verb is due again in a few seconds anyway. Two beats say it twice, which does no harm.
    beat_scheduler="celery.beat:Scheduler",
    beat_schedule={
        verb: {
            "task": LOOK,
            "args": [verb],
            "schedule": settings.CLOCK_SECONDS,
            "options": {"expires": MESSAGE_SECONDS},
        }
        for verb in settings.PERIODIC
    },
    beat_max_loop_interval=1,
    timezone="UTC",
)


@signals.celeryd_init.connect
@signals.beat_init.connect
def only_with_redis(**_sent: Any) -> None:
    if not settings.REDIS_URL:
        raise SystemExit(
            "REDIS_URL is not set. Name the Redis server, for instance redis://127.0.0.1:6379/0, "
            "or run `manage.py clock`, which needs none."
        )


@signals.beat_init.connect
def tell_of_each_message(**_sent: Any) -> None:
    """In beat's own process: what it sends is how its health is known."""
    signals.after_task_publish.connect(leave_a_sign)


def leave_a_sign(**_sent: Any) -> None:
    (Path(settings.VAR_DIR) / BEAT_FILE).touch()


@signals.setup_logging.connect
def log_as_the_settings_say(**_sent: Any) -> None:
    """Celery must not set up logging of its own: ours keeps the tokens of links out."""
