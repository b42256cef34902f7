"""The words in the corpus; people, addresses and numbers are invented."""

from __future__ import annotations

LETTER = """Til Byggesagsafdelingen

Jeg søger om tilladelse til at opføre en carport på 35 kvadratmeter ved
siden af mit hus på Ålykkevej 12, 9999 Æbelrup. Naboerne er orienteret,
og tegningerne er vedlagt som bilag. Hvornår kan jeg forvente svar?

Jeg har tidligere skrevet til jer den 4. marts 2025 om den samme sag,
men har ikke hørt noget. I kan ringe til mig på telefon 12 34 56 78.

Med venlig hilsen
Søren Ågård Prøve"""

SECOND_PAGE = """Side 2

Carporten bliver opført i træ med fladt tag, og regnvandet ledes til en
faskine i haven. Afstanden til skel mod nord er 2,5 meter. Højden er målt
til 2,4 meter over terræn, og der bliver plads til to biler og et skur."""

NOTE = """Til Byggesagsafdelingen

Jeg søger om tilladelse til at opføre en carport på
35 kvadratmeter på Ålykkevej 12, 9999 Æbelrup.
Naboerne er orienteret, men jeg har ikke hørt noget.

Med venlig hilsen
Søren Ågård Prøve"""
