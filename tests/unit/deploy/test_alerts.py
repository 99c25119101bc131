"""Every alert fires when it should and is silent beside it, as promtool runs the rules; the handbook explains each."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
RULES = ROOT / "deploy" / "prometheus" / "alerts.yml"
HANDBOOK = ROOT / "docs" / "operations.md"
ALERTS = re.findall(r"- alert: (\w+)", RULES.read_text("utf-8"))

needs_promtool = pytest.mark.skipif(
    shutil.which("promtool") is None, reason="promtool (apt-get install prometheus) is not on this machine"
)


@dataclass(frozen=True)
class Case:
    """`alert` fires `count` times at `at` over `series` in promtool's notation, one value a minute."""

    name: str
    alert: str
    series: dict[str, str]
    at: str
    count: int


def filling(stream: str, used: int) -> dict[str, str]:
    """A stream of which `used` percent are used."""
    name = f'{{stream="{stream}"}}'
    return {f"gouji_stream_bytes{name}": f"{used}x30", f"gouji_stream_limit_bytes{name}": "100x30"}


def marked(findings: int) -> dict[str, str]:
    """One false alarm a minute, among so many findings."""
    alarms, found = 'gouji_false_alarms_total{rule="GJ-D07"}', 'gouji_findings_total{rule="GJ-D07",severity="error"}'
    return {alarms: "0+1x60", found: f"0+{findings}x60"}


def dead(values: str) -> dict[str, str]:
    return {'gouji_dead_letters_total{stage="parse",code="internal"}': values}


def held_back(values: str) -> dict[str, str]:
    return {'gouji_held_back_total{room="documents"}': values}


def failed(code: str) -> dict[str, str]:
    return {f'gouji_failures_total{{stage="parse",code="{code}"}}': "0+1x60"}


def verdicts(values: str) -> dict[str, str]:
    return {'gouji_verdicts_total{outcome="clean"}': values}


def age(consumer: str, values: str) -> dict[str, str]:
    return {f'gouji_consumer_oldest_seconds{{consumer="{consumer}"}}': values}


def done(stage: str, result: str, values: str) -> dict[str, str]:
    return {f'gouji_documents_total{{stage="{stage}",result="{result}"}}': values}


def rule(outcome: str, values: str) -> dict[str, str]:
    return {f'gouji_rule_outcomes_total{{rule="GJ-D07",outcome="{outcome}"}}': values}


