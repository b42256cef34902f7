"""Understanding the plain text of an enquiry, as pure functions on strings.

`bodies` splits off history, signatures and notices; `identifiers` finds CPR numbers and their like;
`masking` takes them out and leads back; `language` tells the language; `duplicates` knows a text
again; `passages` finds sentences; `folding` gives one spelling for search. Import from these
modules: two of them need libraries that a command line should not wait for.
"""
