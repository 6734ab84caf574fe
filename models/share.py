"""A share measured on a few cases, and what it really proves."""

import math

_Z = 1.96  # 95 %


def wilson(hits: float, of: float) -> tuple[float, float]:
    """The Wilson interval of a share, 95 %; nothing known gives 0..1."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, _Z**2 / of
    middle = (share + square / 2) / (1 + square)
    half = _Z * math.sqrt(share * (1 - share) / of + square / 4 / of) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)
