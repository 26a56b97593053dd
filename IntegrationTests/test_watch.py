"""The service: refreshes today again and again, and ends when it is told to."""

import datetime
import re
import signal
import urllib.error
import urllib.request

import pytest
from conftest import eventually

TODAY = datetime.datetime.now(datetime.timezone.utc).date()
YESTERDAY = TODAY - datetime.timedelta(days=1)


class Service:
    def __init__(self, project, *arguments):
        self.process = project.start("watch", *arguments)
        self.port = None

    def metrics(self, path="/metrics"):
        if self.port is None:
            self.port = re.search(rb":(\d+)/metrics", self.process.stderr.readline())[1].decode()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read().decode()

    def value(self, metric):
        found = re.search(rf"^{re.escape(metric)} (\S+)$", self.metrics(), re.MULTILINE)
        return float(found[1]) if found else 0.0


@pytest.fixture
def start(project):
    services = []

    def begin(*arguments):
        services.append(Service(project, *arguments))
        return services[-1]

    yield begin
    for service in services:
        service.process.kill()
        service.process.communicate()


def test_today_is_refreshed_and_yesterday_until_it_is_quiet(project, start):
    project.raw({"a.jsonl": [{"id": 1}]}, date=str(TODAY))
    project.raw({"a.jsonl": [{"id": 2}]}, date=str(YESTERDAY))
    service = start("--every", "1s", "--metrics", 0)
    published, unchanged = ('sluice_runs_total{table="t",outcome="%s"}' % name for name in ("published", "unchanged"))
    eventually("both days", lambda: service.value(published) == 2)
    eventually("several quiet refreshes", lambda: service.value(unchanged) >= 4)
    project.raw({"b.jsonl": [{"id": 3}, {"id": 4}]}, date=str(TODAY))
    eventually("the new raw file", lambda: service.value(published) == 3)
    assert service.value('sluice_rows_total{table="t"}') == 4
    assert service.value('sluice_failures_total{table="t"}') == 0
    assert service.value('sluice_last_run_seconds{table="t"}') > 0
    yesterdays = [report for report in project.reports() if report["day"] == str(YESTERDAY)]
    assert [report["outcome"] for report in yesterdays] == ["published", "unchanged"]
    service.process.send_signal(signal.SIGTERM)
    service.process.communicate(timeout=30)
    assert service.process.returncode == 0
    assert len(project.rows_by_polars()) == 4


def test_a_refresh_that_fails_is_counted_and_tried_again(project, start):
    project.configure(
        "import os\n\ndef extract(record: dict) -> dict:\n"
        "    if os.path.exists('broken'): raise ValueError('broken')\n    return record\n"
    )
    (project.folder / "broken").touch()
    project.raw({"a.jsonl": [{"id": 1}]}, date=str(TODAY))
    service = start("t", "--every", "1s", "--metrics", 0)
    eventually("two failures", lambda: service.value('sluice_failures_total{table="t"}') >= 2)
    (project.folder / "sluice.yaml").rename(project.folder / "aside")
    eventually("no configuration", lambda: service.value("sluice_configuration_failures_total") >= 1)
    (project.folder / "aside").rename(project.folder / "sluice.yaml")
    (project.folder / "broken").unlink()
    eventually("the day", lambda: service.value('sluice_rows_total{table="t"}') == 1)


def test_sigterm_in_the_middle_of_a_day_publishes_nothing_and_ends_at_once(project, start):
    project.configure("import time\n\ndef extract(record: dict) -> dict:\n    open('begun', 'w')\n    time.sleep(60)\n")
    project.raw({"a.jsonl": [{"id": 1}]}, date=str(TODAY))
    service = start("--every", "1h")
    eventually("the function", (project.folder / "begun").exists)
    service.process.send_signal(signal.SIGTERM)
    service.process.communicate(timeout=30)
    assert service.process.returncode == 0
    assert not project.published()


def test_missed_refreshes_are_left_out(project, start):
    project.configure("import time\n\ndef extract(record: dict) -> dict:\n    time.sleep(3.3)\n    return record\n")
    project.raw({"a.jsonl": [{"id": 1}]}, date=str(TODAY))
    service = start("--every", "1s", "--metrics", 0)
    eventually("the day", lambda: service.value('sluice_runs_total{table="t",outcome="published"}') == 1)
    eventually("the next", lambda: service.value('sluice_runs_total{table="t",outcome="unchanged"}') >= 1)
    first, second = [datetime.datetime.fromisoformat(report["started"]) for report in project.reports()[:2]]
    assert (second - first).total_seconds() >= 3


def test_only_metrics_are_served(project, start):
    service = start("--every", "1h", "--metrics", 0)
    assert "# TYPE sluice_runs_total counter" in service.metrics()
    with pytest.raises(urllib.error.HTTPError) as error:
        service.metrics("/other")
    assert error.value.code == 404


@pytest.mark.parametrize("every", ["0.1s", "soon"])
def test_a_pause_that_is_none_is_refused(project, every):
    (project.folder / "raw").mkdir()
    result = project.sluice("watch", "--every", every)
    assert result.code == 2 and "--every" in result.stderr
