"""Background work: reading, linking, making releases, deadlines that pass, learning, and a watched folder."""

from signatur.kernel.jobs.kinds import Schedule
from signatur.solutions.disclosure.jobs.learning import LEARN
from signatur.solutions.disclosure.jobs.nightly import WATCH
from signatur.solutions.disclosure.jobs.reading import LINK, READ
from signatur.solutions.disclosure.jobs.releasing import RELEASE
from signatur.solutions.disclosure.jobs.watched_folder import LOOK, go_round

JOBS = (READ, LINK, RELEASE, WATCH, LEARN, LOOK)
ROUNDS = (go_round,)
NIGHTLY = Schedule(job=WATCH.name, hour=4, minute=10)

__all__ = ["JOBS", "NIGHTLY", "ROUNDS"]
