"""Output topics of a job."""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, List, Mapping, Optional

from . import _command

_TOPICS = {
    "scores": "lookback-scores",
    "alerts": "lookback-alerts",
    "incidents": "lookback-incidents",
    "forecasts": "lookback-forecasts",
}


def read(
    kind: str,
    bootstrap: str,
    *,
    topic: Optional[str] = None,
    from_beginning: bool = True,
    max: Optional[int] = None,
    properties: Optional[Mapping[str, str]] = None,
    via: Optional[str] = None,
    command: Optional[_command.Command] = None,
) -> Iterator[Dict[str, Any]]:
    """The records of an output topic as dictionaries, existing ones first, then new ones as they come.

    With ``confluent-kafka`` the topic is read directly, without Java; the job must then write JSON. Otherwise
    ``lookback tail`` reads it, which decodes Avro as well.

    :param kind: ``scores``, ``alerts``, ``incidents`` or ``forecasts``
    :param topic: its name, if it is not the usual one
    :param from_beginning: False for new records only
    :param max: end after that many records; without it, the iterator never ends by itself
    :param properties: properties of the Kafka client, such as ``{"security.protocol": "SSL"}``
    :param via: ``"kafka"`` or ``"command"``; None for ``"kafka"`` if confluent-kafka is installed
    """
    if kind not in _TOPICS:
        raise ValueError(f"{kind!r} is not a kind of output: give one of {', '.join(_TOPICS)}.")
    if via not in (None, "kafka", "command"):
        raise ValueError(f"via={via!r} is unknown: give 'kafka' or 'command'.")
    name = topic or _TOPICS[kind]
    kafka = None if via == "command" else _confluent_kafka()
    if via == "kafka" and kafka is None:
        raise ImportError("via='kafka' needs confluent-kafka.")
    if kafka is not None:
        return _from_kafka(kafka, bootstrap, name, from_beginning, max, properties or {})
    arguments = ["tail", kind, "--json", f"--bootstrap={bootstrap}", f"--topic={name}"]
    arguments += ["--from-beginning"] if from_beginning else []
    arguments += [] if max is None else [f"--max={max}"]
    arguments += [f"--property={key}={value}" for key, value in (properties or {}).items()]
    return _from_command(arguments, command)


def _from_command(arguments: List[str], command: Optional[_command.Command]) -> Iterator[Dict[str, Any]]:
    lines = _command.lines(arguments, command)
    try:
        for line in lines:
            yield json.loads(line)
    finally:
        lines.close()  # type: ignore[attr-defined]


def _confluent_kafka() -> Optional[Any]:
    try:
        import confluent_kafka
    except ImportError:
        return None
    return confluent_kafka


def _from_kafka(
    kafka: Any, bootstrap: str, topic: str, from_beginning: bool, limit: Optional[int], properties: Mapping[str, str]
) -> Iterator[Dict[str, Any]]:
    """Without a consumer group: nothing is committed."""
    settings = {
        "bootstrap.servers": bootstrap,
        "group.id": "lookback-python",
        "enable.auto.commit": False,
        "isolation.level": "read_committed",
        **properties,
    }
    consumer = kafka.Consumer(settings)
    try:
        partitions = consumer.list_topics(topic, timeout=30).topics[topic].partitions
        if not partitions:
            raise _command.LookbackError(f"There is no topic '{topic}' at {bootstrap}.")
        start = kafka.OFFSET_BEGINNING if from_beginning else kafka.OFFSET_END
        consumer.assign([kafka.TopicPartition(topic, partition, start) for partition in partitions])
        count = 0
        while limit is None or count < limit:
            message = consumer.poll(1.0)
            if message is None:
                continue
            if message.error():
                raise _command.LookbackError(f"Topic '{topic}' cannot be read: {message.error()}")
            yield _json(topic, message.value())
            count += 1
    finally:
        consumer.close()


def _json(topic: str, value: bytes) -> Dict[str, Any]:
    try:
        return json.loads(value)
    except ValueError as other:
        raise _command.LookbackError(
            f"A record of '{topic}' is not JSON. If the job writes Avro, read with via='command'."
        ) from other
