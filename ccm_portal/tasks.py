"""What a message to the workers can say: "look at this verb". It carries the verb's name and nothing else."""

from ccm_portal import worker
from ccm_portal.celery import LOOK, app


@app.task(name=LOOK)
def look(verb: str) -> None:
    """Run this verb of `settings.PERIODIC` until it leaves nothing over. May come twice, late or never."""
    worker.look(verb)
