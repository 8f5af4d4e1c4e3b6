"""Sharing the width of a table among its columns."""

from collections.abc import Sequence
from itertools import accumulate


def shared(total: int, wished: Sequence[int]) -> list[int]:
    """Return where each column ends when they share `total` in proportion to `wished`.

    Not a twip is lost to rounding.
    """
    whole = sum(wished)
    return [total * sum_ // whole for sum_ in accumulate(wished)]
