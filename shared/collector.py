"""When Python looks for circles of garbage: seldom, and never again through what a service holds for good.

A document is thousands of small objects and hardly a circle. In the usual rhythm (every 700 objects) the collector
takes a tenth of the time of judging one.
"""

import gc

# What circles there are (a failure and its traceback) waits this long: some 10 MB at the most.
_OBJECTS = 50_000


def rarely() -> None:
    """Take what is there now for permanent, and collect seldom: to be called once when a process is up."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS, 10, 10)
