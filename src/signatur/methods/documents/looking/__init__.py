"""Looking at pictures: bar codes, faces, signatures and stamps, without a network or fitted weights.

Each function takes a PIL picture and returns what it sees with rectangles in that picture's pixels.
Codes are read by zxing; faces come from the cascades that OpenCV ships; handwriting is told by the
shape of its strokes.
"""

from signatur.methods.documents.looking.codes import bar_codes
from signatur.methods.documents.looking.faces import faces
from signatur.methods.documents.looking.schema import Area, Code, Face, Strokes
from signatur.methods.documents.looking.strokes import signatures

__all__ = ["Area", "Code", "Face", "Strokes", "bar_codes", "faces", "signatures"]
