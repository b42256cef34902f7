"""Computing a business case: reading its file, cash flows, uncertainty, the floor that follows."""

from signatur.stewardship.business_case.model.compute import compute
from signatur.stewardship.business_case.model.reading import read_case

__all__ = ["compute", "read_case"]
