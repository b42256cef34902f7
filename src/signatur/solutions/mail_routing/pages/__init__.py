"""The pages of mail routing."""

from fastapi import APIRouter

from signatur.solutions.mail_routing.pages import (
    automatic,
    comparing,
    deciding,
    enquiry,
    handing_in,
    insight,
    learning,
    organisation,
    outgoing,
    past,
    routes,
    rules,
    second_look,
    setup,
    setup_changes,
    sources,
    training,
    worklist,
)

router = APIRouter()
# Fixed addresses before the one with an id in it.
for part in (
    worklist,
    handing_in,
    insight,
    setup,
    setup_changes,
    rules,
    training,
    comparing,
    automatic,
    second_look,
    learning,
    organisation,
    sources,
    past,
    outgoing,
    routes,
    deciding,
    enquiry,
):
    router.include_router(part.router, prefix="/postfordeling")

__all__ = ["router"]
