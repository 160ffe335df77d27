"""What a registry refuses and what its accounts may do, generated from the registers: pages in both languages.

`python -m comity.registry.reference [FOLDER]` writes them, into `docs/reference` if no folder is named.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from comity import text as words
from comity.registry.accounts import FAMILIES, account_types
from comity.registry.refusals import register
from comity.text import LANGUAGES, Language, load

#: What is done with units, in the order of the table.
ACTS = (
    "allocate", "auction", "transfer", "propose", "propose-external", "move", "convert", "return", "reissue",
    "surrender", "retire", "cancel", "replace", "carry-over", "authorise-units", "use-ndc", "convert-to-eru",
)  # fmt: skip
#: How the file of a page ends.
ENDINGS: dict[Language, str] = {"en": ".md", "zh": ".zh-CN.md"}
_REFUSAL = re.compile(r"^refusal-[\w-]+ = (.*)$", re.MULTILINE)
_ARGUMENT = re.compile(r"\$([a-z-]+)")


def pages() -> dict[str, str]:
    """The pages, by path in the folder of the reference."""
    made = {"refusals": refusals, "accounts": accounts}
    return {f"{name}{ENDINGS[lang]}": page(lang) for name, page in made.items() for lang in LANGUAGES}


def main() -> None:
    """Write the pages."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference")
    for path, text in pages().items():
        (folder / path).write_text(text, encoding="utf-8")


def refusals(lang: Language) -> str:
    """Every reason to refuse, in order of precedence."""
    text = load(lang)
    heads = [text(f"page-refusals-{name}") for name in ("place", "code", "rule", "itl", "sentence")]
    rows = [
        [str(place), f"`{entry.code}`", f"`{entry.rule}`", str(entry.itl or ""), sentence(lang, entry.code)]
        for place, entry in enumerate(register().values(), start=1)
    ]
    return _page(lang, "refusals", _table(heads, rows))


def sentence(lang: Language, code: str) -> str:
    """The sentence of a code, with the names of its arguments in italics."""
    return load(lang)(f"refusal-{code}", **{name.replace("-", "_"): f"*{name}*" for name in _arguments()})


def accounts(lang: Language) -> str:
    """Which units each type of account may hold, and what may be done with them."""
    text = load(lang)
    types = account_types()
    names = {type: f"`{type}`<br>{text(f'account-type-{type}')}" for type in types}
    columns = [f"`{type}`" for type in FAMILIES]
    holds = [
        [names[type], str(one.kyoto or ""), *("●" if family in one.holds else "" for family in FAMILIES)]
        for type, one in types.items()
    ]
    acts = [[names[type], *("●" if act in one.acts else "" for act in ACTS)] for type, one in types.items()]
    type, kyoto = text("head-type"), text("page-accounts-kyoto")
    parts = [
        f"## {text('page-accounts-holds')}\n",
        _table([type, kyoto, *columns], holds),
        text("page-accounts-families") + "\n",
        *(f"- `{family}`: {text(f'unit-family-{family}')}" for family in FAMILIES),
        f"\n## {text('page-accounts-acts')}\n",
        _table([type, *(text(f"entry-kind-{act}") for act in ACTS)], acts),
        text("page-accounts-blocked") + "\n",
    ]
    return _page(lang, "accounts", "\n".join(parts))


@cache
def _arguments() -> tuple[str, ...]:
    """The names of all arguments that sentences of refusals take, and those of the messages that they refer to."""
    source = Path(words.__file__).with_name("en.ftl").read_text(encoding="utf-8")
    found = {name for sentence in _REFUSAL.findall(source) for name in _ARGUMENT.findall(sentence)}
    return tuple(sorted(found | {"type", "status", "state", "act", "kind", "family", "purpose"}))


def _page(lang: Language, name: str, body: str) -> str:
    text = load(lang)
    source = "refusals.toml" if name == "refusals" else "accounts.toml"
    made = "<!-- Written by `python -m comity.registry.reference` from `src/comity/registry/" + source
    return f"# {text(f'page-{name}-title')}\n\n{made}`. Change it there. -->\n\n{text(f'page-{name}-about')}\n\n{body}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


if __name__ == "__main__":
    main()
