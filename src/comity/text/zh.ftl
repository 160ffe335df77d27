# 所有给人看的文字。en.ftl 与本文件的键和参数必须一致，由测试保证。
# 键以所属命令或所述内容（found-、expected-、hint-、rule-、status-）开头；一条消息从第二行起须缩进。
# 参数的规则见 __init__.py 开头。

## 各命令通用

-brand = Comity
comity-help = { -brand }：以代码书写碳市场衔接协议。绘制机制格局，求解市场，结算交易。
option-lang = 输出语言：en 或 zh（未指定时依 LANG）
option-json = 在标准输出只打印一个 JSON 对象
problem = 实际：{ $found }；应为：{ $expected }。
problem-address = { $address }：{ $problem }
problem-hint = { $problem }提示：{ $hint }。
problem-count = { $count } 个问题
next = 下一步可试：{ $command }
table-more = ……另有 { $more } 项。查看全部：加 --all 在此显示，--out 写入文件，--json 供程序读取。
list-separator = 、
unit-million = 百万 { $currency }
unit-thousand = 千 { $currency }
holder = { $party }（{ $account }）
account-emitters = 排放主体与消费者
account-treasury = 财政
account-funds = 中介与基金
status-solved = 已求解
status-unmet = 未解出：存在缺口
status-no-equilibrium = 未解出：无均衡
status-not-converged = 未解出：未收敛
status-sourced = 有来源
status-sourced-means = 见于所注来源
status-derived = 推算
status-derived-means = 由有来源的数据计算得出
status-calibrated = 校准
status-calibrated-means = 为使模型符合观测值而选定
status-unverified = 待核实
status-unverified-means = 已有说法，尚未与来源核对
status-assumed = 假设
status-assumed-means = 尚无人掌握，因模型需要而设定
source-title = 《{ $title }》
source-where = { $source }，{ $where }
source-by = { $source }（{ $by }）
source-licence = { $source }；许可：{ $licence }
source-separator = ；

## 帮助

help-usage = 用法：{ $usage }
help-verb-any = 命令
help-options-any = [选项]
help-verbs = 命令
help-arguments = 参数
help-options = 选项
help-examples = 示例
help-more = --lang 和 --json 放在命令之前或之后均可。查看某一命令的说明：{ $command } 命令 --help
option-help = 显示本说明后退出
option-version = 显示版本后退出
option-scenario = 本世界的情景名称，或情景文件的路径（含 /）；可多次使用，按先后顺序叠加；base 指文件原样。未指定时用 world.toml 所列情景
argument-world = 随附世界的名称（用 comity worlds 查看），或文件夹路径（以 / 结尾）
argument-address = 世界中任一事项的点分地址，如 mechanism.uk-ets.cap.2030
argument-dir = 要新建的文件夹；须尚不存在或为空
argument-table = CSV 表格，每年或每月一行，表头带单位，如 year,auctions [Mt CO2e],emissions [Mt CO2e],circulation [t CO2e]；第一行给出期初流通总量

## 问题：实际为何，应为何，如何处理
## 填入“实际：……；应为：……。提示：……。”，末尾不加句号。

expected-language = en 或 zh

# 文件
found-folder = 文件夹
found-not-a-file = 不是文件的对象
found-no-file = 不存在的文件
found-unreadable = 无法读取的文件（{ $reason }）
found-bad-path = 文件不可能有的路径
found-larger-file = 更大的文件
found-nul = NUL 字节
found-byte = 字节 { $byte }
expected-toml-file = 可读取的 TOML 文件
expected-file-size = 不超过 { $megabytes } MB
expected-utf8 = UTF-8 文本
hint-save-utf8 = 请存为 UTF-8 文本
hint-byte-order-mark = 文件以字节顺序标记（BOM）开头，请存为不带 BOM 的 UTF-8
hint-split-file = 请拆成几个文件

# TOML
found-toml-syntax = 第 { $column } 列不符合 TOML 语法的内容
found-toml-value = 第 { $column } 列 TOML 不认识的值
found-toml-date = 第 { $column } 列不存在的日期或时间
found-toml-key = 第 { $column } 列既非键也非表的内容
found-toml-equals = 第 { $column } 列缺少 = 的键
found-toml-rest = 第 { $column } 列值结束后多余的内容
found-toml-key-again = 至第 { $column } 列重复书写的键
found-toml-table-again = 至第 { $column } 列重复书写的表
found-toml-header = 第 { $column } 列缺少右括号的表头
found-toml-bracket = 至第 { $column } 列仍未闭合的括号
found-toml-quote = 至第 { $column } 列仍未闭合的文本
found-toml-escape = 第 { $column } 列文本中无意义的反斜杠
found-toml-character = 第 { $column } 列 TOML 不允许的字符
found-nesting = 更深的嵌套
found-number-unreadable = 过长而无法读取的数
found-number-out-of-range = 超出范围的数
expected-toml = TOML
expected-levels = 不超过 { $most } 层
expected-finite-number = 不超过 { $digits } 位的有限数
hint-toml-value = 文本须加英文双引号，数字不加千位分隔符，true 和 false 用小写
hint-toml-date = 日期写作 2030-12-31
hint-toml-key = 键由字母、数字、- 和 _ 组成，否则须加英文双引号
hint-toml-rest = 每个键独占一行，数字不加千位分隔符
hint-toml-again = 只写一次
hint-toml-quote = 在同一行内闭合文本，或用三个引号开头和结尾
hint-toml-escape = 反斜杠写作 \\，或将文本放在单引号内
hint-nesting = 请将内层的表移出
hint-unknown-value = 若无人知道该值，请不写此键

# 命令行
found-value = 带有取值
found-several = 多个事项
expected-verb = 下列命令之一：{ $verbs }
expected-option = 下列选项之一：{ $options }
expected-value = 其后给出取值
expected-no-value = 单独使用该选项
expected-argument = 给出该参数
expected-no-argument = 不再有其他参数
expected-usage = 该命令可接受的参数
expected-readable = 可读写的文件或文件夹
expected-years = 一个年份或年份区间，如 2030、2026:2030 或 :2030
expected-one-year = 四位数年份
expected-beside-alone = --beside 不与 --json 同用：每次只输出一个对象，请逐个情景求解
expected-figures-alone = --figures 不与 --json 同用：JSON 只列各类数据的个数，数据本身见世界的各个文件
expected-folder = 文件夹，或可新建文件夹的路径
expected-empty-folder = 尚不存在或为空的文件夹
expected-folder-elsewhere = 位于被复制的 { $source } 之外的文件夹
expected-one-address = 单一事项的地址：{ $several }
expected-address-below = 有效地址；{ $above } 之下有：{ $below }
expected-address-of = 以下列之一开头的地址：{ $kinds }
hint-help = 请查看 { $command } --help

# 世界
found-nothing = 空缺
found-years = { $first }—{ $last } 年的数据
found-key = 键 { $key }
found-twice = { $id } 重复出现，首次见于 { $file }
expected-once = 每个标识只出现一次
expected-world = 随附世界的名称（{ $names }）
expected-world-file = 含有 world.toml 的世界文件夹
expected-scenario = 本世界的情景（{ $names }）
expected-year = 本世界可求解的年份（{ $years }）
found-settled-apart = 须反复求解方能确定的规则
expected-one-equilibrium = 各方接受既定价格、预见全部年份且无按规则投放的年份：价格敏感性系由单次求解得出
expected-no-circle = 先后分明、不相互循环的情景
hint-did-you-mean = 可能应为 { $key }
hint-world-path = 自建世界的文件夹须带斜线：{ $name }/

# 情景
found-something-there = 该处已有内容
found-nothing-there = 该地址下没有内容
found-no-number = 并非数字
found-no-series = 并非年度数据序列
expected-free-address = 尚无内容的地址（替换已有内容用 set）
expected-address = 本世界中已有事项的地址
expected-another-scenario = 与比较基准不同的情景
expected-rate = 大于 0 的数，如 0.5
expected-quota-share = 0 至 1 的比例，或百分比，如 10%
expected-priced-mechanism = 该世界中在所求解年份签发单位并覆盖减排活动的机制
expected-another-mechanism = 与 A 不同的机制
expected-not-linked = 尚未衔接的两个机制；现行衔接的作用可用 comity compare 查看
found-no-market = { $id }，在此没有市场
found-linked = 已生效的衔接 { $clause }
expected-number-or-series = 数字或年度数据序列
expected-series = 在所列年份中至少一年有数的年度数据序列

# 待重演的路径
found-no-csv = 不是 CSV 的内容
found-bad-text = 不是 UTF-8 的文本
found-cells = { $cells } 格
expected-path-table = 按年或按月的 CSV 表格
expected-column = 该列
expected-columns = 以下列之一：{ $columns }
expected-column-once = 每列只出现一次
expected-no-unit = 该列不带单位
expected-unit-of-price = { $column } 之后用方括号写明单位：币种（可带年份）和数量，如 { $column } [EUR/t]
expected-unit-of-quantity = { $column } 之后用方括号写明单位：质量（{ $masses }）和物质（{ $substances }），如 { $column } [Mt CO2e]
expected-one-supply = 以下各列只取其一：{ $columns }
expected-cells = 与表头相同的格数（{ $cells }）
expected-month = 1 到 12 的月份
expected-plain-number = 不带千位分隔符的数，未知则留空
expected-row = { $row } 的行：各行须前后相接
expected-opening = 第一行给出流通总量，作为路径的起点
expected-circulation-of = { $year } 年的流通总量：其决定在此执行，表格须从该年或更早开始
expected-content = 第一行给出已公布的储备量：否则无从知道可投放多少
expected-flows = 已公布的流通总量，或推得它的流量：auctions、auctioned 或 cap，以及 emissions
expected-price-unit = 以 { $unit } 计的价格，与储备规则一致
expected-rules = 世界/机制、世界/机制.储备，或以 .toml 结尾的文件
expected-reserve = 该世界的储备之一：{ $reserves }
expected-one-reserve = 只含一个储备的文件
expected-scenario-of-world = --scenario 只与世界中的储备同用

# 登记簿
found-no-registry = 并非登记簿
found-other-registry = 登记簿 { $registry }
found-broken-journal = 前后不连贯的流水账（{ $why }）
found-unavailable = 无法访问的数据库（{ $reason }）
found-existing-file = 已有的文件
found-no-json = 不是 JSON 的内容
found-terms = 无法成立的拍卖条件（{ $why }）
expected-registry = 登记簿：由 comity registry init 建立的文件或数据库
expected-no-registry = 尚无内容的文件或数据库
expected-registry-version = 与本程序一致的第 { $version } 版登记簿；旧版可用 comity registry upgrade 升级
expected-registry-url = 文件路径，或以 postgresql://、sqlite:/// 开头的地址
expected-whole-journal = 各笔记录前后相接的流水账
expected-world-or-id = --world（以世界名称为标识）或 --id
expected-identifier = 字母、数字及 . _ + -，以字母或数字开头，至多 64 个字符
expected-same-unit = 与 { $other } 所签发的 { $unit-type } 一致：{ $family }，{ $measure }
expected-whole-number = 不带分隔符的整数，至多 { $most }
expected-block = 序列:起号-止号，如 tutorial/north-ets/NUA/v2026:1-100
expected-blocks-of = { $unit-type } 的号段
expected-blocks-alone = 号段或挑选单位的条件，二者择一
expected-units = QUANTITY 和 UNIT，或 --blocks
expected-one-of = 下列之一：{ $choices }
expected-day = 日期，如 2026-12-31
expected-day-or-instant = 日期，如 2026-12-31；或带时区的时刻，如 2026-12-31T12:00Z
expected-key = 一行文字，至多 { $most } 个字符
expected-command = 一条指令：含 do 键（如 "do": "transfer"）及其各字段的 JSON 对象
expected-commands = 每行一条指令的文件；- 表示从管道读入
expected-json = JSON 所定的 { $what }
expected-price = 不带分隔符的价格，如 31.50
expected-currency = 币种，如 EUR
expected-bids = 含 bid、account、quantity、price 各列的 CSV 文件
expected-run-file = comity run 的结果：其 --out 所写的 run.json，或 --json 的输出
expected-aef-filing = 登记簿所不载事项的 TOML 文件：date、ndc-first、ndc-last、registries，及各项授权的 sectors 与 mitigation
expected-aef-reported-year = { $first } 年或以后的年份
expected-aef-no-earlier = 已用 --first 说明此前没有提交文件的，不再指明以前的提交文件
expected-bid-id = 报价的标识
expected-account-id = 账户的标识
expected-terms = 前后一致的拍卖条件
expected-rules-or-reserve = --reserve 与 --rules 二者择一：规则自有底价
expected-rules-for-day = --day 只与 --rules 同用
expected-mechanism-of = 世界/机制
expected-free-path = 尚无内容的路径
expected-journal = 由 comity registry export 写出的记录文件
expected-file-with-json = 文件：使用 --json 时标准输出只有一个对象
found-later-entry = 流水账已至 { $day }（第 { $entry } 笔记录）
expected-no-later-entry = 最后一笔记录不晚于 { $year } 年 12 月 31 日的登记簿
found-no-adoption = { $year } 年末并无有效条款的登记簿
found-other-adoption = 有效的是第 { $entry } 笔记录所采纳的 { $world } 条款
expected-adopted = { $world } 的现行条款在 { $year } 年末有效
expected-year-range = 一个年份或起止年份，如 2021-2030
hint-verify = 可用 comity registry verify 查明问题所在
hint-adopt = { $command }

# 校验规则
rule-missing = 填写该键，不可省略
rule-extra-forbidden = 下列键之一：{ $known }
rule-literal-error = 下列之一：{ $expected }
rule-string-type = 加引号的文本
rule-string-too-short = 非空文本
rule-string-pattern-mismatch = 符合 { $pattern } 的文本（标识由字母、数字和连字符组成；货币为三个大写字母）
rule-int-type = 整数
rule-bool-type = true 或 false
rule-date = 日期，如 2030-12-31
rule-greater-than = 大于 { $gt } 的数
rule-greater-than-equal = 不小于 { $ge }
rule-less-than = 小于 { $lt } 的数
rule-less-than-equal = 不大于 { $le }
rule-too-short = 至少 { $min-length } 项的列表
rule-too-long = 至多 { $max-length } 项的列表
rule-tuple-type = 列表，写作 [ … ]
rule-dict-type = 由键和值组成的表
rule-model-type = 由键和值组成的表
rule-model-attributes-type = 由键和值组成的表
rule-union-tag-invalid = 下列之一：{ $expected-tags }
rule-other = 其他内容（所违反的规则：{ $kind }）
rule-number = 数字
rule-number-size = 绝对值不超过 10^18 的数字
rule-quantity-unit = 质量单位（{ $masses }）加物质（{ $substances }），如 Mt CO2e
rule-price-unit = 货币（可带价格年份）加数量单位，如 GBP/t 或 USD2005/t CO2
rule-share = 0 至 1 之间的比例
rule-source = 注明来源（假设值除外）
rule-one-a-year = 每年一个数据
rule-years-in-order = 由先到后、互不重复的年份
rule-forward = 终点不早于起点
rule-segment-rises = 成本不下降的分段
rule-segments-in-order = 按成本由低到高排列的分段
rule-one-additionality = anyway 与 additional-share 二者择一
rule-make-good-only = ratio 和 next-price 仅用于补缴型罚则
rule-penalty-one-form = price 与 multiple 二者取一；kind 为 pay-in-lieu 时须有其一
rule-multiple-of = 该机制所具有的价格之一：{ $prices }
rule-indexed = indexed 只用于以当年货币计价的价格，其单位不写明年份
rule-demand-one-form = 或填 quantity，或同时填 price、slope 和 most
rule-issues-in-units = 注明 unit-type：该机制签发单位
rule-contains-cap = 设定 cap：排放遏制储备须从总量上限中扣留
rule-target-figures = { $type } 型目标所需的数据，且仅此：{ $needs }
rule-one-verb = { $verbs } 中恰好一项
rule-verb-needs = 与 { $verb } 同用的键恰为：{ $needs }
rule-quota-one-form = limit 与 share-of-obligation 二者择一
rule-quota-of = 用 of 指明比例所依据的清缴义务属于哪个机制；其他限额不填 of
rule-quota-internalised = internalised 仅用于按清缴义务比例设定的限额
rule-route = 或填 from 与 into（两个不同机制），或填至少含两个机制的 among
rule-weights = weights 仅可列出 among 中的机制
rule-one-action = { $actions } 中恰好一项
rule-rate-form = 兑换率或权重仅与 converts、reissues 或 accepts 同用：直接转移的单位序列号不变，一对一计
rule-image-type = 注明所给单位的 unit-type
rule-party-exists = 本世界某一缔约方的标识
rule-body-exists = 本世界某一机构的标识
rule-activity-exists = 本世界某一减排活动的标识
rule-mechanism-exists = 本世界某一机制的标识
rule-source-exists = sources.toml 中某一来源的键，其后可加逗号和出处
rule-quota-exists = 同一文件中某一限额的标识
rule-accepts-into-itself = 以 { $mechanism } 自身为 into 的 accepts 条款
found-other-action = 其他行为
rule-has-unit-type = 设有 unit-type 的机制
rule-has-crediting = 设有减排信用规则的机制
rule-has-cap = 设有总量上限的机制
rule-figure-for-year = { $year } 年的数据
rule-exchange-rate = world.toml 的 exchange-rates 中 { $year } 年 { $currency } 兑 { $into } 的汇率
rule-price-index = world.toml 的 price-indices 中 { $currency } { $year } 年的价格水平
found-gain = 使 { $mechanism } 的单位越换越多的循环
rule-no-gain = 任一循环上的兑换率之积不大于 1
rule-threshold-one-form = at-least 与 above 只取其一
rule-intake-one-form = share（可带 beyond）与 volume 取其一
rule-release-one-form = volume 与 times 取其一
rule-price-trigger-one-form = factor 与 over，或者 above
rule-invalidation-one-form = above 与 above-auctions 取其一

## run

