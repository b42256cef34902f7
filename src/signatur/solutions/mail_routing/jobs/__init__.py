"""The background work of mail routing."""

from signatur.solutions.mail_routing.jobs.automatic import AUTOMATIC_JOBS, NIGHTLY
from signatur.solutions.mail_routing.jobs.insight import COUNT_ANEW, NIGHTLY_COUNT
from signatur.solutions.mail_routing.jobs.left_behind import NIGHTLY_LEFT, UNDERSTAND_LEFT
from signatur.solutions.mail_routing.jobs.past import IMPORT
from signatur.solutions.mail_routing.jobs.reading import READ_AGAIN, READ_FILES, read_files, take_in
from signatur.solutions.mail_routing.jobs.sources import LOOK
from signatur.solutions.mail_routing.jobs.training import COMPARE, TRAIN

JOBS = (
    READ_FILES,
    READ_AGAIN,
    TRAIN,
    COMPARE,
    LOOK,
    IMPORT,
    UNDERSTAND_LEFT,
    *AUTOMATIC_JOBS,
    COUNT_ANEW,
)

__all__ = [
    "COMPARE",
    "IMPORT",
    "JOBS",
    "LOOK",
    "NIGHTLY",
    "NIGHTLY_COUNT",
    "NIGHTLY_LEFT",
    "READ_AGAIN",
    "READ_FILES",
    "TRAIN",
    "UNDERSTAND_LEFT",
    "read_files",
    "take_in",
]
