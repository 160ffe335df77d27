"""The Chinese of the tables about growth."""

from __future__ import annotations

import re

from comity.studies.regime_words import chinese

GROWTH = {
    "family": "类别",
    "event": "事件",
    "actor-events": "行为体事件数",
    "actors": "行为体数",
    "first": "首年",
    "last": "末年",
    "crediting": "减排量核证机制",
    "tax": "碳税",
    "trading": "碳排放权交易体系",
    "adoption": "采用",
    "leaving": "退出",
    "linking": "衔接",
    "actor-years": "行为体—年数",
    "with the event": "发生事件数",
    "by actors": "涉及行为体数",
    "any system": "任一体系",
    "the first system": "首个体系",
    "drivers": "驱动因素",
    "none": "无",
    "power": "权力",
    "imitation": "模仿",
    "path": "路径依赖",
    "norms": "规范",
    "calendar": "时间趋势",
    "all but power": "除权力外全部",
    "all": "全部",
    "log likelihood": "对数似然",
    "against none: χ² (df)": "相对于无驱动因素：χ²（自由度）",
    "p": "p 值",
    "p of adding it to the others": "加入其余因素后的 p 值",
    "covariate": "协变量",
    "bloc": "集团成员",
    "size": "规模",
    "income": "收入",
    "neighbours": "邻国",
    "peers": "同类国家",
    "partners": "伙伴",
    "system": "已有体系",
    "credited": "核证经验",
    "treaties": "条约",
    "new-norms": "新规范",
    "factor over a year by lot": "相对于随机年份的倍数",
    "dated better than by lot": "优于随机者",
    "factor where power made the history": "历史由权力生成时的倍数",
    "log score ×1000": "对数评分 ×1000",
    "less that of power": "与权力之差",
    "Brier ×1000": "布赖尔评分 ×1000",
    "expected": "预期数",
    "observed": "实际数",
    "slope": "校准斜率",
    "started": "新启动",
    "running": "运行中",
    "jurisdictions": "国家数",
    "emissions-share": "排放占比",
    "years of `started` inside the band": "“新启动”落入区间的年数",
    "**what came**": "**实际**",
    "measure": "指标",
    "year": "年份",
    "by power": "权力",
    "by all": "全部因素",
    "2025, as it is": "2025（实际）",
    "systems": "体系数",
    "system-years": "体系—年数",
    "events": "事件数",
    "a year": "年发生率",
    "hazard ratios": "风险比",
    "linked": "建立衔接",
    "ended": "终止",
    "true": "真值",
    "mean estimate": "估计均值",
    "spread of estimates": "估计标准差",
    "mean standard error": "平均标准误",
    "95 % intervals hold it": "95 % 区间覆盖率",
    "made by": "生成因素",
    "taken for power": "判为权力",
    "taken for imitation": "判为模仿",
    "taken for path": "判为路径依赖",
    "taken for norms": "判为规范",
    "histories": "模拟历史数",
}
_PATTERNS = (
    (
        re.compile(
            r"^Of actors at risk from (\d+), ([\d.]+ %) had started no system of their own by the end of (\d+) "
            r"\(Kaplan–Meier\)\.$"
        ),
        r"自 \1 年起处于风险集的行为体中，至 \3 年底有 \2 尚未自行启动任何体系（Kaplan–Meier 估计）。",
    ),
    (re.compile(r"^(\d+) of (\d+)$"), r"\1 / \2"),
    (re.compile(r"\bage "), "体系年龄 "),
    (re.compile(r"\bothers "), "其他体系衔接 "),
    (re.compile(r"\bhas-link "), "已有衔接 "),
    (re.compile(r"; "), "；"),
)


def growth_chinese(tables: dict[str, str]) -> dict[str, str]:
    """The tables about growth in Chinese."""
    return {name: "\n".join(map(_line, made.splitlines())) for name, made in tables.items()}


def _line(line: str) -> str:
    if not line.startswith("| "):
        return _cell(line)
    return f"| {' | '.join(_cell(cell) for cell in line[2:-2].split(' | '))} |"


def _cell(cell: str) -> str:
    if (whole := GROWTH.get(cell)) is not None:
        return whole
    for pattern, words in _PATTERNS:
        cell = pattern.sub(words, cell)
    return chinese(cell, {})