run-help = 求解一个世界的市场：价格、流转、缔约方、计分表。
run-option-years = 只求解本世界的这些年份：2030、2026:2030、:2030 或 2028:
run-option-beside = 同时求解同一世界的另一情景并列显示（a+b 表示叠加）；可多次使用
run-option-out = 同时将报告（HTML）和全部数据表（Excel、CSV、Parquet、IAMC、JSON）写入该文件夹
run-option-all = 显示表中所有行，而不仅是最大的几项
run-working = 正在求解 { $scenario } ……
run-under = { $world } · 情景 { $scenario } · { $years } 年 · { $status }
run-status-unmet = 未解出：部分预算只能靠数值上的缺口流转才能平衡。相应价格即缺口流转的价格，没有意义。所在之处：
run-status-no-equilibrium = 未解出：不存在均衡，分级规则无法稳定。以下数字均不得作为结果使用。
run-status-not-converged = 未解出：未达到所要求的精度（残差 { $residual }，上限 1e-06）。以下数字均不得作为结果使用。
run-unmet-at = { $where }，{ $year } 年：清缴义务缺口 { $amount } { $unit }
run-cycle = { $where }储备 { $reserve }：{ $year } 年流通总量所触发的决定在 { $regimes } 之间反复，对应流通总量 { $low } 与 { $high } { $unit }。可将台阶改为宽 { $smoothing } { $unit } 的过渡区间（smoothing）。
run-missed-at = { $where }，{ $year } 年：未达约束性目标 { $amount } { $unit }
run-price = 价格
run-price-none = 没有任何市场形成价格
run-price-single = { $price } { $unit }（{ $mechanism }）
run-price-one = { $count } 个市场同价：{ $price } { $unit }
run-price-range = 自 { $low }（{ $low-at }）至 { $high } { $unit }（{ $high-at }），共 { $count } 个市场
run-in-year = { $year } 年{ $words }
run-cost = 成本
run-cost-reference = { $cost } { $unit }；本情景即参照情景
run-cost-same = { $cost } { $unit }，与参照情景 { $reference } 相同
run-cost-less = { $cost } { $unit }，比参照情景 { $reference } 减少 { $saved }（{ $share }）
run-cost-more = { $cost } { $unit }，比参照情景 { $reference } 增加 { $saved }（{ $share }）
run-air = 大气
run-air-reference = 排放 { $total } { $unit }
run-air-same = 排放 { $total } { $unit }，与参照情景 { $reference } 相同
run-air-less = 排放 { $total } { $unit }，比参照情景 { $reference } 减少 { $change }
run-air-more = 排放 { $total } { $unit }，比参照情景 { $reference } 增加 { $change }
run-claimed-twice = 双重主张
run-claimed-none = 无
run-claimed = { $amount } { $unit } 未作相应调整而被两方主张
run-figures = 数据
run-figures-part = { $status } { $share }
run-figures-words = 吨数所依据的数据：{ $parts }
run-markets = 市场
run-holders = 各方：所负成本、收支净额及相对参照情景的收益
run-holders-reference = 各方：所负成本及收支净额
run-balances = 目标
run-scoreboard = 计分表（参照情景：{ $reference }）
run-discounted = 各年货币按年率 { $rate } 折现至 { $year } 年。
run-gains = 收益
run-harms = 损害
run-written = 已写入 { $dir }：report.html、tables.xlsx、iamc.csv、run.json，以及各表的 CSV 和 Parquet 文件
head-mechanism = 机制
head-unit = 单位
head-year = 年份
head-price = 价格
head-emissions = 排放量
head-abatement = 减排量
head-set-by = 定价因素
head-holder = 持有方
head-cost = 实际成本
head-payments = 收支净额
head-gain = 收益
head-party = 缔约方
head-target-of = 目标名称
head-target = 目标
head-inventory = 清单排放
head-adjustments = 调整
head-emissions-balance = 排放余额
head-price-of-one-more = 每增一吨的价格
head-missed = 超出
head-status = 状态
head-source = 来源
head-measured-in = 计量单位
set-by-nothing = 供大于求
set-by-activities = { $count } 项减排活动
set-by-rules = { $count } 条规则
balance-enforced = { $period }（约束性）
balance-memo = { $period }
beside-under = { $world } · { $years } 年 · 参照情景 { $reference }
beside-scoreboard = 计分表
beside-prices = 价格（{ $unit }）
score-prices = 价格
score-range = { $low } 至 { $high }
score-real-cost = 实际成本
score-cost-saved = 节约成本
score-spread = 价差
score-spread-words = { $after } { $unit }（参照情景 { $before }）
score-traded = 交易单位
score-finance = 减排信用价款
score-emissions = 排放量
score-air = 排放变化
score-claimed-twice = 双重主张
score-missed = 未达约束性目标
score-transaction-cost = 交易成本
score-effort-avoided = 少做的国内减排
score-unmet = 完全未覆盖

## report

report-scenario-base = 原始文件
report-contents = 目录
report-writing = 正在写入 { $folder } ……
report-made-with = 由 { -brand } 生成。本页不加载任何外部内容，可打印、转发、存档。
report-subtitle = { $years } · 数据截至 { $as-of } · 参照情景“{ $reference }”
report-in-year = { $year } 年
report-in-years = { $first }—{ $last } 年
report-pair = { $source } → { $target }
report-summary = 摘要
report-scoreboard = 计分表
report-prices = 价格
report-accounts = 各方损益
report-trade = 体系间交易
report-balances = 缔约方目标
report-setters = 价格由何决定
report-basis = 结果的依据
report-sources = 数据来源
report-again = 复现方法
report-caution = { $scenario }：{ $words }
report-more = 另有 { $count } 处
report-sum-unsolved = 未解出，各图不含本情景。
report-sum-one = 本报告所述情景为“{ $scenario }”。
report-sum-several = { $years }，共 { $count } 个情景并列，均与“{ $reference }”比较。
report-sum-price-none = { $year } 年没有任何市场形成价格。
report-sum-price-single = { $year } 年仅一个市场形成价格：{ $mechanism }，{ $price } { $unit }。
report-sum-price-one = { $year } 年 { $count } 个市场同价，为 { $price } { $unit }。
report-sum-price-range = { $year } 年共有 { $count } 个市场形成价格，自 { $low }（{ $low-at }）至 { $high } { $unit }（{ $high-at }）。
report-sum-cost-reference = 实际成本为 { $cost } { $unit }；本情景即参照情景。
report-sum-cost-same = 实际成本为 { $cost } { $unit }，与“{ $reference }”相同。
report-sum-cost-less = 实际成本为 { $cost } { $unit }，比“{ $reference }”减少 { $saved }（{ $share }）。
report-sum-cost-more = 实际成本为 { $cost } { $unit }，比“{ $reference }”增加 { $saved }（{ $share }）。
report-sum-trade-none = 体系之间没有单位流转。
report-sum-trade = 体系之间流转的单位合 { $amount } { $unit }。
report-sum-air-reference = 排放量为 { $total } { $unit }。
report-sum-air-same = 排放量为 { $total } { $unit }，与“{ $reference }”相同。
report-sum-air-less = 排放量为 { $total } { $unit }，比“{ $reference }”减少 { $change }。
report-sum-air-more = 排放量为 { $total } { $unit }，比“{ $reference }”增加 { $change }。
report-sum-claimed-none = 不存在双重主张。
report-sum-claimed = { $amount } { $unit } 未作相应调整而被两方主张。
report-item = 项目
report-scoreboard-caption = 各情景与“{ $reference }”比较，各年合计
report-prices-caption = 价格（{ $unit }），按市场规模由大到小排列
report-accounts-caption = 各持有方，各账户及各年合计（{ $unit }）；收益相对于“{ $reference }”
report-accounts-note = 收支净额指买卖单位、缴纳税费等所收减所付。收益指收支净额减实际成本后与参照情景之差。全部持有方的收益之和等于节约成本。
report-trade-caption = 来自一个体系、在另一体系使用或持有的单位（{ $unit }），{ $years }
report-balances-caption = 目标及其完成情况：{ $scenario }
report-setters-note = 下表列出决定边际价格的因素：减排最后一吨的减排活动，或限定价格的规则。
report-setters-caption = { $year } 年各价格的决定因素：{ $scenario }
report-semicolon = ；
report-set-by-abatement = 减排活动（{ $activities }）
report-set-by-agreement = “{ $agreement }”协议的规则
report-set-by-charge = 征收标准
report-set-by-ceiling = 价格上限
report-set-by-floor = 价格下限
report-set-by-auction-reserve = 拍卖保留价
report-set-by-cap = 总量上限
report-set-by-output-response = 获得免费配额者的产量
report-basis-words = 本世界的数据截至 { $as-of }。每一数据均注明来源和状态；下列比例按求解所用基线与总量上限的吨数计算。假设数据占比较高时，宜取用本报告的方向和量级，不宜取用小数。
report-basis-caption = 按数据状态划分的吨数占比
report-basis-residual = 求解精度：最大残差为典型数量或典型价格的 { $residual }，容许上限为 { $most }。
report-licence-a = A 类：署名后可再分发。
report-licence-b = B 类：相同方式共享或禁止商用，再分发前须查阅许可条款。
report-licence-c = C 类：条款未经核实，未经许可不得再分发。
report-licence-fact = fact（事实）：注明出处引用的单个数字。
report-sources-caption = 本世界引用的 { $count } 项来源
report-again-words = 以同一命令处理同一批文件，所得数字相同。本页所在文件夹另有全部数据表：Excel（tables.xlsx）、CSV、Parquet、IAMC 格式（iamc.csv），以及完整结果（run.json）。
report-again-caption = 各情景的名称
report-chart-prices = { $year } 年碳价
report-chart-prices-says = 共 { $count } 个体系，每一情景一个标记，按价格排序：最上为{ $high }，最下为{ $low }。
report-chart-prices-how = 每行为一个体系，按 { $year } 年价格由高到低排列。各情景价格不同时，每一情景一个标记，以灰线相连；灰点表示各情景价格基本相同。
report-chart-prices-how-one = 每行为一个体系，按 { $year } 年价格由高到低排列。
report-chart-years = 历年价格
report-chart-years-says = 规模最大的 { $count } 个体系 { $first }—{ $last } 年的价格曲线，每一情景一条。
report-chart-years-how = 按覆盖吨数选取规模最大的体系。各分图纵轴均自零起，刻度各自独立。
report-chart-gains = 相对“{ $reference }”的损益
report-chart-gains-note = { $unit }，折现后各年合计；黑色菱形为各账户净额
report-chart-gains-says = { $count } 个持有方的损益条形图，收益在右，损失在左；最上为{ $first }，最下为{ $last }。
report-chart-gains-how = 仅列利害最大的各方。价格下降时，排放主体与消费者得益，财政的拍卖收入减少；黑色菱形为两者相抵后的净额。
report-chart-flows = 体系间单位交易量
report-chart-flows-says = { $count } 个方向的单位交易量条形图，最大者为{ $first }。
report-chart-flows-how = 一个体系的使用者所用另一体系的单位，由大到小排列。双向衔接仅计净流向。
report-chart-emissions = 相对“{ $reference }”的排放变化
report-chart-emissions-says = 当年排放比“{ $reference }”增加（零线以上）或减少（零线以下）的数量。
report-chart-figures = 数据的可靠程度
report-chart-figures-note = 基线与总量上限的吨数占比，按数据状态划分
report-chart-figures-says = 每一情景一条，自有来源的数据（深蓝）至假设的数据（橙）。
report-axis-price = 价格（{ $unit }）
report-axis-units = 单位（{ $unit }）
report-axis-change = 变化（{ $unit }）
report-axis-share = 吨数占比
report-notes = 说明
report-world = 世界
report-world-id = 世界标识
report-scenario = 情景
report-scenario-id = 输入名称
report-reference = 参照情景
report-as-of = 数据截至
report-years = 年份
report-status = 状态
report-residual = 残差（相对值）
report-discount-rate = 年折现率
report-unit-price = 价格单位
report-unit-quantity = 数量单位
report-unit-money = 货币单位
report-share-status = 数据状态
report-share = 吨数占比
report-meaning = 含义
report-sheet = 工作表
report-column = 列
report-unit = 计量单位
report-source-key = 编号
report-source-title = 标题
report-source-publisher = 发布者
report-source-year = 年份
report-source-licence = 许可
report-source-licence-class = 类别
report-source-address = 地址
report-source-note = 备注
report-column-markets-mechanism = 机制标识
report-column-markets-unit-class = 交易的单位；属于整个机制的数字只列于其本身的单位一行
report-column-markets-year = 年份
report-column-markets-price = 单位价格；没有相应市场时留空
report-column-markets-obligation-price = 应清缴量每增加一吨的成本
report-column-markets-emissions = 所覆盖活动的排放量
report-column-markets-abatement = 所覆盖活动的减排量
report-column-markets-supply = 签发的单位
report-column-markets-bank = 结转至以后年份的单位；单年市场留空
report-column-markets-unmet = 无法以任何实际单位覆盖的清缴义务；大于 0 即未解出
report-column-markets-price-set-by = 决定价格的事项的地址；价格为 0 且供大于求时留空
report-column-flows-clause = 允许该流转的条款的地址
report-column-flows-kind = 流转类别：issue 发放、credit 签发减排信用、move 转移、use 使用、retire 自愿注销、pay 缴款、carry 结转、cancel 注销
report-column-flows-from = 单位所出的机制
report-column-flows-to = 单位所入的机制
report-column-flows-activity = 签发所依据的减排活动
report-column-flows-host = 减排活动所在缔约方
report-column-flows-tranche = 获签发的吨数是额外的，还是本来就会发生的
report-column-flows-year = 年份
report-column-flows-units = 单位数量
report-column-flows-credited = 单位数量乘以条款规定的比率
report-column-flows-value = 按所付出单位的价格计值；无所付出者按所得单位的价格计值
report-column-holders-holder = 缔约方或基金标识
report-column-holders-account = emitters 排放主体与消费者、treasury 财政、funds 中介与基金
report-column-holders-year = 年份
report-column-holders-cost = 所负实际成本
report-column-holders-payments = 所收减所付
report-column-holders-gain = 收支净额减实际成本，与参照情景之差
report-column-balances-party = 缔约方标识
report-column-balances-period = 目标标识及其年份
report-column-balances-year = 年份
report-column-balances-target = 目标
report-column-balances-inventory = 清单排放量
report-column-balances-adjustments = 相应调整：单位转出为正，使用为负
report-column-balances-enforced = 目标是否具有约束性
report-column-balances-missed = 超出目标的吨数
report-column-balances-price = 每增加一吨的成本；目标不具约束性时留空
report-column-air-year = 年份
report-column-air-emissions = 进入大气的排放量
report-column-air-reference-scenario = 参照情景
report-column-air-reference-emissions = 参照情景的排放量
report-column-air-change = 与参照情景排放量之差
report-column-air-claimed-twice = 处于东道方目标范围内、未作调整而在他处使用或主张的额外减排吨数

## compare

compare-help = 两个情景并列比较，成本的不确定性以区间表示。
compare-option-scenario = 所考察的情景；可重复，逐层叠加
compare-option-against = 比较基准情景（缺省为该世界的参照情景）；可重复，逐层叠加
compare-working = 正在各种成本假设下求解 { $after } 与 { $before }
compare-under = 世界 { $world }：{ $after } 与 { $before } 比较，{ $years } 年。
compare-variants = 减排成本是最难确知的数据：区间涵盖 { $families } 族成本曲线，每族边际成本各乘以 { $slopes }；各种情形一致时方给出方向。
compare-own-curves = 该世界自身的曲线
compare-variant-status = 曲线 { $family }、成本乘以 { $slope }：{ $status }，不计入区间。
compare-unchanged = 不变
compare-saved = { $amount } { $unit }（按该世界自身的曲线）
compare-prices = 价格
compare-verdicts = 得失
compare-verdicts-how = 各年合计。金额按年率 { $rate } % 贴现；净成本为一方各账目之和，负值为得益。
compare-all = 合计
account-net-cost = 净成本
account-cross-border = 跨境收支
account-emissions = 排放量（未作相应调整）
account-balance = 平衡账（作相应调整后）
account-net-import = 单位净输入
account-air = 大气
account-claimed-twice = 重复主张
head-before = 之前
head-after = 之后
head-change = 变化
head-of-account = 账目
head-verdict = 结论
verdict-cost = { $sign ->
    [more] 受损
    [less] 得益
    [depends] 视成本假设而定
   *[none] 不变
  }
verdict-gain = { $sign ->
    [more] 得益
    [less] 受损
    [depends] 视成本假设而定
   *[none] 不变
  }
verdict-tonnes = { $sign ->
    [more] 上升
    [less] 下降
    [depends] 视成本假设而定
   *[none] 不变
  }

## link

link-help = 两个机制衔接对双方的影响。
link-option-rate = B 的一个单位折合 A 的多少单位，返回时取倒数（缺省为 1）
link-option-quota = 各方以对方单位履约占其应清缴量的上限，如 0.1 或 10%（缺省为不限）
link-option-one-way = 仅 A 接受 B 的单位
link-option-from = 衔接的首个年份（缺省为所求解的第一年）
argument-first = 一个机制
argument-second = 拟接受其单位的另一机制
link-working = 正在各种成本假设下试算 { $first } 与 { $second } 的衔接
link-title = { $first }与{ $second }衔接
link-under = 世界 { $world }，情景 { $scenario }，{ $years } 年。
link-terms = { $way }；{ $rate }；{ $quota }；自 { $start } 年起。
link-both-ways = 双方相互接受对方单位
link-one-way = { $first }接受{ $second }的单位，反向不可
link-rate-one = 一比一
link-rate = { $second }的一个单位折合 { $rate } 个
link-no-quota = 不设上限
link-quota = 不超过应清缴量的 { $share }
link-price = { $year } 年由 { $before } 变为 { $after } { $unit }
link-trade = 贸易
link-buys = { $buyer }各年合计净输入 { $amount } { $unit }
link-trade-depends = 卖方视成本而定：{ $buyer }净输入 { $amount } { $unit }
link-verdicts = 双方各账目
link-verdicts-others = 第三方与合计
link-turns = 何种变化会改变结论
link-turns-none = 所试变化均不改变结论：任一方成本由四分之一至四倍，无减排排放由减少 20 % 至增加 25 %。
link-turn = { $lever }：{ $what }
link-turn-what = { $holder }{ $account }
link-turn-separator = {"；"}
link-turn-costs = { $mechanism }的成本
link-turn-emissions = { $mechanism }所覆盖的无减排排放
link-risks = 无减排排放较预期高 { $share } 时的价格涨幅
link-borders = 若衔接后予以豁免，出口方在边境不再支付的费用
link-borders-unknown = 出口产品隐含排放量未知者，仅列每吨费用。
head-shocked = 排放超预期的机制
head-price-of = 价格所属机制
head-border = 边境调节方
head-exporter = 出口方所属机制
head-share-charged = 计费比例
head-charge = 每吨隐含排放费用
head-embedded = 隐含排放
head-stops-paying = 不再支付

