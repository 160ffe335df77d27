"""The Chinese of the tables about the regime: cells that are words, cells that follow a pattern, and names.

The tables are made in English and then put into Chinese cell by cell; ids, numbers and what others have named in
English stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from comity.world.world import World

#: Whole cells.
WORDS = {
    # layers
    "complex": "机制复合体",
    "cluster": "机制集群",
    "clusters": "机制集群",
    "linkage": "机制联结",
    "linkages": "机制联结",
    "claimed by": "归层来源",
    "claimed": "文献归层",
    "computed": "计算归层",
    "computed: complex": "计算：机制复合体",
    "computed: cluster": "计算：机制集群",
    "computed: linkage": "计算：机制联结",
    "paper": "原文点名",
    "reading": "据定义推读",
    "mechanism": "机制",
    "mechanisms": "机制数",
    "name": "名称",
    "page": "页码",
    "rule": "规则",
    "by rule": "所依规则",
    "trace": "依据",
    "layer": "所属层次",
    "what it saw, of the first": "首个机制的依据",
    "supervision": "监管",
    "derivation": "派生",
    "object": "规制对象",
    "transport": "国际运输",
    "rest": "其余",
    "rule left out": "去掉的规则",
    "move": "变动数",
    "which": "具体机制",
    # counts
    "system": "体系",
    "first day": "起始日",
    "standing": "状态",
    "name in the edition of 2025": "世界银行 2025 年版名称",
    "in-force": "已生效",
    "scheduled": "已定期实施",
    "here": "本数据集",
    "edition of August 2025": "2025 年 8 月版",
    "status in the edition": "该版所列状态",
    "abolished": "已废止",
    "under-development": "制定中",
    "not in it": "未收录",
    "family": "类别",
    "see above": "见上表",
    "trading-system": "碳排放权交易体系",
    "voluntary-system": "自愿交易体系",
    "performance-standard": "可交易绩效标准",
    "government-trading": "政府间交易",
    "carbon-tax": "碳税",
    "crediting": "减排量核证机制",
    "cooperation": "合作方法",
    "offsetting-obligation": "抵消义务",
    "other-issue": "其他议题",
    "31 December": "年末",
    "year": "年份",
    "in force at its end": "年末生效数",
    "began": "启动",
    "ended": "终止",
    # complexity
    "set": "考察对象",
    "day": "日期",
    "regime complex": "是否构成机制复合体",
    "links": "衔接数",
    "per party": "国均机制数",
    "per gigatonne": "每十亿吨机制数",
    "link density": "衔接密度",
    "routes": "履约途径数",
    "shared parties": "共同缔约方数",
    "overlapping": "重叠比例",
    "entropy kinds": "类型熵",
    "entropy layers": "层次熵",
    "entropy covered": "覆盖量熵",
    "conflicts": "确定的主张冲突",
    "conflicts possible": "可能的主张冲突",
    "centralisation": "中心化程度",
    "modularity": "模块度",
    "modularity random": "随机网络模块度",
    "modularity deviations": "偏离标准差数",
    "largest part": "最大连通部分",
    "largest part random": "随机网络最大连通部分",
    "covered known": "已知覆盖量（Mt）",
    "covered carried": "借用他年数值比例",
    "covered subnational": "次国家和非国家行为体覆盖比例",
    "credited complex": "复合体核证比例",
    "credited private": "次国家和非国家行为体核证比例",
    "credited concentration": "核证集中度",
    "measure": "指标",
    "rise a year before": "此前年均增幅",
    "after": "此后",
    "before": "此前",
    "change": "变化",
    "p": "p 值",
    "best year for a kink": "拟合最优的转折年",
    "faster after 2012": "2012 年后是否加快",
    "too few years": "年份不足",
    "made": "新增衔接",
    "what happened": "所发生事件",
    "degree": "度中心性",
    "betweenness": "中介中心性",
    "eigenvector": "特征向量中心性",
    "Parties": "缔约方或行为体",
    "sectors": "部门",
    "Mt credited": "核证量（Mt）",
    "four standards": "四家标准",
    "yes": "是",
    "no": "否",
    "not known": "未知",
    "Kyoto's three mechanisms, JI by its tracks": "《京都议定书》三机制（联合履约分两轨）",
    "the same with the investment schemes": "同上，加绿色投资计划",
    "Article 6 of the Paris Agreement": "《巴黎协定》第六条各机制",
    "the three treaties": "三项条约",
    "Article 6.4, CORSIA, EU ETS": "第六条第四款机制、国际航空碳抵消和减排计划、欧盟碳市场",
    "California, RGGI, Tokyo": "加利福尼亚、区域温室气体倡议、东京",
    "industry": "工业",
    "power": "电力",
    "industry, power": "工业、电力",
    "aviation": "航空",
    "three-or-more (Orsini, Morin and Young 2013)": "三个以上（Orsini、Morin 和 Young 2013）",
    "overlap (Raustiala and Victor 2004)": "成员重叠（Raustiala 和 Victor 2004）",
    "no-hierarchy (Raustiala and Victor 2004)": "互不隶属（Raustiala 和 Victor 2004）",
}
#: What follows a pattern, anywhere in a cell or a sentence.
PATTERNS = tuple(
    (re.compile(pattern), chinese)
    for pattern, chinese in (
        (r"^still agree, of (\d+)$", r"仍一致数（共 \1）"),
        (r"nothing above it", "无上级机构"),
        (r"^(\d+) of (\d+) agree; (\d+) do not\.$", r"\2 个机制中 \1 个一致，\3 个不一致。"),
        (r"^in force on (\S+)$", r"\1 生效数"),
        (r"\bfrom (\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)", r"\1 至 \2"),
        (r"\bfrom (\d{4}-\d\d-\d\d)", r"自 \1 起"),
        (r"^first figure of (\d+)$", r"首个数值为 \1 年"),
        (r"^figures from (\d+)$", r"自 \1 年起有数值"),
        (
            r"^(\d+) trading systems: (\d+) in force on 31 December (\d+), and (\d+) that began in (\d+)\. "
            r"Those in force are in (\d+) states and (\d+) subnational jurisdictions\.$",
            r"碳排放权交易体系共 \1 个：\3 年 12 月 31 日已生效 \2 个，\5 年启动 \4 个。"
            r"已生效者分布于 \6 个国家和 \7 个次国家辖区。",
        ),
        (
            r"^Ours (\d+), the edition's (\d+); (\d+) are the same\.$",
            r"本数据集 \1 个，该版 \2 个，其中 \3 个相同。",
        ),
        (r"^Ours (\d+) on (\S+), the edition's (\d+)\.$", r"\2 本数据集 \1 个，该版 \3 个。"),
        (r"^(\d+) trading systems in force on (\S+)\.$", r"\2 生效的碳排放权交易体系共 \1 个。"),
        (
            r"^Not in the table, their first day being unknown: (.*)\.$",
            r"起始日不明、未列入上表者：\1。",
        ),
        (r" and (\d+) more\b", r" 等另 \1 项"),
        (r"(\d+) × start: ", r"启动 \1 项："),
        (r"(\d+) × end: ", r"终止 \1 项："),
        (r"(\d+) × link: ", r"新增衔接 \1 项："),
        (r"(\d+) × unlink: ", r"终止衔接 \1 项："),
        (r"(\d+) × join: ", r"加入 \1 项："),
        (r"(\d+) × leave: ", r"退出 \1 项："),
        (r"^yes \((.*)\)$", r"是（\1）"),
        (r"^no \((.*)\)$", r"否（\1）"),
        (r"^not known \((.*)\)$", r"未知（\1）"),
    )
)


def chinese(table: str, names: Mapping[str, str]) -> str:
    """A table, with the sentences before and after it, in Chinese; `names` are cells that are names, or mean something
    else than usual."""
    return "\n".join(_line(line, names) for line in table.splitlines())


def names_of(world: World) -> dict[str, str]:
    """The names of mechanisms, alone and with their id behind."""
    found: dict[str, str] = {}
    for id, model in world.mechanism.items():
        found[model.name.en] = model.name.zh
        found[f"{model.name.en} (`{id}`)"] = f"{model.name.zh}（`{id}`）"
    return found


def _line(line: str, names: Mapping[str, str]) -> str:
    if not line.startswith("| "):
        return _cell(line, names)
    return f"| {' | '.join(_cell(cell, names) for cell in line[2:-2].split(' | '))} |"


def _cell(cell: str, names: Mapping[str, str]) -> str:
    if (whole := names.get(cell) or WORDS.get(cell)) is not None:
        return whole
    for pattern, words in PATTERNS:
        cell = pattern.sub(words, cell)
    return cell
