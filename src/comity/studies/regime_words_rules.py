"""The Chinese of the tables that compare rules: norm distance, interaction modes, the common core.

Fields and groups have their names from the messages of the program; what stands in a field is put into Chinese word by
word, and ids of mechanisms stay as they are.
"""

from __future__ import annotations

import re

from comity.regime.fields import table
from comity.studies.regime_words import WORDS, chinese
from comity.text import load

#: What stands in the field of a rule.
VALUES = {
    "absolute": "绝对总量",
    "agreed": "协议东道国",
    "all": "全部",
    "always": "一律调整",
    "any": "任意东道国",
    "auction": "拍卖",
    "auction-reserve": "拍卖保留价",
    "aviation": "航空",
    "benchmark": "基准法",
    "buildings": "建筑",
    "ceiling": "价格上限",
    "choice": "自愿",
    "containment": "价格控制储备",
    "credit": "核证减排",
    "discretion": "主管部门裁量",
    "duty": "强制",
    "fine": "罚款",
    "fixed-price": "固定价格",
    "floor": "价格下限",
    "historic": "历史法",
    "industry": "工业",
    "intensity": "强度总量",
    "limit": "总量限额",
    "limited": "限量",
    "make-good": "补缴",
    "named": "指定东道国",
    "none": "无",
    "not-always": "非一律调整",
    "offsetting": "抵消义务",
    "other": "其他",
    "per-entity": "按主体核定",
    "power": "电力",
    "price-multiple": "按市价倍数罚款",
    "price-release": "按价投放储备",
    "rate": "基准减量",
    "shipping": "航运",
    "stock-reserve": "按存量调节储备",
    "transport": "交通",
    "unlimited": "不限",
}
#: Whole cells, and heads of columns.
RULES = {
    # norm distance
    "group": "组别",
    "field": "规则项",
    "scale": "量表",
    "nominal": "名义",
    "ordinal": "有序",
    "set": "集合",
    "numeric": "数值",
    "weight, %": "权重（%）",
    "applies to": "适用机制数",
    "known of": "已知机制数",
    "with": "对方",
    "distance": "规范距离",
    "if all were known": "如全部已知",
    "known, %": "已知比例（%）",
    "then": "调整后距离",
    "of": "一方",
    "and": "另一方",
    "differ": "不同项",
    "agree": "相同项",
    "not known of both": "并非双方均已知的项目",
    "toward": "趋近对象",
    "change": "次序",
    "change field of `chn-national` to": "`chn-national` 的规则调整",
    "as": "参照",
    "before": "调整前",
    "after": "调整后",
    "the EU ETS": "欧盟碳市场",
    "all systems of RCEP": "RCEP 各体系",
    "both": "二者",
    "nearest five": "距离最近的五个机制",
    "members": "成员数",
    "size": "规模",
    "at least": "下限",
    "all agree on": "完全一致的规则",
    "all have, besides more": "共有的部分",
    "`usa-ca` and `can-qc`": "`usa-ca` 与 `can-qc`",
    "`eu-ets` and `che-ets`": "`eu-ets` 与 `che-ets`",
    "`jpn-tokyo` and `jpn-saitama`": "`jpn-tokyo` 与 `jpn-saitama`",
    "the pilots of China": "中国各试点",
    "the national system and its pilots": "全国市场与各试点",
    "the national system and the EU ETS": "全国市场与欧盟碳市场",
    "the national system and all systems of RCEP": "全国市场与 RCEP 各体系",
    "the CCER and the standards of RCEP": "CCER 与 RCEP 各核证标准",
    "the CCER and Article 6.4": "CCER 与第六条第四款机制",
    "all systems with a market price": "价格由市场形成的全部体系",
    "weights": "权重方案",
    "tau, all": "τ（全部机制）",
    "nearest kept, %, all": "最近邻保持率（%，全部机制）",
    "tau, systems in force": "τ（已生效体系）",
    "nearest kept, %, these": "最近邻保持率（%，已生效体系）",
    # interaction modes
    "benign-synergy": "良性协同",
    "constructive-cooperation": "建设性合作",
    "functional-competition": "功能性竞争",
    "indifference": "互不相干",
    "mode": "互动模式",
    "mechanisms": "机制",
    "how many": "机制数",
    "pairs": "机制对数",
    "in force": "已生效机制",
    "all that the world names": "数据集所列全部机制",
    "systems with a market": "有市场的体系",
    "market": "市场",
    "agreements": "协议",
    "overlap": "重叠",
    "nothing": "无依据",
    "compete, %": "竞争占比（%）",
    "with a distance": "有规范距离者",
    "median": "中位数",
    "median distance": "规范距离中位数",
    "median distance, benign-synergy": "规范距离中位数（良性协同）",
    "median distance, constructive-cooperation": "规范距离中位数（建设性合作）",
    "median distance, functional-competition": "规范距离中位数（功能性竞争）",
    "layers of the two": "双方所属层次",
    "complex–complex": "机制复合体–机制复合体",
    "complex–cluster": "机制复合体–机制集群",
    "complex–linkage": "机制复合体–机制联结",
    "cluster–cluster": "机制集群–机制集群",
    "cluster–linkage": "机制集群–机制联结",
    "linkage–linkage": "机制联结–机制联结",
    "parties": "缔约方",
    "gases": "温室气体",
    "buyers": "买方",
    "activities": "活动",
    "the paper": "原文归属",
    "agree, of those that interact": "相符数（占有互动者）",
    "threshold": "阈值",
    "value": "取值",
    "reason": "理由",
    "at": "改为",
    "left out": "剔除",
    "near": "规范相近",
    "gain": "获益",
    "loss": "损失",
    "rivalry": "争夺",
    "substitution": "替代",
    "kin": "同一文书",
    "in force: synergy": "已生效：协同",
    "in force: cooperation": "已生效：合作",
    "in force: competition": "已生效：竞争",
    "in force: kept, %": "已生效：保持率（%）",
    "systems with a market: synergy": "有市场体系：协同",
    "systems with a market: cooperation": "有市场体系：合作",
    "systems with a market: competition": "有市场体系：竞争",
    "systems with a market: kept, %": "有市场体系：保持率（%）",
    "pairs that would turn on it": "模式取决于该阈值的机制对",
    "of these, if it moved by a half": "其中阈值变动一半即改变者",
    "a": "甲",
    "b": "乙",
    "gain of a, %": "甲方收益（%）",
    "gain of b, %": "乙方收益（%）",
    "air, %": "大气（%）",
    "air": "大气",
    "holds": "是否稳健",
    "by a link": "衔接结果",
    "under the world's own curves": "数据集自身曲线",
    "under all curves": "全部曲线一致",
    "both gain": "双方均获益",
    "one gains, the other loses nothing": "一方获益、另一方无损失",
    "one loses": "一方受损",
    "nobody gains": "无人获益",
    "pairs tried": "试算机制对数",
    "more": "增加",
    "the same": "不变",
    "less": "减少",
    "depends on the curves": "取决于曲线",
    "account": "账目",
    "net-cost": "净成本",
    "emitters": "排放主体与消费者",
    "treasury": "财政",
    "funds": "中介与基金",
    "cross-border": "跨境收支",
    "links tried": "试算衔接数",
    "it loses": "受损次数",
    "its treasury has less": "其中财政收入减少",
    "**all**": "**合计**",
    "pairs with both": "两项均已知的机制对",
    "Kendall's tau of distance and the smaller gain": "规范距离与较小一方收益的肯德尔 τ",
    "falls by, % per 1 % more units": "降幅（%，对方单位每增 1 %）",
    "range": "范围",
    # common core
    "link": "衔接",
    "from": "起",
    "to": "止",
    "years": "年数",
    "both ways": "双向",
    "common core": "共同核心",
    "size, Mt": "规模（Mt）",
    "smaller, Mt": "较小一方（Mt）",
    "volatility": "波动率",
    "saved": "节约额",
    "effect": "成效",
    "against": "对照",
    "pairs of links compared": "可比的衔接对数",
    "rank correlation": "等级相关系数",
    "exact p": "精确 p 值",
    "least p": "最小可能 p 值",
    "least p that n allows": "该样本量下最小可能 p 值",
    "persistence (years)": "存续年数",
    "volatility of prices": "价格波动率",
    "saved (million USD)": "节约额（百万美元）",
    "saved per tonne of the smaller (USD)": "较小一方每吨节约额（美元）",
    "saved per tonne of the smaller": "较小一方每吨节约额",
    "saved, million USD": "节约额（百万美元）",
    "saved per tonne of the smaller, USD": "较小一方每吨节约额（美元）",
    "size of both": "双方规模",
    "size of the smaller": "较小一方规模",
}
#: Why each threshold is where it is, by its name.
REASONS = {
    "near": "规范距离上限。2026 年 4 月 1 日单位双向流通的三对体系，距离最大为 0.135，按二十分之一进位即可全部包含。",
    "gain": "占较小一方排放量价值（按两价中较高者计）的最低比例：千分之一。属约定，使微不足道的数额不计为收益。",
    "loss": "同一口径下，一方受损而仍可称无损失的最高比例。",
    "air": "大气额外承受的排放量占双方排放量的最高比例：不超过千分之一即视为完整性未受损，该值小于任何清单的分辨能力。",
    "rivalry": "双方全部买方的至少一半，或较小一方活动的至少一半相同。属约定。",
    "substitution": "一方单位增加百分之一时，另一方价格至少下降的百分数：竞争者互为替代品（Hicks 和 Allen 1934）。",
}
_OPEN = re.compile(r"`(?P<id>[^`]*)`(?P<space> ?)|(?<![\w-])(?P<word>[a-z][a-z0-9-]+)(?![\w-])")
_PATTERNS = (
    (re.compile(r"^(-?[\d.]+) \((-?[\d.]+) to (-?[\d.]+)\)$"), r"\1（\2 至 \3）"),
    (re.compile(r"^(-?[\d.]+) to (-?[\d.]+)$"), r"\1 至 \2"),
    (re.compile(r"^(\d+) of (\d+) systems$"), r"\2 个体系之间 \1 对"),
    (re.compile(r"^(\d+) of (\d+)$"), r"\1 / \2"),
    (re.compile(r"^closest by (\d+) changes$"), r"最有效的 \1 项规则调整"),
    (re.compile(r"^the worst of (\d+) draws$"), r"\1 次抽取中最差"),
    (re.compile(r"^mean of (\d+) draws$"), r"\1 次抽取平均"),
)