## comparisons as files, and the negotiator's brief

link-option-brief = 两页谈判参考的文件（.docx）
link-brief-written = 谈判参考已写入 { $file }。
expected-brief-file = 以 .docx 结尾的文件名，且所在文件夹须已存在
report-option-out = 同时将报告（HTML）和全部数据表（Excel、CSV、Parquet、JSON）写入该文件夹
report-compared-written = 已写入 { $dir }：report.html、tables.xlsx、{ $file }，以及各表的 CSV 和 Parquet 文件
report-without-link = 未衔接
report-with-link = 衔接后
report-compared = “{ $after }”与“{ $before }”比较
report-compared-subtitle = { $world } · { $years } · 数据截至 { $as-of } · { $under }
report-compared-with = 参照情景“{ $reference }”
report-compared-scoreboard = 前后对照，各年合计
report-compared-again = 以同一命令处理同一批文件，所得数字相同。本页所在文件夹另有全部数据表：Excel（tables.xlsx）、CSV、Parquet，以及完整结果（{ $file }）。
report-of = { $what }：{ $words }
report-by = { $what }〔{ $amount } { $unit }〕
report-gains = 得益：{ $accounts }
report-loses = 受损：{ $accounts }
report-depends = 视成本假设而定：{ $accounts }
report-sentence-of = { $holder }——{ $words }。
report-depends-on-costs = { $amount }，方向视成本假设而定
report-by-account = 各方得失
report-air = 大气
report-and-more = 另有 { $count } 项
report-cost-saved = 节约的成本
report-not-compared = 未解出者不作比较，其价格与数量没有意义。
report-uncertain = 不确定性
report-uncertain-none = 全部 { $count } 项结论在 { $variants } 种成本假设下方向一致，不确定的是幅度。
report-uncertain-some = { $all } 项结论中有 { $count } 项在 { $variants } 种成本假设下方向不一：{ $which }。
report-limits-head = 本结果的局限
report-limits = 本结果为两种市场均衡的比较，并非预测，仅适用于所述条件以及截至 { $as-of } 的政策与数据。区间仅反映所试的各种减排成本，不是概率区间，未计入经济增长、能源价格、后续政策等其他不确定因素。
report-ranges = 区间
report-range-central = 按该世界自身的曲线
report-range-low = 各种成本假设下的最小值
report-range-high = 各种成本假设下的最大值
report-terms = 衔接条件
report-prices-unchanged = 在各种成本假设下价格均无变化。
report-turns = 何种变化会改变结论
report-risks = 对冲击的敞口
report-borders = 边境调节
report-turn = { $of }乘以 { $times }
report-change-caption = 前后价格及其区间
report-chart-change = 前后价格
report-chart-change-says = { $count } 个体系前后价格的标记，及表示区间的横条。
report-chart-change-how = 横条相互重叠之处，成本高低的影响不亚于所比较的变化。至多列十二个体系：先列衔接双方，再列价格变动最大者。
report-chart-range-note = 标记：按该世界自身的曲线；横条：各种成本假设下的区间
report-chart-verdicts = 各账目得失
report-chart-verdicts-note = { $unit }，贴现后各年合计；须线：各种成本假设下的区间
report-chart-verdicts-says = { $count } 个持有方各金额账目的条形图，以零为界，须线表示区间。
report-chart-verdicts-how = 各持有方刻度各自独立。净成本在零线以左为得益，其余账目在零线以右为得益；灰色表示得失视成本假设而定。
report-chart-tonnes = 单位净输入与大气
report-chart-tonnes-note = { $unit }，变化量，各年合计；须线：各种成本假设下的区间
report-chart-tonnes-says = 各体系净输入增加（右）或减少（左）以及大气所受影响的条形图，须线表示区间。
report-chart-tonnes-how = 零线以右：净输入单位增加，或进入大气的排放增加；灰色表示方向视成本假设而定。
report-compared-column-mechanism = 机制标识
report-compared-column-measure = emissions 为所覆盖活动的排放量，net-import 为单位净输入
report-compared-column-year = 年份
report-compared-column-before = 之前
report-compared-column-after = 之后
report-compared-column-change = 之后减之前
report-compared-column-sign = 各种成本假设一致时为 + 或 −，无变化为 0，不一致为 ?
report-compared-column-set-by = 之后的定价因素的地址（按该世界自身的曲线）
report-compared-column-holder = 缔约方、基金或机制的标识；合计者为空
report-compared-column-account = 持有方的账目；net-cost（净成本）为负即得益
report-compared-column-turn-mechanism = 何机制所覆盖的活动发生变化会改变结论
report-compared-column-turn-of = 所变化者：costs（成本）或 emissions（无减排排放）
report-compared-column-turn-times = 所乘倍数；所试变化均不改变结论者为空
report-compared-column-shocked = 排放超预期的机制
report-compared-column-share = 比例：冲击为排放增加的比例，边境为计费吨数的比例
report-compared-column-exporter = 出口方在本国所属的机制
report-compared-column-charge = 之前每吨隐含排放的费用
report-compared-column-tonnes = 出口产品隐含排放；未知者为空
report-compared-column-payment = 出口方不再支付的费用；吨数未知者为空
report-compared-column-family = 采用该族曲线的情景；该世界自身的曲线为空
report-compared-column-slope = 边际成本所乘倍数
brief-kind = 谈判参考
brief-about = 谈判参考 · { $world }（数据截至 { $as-of }） · { $scenario } · { $years }
brief-terms = 衔接条件：{ $terms }
brief-answer = 结论要点
brief-other = { $holder }：{ $amount } { $unit }，{ $verdict }
brief-others = 第三方净成本：{ $which }。
brief-prices = 价格（{ $unit }）
brief-risks = 对冲击的敞口：无减排排放较预期高 { $share } 时的价格涨幅（{ $unit }）
brief-borders = 边境调节：若衔接后予以豁免，出口方不再支付的费用
brief-borders-none = 本世界未载有任何一方对另一方出口产品征收的费用。
brief-border = { $border }的边境，{ $exporter }下的出口方
brief-in-unit = { $what }（{ $unit }）
brief-standing = 全部基线与总量上限的吨数按数据状态划分：{ $shares }。
brief-figures = 两个体系的数据（规则、基线、成本曲线）项数按状态划分：{ $counts }。
brief-source = 两个体系的数据来源
brief-count = 数据项数
brief-sources-more = 另有 { $count } 项来源，所涉数据较少，均见 --out 写出的报告。
brief-footer = { -brand } · 世界 { $world }，数据截至 { $as-of }

## coalitions

coalitions-help = 谁与谁衔接会获益。

## sweep

sweep-help = 在不确定性下多次求解一个世界。

## map

map-help = 机制之间的关系：层次、重叠、互动模式。

map-title = { $year }年机制图谱：{ $world }
map-option-year = 绘制图谱的年份（取该年最后一日），1990年至2035年；默认为世界数据的截止年份
map-option-export = 将图谱写入文件，格式由扩展名决定：.graphml或.gexf（网络）、.csv或.zip（ZIP压缩包中的各表）、.html（含图的网页）
map-option-gains = 逐对求解市场定价体系之间衔接可带来的收益（约需一分钟）
map-option-diff = 不绘制图谱，改为列出两个世界之间的变化：填写世界名称或路径；--scenario仅用于NEW
map-option-all = 列出表中所有行；与--json同用时给出所有机制对，与.html同用时矩阵包含所有机制
expected-map-year = { $first }至{ $last }之间的年份
expected-map-file = 以.graphml、.gexf、.csv、.zip或.html结尾的文件名，且所在文件夹已存在
expected-map-diff-alone = --diff单独使用，不与--export、--gains、--year或WORLD同用：该选项用于比较两个世界
map-solving = 正在逐对求解衔接收益（约需一分钟）
map-separator = ；
map-layers = { $year }年末共有{ $count }个机制：机制复合体{ $complex }个，机制集群{ $cluster }个，机制联结{ $linkage }个。
map-family = { $family }{ $count }个
map-families = 按类别：{ $families }。
map-ties = 一方单位可计入另一方的衔接{ $links }项；生效协议{ $agreements }项；涉及缔约方及辖区{ $parties }个。
map-scheduled = 数据截止日已确定启动日期但尚未生效的有{ $count }个：{ $names }。
map-extremes = 强制性体系的规范距离
map-nearest = 规则最接近
map-farthest = 规则差异最大
map-pair-distance = { $pair }（{ $distance }）
map-modes = 互动模式
map-pairs-count = { $count }对
map-gains-unknown = 未求解衔接收益：互动模式依据已有协议及双方在买方和活动上的重叠判定。加--gains可求解。
map-gains-none = 没有可由市场求解新衔接收益的机制对：互动模式依据已有协议及双方在买方和活动上的重叠判定。
map-gains-known = 已知{ $count }对机制的衔接收益；其余机制对的互动模式依据已有协议及双方在买方和活动上的重叠判定。
map-mechanisms = 各层次机制
map-pairs = 机制对（各模式中规则最接近者）
map-measures = 机制复杂性及较{ $year }年的变化
map-happened = 变化来源
map-event-start = 启动（{ $count }个）
map-event-end = 终止（{ $count }个）
map-event-link = 新增衔接（{ $count }项）
map-event-unlink = 终止衔接（{ $count }项）
map-event-join = 加入（{ $count }个）
map-event-leave = 退出（{ $count }个）
map-event-members = { $mechanism }：{ $count }个
map-event-more = 另有{ $count }项
map-event-none = 当年无机制启动或终止。
map-link = { $source } → { $target }
map-more = ……另有{ $more }行。查看全部：在此加--all，写入文件用--export，供程序读取用--json。
map-comparing = 正在比较两个世界
map-diff-title = { $old }至{ $new }的变化
map-diff-none = 无变化：两者内容一致。
map-diff-count = 共{ $count }处变化：
map-diff-what = 逐项变化
map-diff-more = ……另有{ $more }处。查看全部：在此加--all，供程序读取用--json。
map-notice-added = 新增
map-notice-removed = 删除
map-notice-status = 进展状态
map-notice-layer = 层次（计算得出）
map-notice-membership = 成员
map-notice-clause = 条款
map-notice-figure = 数据
map-notice-dates = 起止日期
map-notice-words = 名称、说明与来源
map-notice-settings = 世界设置
map-notice-value = 其他取值
head-start-year = 起始年份
head-with = 对方
map-term = { $term }：{ $words }
kind-cap-and-trade = 总量控制与交易
kind-voluntary-cap-and-trade = 自愿总量控制与交易
kind-government-trading = 政府间交易
kind-tradable-performance-standard = 可交易绩效标准
kind-baseline-and-credit = 基准线与信用
kind-fixed-price-allowance = 固定价格配额
kind-project-crediting = 项目减排量核证
kind-jurisdictional-crediting = 辖区减排量核证
kind-sectoral-crediting = 部门减排量核证
kind-results-based-payment = 基于结果的支付
kind-cooperative-approach = 合作方法
kind-non-market-approach = 非市场方法
kind-offsetting-obligation = 抵消义务
kind-carbon-tax = 碳税
kind-carbon-tax-with-offsets = 可抵消的碳税
kind-carbon-price-floor = 碳价下限
kind-border-adjustment = 边境调节
kind-internal-price = 内部碳定价
kind-disclosure = 信息披露
kind-fuel-intensity-standard = 燃料强度标准
kind-voluntary-market = 自愿市场
map-points = { $points }个百分点
map-written = 已写入：{ $file }
map-rule-supervision = 受{ $trace }监管
map-rule-derivation = 细化{ $trace }
map-rule-object = 标的属其他议题
map-rule-transport = 国际运输
map-rule-rest = 同一议题，复合体之外
head-layer = 层次
head-family = 类别
head-party-count = 缔约方及辖区
head-tie-count = 联系
head-why = 依据
head-pair = 机制对
head-distance = 规范距离
head-overlap-buyers = 买方重叠
head-overlap-activities = 活动重叠
head-link-count = 衔接
head-mode = 互动模式
head-basis = 判定依据
head-lesser-gain = 较少一方收益
head-measure = 指标
head-year-before = { $year }年
basis-market = 市场
basis-agreements = 协议
basis-overlap = 重叠
basis-nothing = 无共同之处
map-measure-mechanisms = 首日已知的机制数
map-measure-links = 衔接数（按有向机制对计）
map-measure-per-party = 每个国家参与的机制数
map-measure-per-gigatonne = 每10亿吨覆盖排放的机制数
map-measure-link-density = 衔接占所有有向机制对的比重
map-measure-shared-parties = 每对机制共有的国家数
map-measure-overlapping = 有共同国家的机制对比重
map-measure-entropy-kinds = 类型多样性（比特）
map-measure-entropy-layers = 层次多样性（比特）
map-measure-entropy-covered = 覆盖排放分散程度（比特）
map-measure-centralisation = 联系的中心化程度
map-measure-modularity = 联系的模块度
map-measure-modularity-random = 随机图的模块度
map-measure-modularity-deviations = 高于随机图的标准差倍数
map-measure-largest-part = 最大连通部分所含机制比重
map-measure-largest-part-random = 随机图的同一比重
map-measure-covered-known = 覆盖排放（{ $unit }）
map-measure-covered-carried = 其中沿用其他年份数据的比重
map-measure-covered-subnational = 其中由非国家主体管理的比重
map-measure-credited-complex = 复合体签发信用的比重
map-measure-credited-private = 非国家主体签发信用的比重
map-measure-credited-concentration = 信用在各层次间的集中度
map-measure-conflicts = 主张同一减排量的机制对
map-measure-conflicts-possible = 可能主张同一减排量的机制对
map-measure-routes = 可用于一项履约义务的机制数
layer-complex = 机制复合体
layer-cluster = 机制集群
layer-linkage = 机制联结
mode-benign-synergy = 良性协同
mode-constructive-cooperation = 建设性合作
mode-functional-competition = 功能性竞争
mode-indifference = 互不相干
mode-benign-synergy-means = 双方均获益，大气排放不增加，且规则相近。
mode-constructive-cooperation-means = 一方获益，另一方无损失。
mode-functional-competition-means = 不具备上述条件，但双方争取相同的买方或活动；价格已知时，一方单位增加会压低另一方价格。
mode-indifference-means = 以上情形均不成立。
regime-distance-field-family = 类别
regime-distance-field-duty = 强制或自愿
regime-distance-field-cap = 总量类型
regime-distance-field-cap-fall = 总量递减速度
regime-distance-field-penalty = 未履约处罚
regime-distance-field-offsets = 抵销信用
regime-distance-field-offset-limit = 抵销比例上限
regime-distance-field-gwp = 全球增温潜势
regime-distance-field-adjustment = 东道国相应调整
regime-distance-field-cancelled = 签发时注销比例
regime-distance-field-banking = 跨期储存
regime-distance-field-borrowing = 跨期预借
regime-distance-field-price-controls = 价格调控
regime-distance-field-allocation = 初始分配方式
regime-distance-field-proceeds = 收益分成
regime-distance-field-sectors = 行业
regime-distance-field-gases = 温室气体种类
regime-distance-field-coverage = 排放覆盖比例
regime-distance-field-hosts = 东道国范围
regime-distance-group-form = 形式
regime-distance-group-stringency = 严格程度
regime-distance-group-integrity = 完整性
regime-distance-group-flexibility = 灵活性
regime-distance-group-equity = 公平性
regime-distance-group-coverage = 覆盖范围
regime-mode-test-loss = 获益较少一方无损失
regime-mode-test-one-gains = 一方获益
regime-mode-test-both-gain = 双方均获益
regime-mode-test-near = 规则相近
regime-mode-test-air = 大气排放不增加
regime-mode-test-links = 一方单位在另一方有效
regime-mode-test-kin = 双方落实同一文书
regime-mode-test-rivalry = 双方争取相同的买方或活动
regime-mode-test-substitution = 一方单位增加会压低另一方价格
family-trading-system = 碳排放权交易体系
family-voluntary-system = 自愿交易体系与市场
family-performance-standard = 可交易绩效标准
family-government-trading = 政府间交易
family-carbon-tax = 碳税与最低价格
family-offsetting-obligation = 抵消义务
family-crediting = 减排量核证机制
family-cooperation = 合作方法
family-other-issue = 其他议题领域的机制
report-regime-network = { $year }年末各机制的衔接与协议
report-regime-network-note = 箭头指向接受单位的一方。另有{ $alone }个机制未以上述方式与其他机制相连。
report-regime-network-says = 共{ $links }项衔接、{ $agreements }项协议；联系最多的机制为{ $hubs }。
report-regime-tie-moves = 单位可转入对方体系
report-regime-tie-accepts = 单位可用于对方履约
report-regime-tie-binds = 受同一协议约束
report-regime-host-party = 东道缔约方
report-regime-timeline-layer = { $first }—{ $last }年有效机制数量（按层次）
report-regime-timeline-family = { $first }—{ $last }年有效机制数量（按类别）
report-regime-timeline-note = 各年年末数，仅计首日已知的机制。{ $year }年以后（浅色）为现行有效且无法定终止日期的机制，加上已确定启动日期的机制。
report-regime-timeline-says = 有效机制由{ $first }年的{ $start }个增至{ $year }年的{ $most }个，为截至{ $last }年各年最高。
report-regime-axis-count = 有效机制（个）
report-regime-treaty = { $treaty }（{ $year }年）
report-regime-matrix = { $year }年末强制性体系之间的规则差异
report-regime-matrix-note = { $count }个机制两两之间的规范距离，规则相近者相邻排列：颜色越深越接近，越浅差异越大，沙色为已知信息不足。列号与行号对应。
report-regime-matrix-says = { $count }个机制两两之间的规范距离；最接近的为{ $near }；差异最大的为{ $far }。
report-regime-matrix-all = { $year }年末全部机制之间的规则差异
report-regime-subtitle = { $year }年末状况，数据截至{ $as-of }
report-regime-section-summary = 概要
report-regime-section-growth = 机制的发展
report-regime-section-network = 衔接与协议
report-regime-section-distance = 规则差异
report-regime-section-modes = 互动模式
report-regime-section-complexity = 机制复杂性
report-regime-section-mechanisms = 机制一览
report-regime-section-again = 重新生成本报告
report-regime-growth-layer-how = 层次依据监管、派生关系和议题领域计算得出。数据截止年份之后，计入现行有效且无终止日期的机制及已确定启动日期的机制。
report-regime-growth-family-how = 配额、碳税与信用分别计数：三者并非同一市场。
report-regime-network-how = 标记大小随联系数量增加。互不相连的部分分开绘制，其位置不具含义。
report-regime-matrix-how = 规范距离为双方均已知的规则项差异的加权平均（Gower系数），涵盖形式、严格程度、完整性、灵活性、公平性和覆盖范围。0为规则相同，1为规则完全不同。
report-regime-plane-how = 两轴取自文献：规范差异与合作收益。位于上方虚线以上的机制对双方均获益，位于下方虚线以下的有一方受损。
report-regime-strip-how = 各图分别统计该模式下各规范距离区间的机制对数量，纵轴刻度各自独立。
report-regime-links-caption = { $year }年末生效的衔接（{ $count }项）
report-regime-agreements-caption = { $year }年末生效的协议（{ $count }项）
report-regime-pairs-caption = 存在互动的机制对，各模式中规则最接近者（{ $count }对中的{ $shown }对）
report-regime-layer-caption = { $layer }（{ $count }个）
report-regime-own-rules = 自身规则
head-takes-units = 接受单位的一方
head-of-whom = 单位来源
head-agreement = 协议
report-regime-again = 对相同文件执行同一命令，所得图谱相同。以.graphml、.gexf为扩展名可导出网络，以.zip为扩展名可导出各表。
head-link-way = 方式
head-stems-from = 依据
report-regime-plane = { $year }年各对机制衔接可带来的收益与规则差异
report-regime-plane-note = 每一点为一对机制。收益取获益较少一方的收益，以规模较小一方的排放价值为基准计算比例。虚线为阈值：规范距离不超过{ $near }为相近，收益达到{ $gain }为获益。
report-regime-plane-says = 按规范距离与收益排列的{ $count }对机制；收益最大的为{ $best }。
report-regime-plane-below = 功能性竞争或互不相干
report-regime-axis-distance = 规范距离（0为规则相同）
report-regime-axis-gain = 获益较少一方的收益
report-regime-strip = { $year }年各互动模式下的规则差异
report-regime-strip-note = 市场收益未知的机制对，其互动模式依据已有协议及双方在买方和活动上的重叠判定。虚线为阈值：规范距离不超过{ $near }为相近。
report-regime-strip-says = 按互动模式与规范距离排列的{ $count }对机制；另有{ $unknown }对因已知信息不足，无法计算距离。
report-regime-strip-mode = { $mode }：{ $count }对
map-pair = { $a }—{ $b }

