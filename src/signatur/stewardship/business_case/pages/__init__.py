"""Business cases as pages: the result, the form, planned against realised."""

from fastapi import APIRouter

from signatur.stewardship.business_case.pages import editing, realised, result

router = APIRouter()
for part in (editing, realised, result):
    router.include_router(part.router)