def rules_chinese(tables: dict[str, str], own: dict[str, str] | None = None) -> dict[str, str]:
    """Tables that compare rules, in Chinese; `own` are cells that mean something else in them than usual."""
    names = WORDS | RULES | _fields() | (own or {})
    return {name: "\n".join(_line(line, names) for line in made.splitlines()) for name, made in tables.items()}


def _line(line: str, names: dict[str, str]) -> str:
    if not line.startswith("| "):
        return chinese(line, names) if line.startswith("|") else names.get(line, line)
    cells = [_cell(cell, names) for cell in line[2:-2].split(" | ")]
    name = line[2:].split(" | ")[0]
    if name in REASONS and len(cells) == 4:  # the table of thresholds, whose last column is a sentence
        cells[-1] = REASONS[name]
    return f"| {' | '.join(cells)} |"


def _cell(cell: str, names: dict[str, str]) -> str:
    if (whole := names.get(cell)) is not None:
        return whole
    for pattern, words in _PATTERNS:
        cell = pattern.sub(words, cell)
    for group in table().groups:
        if cell.startswith(f"{group}×"):
            return cell.replace(group, names[group])
    if "`" not in cell:
        return cell
    made = _OPEN.sub(lambda match: _word(match, names), cell)
    return made if made == cell else made.replace("; ", "；").replace(", ", "、")


def _word(match: re.Match[str], names: dict[str, str]) -> str:
    if (id := match["id"]) is not None:
        known = names.get(f"`{id}`")
        return match[0] if known is None else known.partition("（")[0] + ("：" if match["space"] else "")
    return VALUES.get(match["word"], match["word"])


def _fields() -> dict[str, str]:
    """The names of fields, with their id behind, and of groups."""
    text = load("zh")
    of = table()
    return {f"`{name}`": f"{text(f'regime-distance-field-{name}')}（`{name}`）" for name in of.fields} | {
        name: text(f"regime-distance-group-{name}") for name in of.groups
    }