## registry

registry-help = 登记簿：谁持有哪些单位，协议允许如何使用。
refused = 不予办理：{ $message }［{ $code }；{ $clause }］
registry-init-help = 建立登记簿；指定世界时，一并声明其单位类型，并为各机制和缔约方开立账户。
registry-open-help = 开立账户。
registry-issue-help = 签发单位，编为一个连续号段。
registry-allocate-help = 向负有清缴义务者免费分配配额。
registry-auction-help = 按统一价格出清密封报价，并交付成交单位。
registry-transfer-help = 将单位即时转让至另一账户。
registry-propose-help = 向另一账户提议转让单位，由其接受或拒绝。
registry-accept-help = 接受转让提议。
registry-reject-help = 拒绝或撤回转让提议。
registry-propose-external-help = 向另一登记系统的账户提议转移单位，由对方准予或拒绝接收。
registry-terminate-external-help = 单位尚未转出时，撤回向另一登记系统的转移提议。
registry-expire-help = 解除逾期未获接受的转让提议。
registry-obligation-help = 设定账户在某一时期的清缴义务。
registry-surrender-help = 清缴单位以履行义务。
registry-retire-help = 以特定名义自愿注销单位，他人不得再作主张。
registry-cancel-help = 注销单位，不作任何主张。
registry-replace-help = 以单位替换已失效或将到期的其他单位。
registry-carry-over-help = 将单位结转至以后时期。
registry-freeze-help = 依主管机关决定冻结单位。
registry-dispute-help = 单位存在争议期间予以锁定。
registry-release-help = 解除冻结或争议锁定。
registry-reverse-help = 依主管机关决定撤销一笔清缴、自愿注销或注销。
registry-correct-help = 依主管机关决定更正一笔转让、分配、拍卖、接受或结转。
registry-status-help = 启用、限制或关闭账户。
registry-declare-help = 声明单位类型及其计量。
registry-adopt-help = 采纳一个世界的条款，自某日起生效；所需单位类型与账户一并声明、开立。
registry-settle-help = 将市场求解所得的一年流量逐项登记，各依其条款。
registry-write-off-help = 核销已终止条款的取整余数。
registry-move-help = 依条款将单位转入另一机制，序列号不变。
registry-convert-help = 封存单位，按条款比率换取另一机制的单位。
registry-return-help = 退回转换所得单位，取回封存的原单位。
registry-reissue-help = 注销单位，由另一机制按条款比率重新签发。
registry-accredit-help = 认可或不再认可核查机构。
registry-assess-help = 核定账户某一时期的履约情况，缺口依罚则处理。
registry-authorise-help = 东道方授权其单位用于他处，或更新授权版本。
registry-authorise-units-help = 授权未经授权即签发的单位，使其成为国际转让的减缓成果（ITMO）。
registry-use-ndc-help = 将国际转让的减缓成果用于缔约方的国家自主贡献，并作相应调整。
registry-commit-help = 录入缔约方在京都承诺期的分配数量。
registry-approach-help = 登记合作方法，或自某日起变更其状态。
registry-convert-to-eru-help = 将 AAU 或 RMU 转换为项目的减排单位（ERU）。
registry-change-expiry-help = 变更长期核证减排量的到期日。
registry-expire-units-help = 使过期的临时或长期核证减排量失效。
registry-do-help = 由文件或管道批量办理；不予办理的指令不产生任何变动。
registry-accounts-help = 列出账户。
registry-holdings-help = 列出各账户持有量（当前，或某日终了时）。
registry-compliance-help = 列出清缴义务与清缴情况。
registry-tallies-help = 列出限额及使用情况、相应调整、授权与取整余数。
registry-aef-help = 按商定电子格式（AEF 第 2 版）写出某缔约方某年的提交文件。
registry-aef-check-help = 逐行核查商定电子格式的提交文件，并与以前各次核对。
registry-aef-match-help = 逐行比对两个缔约方的提交文件，列出不一致之处。
registry-journal-help = 按先后列出流水账。
registry-verify-help = 由第一笔至最后一笔核验流水账。
registry-backup-help = 在使用中将登记簿备份为文件。
registry-restore-help = 由备份恢复登记簿。
registry-export-help = 将流水账导出为文本，每行一笔。
registry-import-help = 由导出的流水账建立登记簿，逐笔核验。
registry-upgrade-help = 将旧版登记簿升级至本程序的版本。
argument-account = 账户标识
argument-type = 账户类型：party-holding（缔约方持有）、allocation（分配）、auction（拍卖）、reserve（储备）、operator-holding（经营者持有）、trading（交易）、pending（待定）、buffer（缓冲）或 adaptation-fund（适应基金）；immobilised（原单位封存）由登记簿自行开立
argument-status = open（启用）、blocked（限制：仅可清缴、注销或替换）或 closed（关闭）
argument-unit-type = 单位类型，如 EUA
argument-family = 单位类别：allowance、credit、itmo、a64er、mcu、aau、rmu、eru、cer、tcer 或 lcer
argument-quantity = 单位数量
argument-proposal = 转让提议的记录号
argument-transfer = 提议所在记录的编号
argument-hold = 冻结或争议锁定的记录号
argument-entry = 记录号
argument-commands = 文件，每行一个 JSON 对象，含 do、指令各字段，并可含 key；- 表示从管道读入
argument-book = 含 bid、account、quantity、price 各列的 CSV 文件
argument-copy = 文件
argument-authorisation = 授权标识
argument-approach = 合作方法编号，如 CA0004
argument-state = proposed（拟议）、active（有效）、suspended（暂停）或 ended（终止）
argument-host = 东道方
argument-verifier = 核查机构
argument-clause = 条款地址
argument-party = 缔约方
argument-year = 报告年份
argument-target = 写入位置：以 .xlsx、.json 或 .zip 结尾的路径，或存放 CSV 文件的新文件夹；该处不得已有文件
argument-file = 提交文件：CSV 文件夹或其 .zip，.xlsx 或 .json 文件
argument-other = 另一缔约方的提交文件
argument-assigned = 分配数量（单位）
registry-option-registry = 登记簿：文件，或 postgresql:// 地址。未指定时取环境变量 COMITY_REGISTRY，再取当前文件夹的 registry.db
registry-option-key = 自定的请求键：以同一键重复请求，不会重复办理
registry-option-needed = { $what }（必填）
registry-option-world = 世界的名称或路径：声明其各机制的单位类型，并开立账户
registry-option-id = 登记簿标识，为序列号的开头；未指定时用世界的名称
registry-option-from = 单位所在账户
registry-option-freeze-account = 单位所在账户
registry-option-dispute-account = 单位所在账户
registry-option-carry-over-account = 单位所在账户
registry-option-issue-account = 接收账户
registry-option-account = 作出答复的账户
registry-option-to = 接收账户
registry-option-blocks = 以号段指明的单位，不含其他；可多次使用
registry-option-replaces = 以号段指明的被替换单位；可多次使用
registry-option-series = 仅限该序列的单位
registry-option-vintage = 减排或总量所属年份
registry-option-pool = 仅限计入该机制的单位
registry-option-mechanism = 机制
registry-option-period = 时期，如 2026 或 2026-2030
registry-option-to-period = 转入的时期
registry-option-holder = 账户持有人
registry-option-party = 账户所属缔约方
registry-option-reason = 记入流水账的事由
registry-option-authority = 作出决定的机关
registry-option-beneficiary = 自愿注销的受益人
registry-option-purpose = 用途：voluntary（自愿）、overall-mitigation（全面减缓）、excess-issuance（超额签发）、reversal（逆转）、invalidation（失效）或 stability-reserve（稳定储备）
registry-option-measure = 每单位的计量；未指定时为 t CO2e
registry-option-expires = 可接受的最后一日（UTC），或一个时刻
registry-option-propose-external-registry = 接收方登记系统
registry-option-propose-external-to = 接收方登记系统中的接收账户
registry-option-propose-external-party = 该账户所属缔约方
registry-option-propose-external-holder = 该账户持有人；授权限定可持有单位者时须载明
registry-option-propose-external-expires = 可确认转出的最后一日（UTC），或一个时刻
registry-option-terminate-external-account = 提出转移的账户
registry-option-host = 东道方
registry-option-activity = 项目或规划
registry-option-standard = 方法学或轨道
registry-option-metric = 不以 CO2e 计的单位所计量的对象
registry-option-first = 起始序列号；未指定时接续
registry-option-last = 终止序列号
registry-option-only-account = 仅限该账户
registry-option-only-mechanism = 仅限该机制
registry-option-only-unit = 仅限该单位类型
registry-option-only-state = 仅限该状态：held、reserved、frozen、disputed、surrendered、retired、cancelled、replacement、replaced、immobilised、returned、reissued、converted、expired、used 或 departed
registry-option-only-period = 仅限该时期
registry-option-at = 该日（UTC）终了时的情况
registry-option-list-blocks = 按号段逐一列出，不作合计
registry-option-all = 显示所有行
registry-option-since = 自该日或该记录号起
registry-option-redecide = 并对每项请求重新裁定，逐一比对
registry-option-reserve = 底价，低于此价不予成交
registry-option-currency = 拍卖所用币种；与 --rules 同用时取底价的币种
registry-option-rules = 底价与分级储备取自某一机制的规则
registry-option-day = 拍卖日，据以确定适用规则；未指定时为今日
registry-option-lot = 报价数量须为该数的整数倍
registry-option-limit = 单个竞买人可购数量占拍卖数量的最大比例，如 0.25
registry-option-annul = 报价总量不足时全部不予成交
registry-option-dry-run = 只给出结果，不交付
registry-option-under = 所依据的条款；有多条适用而未指定时，取地址次序在先者
registry-option-backing = 随签发逐一终止的同一账户内的单位，条款有要求时必须指明；可多次使用
registry-option-obliged = 所履行清缴义务的账户，如子公司账户；未指定时为清缴账户本身
registry-option-approach-since = 该状态的起始日；未指定时为当日
registry-option-parties = 参加的缔约方；可多次使用
registry-option-run = 按 comity run --out 的 run.json（或其 --json 输出），在缔约方余额旁列出每增一吨的价格
registry-option-aef-with = 登记簿所不载事项的 TOML 文件（必填）：date、ndc-first、ndc-last、registries，及各项授权的 sectors 与 mitigation
registry-option-aef-earlier = 同一缔约方以前的提交文件；可多次使用
registry-option-aef-first = 此前没有提交文件
registry-option-into = 转入的机制
registry-option-authorisation = 所依据的授权
registry-option-activity-type = 活动类型，供条款判断资格
registry-option-issue-expires = 临时或长期核证减排量的到期日
registry-option-change-expiry-expires = 新的到期日
registry-option-verifier = 核查机构
registry-option-approach = 合作方法，如 CA0004
registry-option-purposes = 用途：ndc（国家自主贡献）、international-mitigation（国际减缓）或 other（其他）；可多次使用
registry-option-first-transfer = 首次转让以何为准：authorisation（授权）、issuance（签发）、use（使用）或 transfer（转让）；未指定时为 transfer
registry-option-quantity = 单位数量上限；未指定时不限
registry-option-vintages = 减排量的起止年份；未指定时不限
registry-option-entities = 可取得、首次转让和使用者：账户，或账户持有人；可多次使用，未指定时不限
registry-option-accredited = 不再认可该核查机构
registry-option-next-period = 缺口转入的时期
registry-option-assess-account = 账户
registry-option-year = 使用年份
registry-option-project = 项目
registry-option-verified-by-committee = 已经监督委员会核查（第二轨道）
registry-option-inventory = 最近一次经审评清单的年排放量
registry-option-years = 储备所含清单年数；未指定时为 5
registry-option-eligible = 该缔约方不在资格名单内
registry-option-effective = 生效首日（UTC）；未指定时为今日，最后一笔记录晚于今日时为其日期
registry-option-settle-year = 登记的年份（必填）
registry-entry = { $where } 第 { $entry } 笔记录，{ $at }，依据 { $clause }。
registry-entry-again = 未重复办理：该请求键对应 { $where } 第 { $entry } 笔记录，{ $at }，依据 { $clause }。
registry-block = 序列号段：{ $block }
registry-more-blocks = ……另有 { $more } 个号段，可用 --json 查看全部。
registry-more = ……另有 { $more } 项。查看全部：加 --all 在此显示，--json 供程序读取。
registry-earlier = ……更早的 { $more } 笔未显示。查看全部：加 --all 在此显示，--json 供程序读取。
registry-more-problems = ……另有 { $more } 项。
registry-nothing = 无
registry-made = 登记簿 { $registry } 已建立于 { $where }。
registry-there = 登记簿 { $registry } 已存在于 { $where }。
registry-opened = 声明了 { $types } 种单位类型，开立了 { $accounts } 个账户。
registry-opened-before = 其单位类型已声明，账户已开立。
registry-batch = { $registry }（{ $where }）：办理 { $done } 项，此前已办理 { $again } 项，不予办理 { $refused } 项。
registry-doing = 已办理 { $count } 项
registry-line = { $file }:{ $line }  { $why }
registry-accounts-under = { $registry }（{ $where }）：{ $count } 个账户
registry-holdings-now = { $registry }（{ $where }）持有情况，截至第 { $entry } 笔记录
registry-holdings-at = { $registry }（{ $where }）{ $at } 终了时（UTC）持有情况，截至第 { $entry } 笔记录
registry-compliance-under = { $registry }（{ $where }）履约情况，截至第 { $entry } 笔记录
registry-journal-under = { $registry }（{ $where }）：{ $count } 笔记录
registry-journal-entry = { $entry }  { $at }
registry-journal-rule = 依据 { $clause }
registry-journal-key = 依据 { $clause }，请求键 { $key }
registry-verifying = 已核验 { $count } 笔记录
registry-importing = 已读取 { $count } 笔记录
registry-verified = { $registry }（{ $where }）：{ $entries } 笔记录前后相接，账面状态与流水账一致。
registry-verified-redecided = { $registry }（{ $where }）：{ $entries } 笔记录前后相接，各项请求重新裁定结果相同，账面状态与流水账一致。
registry-verified-wrong = { $registry }（{ $where }），{ $entries } 笔记录：发现 { $count } 处问题。
registry-last-hash = 最后一笔记录的哈希值：{ $hash }
registry-wrong = 第 { $entry } 笔：{ $code }（{ $why }）
journal-problem-numbering = 编号不连续
journal-problem-chain = 哈希链断裂
journal-problem-time = 时间倒退
journal-problem-body = 内容无法读取
journal-problem-kind = 类别与请求不符
journal-problem-key = 请求键重复
journal-problem-changes = 变动的对象不存在
journal-problem-refused = 请求本应不予办理
journal-problem-decision = 请求重新裁定结果不同
journal-problem-invariant = 账面状态违反不变量
journal-problem-snapshot = 快照与流水账不符
journal-problem-cut = 记录遭删除
registry-upgraded = { $registry }（{ $where }）已与本程序版本一致。
registry-copied = { $registry }（{ $where }）的 { $entries } 笔记录已写入 { $written }。
registry-did-open = 账户 { $account } 已开立（{ account-type }）。
registry-did-status = 账户 { $account } 现为{ account-status }状态。
registry-did-declare = 单位类型 { $unit-type } 已声明：{ unit-family }，每单位 1 { $measure }。
registry-did-obligation = { $account } 在 { $mechanism } 下 { $period } 时期应清缴 { $quantity } 单位。
registry-did-issue = 向 { $account } 签发 { $units }。
registry-did-transfer = 由 { $account } 向 { $to } 转让 { $units }。
registry-did-allocate = 由 { $account } 向 { $to } 分配 { $period } 时期 { $units }。
registry-did-auction = 由 { $account } 售出 { $units }，单价 { $price } { $currency }。
registry-did-propose = { $account } 提议向 { $to } 转让 { $units }，答复前予以锁定。
registry-did-accept = { $account } 接受 { $units }。
registry-did-reject = { $units } 恢复可用：{ $account } 终止了第 { $proposal } 笔的转让提议。
registry-did-expire = { $units } 恢复可用：第 { $proposal } 笔的转让提议已逾期。
registry-did-freeze = 依 { $authority } 决定冻结 { $account } 的 { $units }。
registry-did-dispute = { $account } 的 { $units } 存在争议，予以锁定。
registry-did-release = { $units } 恢复可用：第 { $hold } 笔的锁定已解除。
registry-did-surrender = { $account } 在 { $mechanism } 下为 { $period } 时期清缴 { $units }。
registry-did-surrender-obliged = { $account } 在 { $mechanism } 下代 { $obliged } 为 { $period } 时期清缴 { $units }。
registry-did-retire = 由 { $account } 为 { $beneficiary } 自愿注销 { $units }。
registry-did-cancel = 由 { $account } 注销 { $units }（{ cancel-purpose }）。
registry-did-replace = 以 { $account } 的 { $units } 替换等量单位。
registry-did-reverse = 第 { $entry } 笔已撤销：{ $units } 恢复持有。
registry-did-carry-over = { $account } 的 { $units } 已结转至 { $to-period }。
registry-did-correct = 第 { $entry } 笔已更正：{ $units } 恢复原状。
registry-did-adopt = 已采纳 { $world } 的条款，自 { $effective } 起生效。
registry-did-write-off = { $clause } 的取整余数已核销。
registry-did-move = { $account } 的 { $units } 转入 { $to }，计入 { $into }。
registry-did-convert = { $account } 的 { $units } 已封存，{ $to } 换得 { $gets }。
registry-did-return = { $account } 退回 { $units }，{ $to } 取回 { $gets }。
registry-did-reissue = { $account } 的 { $units } 已注销，向 { $to } 重新签发 { $gets }。
registry-did-accredit = 核查机构 { $verifier } 已获认可。
registry-did-accredit-no-more = 核查机构 { $verifier } 不再获认可。
registry-did-assess = { $account } 在 { $mechanism } 下 { $period } 时期的履约情况已核定。
registry-did-authorise = 东道方 { $host } 的授权 { $authorisation } 已录入。
registry-did-authorise-units = { $account } 的 { $units } 已依 { $authorisation } 获得授权。
registry-did-use-ndc = { $account } 的 { $units } 已用于 { $year } 年国家自主贡献。
registry-did-commit = { $party } 在 { $period } 的分配数量为 { $assigned } 单位。
registry-did-approach = 合作方法 { $approach } 已登记为{ approach-state }。
registry-did-convert-to-eru = { $account } 的 { $units } 转换为项目 { $project } 的 { $gets }。
registry-did-change-expiry = { $account } 的 { $units } 有效期至 { $expires }。
registry-did-expire-units = { $account } 的 { $units } 已到期失效。
registry-did-propose-external = { $account } 提议向登记系统 { $registry } 的账户 { $to } 转移 { $units }，答复前予以锁定。
registry-did-finalise-external = { $units } 已转出：第 { $transfer } 笔提议的对外转移确认转出。
registry-did-terminate-external = { $account } 的 { $units } 恢复可用：第 { $transfer } 笔提议的对外转移已终止。
registry-did-confirm-external = 第 { $transfer } 笔提议的对外转移已到账。
registry-did-admit-external = 准予接收登记系统 { $registry } 的第 { $number } 号转移，由账户 { $account } 接收。
registry-did-complete-external = 登记系统 { $registry } 的第 { $number } 号转移已完成登记，{ $units } 到账。
registry-did-drop-external = 登记系统 { $registry } 的第 { $number } 号转移已由对方终止，不再待收。
registry-adopted = 已采纳 { $world } 的 { $count } 条条款、{ $quotas } 项限额，自 { $effective } 起生效（{ $where } 第 { $entry } 笔记录）。
registry-adopted-before = { $world } 的 { $count } 条条款、{ $quotas } 项限额在 { $effective } 已属有效（{ $where } 第 { $entry } 笔记录），未重复采纳。
registry-adopted-kinds = 按类别：{ $kinds }。
registry-adopted-kind = { $kind } { $count } 条
registry-adopted-digest = 条款摘要值（SHA-256）：{ $digest }
registry-adopted-first = 此前该日并无有效条款。
registry-adopted-nothing-new = 与第 { $entry } 笔记录所采纳者相比，条款无增减或变动。
registry-adopted-against = 与第 { $entry } 笔记录所采纳的条款相比：
registry-adopted-came = 新增
registry-adopted-went = 废止
registry-adopted-changed = 变动
registry-settling = 已登记 { $count } 项流量
registry-settled = { $where } 已结算 { $world } { $year } 年：{ $count } 项流量共登记 { $booked } 单位，未登记 { $remainder } 单位。
registry-settled-entries = 本次新增记录 { $entries } 笔，此前已有 { $before } 笔。
registry-settled-unmet = 未解出：部分预算只能靠数值上的缺口流转才能平衡，该部分不予登记。
registry-settled-passed-over = 另有 { $count } 项以货币清偿或直接抵减清缴义务，不涉及单位交易。
registry-settle-refused = { $flow }：{ $why }
registry-settle-short = { $flow }：可用单位不足，{ $remainder } 单位未能登记。
registry-settle-unsolved = 未作登记（{ $status }）。
registry-external-help = 列出办理中的对外转移。
registry-exchange-help = 与其他登记系统办理对外转移一轮；已办结的不再询问。
registry-reconcile-help = 与其他登记系统对账，核对每个单位是否均在且仅在一处。
registry-option-peers = TOML 文件：载明其他登记系统的地址及询问所用令牌
registry-option-mend = 向其他登记系统重新告知其所遗失的转移，然后再次对账
registry-external-under = { $registry }（{ $where }）办理中的对外转移，截至第 { $entry } 笔记录
registry-external-to = 转往 { $registry }
registry-external-from = 来自 { $registry }
registry-external-stage-proposed = 已提议
registry-external-stage-finalised = 已确认转出，到账未获确认
registry-external-stage-admitted = 已准予接收
registry-exchanging = 已询问 { $count } 笔对外转移
registry-exchange-under = { $registry }（{ $where }）：{ $count ->
    [0] 没有办理中的对外转移。
   *[other] 本轮办理对外转移 { $count } 笔。
}
registry-exchange-completed = 已完成登记
registry-exchange-terminated = 已终止
registry-exchange-dropped = 已撤销准予接收
registry-exchange-waiting = 等待对方
registry-exchange-unreachable = 没有应答
registry-exchange-no-peer = 登记系统文件未载明
registry-exchange-unknown-to-sender = 转出方查无此项
registry-exchange-stuck = 转出后遭拒
registry-exchange-do-terminated = 已终止：{ $registry } 或本登记系统的规则因所列原因予以拒绝，单位恢复可用。请消除原因后重新提议。
registry-exchange-do-waiting = 等待对方：{ $registry } 已提议，尚未确认转出；待其确认，或稍后再次办理。
registry-exchange-do-unreachable = { $registry } 没有应答，单位并无遗失。请核实其地址有无服务、令牌是否有效，然后再次办理。
registry-exchange-do-no-peer = 登记系统文件未载明 { $registry }：请增列 [registries.{ $registry }] 及其 url 与 token-file。
registry-exchange-do-unknown-to-sender = { $registry } 查无其所提议的转移：其流水账曾被恢复为较旧的副本。较新的副本能否取得，由其主管机构答复；单位不在本登记系统，亦未承诺他人。
registry-exchange-do-stuck = { $registry } 拒绝接收已转出的单位，单位仍在途。请依所列代码消除原因后再次办理。
registry-reconciling = 正在询问 { $count } 个登记系统
registry-reconcile-agrees = 各方账目一致：{ $registries }。往来的每个单位均在且仅在一处。
registry-reconcile-differs = 账目并非全部一致。已应答：{ $registries }。
registry-reconcile-told-again = 重新告知
registry-reconcile-silent = { $registry } 没有应答，或该地址的应答者并非此登记系统：请核实其地址有无服务、令牌是否有效，然后再次对账。
registry-reconcile-differences = 总数不符
registry-reconcile-do-taker-lost = { $taker } 遗失了 { $giver } 转出的单位，例如恢复了较旧的副本：请在 { $giver } 执行 comity registry reconcile --peers FILE --mend，重新告知。
registry-reconcile-do-giver-lost = { $giver } 遗失了向 { $taker } 转出的记录，例如恢复了较旧的副本：请恢复其流水账的较新副本。其他登记系统无法代为补正。
registry-reconcile-findings = 并非在且仅在一处的单位
registry-reconcile-twice = 重复
registry-reconcile-nowhere = 不知去向
registry-reconcile-issuer = 由 { $registry } 签发
registry-reconcile-way = 自 { $giver } 至 { $taker } 在途
registry-reconcile-do-twice = 重复：在各登记系统商定何者流水账较旧之前，任何人不得使用这些单位；请在双方执行 comity registry freeze --blocks BLOCK。
registry-reconcile-do-nowhere = 不知去向：单位已转出，而接收方并无记载。依上述方式重新告知即可补正。
head-external-transfer = 转移
head-external-way = 去向或来源
head-external-here = 本方账户
head-external-there = 对方账户
head-external-stage = 阶段
head-external-expires = 期限
head-external-other = 对方登记系统
head-external-outcome = 结果
head-external-why = 原因
head-external-giver = 转出方
head-external-taker = 接收方
head-external-series = 单位序列
head-external-departed = 已转出
head-external-arrived = 已到账
head-external-on-the-way = 在途
head-external-finding = 情形
head-external-registries = 登记系统
registry-tallies-under = { $registry }（{ $where }）累计数，截至第 { $entry } 笔记录
registry-tallies-quotas = 限额及使用情况
registry-tallies-adjustments = 缔约方须作的相应调整
registry-tallies-balances = 缔约方排放余额与市场价格对照
registry-tallies-priced = 目标、排放量与价格取自 { $world }，情景 { $scenario }，{ $years } 年（{ $status }）。所列价格为缔约方余额每增加一吨（如出售一吨）的成本；目标未作强制要求的，以“–”表示。
registry-tallies-authorisations = 授权（附版本号）
registry-tallies-approaches = 合作方法
registry-tallies-remainders = 取整余数
registry-tallies-others = 已录入的清缴义务、罚款与结转
registry-aef-written = 已由 { $where } 写出 { $party } { $year } 年的提交文件（版本 { $version }）：{ $written }。
registry-aef-rows = { $table } { $rows } 行
registry-aef-left-out = 格式中没有与下列记录对应的行动：{ $entries }。
registry-aef-read = { $file }：{ $party }，{ $year } 年，版本 { $version }
registry-aef-checked = { $count ->
    [0] 未发现问题。
   *[other] 发现 { $count } 处问题：
}
registry-aef-pairs = { $count ->
    [0] 双方之间没有转让减缓成果。
   *[other] 双方之间转出与取得相符的减缓成果共 { $units } 单位，{ $count } 个号段：
}
registry-aef-matched = { $count ->
    [0] 双方一致。
   *[other] 不一致之处 { $count } 项：
}
aef-table-submission = 提交信息
aef-table-authorizations = 授权
aef-table-actions = 行动
aef-table-holdings = 持有量
aef-table-entities = 获授权实体
severity-error = 错误
severity-warning = 须查看
severity-undetermined = 未能确定
registry-standing = 单位状况：{ $what }
registry-standing-period = 已结转至 { $period }
registry-standing-authorisation = 依 { $authorisation } 获授权
registry-standing-first = 首次转让于第 { $entry } 笔记录
registry-standing-expires = 有效期至 { $day }
registry-auction-sold = 拍卖 { $offered } 单位，报价总量 { $demand } 单位，成交 { $sold } 单位，单价 { $price } { $currency }。
registry-auction-undersubscribed = 拍卖 { $offered } 单位，报价总量仅 { $demand } 单位，成交 { $sold } 单位，单价 { $price } { $currency }。
registry-auction-unsold = 拍卖 { $offered } 单位，报价总量 { $demand } 单位，无成交。
registry-auction-annulled = 拍卖 { $offered } 单位，报价总量仅 { $demand } 单位，拍卖作废。
registry-not-posted = 未作交付（--dry-run）。
bid-id-repeated = 不予计入：报价标识重复
bid-quantity-not-positive = 不予计入：数量不大于 0
bid-quantity-not-in-lots = 不予计入：数量非整手
bid-currency-unknown = 不予计入：币种无汇率
bid-price-not-a-number = 不予计入：报价并非数字
bid-price-below-reserve = 不予计入：低于底价
bid-purchase-limit-exceeded = 全部或部分不予计入：超过购买限额
head-account = 账户
head-type = 类型
head-block = 序列号段
head-quantity = 数量
head-state = 单位状态
head-vintage = 所属年份
head-pool = 计入机制
head-allocated = 已分配
head-due = 应清缴
head-carried-forward = 其中上期缺口转入
head-surrendered = 已清缴
head-missing = 缺口
head-bid = 报价
head-bid-quantity = 求购数量
head-bid-price = 最高出价
head-awarded = 成交数量
head-remark = 备注
head-standing-period = 结转至
head-standing-authorisation = 授权
head-standing-first-transfer = 首次转让
head-standing-expires = 到期日
head-clause = 条款
head-kind = 类别
head-from = 转出
head-into = 转入
head-solved = 求解量
head-booked = 登记量
head-remainder = 余数
head-entries = 记录号
head-limit = 限额
head-of = 所属
head-used = 已使用
head-most = 上限
head-left = 余额
head-first-transferred = 首次转让
head-authorisation = 授权
head-host = 东道方
head-purposes = 用途
head-first-transfer-is = 首次转让
head-years = 年份
head-units-issued = 已签发
head-what = 对象
head-row = 行
head-approach = 合作方法
head-approach-state = 状态
head-parties = 缔约方
head-since = 起始日
head-authorisations = 授权
head-severity = 轻重
head-aef-table = 表
head-aef-registry = 减缓成果登记簿
head-aef-first = 起号
head-aef-last = 止号
head-who = 对象
unit-tonnes = 吨
authorisation-purpose-ndc = 国家自主贡献
authorisation-purpose-international-mitigation = 国际减缓
authorisation-purpose-other = 其他
first-transfer-authorisation = 授权
first-transfer-issuance = 签发
first-transfer-use = 使用
first-transfer-transfer = 国际转让
remainder-remainder = 转换
remainder-returning = 退回
remainder-levy = 收益分成
remainder-credited = 抵减义务
tally-due = 清缴义务
tally-fine = 罚款
tally-carried = 结转
clause-kind-issue = 签发
clause-kind-credit = 减排量签发
clause-kind-trade = 交易
clause-kind-move = 转入对方
clause-kind-use = 清缴
clause-kind-retire = 自愿注销
clause-kind-carry = 结转
clause-kind-cancel = 注销
clause-kind-reserve = 稳定储备
clause-kind-penalty = 罚则
unit-units = 单位
account-type-party-holding = 缔约方持有账户
account-type-allocation = 分配账户
account-type-auction = 拍卖账户
account-type-reserve = 储备账户
account-type-operator-holding = 经营者持有账户
account-type-trading = 交易账户
account-type-pending = 待定账户
account-type-buffer = 缓冲账户
account-type-adaptation-fund = 适应基金账户
account-type-immobilised = 原单位封存账户
account-type = { $type ->
    [party-holding] { account-type-party-holding }
    [allocation] { account-type-allocation }
    [auction] { account-type-auction }
    [reserve] { account-type-reserve }
    [operator-holding] { account-type-operator-holding }
    [trading] { account-type-trading }
    [pending] { account-type-pending }
    [buffer] { account-type-buffer }
    [adaptation-fund] { account-type-adaptation-fund }
    [immobilised] { account-type-immobilised }
   *[other] { $type }
}
account-status-open = 启用
account-status-blocked = 限制
account-status-closed = 关闭
account-status = { $status ->
    [open] { account-status-open }
    [blocked] { account-status-blocked }
    [closed] { account-status-closed }
   *[other] { $status }
}
unit-state-held = 持有
unit-state-reserved = 待受让
unit-state-frozen = 冻结
unit-state-disputed = 争议锁定
unit-state-surrendered = 已清缴
unit-state-retired = 已自愿注销
unit-state-cancelled = 已注销
unit-state-replacement = 已用于替换
unit-state-replaced = 已被替换
unit-state-immobilised = 已封存
unit-state-returned = 已退回
unit-state-reissued = 已在对方重新签发
unit-state-converted = 已转换
unit-state-expired = 已到期
unit-state-used = 已用于国家自主贡献
unit-state-departed = 已转出
unit-state = { $state ->
    [held] { unit-state-held }
    [reserved] { unit-state-reserved }
    [frozen] { unit-state-frozen }
    [disputed] { unit-state-disputed }
    [surrendered] { unit-state-surrendered }
    [retired] { unit-state-retired }
    [cancelled] { unit-state-cancelled }
    [replacement] { unit-state-replacement }
    [replaced] { unit-state-replaced }
    [immobilised] { unit-state-immobilised }
    [returned] { unit-state-returned }
    [reissued] { unit-state-reissued }
    [converted] { unit-state-converted }
    [expired] { unit-state-expired }
    [used] { unit-state-used }
    [departed] { unit-state-departed }
   *[other] { $state }
}
unit-family-allowance = 配额
unit-family-credit = 减排信用
unit-family-itmo = 国际转让的减缓成果（ITMO）
unit-family-a64er = 第六条第四款减排量（经授权）
unit-family-mcu = 减缓贡献单位
unit-family-aau = 分配数量单位
unit-family-rmu = 清除单位
unit-family-eru = 减排单位
unit-family-cer = 核证减排量
unit-family-tcer = 临时核证减排量
unit-family-lcer = 长期核证减排量
unit-family = { $family ->
    [allowance] { unit-family-allowance }
    [credit] { unit-family-credit }
    [itmo] { unit-family-itmo }
    [a64er] { unit-family-a64er }
    [mcu] { unit-family-mcu }
    [aau] { unit-family-aau }
    [rmu] { unit-family-rmu }
    [eru] { unit-family-eru }
    [cer] { unit-family-cer }
    [tcer] { unit-family-tcer }
    [lcer] { unit-family-lcer }
   *[other] { $family }
}
cancel-purpose-voluntary = 自愿
cancel-purpose-overall-mitigation = 全球排放的全面减缓
cancel-purpose-excess-issuance = 超额签发
cancel-purpose-reversal = 碳储存逆转
cancel-purpose-invalidation = 认定失效
cancel-purpose-stability-reserve = 稳定储备规则
cancel-purpose = { $purpose ->
    [voluntary] { cancel-purpose-voluntary }
    [overall-mitigation] { cancel-purpose-overall-mitigation }
    [excess-issuance] { cancel-purpose-excess-issuance }
    [reversal] { cancel-purpose-reversal }
    [invalidation] { cancel-purpose-invalidation }
    [stability-reserve] { cancel-purpose-stability-reserve }
   *[other] { $purpose }
}
entry-kind-open = 开立账户
entry-kind-status = 变更账户状态
entry-kind-declare = 声明单位类型
entry-kind-obligation = 设定清缴义务
entry-kind-issue = 签发
entry-kind-transfer = 转让
entry-kind-allocate = 分配
entry-kind-auction = 拍卖
entry-kind-propose = 提议转让
entry-kind-accept = 接受
entry-kind-reject = 拒绝或撤回
entry-kind-expire = 逾期
entry-kind-freeze = 冻结
entry-kind-dispute = 争议锁定
entry-kind-release = 解除锁定
entry-kind-surrender = 清缴
entry-kind-retire = 自愿注销
entry-kind-cancel = 注销
entry-kind-replace = 替换
entry-kind-reverse = 撤销
entry-kind-carry-over = 结转
entry-kind-correct = 更正
entry-kind-adopt = 采纳条款
entry-kind-authorise = 授权
entry-kind-authorise-units = 单位授权
entry-kind-move = 转入对方
entry-kind-convert = 转换
entry-kind-return = 退回
entry-kind-reissue = 重新签发
entry-kind-accredit = 机构认可
entry-kind-assess = 履约核定
entry-kind-write-off = 核销余数
entry-kind-use-ndc = 用于国家自主贡献
entry-kind-commit = 录入分配数量
entry-kind-approach = 合作方法
approach-state-proposed = 拟议
approach-state-active = 有效
approach-state-suspended = 暂停
approach-state-ended = 终止
approach-state = { $state ->
    [proposed] { approach-state-proposed }
    [active] { approach-state-active }
    [suspended] { approach-state-suspended }
    [ended] { approach-state-ended }
   *[other] 未登记
}
entry-kind-convert-to-eru = 转换为减排单位
entry-kind-expire-units = 单位到期
entry-kind-change-expiry = 变更到期日
entry-kind-propose-external = 提议对外转移
entry-kind-finalise-external = 确认转出
entry-kind-terminate-external = 终止对外转移
entry-kind-confirm-external = 确认到账
entry-kind-admit-external = 准予接收
entry-kind-complete-external = 完成登记
entry-kind-drop-external = 撤销准予接收
entry-kind = { $kind ->
    [open] { entry-kind-open }
    [status] { entry-kind-status }
    [declare] { entry-kind-declare }
    [obligation] { entry-kind-obligation }
    [issue] { entry-kind-issue }
    [transfer] { entry-kind-transfer }
    [allocate] { entry-kind-allocate }
    [auction] { entry-kind-auction }
    [propose] { entry-kind-propose }
    [accept] { entry-kind-accept }
    [reject] { entry-kind-reject }
    [expire] { entry-kind-expire }
    [freeze] { entry-kind-freeze }
    [dispute] { entry-kind-dispute }
    [release] { entry-kind-release }
    [surrender] { entry-kind-surrender }
    [retire] { entry-kind-retire }
    [cancel] { entry-kind-cancel }
    [replace] { entry-kind-replace }
    [reverse] { entry-kind-reverse }
    [carry-over] { entry-kind-carry-over }
    [correct] { entry-kind-correct }
    [adopt] { entry-kind-adopt }
    [authorise] { entry-kind-authorise }
    [authorise-units] { entry-kind-authorise-units }
    [move] { entry-kind-move }
    [convert] { entry-kind-convert }
    [return] { entry-kind-return }
    [reissue] { entry-kind-reissue }
    [accredit] { entry-kind-accredit }
    [assess] { entry-kind-assess }
    [write-off] { entry-kind-write-off }
    [use-ndc] { entry-kind-use-ndc }
    [commit] { entry-kind-commit }
    [approach] { entry-kind-approach }
    [convert-to-eru] { entry-kind-convert-to-eru }
    [expire-units] { entry-kind-expire-units }
    [change-expiry] { entry-kind-change-expiry }
    [propose-external] { entry-kind-propose-external }
    [finalise-external] { entry-kind-finalise-external }
    [terminate-external] { entry-kind-terminate-external }
    [confirm-external] { entry-kind-confirm-external }
    [admit-external] { entry-kind-admit-external }
    [complete-external] { entry-kind-complete-external }
    [drop-external] { entry-kind-drop-external }
   *[other] { $kind }
}
account-act = { $act ->
    [allocate] 用于分配
    [auction] 用于拍卖
    [transfer] 转让
    [propose] 提议转让
    [propose-external] 提议对外转移
    [surrender] 清缴
    [retire] 自愿注销
    [cancel] 注销
    [replace] 用于替换
    [carry-over] 结转
    [move] 转入对方
    [convert] 转换
    [return] 退回
    [reissue] 重新签发
    [authorise-units] 获得授权
    [use-ndc] 用于国家自主贡献
    [convert-to-eru] 转换为减排单位
   *[other] { $act }
}

