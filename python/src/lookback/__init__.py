"""Lookback from Python: scores, alerts, backtests, rules and labels.

Needs the standard library only. Tables are pandas data frames if pandas is installed, and lists of dictionaries
otherwise.
"""

from ._backtest import backtest
from ._command import LookbackError
from ._control import Control
from ._live import Event, LivePage
from ._topics import read

__all__ = ["Control", "Event", "LivePage", "LookbackError", "backtest", "read"]
__version__ = "0.1.0"
