"""Data analysis as pages: files, what was found in them, and the ledger of old cases."""

from fastapi import APIRouter

from signatur.stewardship.data_analysis.pages import files, ledger, result

router = APIRouter()
for part in (files, ledger, result):
    router.include_router(part.router)