UP = {f'up{{job="{job}"}}': "1x30" for job in ("ingest", "parse", "validate", "store")}
WITHOUT_PARSE = {name: values for name, values in UP.items() if "parse" not in name}
ONE = 'up{job="parse",instance="c"}'
TWO = {'up{job="parse",instance="a"}': "1x30", 'up{job="parse",instance="b"}': "1x30"}
STARTED = 'process_start_time_seconds{job="parse"}'
CASES = [
    Case("one of three is down", "GoujiServiceDown", TWO | {ONE: "0x30"}, "10m", 1),
    Case("a restart of seconds", "GoujiServiceDown", {'up{job="parse"}': "1 1 0 1 1"}, "3m", 0),
    Case("none is there", "GoujiServiceMissing", WITHOUT_PARSE, "10m", 1),
    Case("all are there", "GoujiServiceMissing", UP, "10m", 0),
    Case("database away", "GoujiNotReady", {'gouji_ready{job="store"}': "1 0x10"}, "5m", 1),
    Case("ready", "GoujiNotReady", {'gouji_ready{job="store"}': "1x10"}, "5m", 0),
    Case("nobody works", "GoujiStuck", age("parse", "0+60x60") | done("parse", "ok", "100x60"), "30m", 1),
    Case("nobody has ever worked", "GoujiStuck", age("store", "0+60x60"), "30m", 1),
    Case("a long queue that moves", "GoujiStuck", age("parse", "0+60x60") | done("parse", "ok", "0+10x60"), "30m", 0),
    Case("others work", "GoujiStuck", age("parse", "0+60x60") | done("store", "ok", "0+10x60"), "30m", 1),
    Case("seven hours", "GoujiLagging", age("validate", "25200x60"), "30m", 1),
    Case("five hours", "GoujiLagging", age("validate", "18000x60"), "30m", 0),
    Case("nearly full", "GoujiStreamFilling", filling("GOUJI_PARSED", 85), "10m", 1),
    Case("half full", "GoujiStreamFilling", filling("GOUJI_PARSED", 50), "10m", 0),
    Case("news push out the oldest", "GoujiStreamFilling", filling("GOUJI_NEWS", 99), "10m", 0),
    Case("files wait", "GoujiHoldingBack", held_back("_x5 1+1x30"), "15m", 1),
    Case("a moment's wait", "GoujiHoldingBack", held_back("3x5 4x40"), "40m", 0),
    Case("again and again", "GoujiRestarting", {STARTED: "1x5 300x5 600x5 900x5"}, "23m", 1),
    Case("an upgrade", "GoujiRestarting", {STARTED: "1x10 600x20"}, "25m", 0),
    Case(
        "one message comes again",
        "GoujiRedelivering",
        {'gouji_consumer_redelivered{consumer="parse"}': "1x40"},
        "20m",
        1,
    ),
    Case(
        "once given back", "GoujiRedelivering", {'gouji_consumer_redelivered{consumer="parse"}': "0 1x5 0x40"}, "20m", 0
    ),
    Case(
        "every third fails",
        "GoujiManyFailures",
        done("parse", "ok", "0+2x90") | done("parse", "failed", "0+1x90"),
        "60m",
        1,
    ),
    Case(
        "every tenth fails",
        "GoujiManyFailures",
        done("parse", "ok", "0+9x90") | done("parse", "failed", "0+1x90"),
        "60m",
        0,
    ),
    Case(
        "too few to tell",
        "GoujiManyFailures",
        done("parse", "ok", "0x90") | done("parse", "failed", "0 0 3x90"),
        "60m",
        0,
    ),
    Case("readers crash", "GoujiReaderDying", failed("crashed"), "30m", 1),
    Case("files are encrypted", "GoujiReaderDying", failed("encrypted"), "30m", 0),
    Case("a first error", "GoujiRuleRaises", rule("error", "_x10 1x10"), "15m", 1),
    Case("one more error", "GoujiRuleRaises", rule("error", "1x70 2x20"), "80m", 1),
    Case("no news of an old error", "GoujiRuleRaises", rule("error", "1x200"), "180m", 0),
    Case("a gigabyte", "GoujiMemoryHigh", {'process_resident_memory_bytes{job="store"}': "1e9x40"}, "30m", 1),
    Case("a tenth of one", "GoujiMemoryHigh", {'process_resident_memory_bytes{job="store"}': "1e8x40"}, "30m", 0),
    Case("the first letter", "GoujiDeadLetters", dead("_x10 1x10"), "12m", 1),
    Case("one more letter", "GoujiDeadLetters", dead("1x70 2x20"), "80m", 1),
    Case("letters of yesterday", "GoujiDeadLetters", dead("3x200"), "180m", 0),
    Case("passes and nothing else", "GoujiRuleNeverFires", rule("pass", "0+10x300"), "200m", 1),
    Case("one hit in all", "GoujiRuleNeverFires", rule("pass", "0+10x300") | rule("fail", "_x9 1x300"), "200m", 0),
    Case("too few documents", "GoujiRuleNeverFires", rule("pass", "0+1x300"), "200m", 0),
    Case("people disagree", "GoujiRuleFalseAlarms", marked(2), "30m", 1),
    Case("people agree", "GoujiRuleFalseAlarms", marked(50), "30m", 0),
    Case("in and not out", "GoujiNoVerdicts", done("ingest", "ok", "0+1x90"), "60m", 1),
    Case("in and out", "GoujiNoVerdicts", done("ingest", "ok", "0+1x90") | verdicts("0+1x90"), "60m", 0),
    Case(
        "the first came out together",
        "GoujiNoVerdicts",
        done("ingest", "ok", "0+1x90") | verdicts("_x30 12x60"),
        "60m",
        0,
    ),
    Case("nothing comes in", "GoujiNoVerdicts", done("ingest", "ok", "50x90"), "60m", 0),
]


@needs_promtool
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.alert}: {case.name}")
def test_an_alert_fires_when_it_should_and_only_then(case: Case, tmp_path: Path) -> None:
    firing = f'count by (alertname) (ALERTS{{alertstate="firing", alertname="{case.alert}"}})'
    expected = [{"labels": f'{{alertname="{case.alert}"}}', "value": case.count}] if case.count else []
    test = {
        "rule_files": [str(RULES)],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [{"series": name, "values": values} for name, values in case.series.items()],
                "promql_expr_test": [{"expr": firing, "eval_time": case.at, "exp_samples": expected}],
            }
        ],
    }
    file = tmp_path / "test.yml"
    file.write_text(json.dumps(test), "utf-8")  # JSON is YAML
    ended = subprocess.run(["promtool", "test", "rules", str(file)], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_alert_is_tried_firing_and_silent() -> None:
    assert (
        set(ALERTS) == {case.alert for case in CASES if case.count} == {case.alert for case in CASES if not case.count}
    )


@needs_promtool
def test_the_rules_and_the_configuration_are_valid() -> None:
    command = ["promtool", "check", "config", str(RULES.parent / "prometheus.yml")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_handbook_explains_every_alert() -> None:
    assert re.findall(r"^### (Gouji\w+)$", HANDBOOK.read_text("utf-8"), re.MULTILINE) == ALERTS
