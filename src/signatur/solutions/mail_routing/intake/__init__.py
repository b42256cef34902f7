"""Reading what an authority receives into the common format.

with EnquiryReader() as reader:
    for read in reader.read_paths([Path("indbakke")]):
        read.enquiry, read.original
"""

from signatur.solutions.mail_routing.intake.attachments import is_serious
from signatur.solutions.mail_routing.intake.composing import portion_of
from signatur.solutions.mail_routing.intake.incoming import IncomingEnquiry
from signatur.solutions.mail_routing.intake.reader import EnquiryReader, ReadEnquiry
from signatur.solutions.mail_routing.intake.repeats import Repeats

__all__ = ["EnquiryReader", "IncomingEnquiry", "ReadEnquiry", "Repeats", "is_serious", "portion_of"]
