"""Tables: pandas data frames if pandas is installed, lists of dictionaries otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, Dict, List, Optional, Sequence

Row = Dict[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def pandas() -> Optional[Any]:
    """The module, or None if it is not installed."""
    try:
        import pandas as module
    except ImportError:
        return None
    return module


def table(rows: List[Row], columns: Sequence[str], as_frame: Optional[bool] = None) -> Any:
    """Rows as a data frame or as they are.

    :param columns: the first columns of the frame, also if there are no rows
    :param as_frame: True for a data frame, False for a list, None for a data frame if pandas is installed
    """
    module = pandas() if as_frame is not False else None
    if module is None:
        if as_frame:
            raise ImportError("as_frame=True needs pandas.")
        return rows
    others = [name for row in rows for name in row]
    return module.DataFrame(rows, columns=list(dict.fromkeys([*columns, *others])))


def instant(millis: int) -> datetime:
    """An event time in UTC, from milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=millis)