# 不予办理的原因，按 registry/refusals.toml 的代码
refusal-key-reused = 请求键 { $key } 已用于第 { $entry } 笔记录，而其请求与此不同。
refusal-identifier-malformed = { $found } 不是有效标识：须由字母、数字及 . _ + - 组成，以字母或数字开头，至多 64 个字符。
refusal-reason-missing = 未注明事由。
refusal-authority-missing = 未注明作出决定的机关。
refusal-beneficiary-missing = 自愿注销须注明受益人。
refusal-purpose-unknown = { $purpose } 不是注销用途，可用：{ $purposes }。
refusal-price-malformed = { $price } 不是价格。
refusal-family-unknown = { $family } 不是单位类别。
refusal-unit-type-exists = 单位类型 { $unit-type } 已声明。
refusal-account-type-unknown = { $type } 不是账户类型。
refusal-account-exists = 账户 { $account } 已存在。
refusal-account-unknown = 账户 { $account } 不存在。
refusal-acquiring-account-unknown = 接收账户 { $account } 不存在。
refusal-same-account = 转出与接收账户同为 { $account }。
refusal-account-closed = 账户 { $account } 已关闭。
refusal-acquiring-account-closed = 接收账户 { $account } 已关闭。
refusal-account-blocked = 账户 { $account } 受限：其单位仅可清缴、注销或替换。
refusal-status-unknown = { $status } 不是账户状态。
refusal-status-unchanged = 账户 { $account } 已是{ account-status }状态。
refusal-account-not-empty = 账户 { $account } 仍持有单位，不得关闭。
refusal-not-for-this-account-type = 账户 { $account } 为{ account-type }，其单位不得{ account-act }。
refusal-unit-type-unknown = 单位类型 { $unit-type } 尚未声明。
refusal-nothing-asked = 未指明单位：既无数量，也无号段。
refusal-quantity-not-positive = 数量 { $quantity } 过小。
refusal-range-reversed = { $first } 至 { $last } 不是有效号段。
refusal-serial-too-high = 序列号 { $last } 超过上限 { $most }。
refusal-quantity-differs = 申请数量为 { $quantity }，而所列合计为 { $sum }。
refusal-blocks-overlap = { $block } 与另一号段重叠。
refusal-already-issued = { $block } 中有单位已签发。
refusal-not-issued = { $block } 中有单位从未签发。
refusal-not-held = { $block } 不在账户 { $account } 中。
refusal-unit-ended = { $block } { unit-state }，不可再用。
refusal-unit-reserved = { $block } { unit-state }，正待另一账户答复。
refusal-unit-frozen = { $block } 处于{ unit-state }状态。
refusal-holdings-insufficient = 账户 { $account } 符合条件的可用单位为 { $available }，申请 { $quantity }。
refusal-may-not-hold = 账户 { $account } 为{ account-type }，不得持有 { $unit-type }。
refusal-not-accepted-for-surrender = { $block } 不计入 { $mechanism } 的单位，不能用于其清缴。
refusal-period-not-later = { $to-period } 不晚于 { $period }。
refusal-not-replaceable = { $block } 不可被替换（{ unit-state }）。
refusal-replacement-differs = 用于替换的 { $quantity } 单位与被替换的 { $replaced } 单位数量不等。
refusal-expiry-past = 期限 { $expires } 已过。
refusal-too-many-blocks = 一次对外转移至多包含 { $most } 个序号区段，现有 { $found } 个；请分次提议。
refusal-same-registry = 登记系统 { $registry } 不能向自身办理对外转移。
refusal-not-the-addressee = 该转移的接收方为登记系统 { $registry }，并非本登记系统。
refusal-acquiring-account-differs = 账户 { $account } 所属缔约方或持有人与转移申请所载不符。
refusal-unit-type-differs = 双方登记系统对单位类型 { $unit-type } 的定义不一致。
refusal-units-present = { $block } 中有单位已在本登记系统，或已承诺自他处接收。
refusal-external-unknown = 没有办理中的对外转移 { $transfer }。
refusal-external-known = 对外转移 { $transfer } 已获准接收。
refusal-external-differs = 对外转移 { $transfer } 与已获准接收的不符。
refusal-external-finalised = 对外转移 { $transfer } 已由第 { $entry } 笔记录确认转出。
refusal-external-not-finalised = 对外转移 { $transfer } 尚未确认转出。
refusal-hold-unknown = 第 { $hold } 笔记录并未锁定单位。
refusal-not-for-this-account = 第 { $hold } 笔的转让提议不由账户 { $account } 答复。
refusal-proposal-expired = 第 { $hold } 笔的转让提议已于 { $expires } 逾期。
refusal-proposal-not-expired = 第 { $hold } 笔的转让提议尚未逾期。
refusal-entry-unknown = 第 { $entry } 笔记录不存在。
refusal-not-correctable = 第 { $entry } 笔记录（{ entry-kind }）不能以此方式撤销或更正。
refusal-units-moved-on = { $block } 已不在第 { $entry } 笔记录所置之处。
refusal-account-since-closed = 账户 { $account } 其后已关闭。
refusal-digest-differs = { $world } 的条款与其摘要值不符。
refusal-verifier-not-accredited = 核查机构 { $verifier } 未获认可。
refusal-obligation-unknown = 账户 { $account } 在 { $mechanism } 下 { $period } 的清缴义务尚未录入。
refusal-already-assessed = 账户 { $account } { $period } 的履约情况已经核定。
refusal-clause-in-force = 条款仍有效，其取整余数不得核销。
refusal-authorisation-unknown = 授权 { $authorisation } 不存在。
refusal-authorisation-of-another-host = 授权 { $authorisation } 属东道方 { $host }。
refusal-already-authorised = 该单位已依 { $authorisation } 获得授权。
refusal-contribution-unit = { $unit-type } 为减缓贡献单位，不得授权。
refusal-authorisation-vintage = 授权 { $authorisation } 仅适用于 { $first } 至 { $last } 年的减排量。
refusal-authorisation-exceeded = 授权 { $authorisation } 限 { $quantity } 单位，已签发 { $issued }。
refusal-approach-state-impossible = 合作方法 { $approach } 现为{ approach-state }（起始：{ $since }），不得于 { $day } 作此变更。
refusal-approach-not-active = 合作方法 { $approach } 现为{ approach-state }（起始：{ $since }）；其有效期间方可据以首次转让。
refusal-no-clause = 没有条款允许 { $block } 以此方式计入 { $mechanism }。
refusal-clause-not-started = 条款自 { $start } 起生效。
refusal-clause-ended = 条款已于 { $end } 终止。
refusal-unit-type-not-eligible = 单位类型 { $found } 不合格；合格者：{ $eligible }。
refusal-standard-not-eligible = { $found } 签发的单位不合格；合格者：{ $eligible }。
refusal-host-not-eligible = 东道方为 { $found } 的单位不合格；合格者：{ $eligible }。
refusal-activity-not-eligible = 活动类型为 { $found } 的单位不合格；合格者：{ $eligible }。
refusal-vintage-not-eligible = 年份为 { $found } 的单位不合格；合格者：{ $eligible }。
refusal-entity-not-eligible = 账户 { $found } 无权办理；有权者：{ $eligible }。
refusal-authorisation-missing = 该单位未经东道方授权，无人为其作相应调整。
refusal-purpose-not-eligible = 该单位获授权用于 { $found }，而此处须为：{ $eligible }。
refusal-amount-unknown = 条款在 { $year } 年的签发量尚未确定。
refusal-amount-exceeded = 条款在 { $year } 年的签发量以 { $amount } 单位为限。
refusal-quota-base-unknown = 限额 { $quota } 按 { $mechanism } { $year } 年清缴义务的比例计算，而该义务尚未录入。
refusal-quota-exceeded = 限额 { $quota } 在 { $year } 年为 { $limit } 单位，余额不足。
refusal-levy-account-missing = 条款规定的收益分成应划入账户 { $account }，而该账户不存在。
refusal-image-may-not-be-held = 账户 { $account } 为{ account-type }，不得持有 { $unit-type }。
refusal-originals-missing = 应退回原单位 { $quantity }，而此处仅封存 { $available }。
refusal-commitment-unknown = { $party } 在 { $period } 的分配数量尚未录入。
refusal-assigned-amount-exceeded = { $party } 在 { $period } 的分配数量为 { $assigned } 单位，不得超额签发。
refusal-not-convertible = { $unit-type } 不能转换为减排单位（ERU）：仅 AAU 和 RMU 可以，且须已声明 ERU 类型。
refusal-not-eligible-for-track-1 = { $party } 不在资格名单内，须经监督委员会核查。
refusal-below-commitment-period-reserve = { $party } 在 { $period } 的承诺期储备不得低于 { $reserve } 单位。
refusal-not-carried-over = { $unit-type } 不得结转。
refusal-carry-over-limit = { $party } 可向 { $to-period } 结转此类单位至多 { $limit }。
refusal-expiry-missing = 仅临时核证减排量和长期核证减排量须注明到期日，其他单位不得注明（{ $unit-type }）。
refusal-unit-expired = 该单位已于 { $expires } 到期。
refusal-not-expired = 该单位尚未到期（到期日：{ $expires }）。
refusal-may-not-replace = { $unit-type } 不得用于替换这些单位。
refusal-nothing-replaced = 未指明被替换的单位：请以号段指明。
refusal-not-as-described = { $block } 属 { $found }，与同时指明的 { $said } 不符。
refusal-clause-borrows = 该条款用于预借以后年度的单位，不得据以向以后时期结转。
refusal-entity-not-authorised = 授权 { $authorisation } 仅限 { $entities }，账户 { $account } 不属其中任何一方。
refusal-backing-differs = 签发须逐一交出 { $needed } 单位作为对应（机制：{ $pool }，类型：{ $unit-types }），且须为同一账户内可自由支配者；所指明的对应单位中符合条件者为 { $named } 单位。

