"""`gouji rules`: the catalogue, or one rule with its source, example and traps."""

import json
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gouji.wording import SEVERITY
from shared.catalogue import Entry, catalogue
from shared.findings import Severity


@click.command()
@click.argument("rule", required=False)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。 As JSON.")
def rules(rule: str | None, as_json: bool) -> None:
    """规则目录，或一条规则的依据、示例与注意事项。 The catalogue, or one rule (GJ-D07, d07)."""
    entries = tuple(catalogue().values())
    if rule is not None:
        entries = tuple(entry for entry in entries if entry.id == _full(rule))
        if not entries:
            raise click.UsageError(f"没有规则 {rule}；用 gouji rules 查看目录。\nNo such rule; gouji rules lists them.")
    if as_json:
        shown = [asdict(entry) for entry in entries]
        click.echo(json.dumps(shown[0] if rule else shown, ensure_ascii=False, indent=1))
        return
    console = Console(highlight=False, markup=False, emoji=False)
    console.print(_page(entries[0]) if rule else _listing(entries), soft_wrap=not console.is_terminal)


def _full(rule: str) -> str:
    return rule.upper() if rule.upper().startswith("GJ-") else f"GJ-{rule.upper()}"


def _listing(entries: tuple[Entry, ...]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for entry in entries:
        table.add_row(entry.id, SEVERITY[Severity(entry.severity)], f"{entry.title}\n{entry.title_en}")
    return table


def _page(entry: Entry) -> Text:
    text = Text()
    text.append(f"{entry.id}  {entry.title}  {entry.title_en}\n", style="bold")
    text.append(f"{SEVERITY[Severity(entry.severity)]}（{entry.severity_note}）\n\n")
    text.append(f"{entry.summary}\n{entry.summary_en}\n\n")
    parts = {
        "依据 source": entry.clause,
        "检查内容 what it checks": entry.checks,
        "为何重要 why it matters": entry.matters,
        "注意事项 known traps": entry.traps,
        "示例 example": entry.example,
    }
    for title, content in parts.items():
        text.append(f"{title}\n", style="bold cyan")
        text.append(f"{content}\n\n")
    return text
