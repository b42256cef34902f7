"""Files that are neither PDF nor picture, as PDFs to look at, with all that they hide beside.

    view = view_of(content, media_type=sniff(content), name="brev.docx", limits=Limits(), scratch=folder)
    view.pdf, view.hidden, view.parts, view.problems

Text documents and presentations go through LibreOffice where it is installed and are typeset plainly
where it is not; sheets, mail and plain text are always typeset here. Whatever the XML of a package
says is either in the text of the PDF or in `hidden`.
"""

from signatur.methods.documents.laid_out.views.pictures import hidden_in_picture
from signatur.methods.documents.laid_out.views.viewing import VIEWED, view_of

__all__ = ["VIEWED", "hidden_in_picture", "view_of"]