# 参考页
page-refusals-title = 登记簿不予办理的情形
page-refusals-about = 登记簿不予办理的全部原因，按优先次序排列：同时成立的，只给出最先者。未违反任何机制或协议条款的，给出所违反的规则。ITL 为国际交易日志与欧盟交易日志中含义相同的响应代码（第 2216/2004 号条例附件九、附件十二）。
page-refusals-place = 序
page-refusals-code = 代码
page-refusals-rule = 规则
page-refusals-itl = ITL
page-refusals-sentence = 告知语
page-accounts-title = 账户类型
page-accounts-about = 账户可持有何种单位、其中的单位可作何种处理，取决于账户类型。
page-accounts-kyoto = 京都类型号
page-accounts-holds = 可持有的单位
page-accounts-families = 单位类别：
page-accounts-acts = 其单位可作的处理
page-accounts-blocked = 受限账户的单位仅可清缴、注销或替换。签发、冻结、争议锁定、撤销和更正由管理员或主管机关办理，不受账户类型限制。

## audit

audit-help = 在他人的登记簿中查找重复计算的吨数。

## serve

serve-help = 通过 HTTP 向程序和人员提供登记簿与求解服务，并按角色授权。

## study

study-help = 用现有数据回答文献中的一个问题。

## studio

studio-help = 打开网页。

## worlds

worlds-help = 列出各个世界及其情景。
worlds-none = 本安装未附带任何世界。
worlds-scenarios = 情景：{ $scenarios }

