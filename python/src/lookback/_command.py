"""Starts Lookback's command line."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Iterator, List, Optional, Sequence, Union

Command = Union[str, Sequence[str]]


class LookbackError(RuntimeError):
    """A command of Lookback failed, or an answer cannot be used. The text says why."""


def words(command: Optional[Command] = None) -> List[str]:
    """The words that start the command line.

    The first of: the argument, the variable LOOKBACK_COMMAND, ``lookback`` on the PATH, and the repository that this
    package lies in.
    """
    if command is None:
        command = os.environ.get("LOOKBACK_COMMAND")
    if isinstance(command, str):
        return shlex.split(command)
    if command is not None:
        return list(command)
    found = shutil.which("lookback")
    if found is not None:
        return [found]
    for folder in Path(__file__).resolve().parents:
        if (folder / "lookback").is_file() and (folder / "mvnw").is_file():
            return [str(folder / "lookback")]
    raise LookbackError(
        "Lookback's command line was not found. Put 'lookback' on the PATH, set LOOKBACK_COMMAND, or pass command=."
    )


def run(arguments: Sequence[str], command: Optional[Command] = None) -> str:
    """Runs a command to its end and returns what it printed.

    Raises LookbackError with the command's own words if it fails.
    """
    line = words(command) + list(arguments)
    try:
        done = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL)
    except OSError as failed:
        raise LookbackError(f"{line[0]} does not start: {failed}") from failed
    if done.returncode != 0:
        raise LookbackError(_reason(arguments, done.returncode, done.stderr))
    return done.stdout


def lines(arguments: Sequence[str], command: Optional[Command] = None) -> Iterator[str]:
    """The lines that a command prints, as they come. The command ends with the iterator.

    Raises LookbackError if the command ends by itself with a failure.
    """
    line = words(command) + list(arguments)
    with tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                line, stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.DEVNULL, text=True, encoding="utf-8"
            )
        except OSError as failed:
            raise LookbackError(f"{line[0]} does not start: {failed}") from failed
        assert process.stdout is not None
        try:
            for text in process.stdout:
                yield text.rstrip("\n")
            code = process.wait()
            if code != 0:
                errors.seek(0)
                raise LookbackError(_reason(arguments, code, errors.read().decode("utf-8", "replace")))
        finally:
            _stop(process)


def _stop(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _reason(arguments: Sequence[str], code: int, error: str) -> str:
    return f"lookback {arguments[0]} failed with exit code {code}: {error.strip()}"
