"""Messages as authorities receive them, good, odd and bad; all made in code, always the same.

`CORPUS` is all of them. Each sample says what it is, what must be read from it, and which problems
must be stated; see `sample.py`.
"""

from __future__ import annotations

from tests.corpus.messages.bad_mails import BAD_MAILS
from tests.corpus.messages.digital_post import DIGITAL_POST
from tests.corpus.messages.folders import MBOX_FILES
from tests.corpus.messages.mails import MAILS
from tests.corpus.messages.outlook import MSG_FILES
from tests.corpus.messages.sample import Sample
from tests.corpus.messages.smime import SMIME_FILES
from tests.corpus.messages.transport import TNEF_FILES

CORPUS: tuple[Sample, ...] = (
    *MAILS,
    *BAD_MAILS,
    *SMIME_FILES,
    *MSG_FILES,
    *TNEF_FILES,
    *MBOX_FILES,
    *DIGITAL_POST,
)

__all__ = ["CORPUS", "Sample"]