## new

new-help = 从带注释的示例开始建立自己的世界，或生成填报自备曲线和基准排放的工作簿。
new-option-from = 要复制或据以填写工作簿的世界（名称或路径）；未指定时为 tutorial
new-written = 已向 { $dir } 写入 { $files } 个文件：
new-next = 修改后请输入：
new-option-excel = 改为写出一个 Excel 工作簿，列出该世界的基准排放和减排曲线，填写后供 --baselines 和 --curves 使用
new-excel-written = 已将 { $activities } 项减排活动的基准排放和减排曲线写入 { $file }。
new-excel-next = 请就掌握更准确数据之处修改并保存，然后输入：
found-no-activities = 没有减排活动的世界
expected-dir-or-excel = DIR 与 --excel FILE 二者择一
expected-folder-there = 已有的文件夹
expected-xlsx-name = 以 .xlsx 结尾的文件
expected-activities = 含有减排活动的世界：基准排放和曲线归属减排活动

## own：自备的曲线和基准排放

own-option-curves = 自备的减排成本曲线：CSV 或 Excel 文件（可用 comity new --excel 生成待填模板）或 IAMC 表格；用以替换所列减排活动的曲线
own-option-baselines = 自备的基准排放（未减排时的排放量）：CSV 或 Excel 文件或 IAMC 表格；用以替换所列减排活动的基准排放
own-used = 本结果采用自备数据：{ $files }。
own-sheet-about = 说明
own-sheet-baselines = 基准排放
own-sheet-curves = 减排曲线
own-about-title = 基准排放与减排曲线填报模板（{ $world }）
own-about-what = “基准排放”“减排曲线”两表列出世界 { $world } 对各减排活动所作的设定。请就掌握更准确数据之处修改，保存后按下列命令求解：
own-about-rows = 每行归属首列所列的减排活动。无须修改的活动，可删去其行，也可保持原样。“名称”“所属缔约方”两列仅供查阅，不予读取。
own-about-same = 未改动的数据保留原有来源；改动的数据一律按假设处理，并注明本文件及行号；求解结果列明基准排放和总量上限中假设数据的占比。
own-about-empty = 空单元格表示未知，而非零。两个年份之间按直线取值。
own-about-scenarios = 情景对自备数据的调整与对原有数据的调整相同；用作比较的参照情形亦采用自备数据。
own-about-forms = 曲线也可不按类型填写，而用“减排活动”“累计减排量”（或“减排比例”）、“边际减排成本”“单位”四列给出曲线经过的各点。IAMC 表格（模型、情景、地区、变量、单位、各年份）可直接读取。
own-about-column = { $column }：{ $meaning }
own-about-year = 该年未减排时的排放量，以本行“单位”列的单位计
own-error-number = 请填不小于 0 的数；未知则留空
own-column-activity = 减排活动
own-column-name = 名称
own-column-host = 所属缔约方
own-column-family = 曲线类型
own-column-unit = 单位
own-column-per = 自变量
own-column-factor = 成本倍数
own-column-supply = 潜力倍数
own-column-slope = 斜率
own-column-intercept = 截距
own-column-a = 二次项系数
own-column-b = 一次项系数
own-column-coefficient = 系数
own-column-exponent = 幂次
own-column-rate = 增长率
own-column-quantity = 分段减排量
own-column-price = 起始价格
own-column-to-price = 终止价格
own-column-abatement = 累计减排量
own-column-share = 减排比例
own-column-abatement-unit = 减排量单位
own-column-marginal-cost = 边际减排成本
own-column-year = 年份
own-column-value = 数值
own-column-source = 来源
own-column-note = 备注
own-column-model = 模型
own-column-scenario = 情景
own-column-region = 地区
own-column-variable = 变量
own-meaning-activity = 减排活动的标识，与世界文件一致
own-meaning-name = 活动名称，不予读取
own-meaning-host = 排放所属的缔约方，不予读取
own-meaning-unit = 基准排放：质量加物质，如 Mt CO2e；曲线：币种（可带年份）加吨，如 USD2020/t CO2
own-meaning-family = q 为减排量。线性：截距 + 斜率·q；二次：a·q² + b·q；幂函数：各项“系数·q^幂次”之和，每项一行；指数：系数·(exp(增长率·q) − 1)；分段：每段一行
own-meaning-per = 曲线的自变量：减排量（以世界的单位计）或减排比例（占基准排放之比）；留空为减排量
own-meaning-factor = 边际成本的倍数：2 即贵一倍；留空为 1
own-meaning-supply = 同一价格下减排量的倍数：0.1 即只余十分之一；留空为 1
own-meaning-slope = 线性：每单位减排量的价格增幅
own-meaning-intercept = 线性：开始减排的价格；留空为 0
own-meaning-a = 二次：平方项系数，大于 0
own-meaning-b = 二次：一次项系数，可为负
own-meaning-coefficient = 幂函数：该项系数；指数：价格尺度；均大于 0
own-meaning-exponent = 幂函数：该项幂次，大于 0
own-meaning-rate = 指数：每单位减排量的增长率，大于 0
own-meaning-quantity = 分段：该段长度，大于 0
own-meaning-price = 分段：该段起点的边际成本，不低于上一段终点
own-meaning-to-price = 分段：该段终点的边际成本；留空则与起点相同
own-meaning-source = 数据来源：本世界来源表中的键，或自拟文字
own-meaning-note = 需向数据使用者说明的其他事项
own-family-linear = 线性
own-family-quadratic = 二次
own-family-power = 幂函数
own-family-exponential = 指数
own-family-piecewise = 分段
own-per-quantity = 减排量
own-per-share = 减排比例
found-own-again = { $what } 重复出现，首见于第 { $line } 行
found-column-again = 重复的列
found-compound-file = 加密的工作簿或旧式 .xls 文件
found-no-xlsx = 不是 .xlsx 工作簿的内容
found-sheets = 工作表 { $sheets }
found-larger-sheet = { $rows } 行 { $columns } 列的工作表
found-heads-alone = 只有表头、没有数据行
expected-own-file = .csv 或 .xlsx 文件
expected-own-csv = CSV 表格
expected-own-xlsx = 无密码、可打开的 .xlsx 工作簿
expected-own-sheet = 名为 { $sheet } 的工作表，或仅含一张工作表
expected-own-table = 表头及其下的数据行
expected-own-cells = 至多 { $most } 个单元格（含空格）
expected-own-head = 空单元格：该列没有表头
expected-own-same = { $value }，与第 { $line } 行一致
expected-own-once = 每行只出现一次
expected-own-one-row = 仅有一行：{ $family } 型曲线只占一行
expected-own-empty = 空单元格：{ $family } 型曲线只填 { $columns }
expected-own-parameter = 一个数：{ $family } 型曲线必填此列
expected-own-rising = 不小于 { $least }：边际成本不随减排量增加而下降
expected-own-points = 至少一个减排量大于零的点
expected-own-one-amount = abatement 与 share 二者择一
expected-own-years = 以年份为列名的列，或 year 和 value 两列
expected-own-year = { $first } 至 { $last } 年之间的年份，或与其前后紧邻的年份（相距不超过 10 年）
expected-own-price = Price|Carbon 的数据行：曲线据此得出
expected-own-emissions = Emissions|CO2、Emissions|Kyoto Gases 或其他 Emissions|… 的数据行
expected-own-one-variable = Emissions|CO2 或 Emissions|Kyoto Gases，或仅含一种排放变量
expected-own-one-model = 同一模型的数据行，即仅 { $model }
expected-own-base-scenario = 恰有一个无碳价的情景，作为计算减排量的基准（表中有：{ $scenarios }）
expected-own-one-price-year = { $first } 至 { $last } 年之间仅一个年份的碳价大于零：曲线各年相同
expected-own-activities = 下列减排活动之一：{ $activities }（该缔约方有多项活动）
expected-own-region = 减排活动的标识，或拥有一项活动的缔约方的标识
expected-own-base-figure = 无碳价情景中 { $year } 年大于零的排放量
expected-own-price-of = { $scenario } 情景下 { $region } 在 { $year } 年的 Price|Carbon 和排放量
expected-own-abated = { $year } 年不高于 { $scenario } 情景的排放量
expected-own-priced-scenario = { $region } 有碳价的情景
hint-own-save-as = 请另存为 .xlsx，或 UTF-8 编码的 CSV
hint-own-password = 请取消密码，或另存为 .xlsx
hint-own-other = 此表应由 { $option } 读取
hint-own-formula = 请用电子表格软件打开并保存，使公式有计算结果
hint-own-one-price-year = 例如只保留 { $year } 年

## check

check-help = 读取一个世界，列出每个问题及其文件与行号。
check-done = 已读取 { $files } 个文件，未发现问题。
check-option-figures = 另列出所有并非“有来源”的数据及其文件与行号，以及现行各体系的定价方式
check-done-scenarios = 已读取 { $files } 个文件和 { $scenarios } 个情景，未发现问题。
check-figures = 数据与成本曲线的状态（共 { $count } 项）
check-weak = 并非“有来源”的数据（{ $count } 项）
check-figure = { $what }，{ $status }
check-figure-note = { $figure }——{ $note }

## explain

explain-help = 逐步说明一个数值的来源。
explain-option-year = 逐年不同的数据取哪一年；未指定时取世界的第一年
explain-status = { $status }：{ $means }
explain-steps = 由来
explain-nothing = 空缺
explain-unknown = 未知
explain-yes = 是
explain-no = 否
explain-table = 含 { $count } 项的表或列表
explain-stands-in = 位于 { $place }。
explain-stands = { $place } 写明：{ $value }。
explain-series-stands = { $place } 列有该序列，{ $year } 年读数为 { $value }。
explain-default = 文件未写明，此为默认值。
explain-set = 情景 { $scenario }（{ $place }）将其由 { $before } 设为 { $after }。
explain-scale = 情景 { $scenario }（{ $place }）将其由 { $before } 按比例调整为 { $after }。
explain-add = 情景 { $scenario }（{ $place }）将其增设为 { $after }（原为：{ $before }）。
explain-remove = 情景 { $scenario }（{ $place }）将其删除：原为 { $before }，现为 { $after }。
explain-shock = 情景 { $scenario }（{ $place }）施加冲击，由 { $before } 变为 { $after }。
explain-outside = { $year } 年不在数据所及的 { $first } 至 { $last } 年之内；缺数不等于零。
explain-between = { $year } 年按 { $before } 与 { $after } 之间的直线取值：{ $value }。
explain-figure = { $year } 年（{ $value }，{ $place }）
explain-note = 说明：{ $note }
explain-converted = 折合世界的计量单位：{ $given } 即 { $made }。
explain-exchange-rate = 汇率：{ $year } 年 1 { $currency } 合 { $rate } { $into }。
explain-price-index = 价格水平：{ $year } 年的 { $currency } 乘以 { $ratio } 即 { $into } 年的 { $currency }。
explain-below = 其下有：{ $keys }。
explain-made = 据此形成 { $count } 项条款：{ $clauses }。
explain-made-more = 据此形成 { $count } 项条款，其中有 { $clauses }。
explain-made-none = 据此不形成条款：协议{ $status }。
curve-formula = 边际成本 = { $formula }
curve-q-quantity = q 为减排量，单位 { $unit }。
curve-q-share = q 为减排量占基线的比例。
curve-factor = 整条曲线乘以 { $factor }。
curve-supply = 各价格下的减排量乘以 { $supply }。
curve-step = { $quantity } 单位按 { $price }
curve-step-rising = { $quantity } 单位自 { $price } 升至 { $to }
curve-more-steps = { $steps }……（另有 { $more } 段）
curve-of-family = { $family }曲线，{ $unit }
curve-linear = 线性
curve-quadratic = 二次
curve-power = 幂函数
curve-exponential = 指数
curve-piecewise = 分段
reserve-rule-intake = 储备规则：流通总量偏高时纳入储备的数量
reserve-rule-release = 储备规则：流通总量偏低时投放的数量
reserve-rule-price-release = 储备规则：价格偏高时投放的数量
reserve-rule-addition = 储备规则：自他处转入储备的数量
reserve-rule-invalidation = 储备规则：储备中失效的数量
agreement-negotiating = 谈判中
agreement-signed = 已签署、未生效
agreement-in-force = 已生效
agreement-suspended = 暂停
agreement-ended = 已终止
agreement-abandoned = 已放弃
clause-issue = 签发单位
clause-credit = 减排量转为减排信用
clause-trade = 单位转手
clause-move = 单位进入另一机制
clause-use = 清缴单位
clause-retire = 自愿注销单位
clause-pay = 以缴款代替清缴
clause-carry = 跨年使用单位
clause-cancel = 注销单位
clause-stands = 条款写于 { $place }。
clause-yields = 《{ $agreement }》{ $status }。
clause-yields-not = 《{ $agreement }》{ $status }，目前不产生条款。如生效，则规定如下：
clause-named = { $id }：
clause-more = ……同一条款另有 { $count } 项。
clause-takes-gives = 取自{ $takes }，给予{ $gives }。
pool-units = { $of }的单位
pool-units-typed = { $of }的单位（{ $types }）
pool-obligation = { $of }的清缴义务
pool-activity = 减排活动的减排量
pool-nothing = 无
pool-worth = { $of }单位的等值款项
clause-form-transfer = 转移：单位序列号不变，一对一计。
clause-form-immobilise = 转换：映像单位使用期间，原单位冻结；映像返回后，原单位解冻。
clause-form-reissue = 重新签发：注销原单位，签发新单位。
clause-unit-type = 所给单位为 { $unit-type }。
clause-rate = 每单位按 { $rate } 计。
clause-ratio = 每短缺一单位须补缴 { $ratio } 单位（含短缺的一单位）。
clause-free = 免费分配给所覆盖的活动。
clause-adjusts-credit = 单位经授权，东道方作相应调整。
clause-adjusts-both = 双方均作相应调整。
clause-charges = 东道方按调整对其平衡账造成的成本收费。
clause-owner = 以 { $holder } 的名义进行。
clause-owner-issue = 所得归 { $holder }。
clause-fixed = { $year } 年须为 { $amount }。
clause-most = { $year } 年至多 { $amount }。
clause-part = { $mechanism }在 { $year } 年投入 { $amount }。
clause-per-output = { $year } 年为每单位产出 { $amount }。
clause-output-response = 产出随之变动：伴随一吨排放的产出对使用者的价值为 { $formula } [{ $unit }]，{ $q }。免费发放量多于相应排放量的，按同一曲线增产。
output-q-quantity = q 为减产所对应的排放量，单位 { $unit }
output-q-share = q 为减产所对应的排放量占基线的比例
clause-unsold-cancelled = 未售出的予以注销。
clause-unsold-later-auctions = 未售出的转入以后的拍卖。
clause-unsold-reserve = 未售出的转入储备。
clause-demand-fixed = 不论价格购入 { $amount }，用于{ $claim }。
clause-demand-curve = 至多购入 { $most }，首单位出价至多 { $price }，用于{ $claim }。
claim-offset = 抵销主张
claim-contribution = 贡献主张
clause-price = { $year } 年价格不低于 { $price }。
clause-buys = { $year } 年由财政按 { $price } 收购并注销。
clause-pays = { $year } 年向 { $payee } 支付 { $price }。
clause-less = 从中扣除{ $of }单位 { $year } 年的价格，扣至零为止。
clause-times = 即{ $of }的 { $times } 倍。
clause-times-unit-price = { $year } 年向 { $payee } 支付{ $of }单位价格的 { $times } 倍。
priced-auction-reserve = 拍卖保留价格
priced-floor = 价格下限
priced-ceiling = 价格上限
priced-charge = 收费标准
clause-next-price = 次年单位按 { $price } 计价。
clause-cost = 交易成本：{ $cost } { $unit }。
clause-quota = 限额 { $id }：{ $limit }。
quota-share = { $year } 年至多为{ $of }清缴义务的 { $share }
quota-quantity = { $year } 年至多 { $amount }
quota-per-entity = { $quota }该限额对每个主体分别适用。
quota-per-mechanism = { $quota }该限额对每个机制分别适用。
clause-levy = 提取 { $share }，归{ $to }（{ $purpose }）。
levy-to-cancellation = 注销
levy-to-nobody = 静置池
purpose-adaptation = 适应资金
purpose-omge = 全球排放的全面减缓
purpose-buffer = 逆转风险缓冲
purpose-administration = 行政费用
clause-backed-by = { $host }每单位须交出一个{ $of }。
eligible-unit-types = 仅限单位类型 { $wanted }。
eligible-vintages = 仅限年份 { $wanted }。
eligible-hosts = 仅限东道方 { $wanted }。
eligible-standards = 仅限由 { $wanted } 签发的单位。
eligible-activities = 仅限活动类型 { $wanted }。
eligible-purposes = 仅限授权用途 { $wanted }。
eligible-entities = 仅限 { $wanted }。
clause-from-to = 自 { $start } 至 { $end } 有效。
clause-from = 自 { $start } 起有效，无终止日。
clause-to = 有效至 { $end }。
clause-always = 未设起止日期。
clause-after = { $dates }此后，已转移的单位{ $fate }。
after-stay = 留在原处
after-no-use = 不得再使用
after-return = 退回
price-solved = 在情景 { $scenario } 下求解 { $year } 年：{ $status }。价格不在任何文件中，而是求解结果。
price-no-market = 该年其单位没有市场。
price-of-class = { $unit-class }：{ $price } { $unit }。
price-supply = 签发：{ $supply } { $unit }。
price-covered = 所覆盖的减排活动排放 { $emissions } { $unit }，减排 { $abatement }。
price-set-by = 由 { $count } 项因素定价，价格略升，这些因素均会略有增加：
price-set-by-nothing = 无定价因素：没有成本曲线处于爬升段，也没有部分使用的价格台阶。
price-curve = { $address }（{ $name }）：边际成本 = { $formula } [{ $unit }]，{ $status }
price-curve-source = { $curve }；{ $source }
price-rule-at = { $address }：{ $figure }，{ $status }
price-rule-cost = { $address }：交易成本 { $figure }，{ $status }
price-rule = { $address }
price-more = ……另有 { $count } 项。

