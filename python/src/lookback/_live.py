"""What the live page of ``lookback watch`` knows, through its stream of server-sent events."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException
from typing import Any, Dict, Iterable, Iterator, List, NamedTuple, Optional

from ._command import LookbackError
from ._frames import Row, instant, table

_SERIES = ("series", "now", "severity", "peak", "warming", "confidence", "time")
_POINTS = ("time", "feature", "value", "expected", "lower", "upper", "share", "score", "severity", "anomaly", "confidence")
_ALERTS = (
    "series",
    "open",
    "begin",
    "peak",
    "end",
    "score",
    "feature",
    "direction",
    "value",
    "expected",
    "text",
    "ending",
    "suppression",
)
_AHEAD = ("series", "feature", "time", "expected", "lower", "upper")
_INCIDENTS = ("id", "open", "title", "begin", "end", "severity", "size", "text", "members")


class Event(NamedTuple):
    """One message of the stream: its name, what it carries, and an id from which the stream goes on."""

    name: str
    data: Dict[str, Any]
    id: str


class LivePage:
    """A running ``lookback watch``. Each method asks anew; nothing is kept."""

    def __init__(self, address: str = "http://localhost:8090", *, timeout: float = 30) -> None:
        """
        :param address: as ``lookback watch`` prints it
        :param timeout: seconds without any event after which the server counts as gone
        """
        self._address = address.rstrip("/")
        self._timeout = timeout

    def status(self) -> Dict[str, Any]:
        """Counts: records, series, series that were removed and that are hidden, unreadable records, and a failure or an empty text."""
        return next(event.data for event in self.events() if event.name == "status")

    def series(self, *, as_frame: Optional[bool] = None) -> Any:
        """One row for each series: severity now, highest of the recent points, its peak, and the time of its last point."""
        data = self._first("list")
        return table([_line(row) for row in data.get("rows", [])], _SERIES, as_frame)

    def incidents(self, *, as_frame: Optional[bool] = None) -> Any:
        """One row for each incident, open ones first, if the job writes any."""
        rows = [_times(incident, "begin", "end") for incident in self._first("incidents").get("incidents", [])]
        return table(rows, _INCIDENTS, as_frame)

    def points(self, series: str, *, as_frame: Optional[bool] = None) -> Any:
        """One row for each point and feature of a series, oldest first. Empty if the page does not know the series."""
        return table(_points(self._first("points", series)), _POINTS, as_frame)

    def alerts(self, series: str, *, as_frame: Optional[bool] = None) -> Any:
        """One row for each alert of a series, with its state as of now."""
        alerts = self._first("points", series).get("alerts", [])
        rows = [{"series": series, **_times(alert, "begin", "peak", "end")} for alert in alerts]
        return table(rows, _ALERTS, as_frame)

    def forecast(self, series: str, *, as_frame: Optional[bool] = None) -> Any:
        """The latest forecast of several steps: one row for each feature and step. Empty if there is none."""
        ahead = self._first("points", series).get("ahead")
        rows: List[Row] = []
        for feature, path in (ahead["features"] if ahead else {}).items():
            for step, expected in enumerate(path["expected"]):
                rows.append(
                    {
                        "series": series,
                        "feature": feature,
                        "time": instant(ahead["made"] + (step + 1) * ahead["interval"]),
                        "expected": expected,
                        "lower": path["lower"][step],
                        "upper": path["upper"][step],
                    }
                )
        return table(rows, _AHEAD, as_frame)

    def follow(self) -> Iterator[Row]:
        """The series that changed, as rows of :meth:`series`, for as long as the caller reads."""
        for event in self._lasting(None):
            if event.name == "list":
                yield from map(_line, event.data["rows"])

    def follow_points(self, series: str) -> Iterator[Row]:
        """The points of a series, those that are there first, for as long as the caller reads."""
        last: Optional[Row] = None
        for event in self._lasting(series):
            if event.name == "points":
                rows = _points(event.data)
                if last is not None and event.data.get("anew"):
                    rows = _after(rows, last)
                if rows:
                    last = rows[-1]
                yield from rows

    def events(self, series: Optional[str] = None, last: Optional[str] = None) -> Iterator[Event]:
        """The messages of the page's stream, until the connection ends.

        :param series: the series of which points are sent
        :param last: id of the last event that the caller had
        :raises LookbackError: if the page cannot be reached or refuses
        """
        query = "" if series is None else "?" + urllib.parse.urlencode({"series": series})
        request = urllib.request.Request(self._address + "/events" + query)
        if last is not None:
            request.add_header("Last-Event-ID", last)
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                yield from parse(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                text = refused.read().decode("utf-8", "replace").strip()
            raise LookbackError(f"{self._address} answered {refused.code}: {text}") from refused
        except (OSError, HTTPException) as failed:
            raise LookbackError(f"The live page at {self._address} cannot be read: {failed}") from failed

    def _first(self, name: str, series: Optional[str] = None) -> Dict[str, Any]:
        """The first event of that name; empty if a whole round of the stream has none."""
        rounds = 0
        for event in self.events(series):
            if event.name == name:
                return event.data
            rounds += event.name == "status"
            if rounds == 2:
                return {}
        raise LookbackError(f"The stream of {self._address} ended too early.")

    def _lasting(self, series: Optional[str]) -> Iterator[Event]:
        """Events across the end of a connection. Fails only if the page cannot be reached at first, or twice."""
        last: Optional[str] = None
        failures = 0
        while True:
            try:
                for event in self.events(series, last):
                    failures = 0
                    last = event.id
                    yield event
            except LookbackError:
                failures += 1
                if last is None or failures > 10:
                    raise
            time.sleep(1)


def parse(lines: Iterable[bytes]) -> Iterator[Event]:
    """Server-sent events with JSON in them."""
    fields: Dict[str, str] = {}
    for raw in lines:
        line = raw.decode("utf-8").rstrip("\r\n")
        if line:
            name, _, value = line.partition(":")
            fields[name] = value[1:] if value.startswith(" ") else value
        elif fields:
            yield Event(fields.get("event", ""), json.loads(fields.get("data", "{}")), fields.get("id", ""))
            fields = {}


def _after(rows: List[Row], last: Row) -> List[Row]:
    """Those behind a row; where it has left, those of later times."""
    for index in range(len(rows), 0, -1):
        if rows[index - 1] == last:
            return rows[index:]
    return [row for row in rows if row["time"] > last["time"]]


def _line(row: List[Any]) -> Row:
    """Of a line of the list; its trend, a picture for the page, is left out."""
    values = dict(zip(_SERIES, row))
    return {**values, "warming": bool(values["warming"]), "time": instant(values["time"])}


def _times(record: Dict[str, Any], *names: str) -> Row:
    return {name: instant(value) if name in names else value for name, value in record.items()}


def _points(data: Dict[str, Any]) -> List[Row]:
    rows: List[Row] = []
    for index, millis in enumerate(data.get("time", [])):
        for name, feature in zip(data["names"], data["features"]):
            rows.append(
                {
                    "time": instant(millis),
                    "feature": name,
                    **{column: values[index] for column, values in feature.items()},
                    "score": data["score"][index],
                    "severity": data["severity"][index],
                    "anomaly": bool(data["anomaly"][index]),
                    "confidence": data["confidence"][index],
                }
            )
    return rows
