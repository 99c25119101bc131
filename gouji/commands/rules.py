"""`gouji rules`: the catalogue, or one rule with its source, example and traps."""

import sys

import click


@click.command()
@click.argument("rule", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSON。")
def rules(rule: str | None, as_json: bool) -> None:
    """规则目录，或一条规则的依据、示例与注意事项。 The catalogue, or one rule."""
    sys.exit(0)
