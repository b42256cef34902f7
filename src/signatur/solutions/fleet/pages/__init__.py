"""The pages of the fleet."""

from fastapi import APIRouter

from signatur.solutions.fleet.pages import (
    asking,
    datasets,
    following,
    handing_in,
    looking,
    out,
    overview,
    positions,
    setup,
    studies,
    trying,
    vehicles,
)

router = APIRouter()
# Fixed addresses before the one with an id in it.
for part in (
    overview,
    handing_in,
    positions,
    trying,
    datasets,
    looking,
    vehicles,
    setup,
    asking,
    out,
    following,
    studies,
):
    router.include_router(part.router, prefix="/flaade")

__all__ = ["router"]
