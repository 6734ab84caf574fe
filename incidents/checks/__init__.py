"""Checks of an answer before the curator sees it: one file a check, one line in the table."""

from incidents.checks.table import CHECKS, examine
from incidents.checks.values import Draft, Remark, Slip, Tools

__all__ = ["CHECKS", "Draft", "Remark", "Slip", "Tools", "examine"]
