# Every word a person reads. zh.ftl has the same keys with the same arguments; a test holds it.
# Keys begin with the verb they belong to. Lines of one message that follow the first are indented.
# What arguments may be is said at the top of __init__.py.

## Common to all verbs

-brand = Comity
comity-help = { -brand }: linking agreements as code for carbon markets. Map the regime, solve the markets, settle the trades.
option-lang = language of all that is printed: en or zh (else that of LANG)
option-json = print one JSON object on stdout and nothing else there
problem = found { $found }, expected { $expected }.
problem-address = { $address }: { $problem }
problem-hint = { $problem } Hint: { $hint }.
problem-count = { $count ->
    [one] 1 problem
   *[other] { $count } problems
}

## Problems: what was found, what was expected, what to do
## These fill "found …, expected …. Hint: ….": no capital at the start, no full stop at the end.

expected-language = en or zh

# Files
found-folder = a folder
found-not-a-file = something that is not a file
found-no-file = no such file
found-unreadable = a file that cannot be read ({ $reason })
found-bad-path = a path that no file can have
found-larger-file = a larger file
found-nul = a NUL byte
found-byte = the byte { $byte }
expected-toml-file = a TOML file that can be read
expected-file-size = at most { $megabytes } MB
expected-utf8 = text in UTF-8
hint-save-utf8 = save it as text in UTF-8
hint-byte-order-mark = the file begins with a byte order mark; save it as UTF-8 without one
hint-split-file = split it into several files

# TOML
found-toml-syntax = something that is not TOML at column { $column }
found-toml-value = a value that TOML does not know at column { $column }
found-toml-date = a day or time that does not exist at column { $column }
found-toml-key = something that is neither a key nor a table at column { $column }
found-toml-equals = a key without = at column { $column }
found-toml-rest = more after the end of the value at column { $column }
found-toml-key-again = a key written a second time, up to column { $column }
found-toml-table-again = a table written a second time, up to column { $column }
found-toml-header = a table header without its closing bracket at column { $column }
found-toml-bracket = a bracket or brace not closed by column { $column }
found-toml-quote = a text not closed by column { $column }
found-toml-escape = a backslash that means nothing in a text, at column { $column }
found-toml-character = a character that TOML does not allow at column { $column }
found-nesting = deeper nesting
found-number-unreadable = a number too long to be read
found-number-out-of-range = a number out of range
expected-toml = TOML
expected-levels = at most { $most } levels
expected-finite-number = a finite number of at most { $digits } digits
hint-toml-value = text stands in double quotes, numbers have no thousands separator, true and false are lower case
hint-toml-date = a date is written 2030-12-31
hint-toml-key = a key is letters, digits, - and _, or stands in straight double quotes
hint-toml-rest = each key has a line of its own, and numbers have no thousands separator
hint-toml-again = write it once only
hint-toml-quote = close the text on its own line, or open and close it with three quotes
hint-toml-escape = write \\ for a backslash, or put the text in single quotes
hint-nesting = move the inner tables out
hint-unknown-value = leave the key out if nobody knows the value

## run

run-help = Solve the markets of a world: prices, flows, parties, scoreboard.

## compare

compare-help = Two solutions side by side.

## link

link-help = What a link between two mechanisms would do to both sides.

## coalitions

coalitions-help = Who gains from linking with whom.

## sweep

sweep-help = Solve a world many times under uncertainty.

## map

map-help = How mechanisms relate: layers, overlaps, interaction modes.

## registry

registry-help = The ledger: who holds which units, and what the agreements let them do.

## audit

audit-help = Find tonnes that are counted twice in other people's registries.

## serve

serve-help = Answer over HTTP.

## study

study-help = Answer a question of the literature with the data at hand.

## studio

studio-help = Open the web page.

## worlds

worlds-help = List the worlds and their scenarios.

## new

new-help = Begin a world of your own from a commented example.

## check

check-help = Read a world and name every problem, with file and line.
check-done = { $files ->
    [one] Read 1 file and found nothing wrong.
   *[other] Read { $files } files and found nothing wrong.
}

## explain

explain-help = Where a value comes from, step by step.

## replay

replay-help = Run a reserve's rules over a published path.
