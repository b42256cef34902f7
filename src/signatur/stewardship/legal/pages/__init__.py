"""Law as pages."""

from fastapi import APIRouter

from signatur.stewardship.legal.pages import bases, documents, duties, overview, questions, rules

router = APIRouter()
# Rules first: their address would else be taken for a project.
for pages in (rules, overview, questions, bases, duties, documents):
    router.include_router(pages.router)
