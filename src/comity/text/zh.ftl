# 所有给人看的文字。en.ftl 与本文件的键和参数必须一致，由测试保证。
# 键以所属命令开头；一条消息从第二行起须缩进。
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

## run

run-help = 求解一个世界的市场：价格、流转、缔约方、计分表。

## compare

compare-help = 并列比较两个解。

## link

link-help = 两个机制衔接后对双方的影响。

## coalitions

coalitions-help = 谁与谁衔接会获益。

## sweep

sweep-help = 在不确定性下多次求解一个世界。

## map

map-help = 机制之间的关系：层次、重叠、互动模式。

## registry

registry-help = 登记簿：谁持有哪些单位，协议允许如何使用。

## audit

audit-help = 在他人的登记簿中查找重复计算的吨数。

## serve

serve-help = 以 HTTP 提供服务。

## study

study-help = 用现有数据回答文献中的一个问题。

## studio

studio-help = 打开网页。

## worlds

worlds-help = 列出各个世界及其情景。

## new

new-help = 从带注释的示例开始建立自己的世界。

## check

check-help = 读取一个世界，列出每个问题及其文件与行号。
check-done = 已读取 { $files } 个文件，未发现问题。

## explain

explain-help = 逐步说明一个数值的来源。

## replay

replay-help = 在已公布的路径上重演储备机制的规则。
