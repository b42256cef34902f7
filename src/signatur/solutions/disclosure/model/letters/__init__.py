"""Letters: data a lawyer can edit, filled from a case, and set as Word, PDF/A and mail with the document list."""

from signatur.solutions.disclosure.model.letters.betraying import betrayals
from signatur.solutions.disclosure.model.letters.composing import compose
from signatur.solutions.disclosure.model.letters.documents import (
    list_to_csv,
    list_to_docx,
    list_to_pdf,
    list_to_xlsx,
)
from signatur.solutions.disclosure.model.letters.mailing import to_mail
from signatur.solutions.disclosure.model.letters.reading import (
    check_letters,
    letters_difference,
    packaged_letters,
    packaged_letters_text,
    parse_letters,
)
from signatur.solutions.disclosure.model.letters.typesetting import to_pdf
from signatur.solutions.disclosure.model.letters.word import to_docx

__all__ = [
    "betrayals", "check_letters", "compose", "letters_difference", "list_to_csv", "list_to_docx",
    "list_to_pdf", "list_to_xlsx", "packaged_letters", "packaged_letters_text", "parse_letters",
    "to_docx", "to_mail", "to_pdf",
]  # fmt: skip
