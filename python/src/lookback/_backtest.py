"""Backtests of CSV files."""

from __future__ import annotations

import csv
import json
import math
import os
import tempfile
from pathlib import Path
from typing import Any, List, Mapping, Optional, Sequence, Union

from . import _command
from ._frames import Row, table

PathLike = Union[str, "os.PathLike[str]"]

_TEXTS = frozenset(("timestamp", "feature", "status"))


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

    The columns are those of ``lookback backtest``, preceded by ``series``: the name of the file without its ending, and
    in a file of several series the name of the series behind it. A column of the input that is called like another of
    the result ends in ``_input``. A row without a score has None in its cells, as has a value that is not a number.
    Timestamps stay as they stand in the file.

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
        folder = Path(scratch, "out") if out is None else Path(out)
        index = Path(scratch, "index")
        _command.run([*arguments, f"--out={folder}", f"--index={index}"], command)
        rows: List[Row] = []
        columns = ["series"]
        for line in index.read_text(encoding="utf-8").splitlines():
            scored = json.loads(line)
            columns.extend(_read(folder / scored["file"], scored["series"], rows))
        return table(rows, columns, as_frame)


def _read(path: Path, series: str, rows: List[Row]) -> Sequence[str]:
    """Adds the rows of a scored file and returns its columns."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        rows.extend({"series": series, **{name: _cell(name, text) for name, text in row.items()}} for row in reader)
        return reader.fieldnames or ()


def _cell(name: str, text: str) -> Any:
    if name in _TEXTS:
        return text or None
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if name == "anomaly" else number if math.isfinite(number) else None
