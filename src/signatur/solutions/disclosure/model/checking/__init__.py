"""Whether a file still holds what must be withheld, as other engines than the one that wrote it see it.

    verdict = verify(Content.from_path(path), ["Jens Hansen", "010190-1234"], Check(recogniser=Recogniser()))
    verdict.is_clean, verdict.leaks

`verify` takes any file: PDFs are walked object by object and read by three engines, recognised and
drawn; office files, mail and pictures are searched part by part. What a file of ours may hold is a short
list, and whatever is not on it is a leak. Nothing of the code that removes is used to check, but how a
label looks.
"""

from signatur.solutions.disclosure.model.checking.looking import Check
from signatur.solutions.disclosure.model.checking.verifying import verify

__all__ = ["Check", "verify"]
