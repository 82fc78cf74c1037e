"""Backtests of CSV files."""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path
from typing import Any, List, Mapping, Optional, Union

from . import _command
from ._frames import Row, table

PathLike = Union[str, "os.PathLike[str]"]

_COLUMNS = ("series", "timestamp", "value", "anomaly_score", "severity", "anomaly", "expected", "lower", "upper", "status")
_TEXTS = frozenset(("series", "timestamp", "feature", "status"))


def backtest(
    data: PathLike,
    *,
    out: Optional[PathLike] = None,
    report: Optional[PathLike] = None,
    labels: Optional[PathLike] = None,
    config: Optional[PathLike] = None,
    settings: Optional[Mapping[str, object]] = None,
    interval: Optional[str] = None,
    parallelism: Optional[int] = None,
    evaluate: bool = False,
    as_frame: Optional[bool] = None,
    command: Optional[_command.Command] = None,
) -> Any:
    """Scores CSV files with the operators of the streaming job, and returns one row for each row of the files.

    The columns are those of ``lookback backtest``, preceded by ``series``: the name of the file without its ending.
    A row without a score has None in its cells. Timestamps stay as they stand in the file.

    :param data: a CSV file, or a folder whose .csv, .tsv and .txt files are scored
    :param out: folder for the scored files and evaluation.json; without it they are deleted
    :param report: HTML file to write as well
    :param labels: labeled windows in the format of the Numenta Anomaly Benchmark
    :param config: YAML file with a job's settings
    :param settings: settings that win over the file's, such as ``{"cells": "none"}``
    :param interval: time between rows of files without timestamps, such as ``"5m"``
    :param evaluate: also write evaluation.json, for which ``out`` is needed
    :param as_frame: True for a data frame, False for a list, None for a data frame if pandas is installed
    :raises LookbackError: if the command fails
    """
    if evaluate and out is None:
        raise ValueError("evaluate=True writes evaluation.json to a folder: pass out=.")
    arguments = ["backtest", f"--data={os.fspath(data)}"]
    for name, value in (("report", report), ("labels", labels), ("config", config)):
        if value is not None:
            arguments.append(f"--{name}={os.fspath(value)}")
    if interval is not None:
        arguments.append(f"--interval={interval}")
    if parallelism is not None:
        arguments.append(f"--parallelism={parallelism}")
    if evaluate:
        arguments.append("--evaluate")
    for key, setting in (settings or {}).items():
        arguments.append(f"--set={key}={setting}")
    with tempfile.TemporaryDirectory(prefix="lookback-") as scratch:
        folder = Path(scratch) if out is None else Path(out)
        _command.run([*arguments, f"--out={folder}"], command)
        return table(_rows(Path(data), folder), _COLUMNS, as_frame)


def _rows(data: Path, out: Path) -> List[Row]:
    """Of the output that belongs to this input: other files in the folder do not count."""
    sources = [data] if data.is_file() else sorted(path for path in data.rglob("*") if path.is_file())
    root = data.parent if data.is_file() else data
    rows: List[Row] = []
    for source in sources:
        name = source.relative_to(root)
        if name.suffix in (".csv", ".tsv", ".txt") and (out / name).is_file():
            rows.extend(_file(out / name, name.with_suffix("").as_posix()))
    return rows


def _file(path: Path, series: str) -> List[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            {"series": row.pop("series", None) or series, **{name: _cell(name, text) for name, text in row.items()}}
            for row in csv.DictReader(lines)
        ]


def _cell(name: str, text: Optional[str]) -> Any:
    if not text:
        return None
    if name in _TEXTS:
        return text
    try:
        return int(text) if name == "anomaly" else float(text)
    except ValueError:
        return text
