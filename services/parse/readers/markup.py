"""Removes what a conversion leaves in a text: HTML tags, LaTeX, Markdown escapes, Word field codes."""

import re

# What ends a paragraph or an item inside a cell is a line break there, which separates numbered goals.
BREAKS = re.compile(r"</?(?:p|li|br|div)\b[^<>]*>", re.IGNORECASE)
TAGS = re.compile(r"</?[a-z][a-z0-9]{0,9}(?:\s[^<>]*)?/?>", re.IGNORECASE)
BLANK_LINES = re.compile(r"\s*\n\s*")
LATEX = re.compile(r"\$([^$\n]{1,200})\$")
LATEX_COMMANDS = {
    "geq": "≥", "geqslant": "≥", "ge": "≥", "leq": "≤", "leqslant": "≤", "le": "≤", "neq": "≠", "ne": "≠",
    "gt": ">", "lt": "<", "times": "×", "div": "÷", "pm": "±", "sim": "~", "approx": "≈", "cdot": "·",
    "circ": "°", "to": "→", "rightarrow": "→", "ldots": "…", "cdots": "…", "infty": "∞", "quad": " ",
    "left": "", "right": "",
}  # fmt: skip
COMMAND = re.compile(r"\\([a-zA-Z]+)")
WRAPPED = re.compile(r"\\(?:text|mathrm|mathbf|textbf|mathit|operatorname)\s*\{([^{}]*)\}")
ESCAPED = re.compile(r"\\([%#&_{}$*~<>|.\[\]()+-])")
FIELD_CODE = re.compile(r"\s*\bTC\b\s+.*?\\f\s+\S+(?:\s+\\l\s+\d+)?\s*|\s*\bTC\b\s+.*?\\l\s+\d+\s*", re.DOTALL)
ENTITIES = {"&nbsp;": " ", "&lt;": "<", "&gt;": ">", "&le;": "≤", "&ge;": "≥", "&quot;": '"', "&amp;": "&"}


def without_markup(text: str) -> str:
    """`text` without tags, LaTeX and escapes; a paragraph's end becomes a line break."""
    if "<" in text:
        text = BLANK_LINES.sub("\n", TAGS.sub("", BREAKS.sub("\n", text))).strip("\n")
    if "$" in text:
        text = LATEX.sub(lambda found: _latex(found[1]), text)
    if "\\" in text:
        text = ESCAPED.sub(r"\1", _commands(text))
    if "**" in text:
        text = text.replace("**", "")
    if "&" in text:
        for entity, char in ENTITIES.items():
            text = text.replace(entity, char)
    return text


def without_field_codes(text: str) -> str:
    """`text` without the residue of Word's table-of-contents fields (`TC … \\f A \\l 1`)."""
    return FIELD_CODE.sub("", text) if "TC" in text else text


def _latex(formula: str) -> str:
    formula = WRAPPED.sub(r"\1", formula)
    formula = re.sub(r"\^\{?\s*\\circ\s*\}?", "°", formula)
    formula = re.sub(r"[_^]\{([^{}]*)\}|[_^](\w)", lambda m: m[1] or m[2] or "", formula)
    return ESCAPED.sub(r"\1", _commands(formula)).replace("{", "").replace("}", "")


def _commands(text: str) -> str:
    return COMMAND.sub(lambda found: LATEX_COMMANDS.get(found[1], found[0]), text)
