"""The package against Lookback itself: a broker, a served live page, and the command line.

``PythonPackageTest`` of the repository starts them and names them in the environment.
"""

import json
import os
import tempfile
import time
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

import lookback
from lookback import _topics

PAGE = os.environ.get("LOOKBACK_TEST_PAGE", "")
BOOTSTRAP = os.environ.get("LOOKBACK_TEST_BOOTSTRAP", "")
BEGIN = datetime(2024, 3, 1, tzinfo=timezone.utc)

try:
    import pandas
except ImportError:
    pandas = None


@unittest.skipUnless(PAGE, "no live page: LOOKBACK_TEST_PAGE is not set")
class LivePageTest(unittest.TestCase):
    """200 minutes of db/primary with an alert from minute 150 on and a forecast, and of web/front."""

    @classmethod
    def setUpClass(cls):
        """Waits until the page has read its topics."""
        cls.page = lookback.LivePage(PAGE)
        patience = time.monotonic() + 120
        while not (
            cls.page.status()["records"] == 400
            and cls.page.alerts("db/primary", as_frame=False)
            and cls.page.forecast("db/primary", as_frame=False)
            and cls.page.incidents(as_frame=False)
        ):
            if time.monotonic() > patience:
                raise AssertionError(f"The page did not read its topics: {cls.page.status()}")

    def test_lists_the_series(self):
        series = {row["series"]: row for row in self.page.series(as_frame=False)}

        self.assertEqual(set(series), {"db/primary", "web/front"})
        self.assertEqual(series["db/primary"]["time"], BEGIN + timedelta(minutes=199))
        self.assertEqual(self.page.status()["records"], 400)

    def test_reads_points_of_one_series_by_feature(self):
        rows = self.page.points("db/primary", as_frame=False)

        self.assertEqual(len(rows), 400)
        self.assertEqual([row["feature"] for row in rows[:2]], ["cpu", "memory"])
        self.assertEqual(rows[0]["time"], BEGIN)
        self.assertEqual(sum(row["anomaly"] for row in rows if row["feature"] == "cpu"), 10)
        self.assertEqual((rows[0]["expected"], rows[0]["lower"], rows[0]["upper"]), (41, 30, 60))
        self.assertEqual(self.page.points("nobody", as_frame=False), [])

    def test_reads_alerts_forecasts_and_incidents(self):
        (alert,) = self.page.alerts("db/primary", as_frame=False)
        forecast = self.page.forecast("db/primary", as_frame=False)
        (incident,) = self.page.incidents(as_frame=False)

        self.assertEqual((alert["begin"], alert["open"]), (BEGIN + timedelta(minutes=150), True))
        self.assertEqual(len(forecast), 12)
        self.assertEqual(forecast[0]["time"], BEGIN + timedelta(minutes=200))
        self.assertEqual(forecast[11]["upper"], 61)
        self.assertEqual([member["series"] for member in incident["members"]], ["db/primary", "web/front"])

    def test_follows_what_is_there_first(self):
        followed = self.page.follow_points("web/front")

        self.assertEqual(next(followed)["time"], BEGIN)
        followed.close()

    def test_hands_on_what_the_page_refuses(self):
        with self.assertRaisesRegex(lookback.LookbackError, "404: There is nothing here"):
            list(lookback.LivePage(PAGE + "/elsewhere").events())

    @unittest.skipIf(pandas is None, "pandas is not installed")
    def test_makes_data_frames(self):
        frame = self.page.points("db/primary")

        self.assertEqual(str(frame["time"].dtype), "datetime64[ns, UTC]")
        cpu = frame[frame["feature"] == "cpu"]
        self.assertEqual(cpu["severity"].gt(0.8).sum(), 10)


@unittest.skipUnless(BOOTSTRAP, "no broker: LOOKBACK_TEST_BOOTSTRAP is not set")
class TopicsTest(unittest.TestCase):
    def test_reads_avro_scores_through_the_command_line(self):
        scores = list(lookback.read("scores", BOOTSTRAP, topic="told-scores", max=400, via="command"))

        self.assertEqual({score["series"] for score in scores}, {"db/primary", "web/front"})
        self.assertEqual(sum(score["anomaly"] for score in scores), 10)

    @unittest.skipIf(_topics._confluent_kafka() is None, "confluent-kafka is not installed")
    def test_reads_json_alerts_through_kafka(self):
        (alert,) = lookback.read("alerts", BOOTSTRAP, topic="told-alerts", max=1, via="kafka")

        self.assertEqual((alert["series"], alert["phase"]), ("db/primary", "BEGIN"))
        with self.assertRaisesRegex(lookback.LookbackError, "via='command'"):
            next(lookback.read("scores", BOOTSTRAP, topic="told-scores", via="kafka"))
        with self.assertRaisesRegex(lookback.LookbackError, "no topic 'nowhere'"):
            next(lookback.read("alerts", BOOTSTRAP, topic="nowhere", via="kafka"))


