"""What needs no Lookback: the stream's format, tables, and how commands are started."""

import os
import stat
import sys
import tempfile
import unittest
from datetime import datetime, timezone
from pathlib import Path
from unittest import mock

import lookback
from lookback import _command, _frames, _live, _topics

try:
    import pandas
except ImportError:
    pandas = None


class EventStreamTest(unittest.TestCase):
    def test_reads_messages_across_line_ends_and_comments(self):
        stream = [b"id: r:1\n", b"event: list\r\n", b'data: {"rows": []}\n', b"\n", b"\n", b"event:status\n", b"data:{}\n", b"\n"]

        events = list(_live.parse(stream))

        self.assertEqual(events, [lookback.Event("list", {"rows": []}, "r:1"), lookback.Event("status", {}, "")])

    def test_leaves_out_a_message_that_was_cut_off(self):
        self.assertEqual(list(_live.parse([b"event: list\n", b"data: {\n"])), [])

    def test_says_that_nobody_serves_the_page(self):
        with self.assertRaisesRegex(lookback.LookbackError, "http://127.0.0.1:1 cannot be read"):
            lookback.LivePage("http://127.0.0.1:1/").status()


class FollowTest(unittest.TestCase):
    def follow(self, *connections):
        """The values of the points that come in messages of (anew, (second, value)...)."""
        events = [
            [lookback.Event("points", self.message(anew, points), "r:1") for anew, *points in messages]
            for messages in connections
        ]
        refused = lookback.LookbackError("gone")
        page = lookback.LivePage("http://nowhere")
        values = []
        with mock.patch.object(page, "events", side_effect=[*events, *[refused] * 11]), mock.patch("time.sleep"):
            with self.assertRaises(lookback.LookbackError):
                for row in page.follow_points("s"):
                    values.append(row["value"])
        return values

    @staticmethod
    def message(anew, points):
        ones = [1] * len(points)
        return {
            "anew": anew,
            "names": ["v"],
            "time": [1000 * second for second, _ in points],
            "features": [{"value": [value for _, value in points]}],
            **{column: ones for column in ("score", "severity", "anomaly", "confidence")},
        }

    def test_points_of_the_same_or_an_earlier_time_are_points_too(self):
        self.assertEqual(self.follow([(True, (5, 1), (5, 2)), (False, (5, 3)), (False, (4, 4))]), [1, 2, 3, 4])

    def test_goes_on_after_the_last_point_where_the_connection_ended(self):
        again = (True, (5, 1), (5, 2), (4, 3), (5, 4), (6, 5))

        self.assertEqual(self.follow([(True, (5, 1)), (False, (5, 2), (4, 3))], [again, (False, (6, 6))]), [1, 2, 3, 4, 5, 6])

    def test_goes_on_by_time_where_the_last_point_has_left(self):
        self.assertEqual(self.follow([(True, (5, 1))], [(True, (5, 2), (6, 3))]), [1, 3])


class TableTest(unittest.TestCase):
    def test_is_a_list_without_pandas(self):
        with mock.patch.dict(sys.modules, {"pandas": None}):
            self.assertEqual(_frames.table([{"a": 1}], ["a"]), [{"a": 1}])
            with self.assertRaises(ImportError):
                _frames.table([], ["a"], as_frame=True)

    @unittest.skipIf(pandas is None, "pandas is not installed")
    def test_is_a_data_frame_with_pandas(self):
        frame = _frames.table([{"b": 2, "a": 1}], ["a"])

        self.assertEqual(list(frame.columns), ["a", "b"])
        self.assertEqual(_frames.table([{"a": 1}], ["a"], as_frame=False), [{"a": 1}])
        self.assertEqual(list(_frames.table([], ["a", "b"]).columns), ["a", "b"])

    def test_counts_milliseconds_before_and_after_1970(self):
        self.assertEqual(_frames.instant(1_500), datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=timezone.utc))
        self.assertEqual(_frames.instant(-1_000), datetime(1969, 12, 31, 23, 59, 59, tzinfo=timezone.utc))


class CommandTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def script(self, text):
        path = self.folder / "command"
        path.write_text("#!/bin/sh\n" + text, encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return [str(path)]

    def test_prefers_what_the_caller_names(self):
        with mock.patch.dict(os.environ, {"LOOKBACK_COMMAND": "java -jar 'a b.jar'"}):
            self.assertEqual(_command.words(), ["java", "-jar", "a b.jar"])
            self.assertEqual(_command.words(["other"]), ["other"])

    def test_hands_on_the_reason_of_a_failure(self):
        failing = self.script("echo 'There is no such file.' >&2; exit 1\n")

        with self.assertRaisesRegex(lookback.LookbackError, "exit code 1: There is no such file."):
            _command.run(["backtest"], failing)
        with self.assertRaisesRegex(lookback.LookbackError, "exit code 1: There is no such file."):
            list(_command.lines(["tail"], failing))
        with self.assertRaisesRegex(lookback.LookbackError, "does not start"):
            _command.run(["backtest"], [str(self.folder / "none")])

    def test_ends_a_command_whose_reader_has_enough(self):
        endless = self.script('echo $$ > "$(dirname "$0")/pid"; echo \'{"n": 1}\'; exec sleep 600\n')
        records = lookback.read("scores", "b:1", via="command", command=endless)

        self.assertEqual(next(records), {"n": 1})
        records.close()

        with self.assertRaises(ProcessLookupError):
            os.kill(int((self.folder / "pid").read_text()), 0)

    def test_passes_options_and_names_as_they_are(self):
        control = lookback.Control("b:1", "told", command=self.script('for word in "$@"; do echo "$word"; done\n'))

        self.assertEqual(
            control.add_rule("a b", weekly=["sat 02:00-04:00"], min_relative=0.1, reason="--x").splitlines(),
            ["rules", "add", "--bootstrap=b:1", "--topic=told", "--series=a b", "--min-relative=0.1", "--reason=--x"]
            + ["--weekly=sat 02:00-04:00"],
        )
        self.assertEqual(
            control.reset("-odd").splitlines(), ["series", "reset", "--bootstrap=b:1", "--topic=told", "--", "-odd"]
        )

    def test_wants_times_with_a_zone(self):
        with self.assertRaisesRegex(ValueError, "no time zone"):
            lookback.Control("b:1").add_label("a", datetime(2026, 1, 1), real=True)

    def test_names_the_kinds_that_there_are(self):
        with self.assertRaisesRegex(ValueError, "scores, alerts, incidents, forecasts"):
            lookback.read("rules", "b:1")
        with mock.patch.object(_topics, "_confluent_kafka", return_value=None):
            with self.assertRaises(ImportError):
                lookback.read("scores", "b:1", via="kafka")


if __name__ == "__main__":
    unittest.main()