## replay

replay-help = 在已公布的路径上重演储备机制的规则。
replay-option-rules = 储备：世界/机制、世界/机制.储备（有多个时），或含一个储备的 TOML 文件
replay-option-monthly = 按月而非按年
replay-option-scenario = 规则所在世界的情景；多个情景按给出的顺序叠加
replay-under = { $reserve }（{ $rules }）· { $table }
replay-periods = 流通总量与储备
replay-decisions = 各年流通总量所决定的
replay-differences = 已公布而与规则不符的
replay-agree = 已公布的 { $count } 个数均与规则相符。
replay-weak = 数字并非出自来源的规则：
replay-weak-rule = { $rule }：{ $status }
replay-blind = 因所依据的月度价格未知而未评估：{ $rules }
replay-months = { $begin } 起 { $months } 个月
replay-nothing = 无
head-period = 时期
head-issued = 发放
head-intake = 收储
head-release = 投放
head-cancelled = 注销
head-added = 转入
head-content = 储备量
head-circulation = 流通总量
head-unexplained = 未解释
head-carried-out = 执行期
head-regime = 规则
head-figure = 项目
head-published = 已公布
head-replayed = 按规则
figure-intake = 收储
figure-release = 投放
figure-cancelled = 注销

# 各体系的价格如何形成及其理由
pricing-class-market = 市场价格
pricing-class-fixed = 固定或法定价格
pricing-class-administered = 行政管理价格
pricing-class-no-trading = 无交易
pricing-charge = 其自身设有收费（{ $on }）
pricing-auction = 近年有拍卖形成的价格（{ $on }）
pricing-spot = 近年有市场形成的价格（{ $on }）
pricing-fixed-price = 配额按固定价格出售（{ $on }）
pricing-statutory = 超额排放按法定价格缴费，其单位的价格未知（{ $on }）
pricing-ceiling = 短缺部分可按上限价格购买，市场价格未知（{ $on }）
pricing-band = 主管机构将价格维持在下限与上限之间，市场价格未知（{ $on }）
pricing-floor = 主管机构按底价收购，市场价格未知（{ $on }）
pricing-auction-reserve = 主管机构在拍卖底价以下不出售，市场价格未知（{ $on }）
pricing-nothing = 其单位的价格未知
pricing-class-unknown = 不明
pricing-unobserved = 本世界未收录任何实测价格
pricing-lacks-size = 覆盖排放量
pricing-lacks-price = 价格
pricing-lacks-supply = 总量上限或基准值
pricing-lacks-activity = 减排活动
pricing-join = 、
pricing-systems = 现行各体系的定价方式（共 { $count } 个）
pricing-solved = 有减排活动，由求解器定价
pricing-supply-assumed = 其中，文件未载总量上限和基准值，须由情景作出假设
pricing-not-solved = 求解器未予定价
pricing-list-solved = 由求解器定价：{ $price }（{ $count } 个）
pricing-list-not-solved = 求解器未予定价：{ $price }（{ $count } 个）
pricing-head-solved = 供给
pricing-head-not-solved = 所缺数据
pricing-assumed = 假设
pricing-known = 已知
pricing-why = 理由

# 第六条：商定电子格式及其核对

## formats: the agreed electronic format

expected-aef-required = 一个值：此列必填
expected-aef-text = 单行文字，不含控制字符，且不为 NA
expected-aef-texts = 一项或多项文字，以分号加空格分隔
expected-aef-integer = 不小于 0 的整数，至多 { $digits } 位，不含分隔符
expected-aef-number = 不小于 0 的数，小数点为“.”，小数点前后各至多 { $digits } 位
expected-aef-year = 四位数的年份
expected-aef-years = 两个年份，如 2021 - 2030
expected-aef-date = 日期，格式为 dd/mm/yyyy
expected-aef-instant = 协调世界时的时刻，如 2025-03-01T12:00:00Z
expected-aef-party = 缔约方的三个大写字母（ISO 3166-1 alpha-3）
expected-aef-parties = 一个或多个缔约方的三个大写字母，以分号加空格分隔
expected-aef-registry = 登记系统：缔约方的三个大写字母加两位数字
expected-aef-approach = 合作方法：CA 加四位数字
expected-aef-version = 版本：两个数字，中间为点，首版为 1.0
expected-aef-authorization = 字母、数字、空格和连字符
expected-aef-choice = 下列之一：{ $values }
expected-aef-file = 内含 CSV 文件的文件夹或 .zip，或 .xlsx、.json 文件
expected-aef-csv = UTF-8 编码的 CSV 表
expected-aef-json = 由各表组成的对象，每张表是对象的列表，其值为文字、数字或 null
expected-aef-sheet = 下列表之一：{ $sheets }
expected-aef-table = 这张表；没有数据行也要有表头
expected-aef-one-row = 一行
expected-aef-column = 下列列之一：{ $columns }
expected-aef-column-there = 这一列
expected-aef-particulars = 在申报中说明账本所不知道的内容
expected-aef-serial = 小于 1000000000000 的序列号，以便在其前加上系列编号
aef-conditional-missing = 缺少 { $column }，而此行需要它。
aef-conditional-surplus = 填写了 { $column }，但它不适用于此行。
aef-platform-filled = { $column } 由中央平台填写，不由缔约方填写。
aef-year-open = 提交时 { $year } 年尚未结束。
aef-submission-repeated = 关于 { $year } 年的版本 { $version } 此前已提交。
aef-snapshot-changed = 持有量与版本 { $version } 不同：12 月 31 日的持有情况不会改变。
aef-ndc-period-reversed = 国家自主贡献期于 { $last } 年结束，早于开始年 { $first }。
aef-authorization-version-repeated = 此授权的版本 { $version } 出现两次。
aef-authorization-version-order = 版本 { $version } 的日期早于较低的版本。
aef-timeframe-reversed = 授权时限于 { $last } 年结束，早于开始年 { $first }。
aef-authorized-entity-unlisted = { $entity } 不在获授权实体之列。
aef-authorized-quantity-exceeded = 其下有 { $units } 个 ITMO，而授权数量为 { $quantity }。
aef-subtype-misfit = { $subtype } 不是 { $action } 的子类型。
aef-action-outside-year = { $at } 不在 { $year } 年内。
aef-range-reversed = 区块止于 { $last }，早于起点 { $first }。
aef-quantity-differs = 数量为 { $quantity }，而区块含 { $width } 个 ITMO。
aef-underlying-incomplete = 底层单位的登记系统、首号和末号须全部给出或全部不给。
aef-vintage-too-early = 年份为 { $vintage }；减缓成果自 { $first } 年起计。
aef-vintage-too-late = 年份为 { $vintage }，晚于 { $year } 年。
aef-authorization-unknown = 授权 { $authorization } 不在此申报中。
aef-authorization-not-in-force = 授权 { $authorization } 在 { $day } 没有生效的版本。
aef-approach-differs = 合作方法为 { $approach }；授权属于 { $authorized }。
aef-metric-differs = 度量为 { $metric }；授权以 { $authorized } 计。
aef-vintage-outside-timeframe = 年份 { $vintage } 不在授权时限 { $first } - { $last } 内。
aef-action-outside-timeframe = { $year } 年不在授权时限 { $first } - { $last } 内。
aef-entity-unknown = { $entity } 不在获授权实体之列。
aef-party-not-authorized = { $party } 不在该授权所列的缔约方之中。
aef-entity-not-authorized = { $entity } 不在该授权所列的实体之中。
aef-purpose-not-authorized = 用途为 { $purpose }；获授权的是 { $authorized }。
aef-use-year-outside-ndc = { $year } 年不在国家自主贡献期 { $first } - { $last } 内。
aef-vintage-outside-ndc = 年份 { $vintage } 不在其使用所属的国家自主贡献期 { $first } - { $last } 内。
aef-first-transfer-misdefined = { $subtype } 不符合此授权对首次转让的定义：{ $authorized }。
aef-first-transfer-repeated = { $first } 至 { $last } 此前已首次转让，见{ $row ->
    [earlier] 较早的申报
   *[other] 第 { $row } 行
}。
aef-first-transfer-missing = { $first } 至 { $last } 尚未首次转让。
aef-attributes-differ = { $table } 第 { $row } 行对同样的 ITMO 有不同的说法。
aef-holdings-overlap = { $first } 至 { $last } 也出现在第 { $row } 行。
aef-held-and-ended = { $first } 至 { $last } 已在 Actions 第 { $row } 行使用或注销。
aef-ended-twice = { $first } 至 { $last } 此前已使用或注销，见{ $row ->
    [earlier] 较早的申报
   *[other] 第 { $row } 行
}。
aef-moved-after-end = { $first } 至 { $last } 此前已使用或注销，不能再转移，见{ $row ->
    [earlier] 较早的申报
   *[other] 第 { $row } 行
}。
aef-opening-unknown = 不知道 { $year } 年末的持有情况，因此无法核对持有量。
aef-not-held = 当时并未持有 { $first } 至 { $last }。
aef-already-held = { $first } 至 { $last } 早已持有，始于{ $row ->
    [earlier] 该年之前
   *[other] 第 { $row } 行
}。
aef-holding-missing = { $first } 至 { $last } 在 12 月 31 日应被持有，却不在任何持有行中。
aef-holding-unexplained = { $first } 至 { $last } 在 12 月 31 日被持有，但期初持有量和各项行动都没有说明来由。
aef-years-differ = 此申报关于 { $year } 年；{ $party } 的申报关于 { $other } 年。
aef-transfer-unmatched = { $first } 至 { $last } 转给了 { $party }，而该方没有相应的获取记录。
aef-acquisition-unmatched = { $first } 至 { $last } 自 { $party } 获取，而该方没有相应的转让记录。
aef-acquired-before-transfer = 获取早于 { $party } 的转让，见该方第 { $row } 行。
aef-attributes-differ-between = { $party } 对这些 ITMO 有不同的说法，见该方第 { $row } 行。
aef-quantities-differ-between = { $party } 对这些 ITMO 的数量不同，见该方第 { $row } 行。
aef-held-by-both = { $first } 至 { $last } 也由 { $party } 持有，见该方持有表第 { $row } 行。
aef-ended-by-both = { $first } 至 { $last } 也由 { $party } 使用或注销，见该方第 { $row } 行。
aef-held-and-ended-between = { $first } 至 { $last } 由一方持有，而另一方已使用或注销；见 { $party } 的第 { $row } 行。

# What changed between two worlds (comity.regime.notices)

regime-notice-added = 新增{ $thing ->
    [mechanism] 机制
    [agreement] 协议
    [party] 缔约方或行为体
    [body] 机构
    [activity] 减排活动
    [relation] 机制间关系
    [source] 数据来源
   *[other] { $thing }
}：{ $name }。
regime-notice-removed = 删除{ $thing ->
    [mechanism] 机制
    [agreement] 协议
    [party] 缔约方或行为体
    [body] 机构
    [activity] 减排活动
    [relation] 机制间关系
    [source] 数据来源
   *[other] { $thing }
}：{ $name }。
regime-notice-status = { $name }：{ $where } 由“{ $before }”变更为“{ $after }”。
regime-notice-progress = { $status ->
    [under-consideration] 考虑中
    [under-development] 制定中
    [proposed] 已提出
    [scheduled] 已定期实施
    [pilot] 试点
    [in-force] 生效
    [closing] 逐步关闭
    [dormant] 停滞
    [ended] 已结束
    [abolished] 已废止
    [abandoned] 已放弃
    [negotiating] 谈判中
    [signed] 已签署
    [suspended] 暂停
    [under-discussion] 讨论中
    [planned] 已规划
    [in-progress] 推进中
    [done] 已完成
    [absent] 未注明
   *[other] { $status }
}
regime-notice-layer = { $name }：原属{ $before ->
    [complex] 机制复合体
    [linkage] 机制联结
   *[other] 机制集群
}，现属{ $after ->
    [complex] 机制复合体
    [linkage] 机制联结
   *[other] 机制集群
}（依据：{ $rule ->
    [supervision] 国际监管
    [derivation] 派生关系
    [object] 规制对象
    [transport] 国际运输
   *[other] 不适用其他各项规则
}；{ $trace }）。
regime-notice-joined = { $member } 加入{ $name }。
regime-notice-left = { $member } 退出{ $name }。
regime-notice-set = { $name }：新增 { $where }，内容为 { $after }。
regime-notice-dropped = { $name }：删除 { $where }，原为 { $before }。
regime-notice-changed = { $name }：{ $where } 由 { $before } 变更为 { $after }。

## 服务

api-title-401 = 身份未识别
api-title-403 = 无权操作
api-title-404 = 未找到
api-title-405 = 请求方法不允许
api-title-409 = 不予办理
api-title-412 = 登记簿已变更
api-title-413 = 内容过大
api-title-422 = 格式有误
api-title-429 = 超出限额
api-title-500 = 服务故障
api-title-503 = 暂不可用
api-problem-unauthenticated = 本操作须出示有效令牌：Authorization: Bearer comity_…。
api-problem-forbidden = 该令牌的角色无权办理此项操作。
api-problem-not-own = 所涉账户不属于该令牌所代表的持有人。
api-problem-own-request = 申请人本人不得作为第二人予以核准。
api-problem-not-found = 该地址下没有内容。
api-problem-method-not-allowed = 该地址不接受此请求方法。
api-problem-too-early = 在 { $since } 之前，不得以该令牌核准此事项。
api-problem-decided-already = 此事项已有处理结果。
api-problem-key-waiting = 该请求键下已有另一请求待第二人核准，编号为 { $number }。
api-problem-changed-meanwhile = 登记簿现状与 If-Match 所述不符。
api-problem-too-large = 请求内容超过 { $most } 字节。
api-problem-malformed = 请求与该操作的说明不符。
api-problem-too-many-requests = 请求过于频繁，请稍后再试。
api-problem-too-many-jobs = 等待中的作业过多，请在作业结束后再提交。
api-problem-job-died = 作业超时，或其进程已终止。
api-problem-internal = 服务发生故障，详情见日志。
api-problem-unavailable = 登记簿或审计日志暂时无法读写；如附有请求键，可重新发送，至多办理一次。
expected-cursor = 由该地址的应答所给出的游标
expected-other-key = 不以服务自用前缀（{ $own }）开头的请求键
expected-holder = 令牌所代表的账户持有人、核查机构或其他登记系统
serve-option-host = 监听地址（默认为 127.0.0.1，仅本机可以访问）；使用其他地址须启用 TLS 或 --behind-proxy
serve-option-port = 监听端口（默认为 8000）；0 表示任取一个空闲端口
serve-option-certificate = TLS：PEM 格式的证书链，与 --key 同用
serve-option-key = TLS：PEM 格式的私钥
serve-option-behind-proxy = 由本机的代理终止 TLS，并转告实际请求来源
serve-option-four-eyes-above = 单项操作的单位数量超过此值的，须经第二人核准（默认为 100000）
serve-option-one-person-adopts = 仅供试用：登记簿已有规则的，一人即可变更（默认须经第二人核准）
serve-option-waiting-hours = 对新交易对方的操作须经过此小时数后方可核准；新令牌签发后经过同样时长方可用于核准（默认为 24）
serve-option-rate = 同一地址、同一令牌平均每秒可提出的请求数（默认为 50）
serve-option-new-token = 不启动服务，仅签发并输出一个具有此角色的新令牌：administrator、authority、account-holder、verifier、read-only、registry
serve-option-holder = 与 --new-token 同用：令牌所代表的账户持有人、核查机构或其他登记系统
serve-option-person = 与 --new-token 同用：令牌的保管人；同一人的两个令牌视为一人
serve-option-oidc = 同时接受身份提供方所证明的调用者，具体规则由此 TOML 文件规定
api-problem-registry-silent = 消息所称的登记系统须在其自身地址予以确认，但未作应答。请再次提出。
api-problem-oidc-refused = 身份提供方的令牌在此无效：签发方不符、并非签发给本服务、不在有效期内，或未以提供方公布的密钥签名。
api-problem-oidc-no-role = 身份提供方证明了 { $subject } 的身份，但未授予其本服务的任何角色。
api-problem-oidc-several-roles = 身份提供方同时授予 { $subject } 多个角色；一个令牌只能授予一个角色。
api-problem-oidc-no-claim = 身份提供方为 { $subject } 签发的令牌中，{ $claim } 未给出唯一的名称。
api-problem-oidc-unavailable = 身份提供方没有应答，无法取得其密钥以查验令牌。
oidc-expected-address = 以 https:// 开头（本机亦可为 http://）且不含 # 的网址
oidc-expected-issuer = 签发方的网址，与其令牌所载一致：以 https:// 开头（本机亦可为 http://），不含 ? 和 #
oidc-expected-roles = 至少列有一个角色声明值及其对应角色的表
oidc-expected-holder-claim = 载明 { $roles } 所代表对象的声明
oidc-found-no-library = 缺少用于查验 JWT 的程序库
oidc-expected-library = 带 cryptography 的 PyJWT
oidc-hint-library = 执行 pip install "comity[oidc]"
serve-made = 已在 { $where } 建立登记簿 { $registry }，其世界的 { $clauses } 项许可自今日起生效。
serve-listening = 正在 { $address } 提供服务，登记簿为 { $where }，世界为 { $world }。接口说明：{ $address }/openapi.json。按 Ctrl-C 停止。
serve-first-token = 首个管理员令牌，仅显示这一次：{ $token }
serve-stopped = 服务已停止，已受理的事项均已落盘。
expected-free-port = 本机的地址和空闲的端口
serve-option-peers = TOML 文件：载明与本登记系统办理对外转移的其他登记系统的地址。
expected-safe-address = https 地址，或本机地址
expected-token-file = 存有对方登记系统为 registry 角色签发的令牌的文件
expected-certificates = PEM 格式的证书
found-no-certificate = 没有证书
found-no-token = 没有令牌
expected-certificate = 证书链及其私钥，均为 PEM 格式
expected-loopback = 仅本机可以访问的地址；使用其他地址须同时给出 --certificate 和 --key，或使用 --behind-proxy
expected-both = 同时给出 --certificate 和 --key
