"""Python's search for circles of garbage, put off while a text is read.

Reading makes a million small objects and throws none away.  Python would look through all of them
again and again for circles, and there are none: what is not kept is freed without that search.
What is kept goes to the oldest objects at once, which Python looks through last.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_for_later() -> Iterator[None]:
    """Do not search for circles until the end of the block; inside another one, of that."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            if not gc.get_freeze_count():  # else some of it would be thawed that others froze
                gc.freeze()
                gc.unfreeze()  # moves all to the oldest objects, without looking at any
            gc.enable()
