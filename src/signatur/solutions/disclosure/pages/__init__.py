"""The pages of disclosure."""

from fastapi import APIRouter

from signatur.solutions.disclosure.pages import (
    by_hand,
    cases,
    casework,
    checking,
    documents,
    found,
    items,
    lawful,
    letters,
    measuring,
    people,
    releasing,
    reviewing,
    searching,
    setup,
)

router = APIRouter()
# Fixed addresses before those with an id in them.
for part in (
    cases,
    releasing,
    setup,
    measuring,
    items,
    documents,
    found,
    people,
    searching,
    lawful,
    checking,
    letters,
    by_hand,
    reviewing,
    casework,
):
    router.include_router(part.router, prefix="/aktindsigt")

__all__ = ["router"]
