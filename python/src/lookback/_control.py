"""What people tell a running job."""

from __future__ import annotations

from datetime import datetime
from typing import List, Mapping, Optional, Sequence, Union

from . import _command

Instant = Union[str, datetime]


class Control:
    """Writes rules, labels and resets to the control topic of a job, through Lookback's command line."""

    def __init__(
        self,
        bootstrap: str,
        topic: str = "lookback-control",
        *,
        properties: Optional[Mapping[str, str]] = None,
        command: Optional[_command.Command] = None,
    ) -> None:
        """
        :param topic: the job's ``control.topic``
        :param properties: properties of Kafka's clients, such as ``{"security.protocol": "SSL"}``
        """
        self._topic = [f"--bootstrap={bootstrap}", f"--topic={topic}"]
        self._topic += [f"--property={key}={value}" for key, value in (properties or {}).items()]
        self._command = command

    def add_rule(
        self,
        series: str,
        *,
        feature: Optional[str] = None,
        direction: Optional[str] = None,
        min_absolute: Optional[float] = None,
        min_relative: Optional[float] = None,
        start: Optional[Instant] = None,
        end: Optional[Instant] = None,
        weekly: Sequence[str] = (),
        zone: Optional[str] = None,
        reason: Optional[str] = None,
        id: Optional[str] = None,
    ) -> str:
        """Suppresses the alerts that match every condition, and returns the id of the rule.

        :param series: names of series; ``*`` stands for any characters, ``?`` for one
        :param weekly: days and hours, such as ``["sat,sun 02:00-04:00"]``
        """
        options = {
            "series": series,
            "feature": feature,
            "direction": direction,
            "min-absolute": min_absolute,
            "min-relative": min_relative,
            "from": _instant(start),
            "until": _instant(end),
            "zone": zone,
            "reason": reason,
            "id": id,
        }
        return self._add("rules", "add", options, [f"--weekly={window}" for window in weekly])

    def rules(self) -> List[str]:
        """One line for each rule, as ``lookback rules list`` shows it."""
        return self._list("rules")

    def remove_rules(self, *ids: str) -> None:
        """Removes all of these rules, or none if one is unknown."""
        self._tell("rules", "remove", [], ids)

    def add_label(
        self,
        series: str,
        start: Instant,
        end: Optional[Instant] = None,
        *,
        real: bool,
        reason: Optional[str] = None,
        id: Optional[str] = None,
    ) -> str:
        """Says whether an alert was right, and returns the id of the label.

        :param series: the whole name
        :param start: event time at which the alert began
        :param end: event time at which it ended
        :param real: False for a false alarm
        """
        options = {"series": series, "from": _instant(start), "until": _instant(end), "reason": reason, "id": id}
        return self._add("labels", "add", options, ["--real" if real else "--false-alarm"])

    def labels(self) -> List[str]:
        """One line for each label, as ``lookback labels list`` shows it."""
        return self._list("labels")

    def remove_labels(self, *ids: str) -> None:
        """Removes all of these labels, or none if one is unknown."""
        self._tell("labels", "remove", [], ids)

    def reset(self, series: str, *, reason: Optional[str] = None) -> str:
        """Makes series start over with their next record, and returns the id of the reset.

        :param series: names of series; ``*`` stands for any characters, ``?`` for one
        """
        options = [] if reason is None else [f"--reason={reason}"]
        return self._tell("series", "reset", options, [series]).strip()

    def forecast(self, series: str, *, reason: Optional[str] = None) -> str:
        """Asks a series for a forecast of its next steps now, and returns the id of the request.

        The job writes it to ``output.forecasts``, and the live page shows it.

        :param series: the whole name
        """
        options = [] if reason is None else [f"--reason={reason}"]
        return self._tell("series", "forecast", options, [series]).strip()

    def _add(self, kind: str, verb: str, options: Mapping[str, Optional[object]], more: List[str]) -> str:
        given = [f"--{name}={value}" for name, value in options.items() if value is not None]
        return self._tell(kind, verb, given + more, []).strip()

    def _list(self, kind: str) -> List[str]:
        lines = self._tell(kind, "list", [], []).splitlines()
        return [] if lines == ["None."] else lines

    def _tell(self, kind: str, verb: str, options: Sequence[str], names: Sequence[str]) -> str:
        positional = ["--", *names] if names else []
        return _command.run([kind, verb, *self._topic, *options, *positional], self._command)


def _instant(time: Optional[Instant]) -> Optional[str]:
    if time is None or isinstance(time, str):
        return time
    if time.tzinfo is None:
        raise ValueError(f"{time} has no time zone. Pass an aware datetime, such as one in timezone.utc.")
    return time.isoformat()