@unittest.skipUnless(BOOTSTRAP, "no broker: LOOKBACK_TEST_BOOTSTRAP is not set")
class ControlTest(unittest.TestCase):
    def test_writes_lists_and_removes_rules_and_labels(self):
        control = lookback.Control(BOOTSTRAP, "python-control")

        rule = control.add_rule("db-*", weekly=["sat,sun 02:00-04:00"], zone="Europe/Berlin", reason="backup", id="nightly")
        label = control.add_label("db/primary", BEGIN, BEGIN + timedelta(minutes=10), real=False)
        control.reset("web/*")
        asked = control.forecast("db/primary")

        self.assertEqual((rule, asked), ("nightly", "forecast@db/primary"))
        self.assertIn("db-*", control.rules()[0])
        self.assertIn(label, control.labels()[0])
        control.remove_rules(rule)
        control.remove_labels(label)
        self.assertEqual((control.rules(), control.labels()), ([], []))
        with self.assertRaisesRegex(lookback.LookbackError, "There is no entry nightly"):
            control.remove_rules("nightly")


@unittest.skipUnless(os.environ.get("LOOKBACK_COMMAND"), "no command line: LOOKBACK_COMMAND is not set")
class BacktestTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.data = self.folder / "in"
        (self.data / "web").mkdir(parents=True)
        lines = ["timestamp,value,label"]
        for row in range(400):
            spike = row == 350
            lines.append(f"2024-03-01 {row // 60:02d}:{row % 60:02d}:00,{row % 7 + (90 if spike else 0)},{int(spike)}")
        (self.data / "web" / "cpu.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (self.data / "web" / "broken.csv").write_text("timestamp,value\nx,1\n", encoding="utf-8")

    def test_returns_a_row_for_each_row_and_writes_what_it_is_asked_for(self):
        out = self.folder / "out"
        report = self.folder / "report.html"

        rows = lookback.backtest(
            self.data, out=out, report=report, settings={"cells": "none"}, evaluate=True, as_frame=False
        )

        self.assertEqual([row["series"] for row in rows].count("web/cpu"), 400)
        unusable = [row for row in rows if row["series"] == "web/broken"]
        self.assertTrue(all(row["anomaly_score"] is None for row in unusable))
        best = max((row for row in rows if row["anomaly_score"] is not None), key=lambda row: row["anomaly_score"])
        self.assertEqual(best["timestamp"], "2024-03-01 05:50:00")
        self.assertEqual(best["anomaly"], 1)
        self.assertIn("<html", report.read_text(encoding="utf-8"))
        self.assertTrue(json.loads((out / "evaluation.json").read_text(encoding="utf-8")))

    @unittest.skipIf(pandas is None, "pandas is not installed")
    def test_returns_a_data_frame_of_one_file(self):
        frame = lookback.backtest(self.data / "web" / "cpu.csv", settings={"cells": "none"})

        self.assertEqual(len(frame), 400)
        self.assertEqual(list(frame.columns[:4]), ["series", "timestamp", "value", "anomaly_score"])
        self.assertEqual(frame.loc[frame["anomaly_score"].idxmax(), "timestamp"], "2024-03-01 05:50:00")

    def test_returns_every_series_that_is_scored(self):
        data = self.folder / "forms"
        data.mkdir()
        (data / "upper.CSV").write_text("timestamp;value\n2024-03-01;182,6\n2024-03-02;1.183,7\n", encoding="utf-8")
        long = [f"2024-03-0{day},{name},{day}" for day in range(1, 9) for name in ("cpu", "mem")]
        (data / "long.csv").write_text("\n".join(["timestamp,metric,value", *long]) + "\n", encoding="utf-8")

        rows = lookback.backtest(data, settings={"cells": "none"}, as_frame=False)

        self.assertEqual({row["series"] for row in rows}, {"upper", "long/cpu", "long/mem"})
        self.assertEqual([row["value"] for row in rows if row["series"] == "upper"], [182.6, 1183.7])

    def test_keeps_columns_that_are_called_like_those_of_scores(self):
        data = self.folder / "named.csv"
        data.write_text("timestamp,severity,series\n2024-03-01,1000,7\n2024-03-02,1001,8\n", encoding="utf-8")

        rows = lookback.backtest(data, settings={"cells": "none"}, as_frame=False)

        self.assertEqual([row["severity_input"] for row in rows], [1000, 1001])
        self.assertEqual([row["series_input"] for row in rows], [7, 8])
        self.assertEqual({row["series"] for row in rows}, {"named"})
        self.assertNotIn("value", rows[0])

    def test_hands_on_why_it_failed(self):
        with self.assertRaisesRegex(lookback.LookbackError, "lookback backtest failed"):
            lookback.backtest(self.data, settings={"no.such.setting": 1})
        with self.assertRaisesRegex(ValueError, "pass out="):
            lookback.backtest(self.data, evaluate=True)


if __name__ == "__main__":
    unittest.main()
