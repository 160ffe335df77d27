# Every word a person reads. zh.ftl has the same keys with the same arguments; a test holds it.
# Keys begin with the verb they belong to, or with what they say (found-, expected-, hint-, rule-, status-). Lines of one message that follow the first are indented.
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
next = Try next: { $command }
table-more = … and { $more } more. To see all: --all here, --out for files, --json for programs.
list-separator = {", "}
unit-million = million { $currency }
unit-thousand = thousand { $currency }
holder = { $party } ({ $account })
account-emitters = emitters and consumers
account-treasury = treasury
account-funds = intermediaries and funds
status-solved = solved
status-unmet = not solved: unmet
status-no-equilibrium = not solved: no equilibrium
status-not-converged = not solved: not converged
status-sourced = sourced
status-sourced-means = stands in the source named
status-derived = derived
status-derived-means = computed from sourced figures
status-calibrated = calibrated
status-calibrated-means = chosen so that a model fits what was observed
status-unverified = unverified
status-unverified-means = said somewhere, not yet checked against the source
status-assumed = assumed
status-assumed-means = nobody knows; the model needs a figure
source-title = { $title }
source-where = { $source }, { $where }
source-by = { $source } ({ $by })
source-licence = { $source }; licence: { $licence }
source-separator = {"; "}

## Help

help-usage = Usage: { $usage }
help-verb-any = VERB
help-options-any = [OPTIONS]
help-verbs = Verbs
help-arguments = Arguments
help-options = Options
help-examples = Examples
help-more = --lang and --json may stand before or after the verb. More on a verb: { $command } VERB --help
option-help = print this and do nothing else
option-version = print the version and do nothing else
option-scenario = a scenario of the world, or a path to one (with a /); several are layered in the order given; base is the files as they stand. Default: those of world.toml
argument-world = name of a world that ships (comity worlds lists them), or the path of a folder (ending in a /)
argument-address = the dotted name of anything in the world, as mechanism.uk-ets.cap.2030
argument-dir = folder to make; it must not be there yet, or be empty
argument-table = a CSV file, one row a year or month, with units in its heads, as year,auctions [Mt CO2e],emissions [Mt CO2e],circulation [t CO2e]; the first row holds the circulation it begins with

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

# The command line
found-value = a value
found-several = several things
expected-verb = one of the verbs { $verbs }
expected-option = one of { $options }
expected-value = a value after it
expected-no-value = the option alone
expected-argument = a value for it
expected-no-argument = nothing more
expected-usage = arguments that this verb understands
expected-readable = a file or folder that can be read and written
expected-years = a year or a span of years, as 2030, 2026:2030 or :2030
expected-one-year = a year of four digits
expected-beside-alone = --beside without --json: each answer is one object; solve one scenario at a time
expected-figures-alone = --figures without --json: there the counts stand, and the figures in the world's own files
expected-folder = a folder, or a path where one can be made
expected-empty-folder = a folder that is not there yet, or is empty
expected-folder-elsewhere = a folder outside { $source }, which is being copied
expected-one-address = the address of one thing: { $several }
expected-address-below = an address; below { $above } stand: { $below }
expected-address-of = an address that begins with one of { $kinds }
hint-help = see { $command } --help

# Worlds
found-nothing = nothing
found-years = figures from { $first } to { $last }
found-key = the key { $key }
found-twice = { $id } a second time, first in { $file }
expected-once = each id once
expected-world = the name of a world that ships ({ $names })
expected-world-file = a folder that holds a world, with a world.toml
expected-scenario = a scenario of this world ({ $names })
expected-year = a year that this world can be solved for ({ $years })
found-settled-apart = a rule that is settled by solving again and again
expected-one-equilibrium = years in which all take prices as given, see all years and release nothing by rule: what prices answer to is read off one solution
expected-no-circle = scenarios that come after one another, not round in a circle
hint-did-you-mean = perhaps it is { $key }
hint-world-path = a folder of your own is written with a slash: { $name }/

# Scenarios
found-something-there = something that stands there already
found-nothing-there = nothing at this address
found-no-number = something that is no number
found-no-series = something that is no series of yearly figures
expected-free-address = an address where nothing stands yet (set replaces what does)
expected-address = an address of something in this world
expected-another-scenario = another scenario than the one to compare with
expected-rate = a number above 0, as 0.5
expected-quota-share = a share from 0 to 1, or a percentage, as 10%
expected-priced-mechanism = a mechanism of this world that issues units and covers activities in its years
expected-another-mechanism = another mechanism than A
expected-not-linked = two mechanisms that are not linked yet; comity compare shows what a link in force does
found-no-market = { $id }, which has no market here
found-linked = a link in force, { $clause }
expected-number-or-series = a number, or a series of yearly figures
expected-series = a series of yearly figures that is known in one of these years

# Paths to replay
found-no-csv = something that is not CSV
found-bad-text = text that is not UTF-8
found-cells = { $cells } cells
expected-path-table = a CSV table of years or months
expected-column = a column for it
expected-columns = one of the columns { $columns }
expected-column-once = each column once
expected-no-unit = this column without a unit
expected-unit-of-price = { $column } with its unit in square brackets: a currency, perhaps its year, and a quantity, as { $column } [EUR/t]
expected-unit-of-quantity = { $column } with its unit in square brackets: a mass ({ $masses }) and a substance ({ $substances }), as { $column } [Mt CO2e]
expected-one-supply = only one of the columns { $columns }
expected-cells = as many cells as the table has heads ({ $cells })
expected-month = a month from 1 to 12
expected-plain-number = a number without thousands separators, or an empty cell for what is unknown
expected-row = the row of { $row }: rows follow one another without gaps
expected-opening = a circulation in the first row, for the path to begin with
expected-circulation-of = the circulation of { $year }: what it decides is carried out here, so the table must begin there or earlier
expected-content = a published content of the reserve in the first row: without it nobody knows what can be released
expected-flows = a published circulation, or the flows it follows from: auctions, auctioned or cap, and emissions
expected-price-unit = prices in { $unit }, as the reserve's rules have them
expected-rules = WORLD/MECHANISM, WORLD/MECHANISM.RESERVE or a file that ends in .toml
expected-reserve = a reserve of this world: { $reserves }
expected-one-reserve = a file with one stock reserve
expected-scenario-of-world = --scenario only with the reserve of a world

# Registries
found-no-registry = something that is no registry
found-other-registry = the registry { $registry }
found-broken-journal = a journal that does not hold together ({ $why })
found-unavailable = a database that does not answer ({ $reason })
found-existing-file = a file that is there already
found-no-json = something that is not JSON
found-terms = terms that no auction can have ({ $why })
expected-registry = a registry: a file or database made with comity registry init
expected-no-registry = a file or database where nothing is yet
expected-registry-version = a registry of version { $version }, as this program writes it; comity registry upgrade makes one of an earlier one
expected-registry-url = a path, or an address that begins with postgresql:// or sqlite:///
expected-whole-journal = a journal in which every entry follows from the one before
expected-world-or-id = --world, whose name becomes the id, or --id
expected-identifier = letters, digits and . _ + -, beginning with a letter or digit, 64 at most
expected-same-unit = { $unit-type } as { $other } issues it: { $family }, { $measure }
expected-whole-number = a whole number without separators, at most { $most }
expected-block = SERIES:FIRST-LAST, as tutorial/north-ets/NUA/v2026:1-100
expected-blocks-of = blocks of { $unit-type }
expected-blocks-alone = blocks, or what chooses among units, not both
expected-units = QUANTITY and UNIT, or --blocks
expected-one-of = one of { $choices }
expected-day = a day, as 2026-12-31
expected-day-or-instant = a day, as 2026-12-31, or an instant with its time zone, as 2026-12-31T12:00Z
expected-key = one line of at most { $most } characters
expected-command = a command: a JSON object with the key do, as "do": "transfer", and its fields
expected-commands = a file with one command a line, or - for what is piped in
expected-json = { $what } as JSON has it
expected-price = a price without separators, as 31.50
expected-currency = a currency, as EUR
expected-bids = a CSV file with the columns bid, account, quantity, price
expected-run-file = the answer of comity run: the run.json of its --out, or what it prints with --json
expected-aef-filing = a TOML file of what the registry does not know: date, ndc-first, ndc-last, registries, and by authorisation its sectors and mitigation
expected-aef-reported-year = a year from { $first } on
expected-aef-no-earlier = no earlier submission, where --first says that there is none
expected-bid-id = the id of a bid
expected-account-id = the id of an account
expected-terms = terms that fit together
expected-rules-or-reserve = --reserve or --rules: the rules have a reserve price of their own
expected-rules-for-day = --day only with --rules
expected-mechanism-of = WORLD/MECHANISM
expected-free-path = a path where nothing stands yet
expected-journal = a file of entries that comity registry export wrote
expected-file-with-json = a file: with --json the one object goes to stdout
found-later-entry = a journal that is at entry { $entry }, of { $day }
expected-no-later-entry = a registry whose last entry is not later than 31 December { $year }
found-no-adoption = a registry in which no clauses are in force at the end of { $year }
found-other-adoption = the clauses of { $world } in force, adopted by entry { $entry }
expected-adopted = those of { $world }, as they now stand, to be in force at the end of { $year }
expected-year-range = a year or two, as 2021-2030
hint-verify = comity registry verify says what is wrong
hint-adopt = { $command }

# Rules of validation
rule-missing = a value: this key is needed
rule-extra-forbidden = one of the keys { $known }
rule-literal-error = one of { $expected }
rule-string-type = a text in quotes
rule-string-too-short = a text that is not empty
rule-string-pattern-mismatch = a text of the form { $pattern } (ids are letters, digits and hyphens; currencies three capitals)
rule-int-type = a whole number
rule-bool-type = true or false
rule-date = a date, as 2030-12-31
rule-greater-than = a number above { $gt }
rule-greater-than-equal = { $ge } or more
rule-less-than = a number below { $lt }
rule-less-than-equal = { $le } or less
rule-too-short = a list of at least { $min-length }
rule-too-long = a list of at most { $max-length }
rule-tuple-type = a list, as [ … ]
rule-dict-type = a table of keys and values
rule-model-type = a table of keys and values
rule-model-attributes-type = a table of keys and values
rule-union-tag-invalid = one of { $expected-tags }
rule-other = something else (the rule broken is { $kind })
rule-number = a number
rule-number-size = a number no larger than 10^18
rule-quantity-unit = a mass ({ $masses }) and a substance ({ $substances }), as Mt CO2e
rule-price-unit = a currency, perhaps its year, and a quantity, as GBP/t or USD2005/t CO2
rule-share = a share from 0 to 1
rule-source = a source for a figure that is not assumed
rule-one-a-year = one figure a year
rule-years-in-order = years in ascending order, each once
rule-forward = an end that is not before the start
rule-segment-rises = a step whose cost does not fall
rule-segments-in-order = steps in the order of their cost
rule-one-additionality = either anyway or additional-share, not both
rule-make-good-only = ratio and next-price only for a penalty that is made good
rule-penalty-one-form = either price or multiple; with pay-in-lieu, one of them
rule-multiple-of = a price that this mechanism has: { $prices }
rule-indexed = indexed only for a price in money of its day, whose unit does not name a year
rule-demand-one-form = either a quantity, or price, slope and most together
rule-issues-in-units = a unit-type, for a mechanism that issues units
rule-contains-cap = a cap, for emissions containment to hold back a part of
rule-target-figures = the figures of a target of type { $type } and no others: { $needs }
rule-one-verb = exactly one of { $verbs }
rule-verb-needs = with { $verb }, exactly these keys beside it: { $needs }
rule-quota-one-form = either limit or share-of-obligation
rule-quota-of = of, which names the mechanism whose obligation the share is of; with no other quota
rule-quota-internalised = internalised only for a share of the obligation
rule-route = either from and into, two different mechanisms, or among with at least two
rule-weights = weights only for mechanisms that stand in among
rule-one-action = exactly one of { $actions }
rule-rate-form = a rate or weights only with converts, reissues or accepts: units that are moved keep their serial numbers, one for one
rule-image-type = the unit-type of the units that are given
rule-party-exists = the id of a party of this world
rule-body-exists = the id of a body of this world
rule-activity-exists = the id of an activity of this world
rule-mechanism-exists = the id of a mechanism of this world
rule-source-exists = the key of a source in sources.toml, then a comma and where in it
rule-quota-exists = the id of a quota of the same file
rule-accepts-into-itself = an accepts clause into { $mechanism } itself
found-other-action = something else
rule-has-unit-type = a mechanism with a unit-type
rule-has-crediting = a mechanism with crediting rules
rule-has-cap = a mechanism with a cap
rule-figure-for-year = a figure for { $year }
rule-exchange-rate = the exchange rate of { $currency } into { $into } for { $year }, in exchange-rates of world.toml
rule-price-index = the price level of { $currency } in { $year }, in price-indices of world.toml
found-gain = a circle in which units of { $mechanism } become more
rule-no-gain = rates whose product round any circle is at most 1
rule-threshold-one-form = at-least or above, not both
rule-intake-one-form = either share (and perhaps beyond), or volume
rule-release-one-form = either volume or times
rule-price-trigger-one-form = either factor and over, or above
rule-invalidation-one-form = either above or above-auctions

## run

run-help = Solve the markets of a world: prices, flows, parties, scoreboard.
run-option-years = solve only these years of the world: 2030, 2026:2030, :2030 or 2028:
run-option-beside = another scenario of the same world, solved too and shown beside (a+b layers two); may be given several times
run-option-out = also write a report (HTML) and all tables (Excel, CSV, Parquet, IAMC, JSON) into this folder
run-option-all = show every row of the tables, not only the largest
run-working = Solving { $scenario } …
run-under = { $world } · scenario { $scenario } · { $years } · { $status }
run-status-unmet = Not solved: some budget could be closed only by the numerical unmet movement. Prices there are those of that movement and mean nothing. Where:
run-status-no-equilibrium = Not solved: there is no equilibrium; a rule that works in steps finds no rest. No figure below may be used as a result.
run-status-not-converged = Not solved: the accuracy asked for was not reached (residual { $residual }, at most 1e-06 is allowed). No figure below may be used as a result.
run-unmet-at = { $where }, { $year }: { $amount } { $unit } of the obligation not covered
run-cycle = { $where }, reserve { $reserve }: what the circulation of { $year } decides goes between { $regimes }, at { $low } and { $high } { $unit }. A ramp of { $smoothing } { $unit } in place of the step (smoothing) would span them.
run-missed-at = { $where }, { $year }: enforced target missed by { $amount } { $unit }
run-price = Price
run-price-none = no market has a price
run-price-single = { $price } { $unit } ({ $mechanism })
run-price-one = one price in all { $count } markets: { $price } { $unit }
run-price-range = from { $low } ({ $low-at }) to { $high } { $unit } ({ $high-at }), { $count } markets
run-in-year = { $year }: { $words }
run-cost = Cost
run-cost-reference = { $cost } { $unit }; this is the reference itself
run-cost-same = { $cost } { $unit }, the same as in the reference, { $reference }
run-cost-less = { $cost } { $unit }: { $saved } less ({ $share }) than in the reference, { $reference }
run-cost-more = { $cost } { $unit }: { $saved } more ({ $share }) than in the reference, { $reference }
run-air = Air
run-air-reference = { $total } { $unit } are emitted
run-air-same = { $total } { $unit } are emitted, the same as in the reference, { $reference }
run-air-less = { $total } { $unit } are emitted: { $change } less than in the reference, { $reference }
run-air-more = { $total } { $unit } are emitted: { $change } more than in the reference, { $reference }
run-claimed-twice = Claimed twice
run-claimed-none = nothing
run-claimed = { $amount } { $unit } are claimed by two sides without an adjustment
run-figures = Figures
run-figures-part = { $share } { $status }
run-figures-words = tonnes rest on figures that are { $parts }
run-markets = Markets
run-holders = Parties and funds: what each bears, is paid, and gains against the reference
run-holders-reference = Parties and funds: what each bears and is paid
run-balances = Targets
run-scoreboard = Scoreboard, against { $reference }
run-discounted = Money of several years is discounted to { $year } at { $rate } a year.
run-gains = Gains
run-harms = Harms
run-written = Written to { $dir }: report.html, tables.xlsx, iamc.csv, run.json, and each table as CSV and Parquet
head-mechanism = Mechanism
head-unit = Unit
head-year = Year
head-price = Price
head-emissions = Emissions
head-abatement = Abatement
head-set-by = Set by
head-holder = Holder
head-cost = Real cost
head-payments = Payments
head-gain = Gain
head-party = Party
head-target-of = Target of
head-target = Target
head-inventory = Inventory
head-adjustments = Adjustments
head-emissions-balance = Balance
head-price-of-one-more = Price of one more tonne
head-missed = Missed
head-status = Status
head-source = Source
head-measured-in = In
set-by-nothing = more supply than demand
set-by-activities = { $count ->
    [one] 1 activity
   *[other] { $count } activities
}
set-by-rules = { $count ->
    [one] 1 rule
   *[other] { $count } rules
}
balance-enforced = { $period }, enforced
balance-memo = { $period }
beside-under = { $world } · { $years } · compared with { $reference }
beside-scoreboard = Scoreboard
beside-prices = Prices, { $unit }
score-prices = price
score-range = { $low } to { $high }
score-real-cost = real cost
score-cost-saved = cost saved
score-spread = price spread
score-spread-words = { $after } { $unit } (reference { $before })
score-traded = units traded
score-finance = paid for credits
score-emissions = emissions
score-air = change in emissions
score-claimed-twice = claimed twice
score-missed = enforced targets missed
score-transaction-cost = transaction cost
score-effort-avoided = effort avoided at home
score-unmet = not covered at all

## report

report-scenario-base = Files as they stand
report-contents = Contents
report-writing = Writing to { $folder } …
report-made-with = Made with { -brand }. This page loads nothing from anywhere; print it, pass it on, keep it.
report-subtitle = { $years } · as of { $as-of } · compared with “{ $reference }”
report-in-year = { $year }
report-in-years = { $first } to { $last }
report-pair = { $source } → { $target }
report-summary = Summary
report-scoreboard = Scoreboard
report-prices = Prices
report-accounts = Who gains, who bears
report-trade = Trade between systems
report-balances = Targets of Parties
report-setters = What sets each price
report-basis = What the result rests on
report-sources = Sources
report-again = How to make this again
report-caution = { $scenario }: { $words }
report-more = and { $count } more
report-sum-unsolved = Not solved; not in the charts.
report-sum-one = This is the scenario “{ $scenario }”.
report-sum-several = { $count } scenarios beside one another, { $years }; each is compared with “{ $reference }”.
report-sum-price-none = In { $year } no market has a price.
report-sum-price-single = In { $year } one market has a price, { $mechanism }: { $price } { $unit }.
report-sum-price-one = In { $year } all { $count } markets have one price: { $price } { $unit }.
report-sum-price-range = In { $year }, { $count } markets have a price, from { $low } ({ $low-at }) to { $high } { $unit } ({ $high-at }).
report-sum-cost-reference = Real cost is { $cost } { $unit }; this is the reference itself.
report-sum-cost-same = Real cost is { $cost } { $unit }, the same as under “{ $reference }”.
report-sum-cost-less = Real cost is { $cost } { $unit }, which is { $saved } ({ $share }) less than under “{ $reference }”.
report-sum-cost-more = Real cost is { $cost } { $unit }, which is { $saved } ({ $share }) more than under “{ $reference }”.
report-sum-trade-none = No units pass between systems.
report-sum-trade = Units for { $amount } { $unit } pass between systems.
report-sum-air-reference = Emissions are { $total } { $unit }.
report-sum-air-same = Emissions are { $total } { $unit }, the same as under “{ $reference }”.
report-sum-air-less = Emissions are { $total } { $unit }, which is { $change } less than under “{ $reference }”.
report-sum-air-more = Emissions are { $total } { $unit }, which is { $change } more than under “{ $reference }”.
report-sum-claimed-none = No tonne is claimed twice.
report-sum-claimed = { $amount } { $unit } are claimed by two sides without an adjustment.
report-item = Item
report-scoreboard-caption = Each scenario against “{ $reference }”, sums over all years
report-prices-caption = Prices, { $unit }, the largest markets first
report-accounts-caption = Holders over all accounts and years, { $unit }; gains are against “{ $reference }”
report-accounts-note = Payments are what is received less what is paid, for units, taxes and fees. Gain is payments less real cost, compared with the reference. Over all holders gains add up to the cost saved.
report-trade-caption = Units that came from one system and were used or held in another, { $unit }, { $years }
report-balances-caption = Targets and how they are kept: { $scenario }
report-setters-note = What a price depends on at the margin: the mitigation activities that abate the last tonne, or a rule that holds the price where it is.
report-setters-caption = What sets each price in { $year }: { $scenario }
report-semicolon = {"; "}
report-set-by-abatement = abatement ({ $activities })
report-set-by-agreement = rule of the agreement “{ $agreement }”
report-set-by-charge = rate of the charge
report-set-by-ceiling = price ceiling
report-set-by-floor = price floor
report-set-by-auction-reserve = auction reserve price
report-set-by-cap = cap
report-set-by-output-response = output of those with free allowances
report-basis-words = The world is described as of { $as-of }. Every figure has a source and a status; shares are by tonnes of the baselines and caps that the answer uses. Where the share of assumed figures is large, take signs and orders of magnitude from this report, not decimals.
report-basis-caption = Share of tonnes by status of the figure
report-basis-residual = How exactly the equations hold: the largest residual is { $residual } of a typical quantity or price; at most { $most } is allowed.
report-licence-a = Class A: may be passed on with attribution.
report-licence-b = Class B: share-alike or non-commercial; read the licence before passing on.
report-licence-c = Class C: terms not verified; do not pass on without asking.
report-licence-fact = Fact: a single figure quoted with its source.
report-sources-caption = The { $count } sources that this world cites
report-again-words = The same command on the same files gives the same numbers. Beside this page are all tables: Excel (tables.xlsx), CSV, Parquet, the IAMC format (iamc.csv), and the whole answer (run.json).
report-again-caption = What the scenarios are called
report-chart-prices = Carbon prices in { $year }
report-chart-prices-says = A mark for each scenario in each of { $count } systems, sorted by price: from { $high } at the top to { $low } at the bottom.
report-chart-prices-how = Each line is a system, sorted by price in { $year }. Where scenarios differ each has its mark, with a grey bar between them; a grey dot is a price that is practically the same in all.
report-chart-prices-how-one = Each line is a system, sorted by price in { $year }.
report-chart-years = Prices over the years
report-chart-years-says = Lines of prices from { $first } to { $last } in the { $count } largest systems, one a scenario.
report-chart-years-how = The largest systems by tonnes covered. Each panel has its own scale, from zero.
report-chart-gains = Gains and losses against “{ $reference }”
report-chart-gains-note = { $unit }, discounted, sum over all years; the black diamond is the net of all accounts
report-chart-gains-says = Bars of gains to the right and losses to the left for { $count } holders, from { $first } at the top to { $last } at the bottom.
report-chart-gains-how = Those with most at stake. When a price falls, emitters and consumers gain and the treasury loses auction revenue: the black diamond shows what remains.
report-chart-flows = Units traded between systems
report-chart-flows-says = Bars of units traded in { $count } directions; the largest is { $first }.
report-chart-flows-how = Units that one system's users had of another, the largest flows first. Of links both ways only the net direction is used.
report-chart-emissions = Emissions against “{ $reference }”
report-chart-emissions-says = More (above zero) or less (below zero) is emitted in a year than under “{ $reference }”.
report-chart-figures = How well founded the figures are
report-chart-figures-note = share of tonnes of baselines and caps, by status of the figure
report-chart-figures-says = One bar a scenario, from figures that stand in a source (dark blue) to those that are assumed (orange).
report-axis-price = Price, { $unit }
report-axis-units = Units, { $unit }
report-axis-change = Change, { $unit }
report-axis-share = Share of tonnes
report-notes = Notes
report-world = World
report-world-id = Name of the world
report-scenario = Scenario
report-scenario-id = As typed
report-reference = Compared with
report-as-of = As of
report-years = Years
report-status = Status
report-residual = Residual (relative)
report-discount-rate = Discount rate, a year
report-unit-price = Unit of prices
report-unit-quantity = Unit of quantities
report-unit-money = Unit of money
report-share-status = Status of figure
report-share = Share of tonnes
report-meaning = Meaning
report-sheet = Sheet
report-column = Column
report-unit = Unit
report-source-key = Key
report-source-title = Title
report-source-publisher = Publisher
report-source-year = Year
report-source-licence = Licence
report-source-licence-class = Class
report-source-address = Address
report-source-note = Note
report-column-markets-mechanism = Id of the mechanism
report-column-markets-unit-class = The units traded; what belongs to the mechanism stands with its own unit only
report-column-markets-year = Year
report-column-markets-price = Price of a unit; empty where there is no market for it
report-column-markets-obligation-price = What one more tonne to be covered costs
report-column-markets-emissions = Emissions of the covered activities
report-column-markets-abatement = Abatement of the covered activities
report-column-markets-supply = Units issued
report-column-markets-bank = Units kept for later years; empty in a one-year market
report-column-markets-unmet = Obligation that nothing real could cover; above 0 the answer is not solved
report-column-markets-price-set-by = Addresses of what sets the price; empty where supply exceeds demand at price 0
report-column-flows-clause = Address of the clause that allows the flow
report-column-flows-kind = What happens: issue, credit, move, use, retire, pay, carry, cancel
report-column-flows-from = Mechanism that the units come from
report-column-flows-to = Mechanism that the units go to
report-column-flows-activity = Activity that they are issued for
report-column-flows-host = Party of the activity
report-column-flows-tranche = Whether credited tonnes are additional or happen anyway
report-column-flows-year = Year
report-column-flows-units = Units
report-column-flows-credited = Units times the rate of the clause
report-column-flows-value = At the price of what is taken, or of what is given where nothing is taken
report-column-holders-holder = Id of the Party or fund
report-column-holders-account = emitters (and consumers), treasury, or funds (and intermediaries)
report-column-holders-year = Year
report-column-holders-cost = Real cost borne
report-column-holders-payments = Received less paid
report-column-holders-gain = Payments less cost, against the reference
report-column-balances-party = Id of the Party
report-column-balances-period = Id of the target and its years
report-column-balances-year = Year
report-column-balances-target = Target
report-column-balances-inventory = Emissions in the inventory
report-column-balances-adjustments = Corresponding adjustments: + for units that left, − for units used
report-column-balances-enforced = Whether the target is a constraint
report-column-balances-missed = Tonnes above the target
report-column-balances-price = What one more tonne costs; empty where the target is no constraint
report-column-air-year = Year
report-column-air-emissions = Emissions that reach the air
report-column-air-reference-scenario = Scenario that is compared with
report-column-air-reference-emissions = Emissions in that scenario
report-column-air-change = Emissions less those of the reference
report-column-air-claimed-twice = Additional tonnes inside a host's target that were used or claimed elsewhere without adjustment

## compare

compare-help = Two scenarios side by side, as ranges over what is not known about costs.
compare-option-scenario = scenario to look at; again for another layer
compare-option-against = scenario to compare with (the world's reference if left out); again for another layer
compare-working = Solving { $after } and { $before } under every variant of costs
compare-under = { $after } against { $before } in the world { $world }, { $years }.
compare-variants = Costs of abatement are the least known input: ranges are over { $families ->
    [one] one family of curves
   *[other] { $families } families of curves
  }, each with marginal costs times { $slopes }; a sign stands only where all agree.
compare-own-curves = the world's own curves
compare-variant-status = Curves { $family }, costs times { $slope }: { $status }. It is left out of the ranges.
compare-unchanged = unchanged
compare-saved = { $amount } { $unit } (under the world's own curves)
compare-prices = Prices
compare-verdicts = Who gains, who loses
compare-verdicts-how = Sums over the years. Money is discounted at { $rate } % a year; net cost is a Party's accounts together, and a minus is a gain.
compare-all = all together
account-net-cost = net cost
account-cross-border = payments across the border
account-emissions = emissions (without adjustment)
account-balance = balance (with adjustment)
account-net-import = units imported, net
account-air = the air
account-claimed-twice = claimed twice
head-before = Before
head-after = After
head-change = Change
head-of-account = Account
head-verdict = Verdict
verdict-cost = { $sign ->
    [more] loses
    [less] gains
    [depends] depends
   *[none] unchanged
  }
verdict-gain = { $sign ->
    [more] gains
    [less] loses
    [depends] depends
   *[none] unchanged
  }
verdict-tonnes = { $sign ->
    [more] rises
    [less] falls
    [depends] depends
   *[none] unchanged
  }

## link

link-help = What a link between two mechanisms would do to both sides.
link-option-rate = units of A that one unit of B counts for, and the inverse on the way back (1 if left out)
link-option-quota = share of its obligation that each may meet with the other's units, as 0.1 or 10% (no limit if left out)
link-option-one-way = only A takes B's units
link-option-from = first year of the link (the first that is solved if left out)
argument-first = a mechanism
argument-second = the mechanism whose units it would take
link-working = Trying the link of { $first } and { $second } under every variant of costs
link-title = { $first } linked with { $second }
link-under = World { $world } under { $scenario }, { $years }.
link-terms = { $way }; { $rate }; { $quota }; from { $start } on.
link-both-ways = Each takes the other's units
link-one-way = { $first } takes units of { $second }, and not the other way round
link-rate-one = one unit for one
link-rate = one unit of { $second } counts for { $rate }
link-no-quota = without a limit
link-quota = at most { $share } of an obligation
link-price = { $before } becomes { $after } { $unit } in { $year }
link-trade = Trade
link-buys = { $buyer } takes in { $amount } { $unit } over the years
link-trade-depends = who sells depends on costs: { $buyer } takes in { $amount } { $unit }
link-verdicts = Both sides, by account
link-verdicts-others = Others, and all together
link-turns = What would turn a verdict
link-turns-none = Nothing that was tried: costs of either side from a quarter to four times, emissions without abatement from 20 % less to 25 % more.
link-turn = { $lever }: { $what }
link-turn-what = { $holder }, { $account }
link-turn-separator = {"; "}
link-turn-costs = costs of { $mechanism }
link-turn-emissions = emissions without abatement under { $mechanism }
link-risks = How far prices rise if emissions without abatement are { $share } higher than expected
link-borders = What exporters stop paying at the border if the link exempts them
link-borders-unknown = Where the tonnes embedded in what is sold are not known, the charge is told per tonne alone.
head-shocked = Higher emissions under
head-price-of = Price of
head-border = Border of
head-exporter = Exporters under
head-share-charged = Share charged
head-charge = Charge per tonne embedded
head-embedded = Embedded
head-stops-paying = Stops being paid

## comparisons as files, and the negotiator's brief

link-option-brief = file (.docx) for a negotiator's brief of two pages
link-brief-written = Brief written to { $file }.
expected-brief-file = a file whose name ends in .docx, in a folder that is there
report-option-out = also write a report (HTML) and all tables (Excel, CSV, Parquet, JSON) into this folder
report-compared-written = Written to { $dir }: report.html, tables.xlsx, { $file }, and each table as CSV and Parquet
report-without-link = Without the link
report-with-link = With the link
report-compared = “{ $after }” against “{ $before }”
report-compared-subtitle = { $world } · { $years } · as of { $as-of } · { $under }
report-compared-with = compared with “{ $reference }”
report-compared-scoreboard = Before and after, sums over all years
report-compared-again = The same command on the same files gives the same numbers. Beside this page are all tables: Excel (tables.xlsx), CSV, Parquet, and the whole answer ({ $file }).
report-of = { $what }: { $words }
report-by = { $what } [{ $amount } { $unit }]
report-gains = gains in { $accounts }
report-loses = loses in { $accounts }
report-depends = is undecided in { $accounts }
report-sentence-of = { $holder } { $words }.
report-depends-on-costs = { $amount }, depends on costs
report-by-account = By account
report-air = The air
report-and-more = and { $count } more
report-cost-saved = Cost saved
report-not-compared = What is not solved is not compared: its prices and amounts mean nothing.
report-uncertain = Uncertain
report-uncertain-none = All { $count } verdicts have one sign under { $variants ->
    [one] the one variant
   *[other] all { $variants } variants
  } of costs; how much is uncertain.
report-uncertain-some = { $count } of { $all } verdicts have no one sign under { $variants ->
    [one] the one variant
   *[other] all { $variants } variants
  } of costs: { $which }.
report-limits-head = What this does not tell
report-limits = This compares two market outcomes and is no forecast: it holds for the terms, policies and figures of the world as of { $as-of }. The ranges span the abatement costs that were tried and are no probabilities; growth, energy prices, policy to come and other uncertainty are not in them.
report-ranges = Ranges
report-range-central = under the world's own curves
report-range-low = the least under any variant of costs
report-range-high = the greatest under any variant of costs
report-terms = Terms of the link
report-prices-unchanged = No price changes under any variant.
report-turns = What would turn a verdict
report-risks = Exposure to shocks
report-borders = Border adjustment
report-turn = { $of } times { $times }
report-change-caption = Prices before and after, with their ranges
report-chart-change = Prices before and after
report-chart-change-says = Marks for prices before and after, with bars for their ranges, in { $count } systems.
report-chart-change-how = Where bars overlap, what costs are decides as much as what is compared. At most twelve systems: those linked, then those whose prices change most.
report-chart-range-note = mark: under the world's own curves; bar: range over all variants of costs
report-chart-verdicts = Who gains, who loses, by account
report-chart-verdicts-note = { $unit }, discounted, sum over all years; whisker: range over all variants of costs
report-chart-verdicts-says = Bars to the left and right of zero for the money accounts of { $count } holders, with whiskers for ranges.
report-chart-verdicts-how = Each holder has its own scale. Net cost to the left of zero is a gain; of all other accounts, to the right. Grey: which it is depends on costs.
report-chart-tonnes = Units imported, and the air
report-chart-tonnes-note = { $unit }, change, sum over all years; whisker: range over all variants of costs
report-chart-tonnes-says = Bars for what each system imports more (right) or less (left), and for what the air gets, with whiskers for ranges.
report-chart-tonnes-how = To the right of zero: more units taken in from others, or more in the air. Grey: which it is depends on costs.
report-compared-column-mechanism = Id of the mechanism
report-compared-column-measure = emissions of the activities covered, or net-import of units
report-compared-column-year = Year
report-compared-column-before = Before
report-compared-column-after = After
report-compared-column-change = After less before
report-compared-column-sign = + or − where all variants agree, 0 where nothing changes, ? where it depends
report-compared-column-set-by = Addresses of what sets the price afterwards, under the world's own curves
report-compared-column-holder = Id of the Party, fund or mechanism; empty for all together
report-compared-column-account = What changes for the holder; of net-cost a minus is a gain
report-compared-column-turn-mechanism = Mechanism whose activities would have to change to turn the verdict
report-compared-column-turn-of = What would have to change: costs, or emissions without abatement
report-compared-column-turn-times = What they would be multiplied by; empty where nothing tried turns it
report-compared-column-shocked = Mechanism whose activities emit more than expected
report-compared-column-share = Share: of a shock, how much more is emitted; of a border, how much of the tonnes is charged
report-compared-column-exporter = Mechanism whose price the exporters have paid at home
report-compared-column-charge = Charge per tonne embedded, before
report-compared-column-tonnes = Tonnes embedded in what is sold; empty where not known
report-compared-column-payment = What exporters stop paying; empty where the tonnes are not known
report-compared-column-family = Scenario with the family of curves; empty for the world's own
report-compared-column-slope = What marginal costs are multiplied by
brief-kind = Negotiator's brief
brief-about = Negotiator's brief · { $world }, as of { $as-of } · { $scenario } · { $years }
brief-terms = Terms: { $terms }
brief-answer = The answer
brief-other = { $holder }: { $amount } { $unit }, { $verdict }
brief-others = Net cost of others: { $which }.
brief-prices = Prices, { $unit }
brief-risks = Exposure to shocks: price rise ({ $unit }) if emissions without abatement are { $share } higher
brief-borders = Border adjustment: what exporters stop paying if the link exempts them
brief-borders-none = This world knows of no charge of either side on what the other's emitters sell.
brief-border = Border of { $border }, exporters under { $exporter }
brief-in-unit = { $what }, { $unit }
brief-standing = Tonnes of all baselines and caps by status of the figure: { $shares }.
brief-figures = Figures of the two systems (rules, baselines, cost curves) by status: { $counts }.
brief-source = Sources of the figures of the two systems
brief-count = Figures
brief-sources-more = And { $count } more, each with fewer figures; all are in the report that --out writes.
brief-footer = { -brand } · world { $world }, as of { $as-of }

## coalitions

coalitions-help = Who gains from linking with whom.

## sweep

sweep-help = Solve a world many times under uncertainty.

## map

map-help = How mechanisms relate: layers, overlaps, interaction modes.

map-title = The regime map of { $year }: { $world }
map-option-year = the year whose last day is mapped, from 1990 to 2035. Default: that of the world
map-option-export = write the map to a file, by its ending: .graphml or .gexf (the network), .csv or .zip (tables in a ZIP archive), .html (a page with figures)
map-option-gains = solve what a link would bring to each pair of systems that a market prices (about a minute)
map-option-diff = what changed from one world to another, in place of a map: names of worlds, or paths; --scenario holds for NEW alone
map-option-all = show every row of the tables; with --json every pair, with .html every mechanism in the matrix
expected-map-year = a year from { $first } to { $last }
expected-map-file = a file whose name ends in .graphml, .gexf, .csv, .zip or .html, in a folder that is there
expected-map-diff-alone = --diff without --export, --gains, --year and a WORLD: it compares two worlds
map-solving = Solving what each link would bring (about a minute)
map-separator = {"; "}
map-layers = { $count ->
    [one] One mechanism
   *[other] { $count } mechanisms
    } at the end of { $year }: { $complex } in the regime complex, { $cluster } in clusters, { $linkage } in regime linkages.
map-family = { $family } { $count }
map-families = By family: { $families }.
map-ties = Links by which units of one count in another: { $links }. Agreements in force: { $agreements }. Parties and jurisdictions: { $parties }.
map-scheduled = Scheduled and not in force on the day of the data: { $names } ({ $count }).
map-extremes = Norm distance of systems with a duty
map-nearest = Nearest rules
map-farthest = Farthest rules
map-pair-distance = { $pair } ({ $distance })
map-modes = How pairs interact
map-pairs-count = { $count ->
    [one] 1 pair
   *[other] { $count } pairs
    }
map-gains-unknown = What a link would bring was not solved: modes rest on what was agreed and on what both are after. With --gains it is solved.
map-gains-none = No market says of any pair what a new link would bring: modes rest on what was agreed and on what both are after.
map-gains-known = What a link would bring was solved (pairs: { $count }); the modes of others rest on what was agreed and on what both are after.
map-mechanisms = Mechanisms by layer
map-pairs = Pairs, the nearest of each mode
map-measures = Complexity, and its change since { $year }
map-happened = What moved it
map-event-start = Started ({ $count })
map-event-end = Ended ({ $count })
map-event-link = New links ({ $count })
map-event-unlink = Links ended ({ $count })
map-event-join = Joined ({ $count })
map-event-leave = Left ({ $count })
map-event-members = { $mechanism }: { $count }
map-event-more = { $count } more
map-event-none = Nothing began or ended in the year.
map-link = { $source } → { $target }
map-more = … and { $more } more. To see all: --all here, --export for files, --json for programs.
map-comparing = Comparing the two worlds
map-diff-title = What changed from { $old } to { $new }
map-diff-none = Nothing: both say the same.
map-diff-count = { $count ->
    [one] 1 change:
   *[other] { $count } changes:
    }
map-diff-what = Change by change
map-diff-more = … and { $more } more. To see all: --all here, --json for programs.
map-notice-added = added
map-notice-removed = removed
map-notice-status = how far it has come
map-notice-layer = layer, as computed
map-notice-membership = members
map-notice-clause = clauses
map-notice-figure = figures
map-notice-dates = first and last days
map-notice-words = names, notes, sources
map-notice-settings = settings of the world
map-notice-value = other values
head-start-year = Since
head-with = With
map-term = { $term }: { $words }
kind-cap-and-trade = cap and trade
kind-voluntary-cap-and-trade = voluntary cap and trade
kind-government-trading = trading between governments
kind-tradable-performance-standard = tradable performance standard
kind-baseline-and-credit = baseline and credit
kind-fixed-price-allowance = allowances at a fixed price
kind-project-crediting = crediting of projects
kind-jurisdictional-crediting = crediting of jurisdictions
kind-sectoral-crediting = crediting of sectors
kind-results-based-payment = payment for results
kind-cooperative-approach = cooperative approach
kind-non-market-approach = non-market approach
kind-offsetting-obligation = duty to offset
kind-carbon-tax = carbon tax
kind-carbon-tax-with-offsets = carbon tax with offsets
kind-carbon-price-floor = carbon price floor
kind-border-adjustment = border adjustment
kind-internal-price = internal price
kind-disclosure = disclosure
kind-fuel-intensity-standard = fuel intensity standard
kind-voluntary-market = voluntary market
map-points = { $points } points
map-written = Written: { $file }
map-rule-supervision = under { $trace }
map-rule-derivation = elaborates { $trace }
map-rule-object = object of another issue
map-rule-transport = international transport
map-rule-rest = outside the complex, same issue
head-layer = Layer
head-family = Family
head-party-count = Parties
head-tie-count = Ties
head-why = Why
head-pair = Pair
head-distance = Distance
head-overlap-buyers = Buyers shared
head-overlap-activities = Activities shared
head-link-count = Links
head-mode = Mode
head-basis = Rests on
head-lesser-gain = Lesser gain
head-measure = Measure
head-year-before = { $year }
basis-market = market
basis-agreements = agreements
basis-overlap = overlap
basis-nothing = nothing in common
map-measure-mechanisms = mechanisms with a known first day
map-measure-links = links, as ordered pairs of mechanisms
map-measure-per-party = mechanisms per state
map-measure-per-gigatonne = mechanisms per Gt covered
map-measure-link-density = links, of all ordered pairs
map-measure-shared-parties = states shared by a pair
map-measure-overlapping = pairs that share a state
map-measure-entropy-kinds = diversity of kinds (bits)
map-measure-entropy-layers = diversity of layers (bits)
map-measure-entropy-covered = spread of covered tonnes (bits)
map-measure-centralisation = centralisation of ties
map-measure-modularity = modularity of ties
map-measure-modularity-random = modularity of random graphs
map-measure-modularity-deviations = standard deviations above random
map-measure-largest-part = mechanisms in the largest part
map-measure-largest-part-random = the same of random graphs
map-measure-covered-known = tonnes covered ({ $unit })
map-measure-covered-carried = of these, on figures of other years
map-measure-covered-subnational = of these, under others than states
map-measure-credited-complex = credits issued in the complex
map-measure-credited-private = credits issued by others than states
map-measure-credited-concentration = concentration of credits over layers
map-measure-conflicts = pairs that claim the same tonnes
map-measure-conflicts-possible = pairs that may do so
map-measure-routes = mechanisms whose units meet an obligation
layer-complex = regime complex
layer-cluster = cluster
layer-linkage = regime linkage
mode-benign-synergy = benign synergy
mode-constructive-cooperation = constructive cooperation
mode-functional-competition = functional competition
mode-indifference = indifference
mode-benign-synergy-means = Both gain, the atmosphere gets no more, and the rules are near.
mode-constructive-cooperation-means = One gains, and the other loses nothing.
mode-functional-competition-means = Without that, both are after the same buyers or the same activities, and more units of one lower the price of the other, where prices are known.
mode-indifference-means = None of these.
regime-distance-field-family = family
regime-distance-field-duty = duty or choice
regime-distance-field-cap = sort of cap
regime-distance-field-cap-fall = how fast the cap falls
regime-distance-field-penalty = what a missing unit costs
regime-distance-field-offsets = credits that count
regime-distance-field-offset-limit = limit on credits
regime-distance-field-gwp = warming potentials
regime-distance-field-adjustment = adjustment by the host
regime-distance-field-cancelled = cancelled at issuance
regime-distance-field-banking = banking
regime-distance-field-borrowing = borrowing
regime-distance-field-price-controls = price controls
regime-distance-field-allocation = allocation
regime-distance-field-proceeds = share of proceeds
regime-distance-field-sectors = sectors
regime-distance-field-gases = gases
regime-distance-field-coverage = share of emissions covered
regime-distance-field-hosts = hosts
regime-distance-group-form = form
regime-distance-group-stringency = stringency
regime-distance-group-integrity = integrity
regime-distance-group-flexibility = flexibility
regime-distance-group-equity = equity
regime-distance-group-coverage = coverage
regime-mode-test-loss = the side that gains less loses nothing
regime-mode-test-one-gains = one side gains
regime-mode-test-both-gain = both sides gain
regime-mode-test-near = the rules are near
regime-mode-test-air = the atmosphere gets no more
regime-mode-test-links = units of one count in the other
regime-mode-test-kin = both carry out one instrument
regime-mode-test-rivalry = both are after the same buyers or activities
regime-mode-test-substitution = more units of one lower the price of the other
family-trading-system = trading systems
family-voluntary-system = voluntary systems and markets
family-performance-standard = tradable performance standards
family-government-trading = trading between governments
family-carbon-tax = carbon taxes and minimum prices
family-offsetting-obligation = duties to offset
family-crediting = crediting mechanisms
family-cooperation = cooperative approaches
family-other-issue = mechanisms of other issue areas
report-regime-network = Links and agreements at the end of { $year }
report-regime-network-note = An arrow points to who takes the units. { $alone } further mechanisms are tied to no other in this way.
report-regime-network-says = { $links } links and { $agreements } agreements; most ties: { $hubs }.
report-regime-tie-moves = units pass into the other system
report-regime-tie-accepts = units count for the other's obligation
report-regime-tie-binds = one agreement binds both
report-regime-host-party = host Party
report-regime-timeline-layer = Mechanisms in force by layer, { $first }–{ $last }
report-regime-timeline-family = Mechanisms in force by family, { $first }–{ $last }
report-regime-timeline-note = At the end of each year, of mechanisms whose first day is known. Paler after { $year }: what is in force now and does not end by law, with what is scheduled.
report-regime-timeline-says = From { $start } mechanisms in { $first } to { $most } in { $year }, the most of any year up to { $last }.
report-regime-axis-count = mechanisms in force
report-regime-treaty = { $treaty } ({ $year })
report-regime-matrix = How far apart the rules are: systems with a duty, end of { $year }
report-regime-matrix-note = Norm distance of each two of { $count }, those alike side by side: dark is near, pale is far, sand is too little known. A column has the number of its row.
report-regime-matrix-says = Norm distance of each two of { $count }; nearest: { $near }; farthest: { $far }.
report-regime-matrix-all = How far apart the rules are: all mechanisms, end of { $year }
report-regime-subtitle = At the end of { $year }, from data as of { $as-of }
report-regime-section-summary = In short
report-regime-section-growth = How the regime grew
report-regime-section-network = Links and agreements
report-regime-section-distance = How near the rules are
report-regime-section-modes = How pairs interact
report-regime-section-complexity = How complex it is
report-regime-section-mechanisms = Mechanisms
report-regime-section-again = How to make this again
report-regime-growth-layer-how = The layer is computed from supervision, derivation and issue area. Years after that of the data hold what is in force without an end, and what is scheduled.
report-regime-growth-family-how = Allowances, taxes and credits are counted apart: they are not one market.
report-regime-network-how = Size grows with the number of ties. Parts that hang together are drawn apart from each other; where they stand has no meaning.
report-regime-matrix-how = Weighted mean of the differences of the rule fields known of both (Gower): form, stringency, integrity, flexibility, equity, coverage. 0 is the same rules, 1 rules that differ in all.
report-regime-plane-how = The two axes of the literature: difference of norms, and what cooperating would bring. A pair above the upper line gains on both sides; below the lower line one side loses.
report-regime-strip-how = Each strip counts pairs by norm distance; the strips have scales of their own.
report-regime-links-caption = Links in force at the end of { $year } ({ $count })
report-regime-agreements-caption = Agreements in force at the end of { $year } ({ $count })
report-regime-pairs-caption = Pairs that interact, the nearest of each mode ({ $shown } of { $count })
report-regime-layer-caption = { $layer } ({ $count })
report-regime-own-rules = its own rules
head-takes-units = Takes units
head-of-whom = Of
head-agreement = Agreement
report-regime-again = The same command on the same files draws the same map. The network itself is written with the endings .graphml and .gexf, the tables with .zip.
head-link-way = How
head-stems-from = By
report-regime-plane = What a link would bring, by how near the rules are, { $year }
report-regime-plane-note = Each point is a pair. Gain: of the side that gains less, as a share of what the emissions of the smaller one are worth. Dashed: near is up to { $near }; a gain is { $gain } or more.
report-regime-plane-says = { $count } pairs by norm distance and gain; the largest gain: { $best }.
report-regime-plane-below = functional competition, or indifference
report-regime-axis-distance = norm distance (0: the same rules)
report-regime-axis-gain = gain of the side that gains less
report-regime-strip = How near the rules are, by interaction mode, { $year }
report-regime-strip-note = Pairs of which no market says what a link would bring: the mode rests on what was agreed and on what both are after. Dashed: near is up to { $near }.
report-regime-strip-says = { $count } pairs by interaction mode and norm distance; of { $unknown } more too little is known for a distance.
report-regime-strip-mode = { $mode }: { map-pairs-count }
map-pair = { $a } – { $b }

## registry

registry-help = The ledger: who holds which units, and what the agreements let them do.
refused = Refused: { $message } [{ $code }; { $clause }]
registry-init-help = Make a registry; with a world, also its unit types and the accounts of its mechanisms and Parties.
registry-open-help = Open an account.
registry-issue-help = Create units, in a block of serial numbers.
registry-allocate-help = Hand allowances free of charge to who must surrender.
registry-auction-help = Clear a sealed book of bids at one price, and deliver what is sold.
registry-transfer-help = Move units to another account, at once.
registry-propose-help = Offer units to another account, which accepts or rejects them.
registry-accept-help = Take what was proposed.
registry-reject-help = Decline, or withdraw, what was proposed.
registry-propose-external-help = Offer units to an account of another registry, which admits or refuses them.
registry-terminate-external-help = Withdraw what was proposed to another registry, while it has not departed.
registry-expire-help = Free what was proposed and not accepted in time.
registry-obligation-help = Say how many units an account must surrender for a period.
registry-surrender-help = Give up units against an obligation.
registry-retire-help = End units in somebody's name, so that nobody else can claim them.
registry-cancel-help = End units without a claim.
registry-replace-help = End units in the place of others that proved worthless or expire.
registry-carry-over-help = Carry units to a later period.
registry-freeze-help = Hold units where they are, by an authority's order.
registry-dispute-help = Hold units where they are while somebody contests them.
registry-release-help = End a freeze or dispute.
registry-reverse-help = Undo a surrender, retirement or cancellation, on an authority's order.
registry-correct-help = Undo a transfer, allocation, auction, acceptance or carry-over, on an authority's order.
registry-status-help = Open, block or close an account.
registry-declare-help = Say what one unit of a type is and measures.
registry-adopt-help = Put a world's clauses in force from a day on; what it needs is declared and opened.
registry-settle-help = Book what the market finds for a year, each flow under its clause.
registry-write-off-help = Drop the fractions that an ended clause's rounding has left.
registry-move-help = Let units count in another mechanism, serial numbers kept.
registry-convert-help = Immobilise units, and have units of another mechanism for them.
registry-return-help = Give back what a conversion gave, and have the originals again.
registry-reissue-help = Cancel units, and have units of another mechanism issued for them.
registry-accredit-help = Say whether a verifier may verify.
registry-assess-help = Close an account's compliance for a period; what is missing is fined.
registry-authorise-help = Authorise units of a host Party, or write a new version of that.
registry-authorise-units-help = Authorise units that were issued without: they are ITMOs then.
registry-use-ndc-help = Use ITMOs towards a Party's NDC, with a corresponding adjustment.
registry-commit-help = Enter a Party's assigned amount for a Kyoto commitment period.
registry-approach-help = Put a cooperative approach on record, or in another state from a day on.
registry-convert-to-eru-help = Turn AAUs or RMUs into ERUs of a project.
registry-change-expiry-help = Give long-term CERs another last day.
registry-expire-units-help = End temporary or long-term CERs after their last day.
registry-do-help = Do many commands, from a file or a pipe; those that are refused change nothing.
registry-accounts-help = List the accounts.
registry-holdings-help = List who holds what, now or at the end of a day.
registry-compliance-help = List what must be surrendered, and what has been.
registry-tallies-help = List limits and their use, what Parties adjust for, authorisations, fractions left.
registry-aef-help = Write a Party's submission of a year in the agreed electronic format (AEF, version 2).
registry-aef-check-help = Check a submission in the agreed electronic format, row by row and against earlier ones.
registry-aef-match-help = Match the submissions of two Parties row by row, and print what disagrees.
registry-journal-help = List what happened, in order.
registry-verify-help = Check the journal from its first entry to its last.
registry-backup-help = Copy the registry into a file while it is in use.
registry-restore-help = Make a registry from a backup.
registry-export-help = Write the journal out as text, one entry a line.
registry-import-help = Make a registry from an exported journal, checking every entry.
registry-upgrade-help = Bring a registry of an earlier release up to date.
argument-account = id of the account
argument-type = what it is for: party-holding, allocation, auction, reserve, operator-holding, trading, pending, buffer or adaptation-fund (immobilised is opened by the registry itself)
argument-status = open, blocked (units leave only to be surrendered, cancelled or replaced) or closed
argument-unit-type = type of the units, as EUA
argument-family = what sort of unit: allowance, credit, itmo, a64er, mcu, aau, rmu, eru, cer, tcer or lcer
argument-quantity = how many units
argument-proposal = number of the entry that proposed
argument-transfer = number of the entry that proposed
argument-hold = number of the entry that froze or disputed
argument-entry = number of the entry
argument-commands = a file, one JSON object a line: do, the fields of the command, and perhaps a key; - reads what is piped in
argument-book = a CSV file with the columns bid, account, quantity, price
argument-copy = the file
argument-authorisation = id of the authorisation
argument-approach = id of the cooperative approach, as CA0004
argument-state = proposed, active, suspended or ended
argument-host = the host Party
argument-verifier = the verifier
argument-clause = address of the clause
argument-party = the Party
argument-year = the year that is reported on
argument-target = where to write it: a path ending in .xlsx, .json or .zip, or a folder to make for CSV files; nothing may stand there yet
argument-file = a submission: a folder or .zip of CSV files, an .xlsx or a .json file
argument-other = the submission of the other Party
argument-assigned = its assigned amount, in units
registry-option-registry = the registry: a file, or a postgresql:// address. Default: $COMITY_REGISTRY, else registry.db in this folder
registry-option-key = a key of your own: asked again under it, nothing is done twice
registry-option-needed = { $what } (needed)
registry-option-world = a world, by name or path: its mechanisms' unit types are declared, its accounts opened
registry-option-id = id of the registry, which begins its serial numbers; the world's name if left out
registry-option-from = the account that the units are in
registry-option-freeze-account = the account that the units are in
registry-option-dispute-account = the account that the units are in
registry-option-carry-over-account = the account that the units are in
registry-option-issue-account = the account that gets them
registry-option-account = the account that answers
registry-option-to = the account that gets them
registry-option-blocks = these units and no others, by serial number; may be repeated
registry-option-replaces = the units that are replaced, by serial number; may be repeated
registry-option-series = only units of this series
registry-option-vintage = year of the reduction or of the cap
registry-option-pool = only units that count among this mechanism's
registry-option-mechanism = the mechanism
registry-option-period = the period, as 2026 or 2026-2030
registry-option-to-period = the later period
registry-option-holder = who owns the account
registry-option-party = the Party under whose authority it is
registry-option-reason = why, for the journal
registry-option-authority = who ordered it
registry-option-beneficiary = in whose name they are retired
registry-option-purpose = what for: voluntary, overall-mitigation, excess-issuance, reversal, invalidation or stability-reserve
registry-option-measure = what one unit counts; t CO2e if left out
registry-option-expires = last day, UTC, on which it can be accepted; or an instant
registry-option-propose-external-registry = the other registry
registry-option-propose-external-to = the account there that gets them
registry-option-propose-external-party = the Party under whose authority that account is
registry-option-propose-external-holder = who owns that account; needed where an authorisation names who may have the units
registry-option-propose-external-expires = last day, UTC, on which they can depart; or an instant
registry-option-terminate-external-account = the account that proposed them
registry-option-host = host Party
registry-option-activity = project or programme
registry-option-standard = method or track
registry-option-metric = of units that count no CO2e, what they count
registry-option-first = first serial number; the next one free if left out
registry-option-last = last serial number
registry-option-only-account = only this account
registry-option-only-mechanism = only this mechanism
registry-option-only-unit = only this type of unit
registry-option-only-state = only this state: held, reserved, frozen, disputed, surrendered, retired, cancelled, replacement, replaced, immobilised, returned, reissued, converted, expired, used or departed
registry-option-only-period = only this period
registry-option-at = as it was at the end of this day, UTC
registry-option-list-blocks = block by block, and not summed up
registry-option-all = all rows
registry-option-since = from this day or entry on
registry-option-redecide = also decide every request again, and compare
registry-option-reserve = the price below which nothing is sold
registry-option-currency = the currency of the auction; that of the reserve price with --rules
registry-option-rules = take reserve price and tiers from a mechanism's rules
registry-option-day = the day of the auction, which chooses the rules; today if left out
registry-option-lot = bids are for multiples of so many units
registry-option-limit = the share of what is offered that one bidder can buy at most, as 0.25
registry-option-annul = sell nothing where bids do not take up all
registry-option-dry-run = say the result, and deliver nothing
registry-option-under = the clause to act under, where several allow it; the first in address order if left out
registry-option-backing = units of the same account that end as these begin, one for one; needed where the clause says so; may be repeated
registry-option-obliged = the account whose obligation it meets, as a subsidiary's; the surrendering account's own if left out
registry-option-approach-since = the first day of that state; today if left out
registry-option-parties = a Party to it; may be repeated
registry-option-run = beside each Party's balance the price of one more tonne, out of the run.json of comity run --out (or its --json)
registry-option-aef-with = a TOML file of what the registry does not know (needed): date, ndc-first, ndc-last, registries, and by authorisation its sectors and mitigation
registry-option-aef-earlier = an earlier submission of the same Party; may be repeated
registry-option-aef-first = there is no earlier submission
registry-option-into = the mechanism that they count in afterwards
registry-option-authorisation = the authorisation that they are under
registry-option-activity-type = what sort of activity, as clauses ask for it
registry-option-issue-expires = last day of validity of temporary and long-term CERs
registry-option-change-expiry-expires = the new last day of validity
registry-option-verifier = who verified the emissions
registry-option-approach = the cooperative approach, as CA0004
registry-option-purposes = what for: ndc, international-mitigation or other; may be repeated
registry-option-first-transfer = what counts as first transfer; transfer if left out
registry-option-quantity = units at most; without limit if left out
registry-option-vintages = first and last year of the reductions; any if left out
registry-option-entities = who may acquire, first transfer and use them: an account, or a holder of accounts; may be repeated, and is any if left out
registry-option-accredited = the verifier may verify no more
registry-option-next-period = the period to which a default is carried forward
registry-option-assess-account = the account
registry-option-year = the year of use
registry-option-project = the project
registry-option-verified-by-committee = the supervisory committee has verified (track 2)
registry-option-inventory = emissions of the most recently reviewed inventory, a year
registry-option-years = inventories in the reserve; 5 if left out
registry-option-eligible = the Party is not on the eligibility list
registry-option-effective = first day on which they are in force, UTC; if left out today, or the day of the last entry where that is later
registry-option-settle-year = the year to book (needed)
registry-entry = Entry { $entry } of { $where }, { $at }, under { $clause }.
registry-entry-again = Nothing was done again: entry { $entry } of { $where }, { $at }, answers this key (under { $clause }).
registry-block = Serial numbers: { $block }
registry-more-blocks = … and { $more } more blocks: --json has them all.
registry-more = … and { $more } more: --all shows them here, --json is for programs.
registry-earlier = … { $more } earlier entries are not shown: --all shows them here, --json is for programs.
registry-more-problems = … and { $more } more.
registry-nothing = nothing
registry-made = Registry { $registry } is made in { $where }.
registry-there = Registry { $registry } is there already, in { $where }.
registry-opened = { $types ->
    [one] 1 unit type is
   *[other] { $types } unit types are
} declared and { $accounts ->
    [one] 1 account
   *[other] { $accounts } accounts
} opened.
registry-opened-before = Its unit types are declared and its accounts opened already.
registry-batch = { $registry } ({ $where }): { $done } done, { $again } done before, { $refused } refused.
registry-doing = { $count } done
registry-line = { $file }:{ $line }  { $why }
registry-accounts-under = { $registry } ({ $where }): { $count ->
    [one] 1 account
   *[other] { $count } accounts
}
registry-holdings-now = Holdings in { $registry } ({ $where }) after entry { $entry }
registry-holdings-at = Holdings in { $registry } ({ $where }) at the end of { $at } UTC, after entry { $entry }
registry-compliance-under = Compliance in { $registry } ({ $where }) after entry { $entry }
registry-journal-under = { $registry } ({ $where }): { $count ->
    [one] 1 entry
   *[other] { $count } entries
}
registry-journal-entry = { $entry }  { $at }
registry-journal-rule = under { $clause }
registry-journal-key = under { $clause }, key { $key }
registry-verifying = { $count } entries checked
registry-importing = { $count } entries read
registry-verified = { $registry } ({ $where }): { $entries ->
    [one] 1 entry holds
   *[other] { $entries } entries hold
} together, and the state is what they say.
registry-verified-redecided = { $registry } ({ $where }): { $entries ->
    [one] 1 entry holds
   *[other] { $entries } entries hold
} together, every request comes out again as it did, and the state is what they say.
registry-verified-wrong = { $registry } ({ $where }), { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
}: { $count ->
    [one] 1 thing is wrong
   *[other] { $count } things are wrong
}.
registry-last-hash = Hash of the last entry: { $hash }
registry-wrong = Entry { $entry }: { $code } ({ $why })
journal-problem-numbering = the numbers have a gap
journal-problem-chain = the seal is broken
journal-problem-time = time runs backwards
journal-problem-body = it cannot be read
journal-problem-kind = it is of another kind than its request
journal-problem-key = its key was used before
journal-problem-changes = what it changes is not there
journal-problem-refused = its request would be refused
journal-problem-decision = its request would be decided otherwise
journal-problem-invariant = the state breaks an invariant
journal-problem-snapshot = a snapshot is not of this journal
journal-problem-cut = entries have been removed
registry-upgraded = { $registry } ({ $where }) is as this program writes it.
registry-copied = { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
} of { $registry } ({ $where }) written to { $written }.
registry-did-open = Account { $account } is open: { account-type }.
registry-did-status = Account { $account } is now { account-status }.
registry-did-declare = Unit type { $unit-type } is declared: { unit-family }, one unit is 1 { $measure }.
registry-did-obligation = { $account } must surrender { $quantity } units under { $mechanism } for { $period }.
registry-did-issue = { $units } issued to { $account }.
registry-did-transfer = { $units } transferred from { $account } to { $to }.
registry-did-allocate = { $units } allocated from { $account } to { $to } for { $period }.
registry-did-auction = { $units } sold from { $account } at { $price } { $currency } each.
registry-did-propose = { $units } proposed by { $account } to { $to }, and held until it answers.
registry-did-accept = { $units } accepted by { $account }.
registry-did-reject = { $units } free again: { $account } ended the proposal of entry { $proposal }.
registry-did-expire = { $units } free again: the proposal of entry { $proposal } has expired.
registry-did-freeze = { $units } frozen in { $account }, by order of { $authority }.
registry-did-dispute = { $units } in dispute, held in { $account }.
registry-did-release = { $units } free again: the hold of entry { $hold } has ended.
registry-did-surrender = { $units } surrendered by { $account } under { $mechanism } for { $period }.
registry-did-surrender-obliged = { $units } surrendered by { $account } for the obligation of { $obliged } under { $mechanism } for { $period }.
registry-did-retire = { $units } retired from { $account } for { $beneficiary }.
registry-did-cancel = { $units } cancelled from { $account }: { cancel-purpose }.
registry-did-replace = { $units } of { $account } put in the place of as many others.
registry-did-reverse = Entry { $entry } reversed: { $units } held again.
registry-did-carry-over = { $units } of { $account } carried over to { $to-period }.
registry-did-correct = Entry { $entry } undone: { $units } back where they were.
registry-did-adopt = Clauses of { $world } adopted, in force from { $effective }.
registry-did-write-off = What rounding left under { $clause } is written off.
registry-did-move = { $units } moved from { $account } to { $to }, to count in { $into }.
registry-did-convert = { $units } of { $account } immobilised; { $to } has { $gets } for them.
registry-did-return = { $units } of { $account } given back; { $to } has { $gets } again.
registry-did-reissue = { $units } of { $account } cancelled; { $gets } issued to { $to } for them.
registry-did-accredit = Verifier { $verifier } is accredited.
registry-did-accredit-no-more = Verifier { $verifier } is no longer accredited.
registry-did-assess = Compliance of { $account } under { $mechanism } for { $period } is assessed.
registry-did-authorise = Authorisation { $authorisation } of host { $host } is on record.
registry-did-authorise-units = { $units } in { $account } authorised under { $authorisation }.
registry-did-use-ndc = { $units } of { $account } used towards the NDC, in { $year }.
registry-did-commit = { $party } has an assigned amount of { $assigned } units for { $period }.
registry-did-approach = Cooperative approach { $approach } is on record as { approach-state }.
registry-did-convert-to-eru = { $units } of { $account } turned into { $gets } of project { $project }.
registry-did-change-expiry = { $units } in { $account } are valid until { $expires }.
registry-did-expire-units = { $units } in { $account } have expired.
registry-did-propose-external = { $units } proposed by { $account } to { $to } in registry { $registry }, and held until that answers.
registry-did-finalise-external = { $units } departed: the external transfer that entry { $transfer } proposed is finalised.
registry-did-terminate-external = { $units } of { $account } free again: the external transfer that entry { $transfer } proposed is terminated.
registry-did-confirm-external = The external transfer that entry { $transfer } proposed has arrived.
registry-did-admit-external = Transfer { $number } of registry { $registry } is admitted: { $account } will take its units.
registry-did-complete-external = { $units } arrived by transfer { $number } of registry { $registry }.
registry-did-drop-external = Transfer { $number } of registry { $registry } was terminated there, and is expected no more.
registry-adopted = { $count ->
    [one] 1 clause
   *[other] { $count } clauses
} of { $world }, with { $quotas ->
    [one] 1 limit
   *[other] { $quotas } limits
}, adopted from { $effective } on, by entry { $entry } of { $where }.
registry-adopted-before = { $count ->
    [one] 1 clause
   *[other] { $count } clauses
} of { $world }, with { $quotas ->
    [one] 1 limit
   *[other] { $quotas } limits
}, in force on { $effective } already, by entry { $entry } of { $where }: nothing was adopted again.
registry-adopted-kinds = By kind: { $kinds }.
registry-adopted-kind = { $kind } { $count }
registry-adopted-digest = SHA-256 of the clauses: { $digest }
registry-adopted-first = No clauses were in force on that day before.
registry-adopted-nothing-new = Against those of entry { $entry } no clause came, went or changed.
registry-adopted-against = Against the clauses of entry { $entry }:
registry-adopted-came = New
registry-adopted-went = Gone
registry-adopted-changed = Changed
registry-settling = { $count } flows booked
registry-settled = { $world } settled for { $year } in { $where }: { $booked } units booked for { $count ->
    [one] 1 flow
   *[other] { $count } flows
}, { $remainder } not booked.
registry-settled-entries = { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
} made now, { $before } made before.
registry-settled-unmet = The world is not solved: some budget could be closed only by the numerical unmet movement, of which nothing is booked.
registry-settled-passed-over = { $count ->
    [one] 1 flow is
   *[other] { $count } flows are
} settled in money or straight into an obligation, and no transaction in units.
registry-settle-refused = { $flow }: { $why }
registry-settle-short = { $flow }: too few units were there, { $remainder } are not booked.
registry-settle-unsolved = Nothing is booked ({ $status }).
registry-external-help = List the transfers to and from other registries that are under way.
registry-exchange-help = Carry external transfers through with other registries, once round; what has come to an end is not asked about again.
registry-reconcile-help = Compare the books with those of other registries: is every unit in exactly one place?
registry-option-peers = a TOML file: where other registries are, and with which token they are asked
registry-option-mend = tell other registries again what they have lost, then compare once more
registry-external-under = External transfers under way in { $registry } ({ $where }) after entry { $entry }
registry-external-to = to { $registry }
registry-external-from = from { $registry }
registry-external-stage-proposed = proposed
registry-external-stage-finalised = finalised, not confirmed
registry-external-stage-admitted = admitted
registry-exchanging = { $count } external transfers asked about
registry-exchange-under = { $registry } ({ $where }): { $count ->
    [0] no external transfer is under way.
    [one] { $count } external transfer was under way.
   *[other] { $count } external transfers were under way.
}
registry-exchange-completed = completed
registry-exchange-terminated = terminated
registry-exchange-dropped = dropped
registry-exchange-waiting = waiting for the other registry
registry-exchange-unreachable = no answer
registry-exchange-no-peer = not in the file of registries
registry-exchange-unknown-to-sender = not known where it comes from
registry-exchange-stuck = refused after it departed
registry-exchange-do-terminated = Terminated: { $registry } or a rule here has refused, for the reason given, and the units are free again. Mend the cause, then propose them anew.
registry-exchange-do-waiting = Waiting: { $registry } has proposed it and not yet finalised. It will; or ask again later.
registry-exchange-do-unreachable = No answer from { $registry }: nothing is lost. See whether it is served at that address and its token still holds, then ask again.
registry-exchange-do-no-peer = { $registry } is not in the file of registries: add [registries.{ $registry }] with its url and token-file.
registry-exchange-do-unknown-to-sender = { $registry } does not know what it proposed: an older copy of its journal has been put back. Its authority has to say whether the newer one can be had; the units are not here and not promised to anybody else.
registry-exchange-do-stuck = { $registry } refuses units that have departed to it. They stay on the way; ask again once the cause is mended, which the code names.
registry-reconciling = Asking { $count } registries
registry-reconcile-agrees = All agree: { $registries }. Every unit that went between them is in exactly one place.
registry-reconcile-differs = Not all agree. Answered: { $registries }.
registry-reconcile-told-again = Told again
registry-reconcile-silent = { $registry } did not answer, or another registry answers at its address: see whether it is served there and its token still holds, then compare again.
registry-reconcile-differences = Totals that differ
registry-reconcile-do-taker-lost = { $taker } has lost what { $giver } sent, as when an older copy is put back: at { $giver }, comity registry reconcile --peers FILE --mend tells it again.
registry-reconcile-do-giver-lost = { $giver } has lost that units departed to { $taker }, as when an older copy is put back: put the newer copy of its journal back. No other registry can mend this.
registry-reconcile-findings = Units that are not in exactly one place
registry-reconcile-twice = twice
registry-reconcile-nowhere = nowhere
registry-reconcile-issuer = issued by { $registry }
registry-reconcile-way = on the way from { $giver } to { $taker }
registry-reconcile-do-twice = Twice: let nobody use them until the registries have agreed which journal is the older one: comity registry freeze --blocks BLOCK, in both.
registry-reconcile-do-nowhere = Nowhere: they departed, and where they went they are not known. Telling again, as above, mends it.
head-external-transfer = Transfer
head-external-way = To or from
head-external-here = Account here
head-external-there = Account there
head-external-stage = Stage
head-external-expires = Expires
head-external-other = Other registry
head-external-outcome = Outcome
head-external-why = Why
head-external-giver = Transferring
head-external-taker = Acquiring
head-external-series = Series
head-external-departed = Departed
head-external-arrived = Arrived
head-external-on-the-way = On the way
head-external-finding = Found
head-external-registries = Registries
registry-tallies-under = Running numbers of { $registry } ({ $where }) after entry { $entry }
registry-tallies-quotas = Limits and their use
registry-tallies-adjustments = What Parties adjust for
registry-tallies-balances = Emissions balances of Parties, beside the market
registry-tallies-priced = Target, emissions and price are those of { $world }, scenario { $scenario }, { $years } ({ $status }). The price is what one more tonne on the balance costs the Party, as selling one does; – where a target is not enforced.
registry-tallies-authorisations = Authorisations, with their version
registry-tallies-approaches = Cooperative approaches
registry-tallies-remainders = Fractions of units that rounding has left
registry-tallies-others = Obligations entered, fines, units carried over
registry-aef-written = { $written } holds the submission of { $party } about { $year }, version { $version }, out of { $where }.
registry-aef-rows = { $table }: { $rows }
registry-aef-left-out = The format has no action for what these entries did: { $entries }.
registry-aef-read = { $file }: { $party } about { $year }, version { $version }
registry-aef-checked = { $count ->
    [0] Nothing is wrong.
    [one] One finding:
   *[other] { $count } findings:
}
registry-aef-pairs = { $count ->
    [0] No ITMOs went from one to the other.
    [one] { $units } ITMOs left in a row of one and arrived in a row of the other:
   *[other] { $units } ITMOs left in rows of one and arrived in rows of the other, in { $count } blocks:
}
registry-aef-matched = { $count ->
    [0] Nothing disagrees.
    [one] One disagreement:
   *[other] { $count } disagreements:
}
aef-table-submission = submission
aef-table-authorizations = authorizations
aef-table-actions = actions
aef-table-holdings = holdings
aef-table-entities = authorized entities
severity-error = error
severity-warning = to look at
severity-undetermined = not known
registry-standing = Standing: { $what }
registry-standing-period = carried over to { $period }
registry-standing-authorisation = authorised under { $authorisation }
registry-standing-first = first transferred by entry { $entry }
registry-standing-expires = valid until { $day }
registry-auction-sold = { $offered } units offered, { $demand } bid for, { $sold } sold at { $price } { $currency } each.
registry-auction-undersubscribed = { $offered } units offered, only { $demand } bid for, { $sold } sold at { $price } { $currency } each.
registry-auction-unsold = { $offered } units offered, { $demand } bid for, nothing sold.
registry-auction-annulled = { $offered } units offered, only { $demand } bid for: the auction is annulled.
registry-not-posted = Nothing was delivered (--dry-run).
bid-id-repeated = set aside: its id is there twice
bid-quantity-not-positive = set aside: its quantity is not above 0
bid-quantity-not-in-lots = set aside: its quantity is not in lots
bid-currency-unknown = set aside: a currency without a rate
bid-price-not-a-number = set aside: its price is no number
bid-price-below-reserve = set aside: below the reserve price
bid-purchase-limit-exceeded = set aside in whole or part: above the purchase limit
head-account = Account
head-type = Type
head-block = Serial numbers
head-quantity = Quantity
head-state = State
head-vintage = Vintage
head-pool = Counts in
head-allocated = Allocated
head-due = Due
head-carried-forward = Of it carried forward
head-surrendered = Surrendered
head-missing = Missing
head-bid = Bid
head-bid-quantity = Bid for
head-bid-price = At most
head-awarded = Awarded
head-remark = Remark
head-standing-period = Carried to
head-standing-authorisation = Authorisation
head-standing-first-transfer = First transfer
head-standing-expires = Last day
head-clause = Clause
head-kind = Kind
head-from = From
head-into = To
head-solved = Solved
head-booked = Booked
head-remainder = Remainder
head-entries = Entries
head-limit = Limit
head-of = Of
head-used = Used
head-most = Limited to
head-left = Left
head-first-transferred = First transferred
head-authorisation = Authorisation
head-host = Host
head-purposes = For
head-first-transfer-is = First transfer
head-years = Years
head-units-issued = Issued
head-what = What
head-row = Row
head-approach = Approach
head-approach-state = State
head-parties = Parties
head-since = Since
head-authorisations = Authorisations
head-severity = Weight
head-aef-table = Table
head-aef-registry = ITMO registry
head-aef-first = First
head-aef-last = Last
head-who = Who
unit-tonnes = t
authorisation-purpose-ndc = NDC
authorisation-purpose-international-mitigation = international mitigation
authorisation-purpose-other = other
first-transfer-authorisation = authorisation
first-transfer-issuance = issuance
first-transfer-use = use
first-transfer-transfer = transfer
remainder-remainder = conversion
remainder-returning = return
remainder-levy = levy
remainder-credited = credited use
tally-due = obligations
tally-fine = fine
tally-carried = carried over
clause-kind-issue = issue
clause-kind-credit = crediting
clause-kind-trade = trade
clause-kind-move = move
clause-kind-use = use
clause-kind-retire = retirement
clause-kind-carry = carry-over
clause-kind-cancel = cancellation
clause-kind-reserve = stability reserve
clause-kind-penalty = penalty
unit-units = units
account-type-party-holding = holding account of a Party
account-type-allocation = allocation account
account-type-auction = auction account
account-type-reserve = reserve account
account-type-operator-holding = holding account of an operator
account-type-trading = trading account
account-type-pending = pending account
account-type-buffer = buffer account
account-type-adaptation-fund = adaptation fund account
account-type-immobilised = account of immobilised originals
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
account-status-open = open
account-status-blocked = blocked
account-status-closed = closed
account-status = { $status ->
    [open] { account-status-open }
    [blocked] { account-status-blocked }
    [closed] { account-status-closed }
   *[other] { $status }
}
unit-state-held = held
unit-state-reserved = proposed
unit-state-frozen = frozen
unit-state-disputed = disputed
unit-state-surrendered = surrendered
unit-state-retired = retired
unit-state-cancelled = cancelled
unit-state-replacement = given as replacement
unit-state-replaced = replaced
unit-state-immobilised = immobilised
unit-state-returned = returned
unit-state-reissued = reissued elsewhere
unit-state-converted = converted
unit-state-expired = expired
unit-state-used = used towards an NDC
unit-state-departed = departed
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
unit-family-allowance = allowance
unit-family-credit = credit
unit-family-itmo = ITMO
unit-family-a64er = Article 6.4 unit, authorised
unit-family-mcu = mitigation contribution unit
unit-family-aau = assigned amount unit
unit-family-rmu = removal unit
unit-family-eru = emission reduction unit
unit-family-cer = certified emission reduction
unit-family-tcer = temporary certified emission reduction
unit-family-lcer = long-term certified emission reduction
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
cancel-purpose-voluntary = voluntary
cancel-purpose-overall-mitigation = overall mitigation in global emissions
cancel-purpose-excess-issuance = issued in excess
cancel-purpose-reversal = reversal of storage
cancel-purpose-invalidation = invalidated
cancel-purpose-stability-reserve = rule of a stability reserve
cancel-purpose = { $purpose ->
    [voluntary] { cancel-purpose-voluntary }
    [overall-mitigation] { cancel-purpose-overall-mitigation }
    [excess-issuance] { cancel-purpose-excess-issuance }
    [reversal] { cancel-purpose-reversal }
    [invalidation] { cancel-purpose-invalidation }
    [stability-reserve] { cancel-purpose-stability-reserve }
   *[other] { $purpose }
}
entry-kind-open = opening of an account
entry-kind-status = change of an account's status
entry-kind-declare = declaration of a unit type
entry-kind-obligation = setting of an obligation
entry-kind-issue = issue
entry-kind-transfer = transfer
entry-kind-allocate = allocation
entry-kind-auction = auction
entry-kind-propose = proposal
entry-kind-accept = acceptance
entry-kind-reject = rejection
entry-kind-expire = expiry
entry-kind-freeze = freeze
entry-kind-dispute = dispute
entry-kind-release = release
entry-kind-surrender = surrender
entry-kind-retire = retirement
entry-kind-cancel = cancellation
entry-kind-replace = replacement
entry-kind-reverse = reversal
entry-kind-carry-over = carry-over
entry-kind-correct = correction
entry-kind-adopt = adoption
entry-kind-authorise = authorisation
entry-kind-authorise-units = authorisation of units
entry-kind-move = move
entry-kind-convert = conversion
entry-kind-return = return
entry-kind-reissue = reissue
entry-kind-accredit = accreditation
entry-kind-assess = assessment
entry-kind-write-off = write-off
entry-kind-use-ndc = use towards an NDC
entry-kind-commit = commitment
entry-kind-approach = cooperative approach
approach-state-proposed = proposed
approach-state-active = active
approach-state-suspended = suspended
approach-state-ended = ended
approach-state = { $state ->
    [proposed] { approach-state-proposed }
    [active] { approach-state-active }
    [suspended] { approach-state-suspended }
    [ended] { approach-state-ended }
   *[other] not on record
}
entry-kind-convert-to-eru = conversion into ERUs
entry-kind-expire-units = expiry of units
entry-kind-change-expiry = change of expiry
entry-kind-propose-external = proposal of an external transfer
entry-kind-finalise-external = finalisation of an external transfer
entry-kind-terminate-external = termination of an external transfer
entry-kind-confirm-external = confirmation of an external transfer
entry-kind-admit-external = admission of an external transfer
entry-kind-complete-external = completion of an external transfer
entry-kind-drop-external = dropping of an external transfer
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
    [allocate] be allocated from it
    [auction] be auctioned from it
    [transfer] be transferred from it
    [propose] be proposed from it
    [propose-external] be proposed to another registry from it
    [surrender] be surrendered from it
    [retire] be retired from it
    [cancel] be cancelled from it
    [replace] replace others from it
    [carry-over] be carried over in it
    [move] be moved across a link from it
    [convert] be converted from it
    [return] be given back from it
    [reissue] be reissued elsewhere from it
    [authorise-units] be authorised in it
    [use-ndc] be used towards an NDC from it
    [convert-to-eru] become ERUs in it
   *[other] { $act }
}

# Why a registry refuses, by the codes of registry/refusals.toml
refusal-key-reused = The key { $key } belongs to entry { $entry }, which was another request.
refusal-identifier-malformed = { $found } is no identifier: letters, digits and . _ + -, beginning with a letter or digit, 64 at most.
refusal-reason-missing = A reason is missing.
refusal-authority-missing = The authority that ordered it is missing.
refusal-beneficiary-missing = A retirement needs a beneficiary.
refusal-purpose-unknown = { $purpose } is no purpose of a cancellation: { $purposes }.
refusal-price-malformed = { $price } is no price.
refusal-family-unknown = { $family } is no family of units.
refusal-unit-type-exists = Unit type { $unit-type } is declared already.
refusal-account-type-unknown = { $type } is no type of account.
refusal-account-exists = Account { $account } exists already.
refusal-account-unknown = There is no account { $account }.
refusal-acquiring-account-unknown = There is no account { $account } to receive units.
refusal-same-account = Account { $account } would give to itself.
refusal-account-closed = Account { $account } is closed.
refusal-acquiring-account-closed = Account { $account }, which was to receive, is closed.
refusal-account-blocked = Account { $account } is blocked: units leave it only to be surrendered, cancelled or replaced.
refusal-status-unknown = { $status } is no status of an account.
refusal-status-unchanged = Account { $account } is { account-status } already.
refusal-account-not-empty = Account { $account } still holds units, and cannot be closed.
refusal-not-for-this-account-type = Units in { $account } cannot { account-act }: it is of the type { account-type }.
refusal-unit-type-unknown = Unit type { $unit-type } is not declared.
refusal-nothing-asked = No units are named: neither a quantity nor blocks.
refusal-quantity-not-positive = { $quantity } is too small a quantity.
refusal-range-reversed = { $first } to { $last } is no range of serial numbers.
refusal-serial-too-high = Serial number { $last } is too high: they end at { $most }.
refusal-quantity-differs = { $quantity } units are asked for, but what is named sums to { $sum }.
refusal-blocks-overlap = { $block } names units that another block names too.
refusal-already-issued = Units of { $block } are issued already.
refusal-not-issued = Units of { $block } were never issued.
refusal-not-held = { $block } is not in account { $account }.
refusal-unit-ended = { $block } has ended: { unit-state }.
refusal-unit-reserved = { $block } is { unit-state } to another account, and waits for its answer.
refusal-unit-frozen = { $block } is { unit-state }.
refusal-holdings-insufficient = { $account } has { $available } such units that are free; { $quantity } were asked for.
refusal-may-not-hold = { $account } may not hold { $unit-type }: it is of the type { account-type }.
refusal-not-accepted-for-surrender = { $block } does not count among the units of { $mechanism }.
refusal-period-not-later = { $to-period } is not later than { $period }.
refusal-not-replaceable = { $block } ({ unit-state }) cannot be replaced.
refusal-replacement-differs = { $quantity } units cannot replace { $replaced }: it must be as many.
refusal-expiry-past = { $expires } is past already.
refusal-too-many-blocks = One external transfer has at most { $most } blocks, not { $found }; propose fewer units at a time.
refusal-same-registry = Registry { $registry } would transfer to itself.
refusal-not-the-addressee = The transfer is meant for registry { $registry }, not for this one.
refusal-acquiring-account-differs = Account { $account } is of another Party or holder than the transfer says.
refusal-unit-type-differs = Unit type { $unit-type } does not mean the same in both registries.
refusal-units-present = Units of { $block } are in this registry, or promised to come from elsewhere.
refusal-external-unknown = No external transfer { $transfer } is under way.
refusal-external-known = External transfer { $transfer } has been admitted already.
refusal-external-differs = External transfer { $transfer } is not the one that was admitted.
refusal-external-finalised = External transfer { $transfer } was finalised by entry { $entry }.
refusal-external-not-finalised = External transfer { $transfer } has not been finalised.
refusal-hold-unknown = Entry { $hold } holds no units back.
refusal-not-for-this-account = The proposal of entry { $hold } is not for { $account } to answer.
refusal-proposal-expired = The proposal of entry { $hold } has expired at { $expires }.
refusal-proposal-not-expired = The proposal of entry { $hold } has not expired.
refusal-entry-unknown = There is no entry { $entry }.
refusal-not-correctable = Entry { $entry } cannot be undone in this way ({ entry-kind }).
refusal-units-moved-on = { $block } is no longer where entry { $entry } put it.
refusal-account-since-closed = Account { $account } has been closed since.
refusal-digest-differs = The clauses of { $world } are not those that their digest was made of.
refusal-verifier-not-accredited = Verifier { $verifier } is not accredited.
refusal-obligation-unknown = Nobody has said what { $account } must surrender under { $mechanism } for { $period }.
refusal-already-assessed = The compliance of { $account } for { $period } has been assessed already.
refusal-clause-in-force = The clause is in force, so what its rounding has left is still needed.
refusal-authorisation-unknown = There is no authorisation { $authorisation }.
refusal-authorisation-of-another-host = Authorisation { $authorisation } is of host { $host }.
refusal-already-authorised = The units are authorised already, under { $authorisation }.
refusal-contribution-unit = { $unit-type } is a mitigation contribution unit and cannot be authorised.
refusal-authorisation-vintage = Authorisation { $authorisation } is for reductions of { $first } to { $last }.
refusal-authorisation-exceeded = Authorisation { $authorisation } is for { $quantity } units, of which { $issued } are issued.
refusal-approach-state-impossible = Approach { $approach } is { approach-state } (since: { $since }): that cannot change so on { $day }.
refusal-approach-not-active = Cooperative approach { $approach } is { approach-state } (since: { $since }): units are first transferred under it only while it is active.
refusal-no-clause = No clause lets { $block } count in { $mechanism } this way.
refusal-clause-not-started = The clause begins on { $start }.
refusal-clause-ended = The clause ended on { $end }.
refusal-unit-type-not-eligible = Units of type { $found } are not eligible; these are: { $eligible }.
refusal-standard-not-eligible = Units issued under { $found } are not eligible; these are: { $eligible }.
refusal-host-not-eligible = Units of host { $found } are not eligible; these are: { $eligible }.
refusal-activity-not-eligible = Units of activities of type { $found } are not eligible; these are: { $eligible }.
refusal-vintage-not-eligible = Units of vintage { $found } are not eligible; these are: { $eligible }.
refusal-entity-not-eligible = Account { $found } may not do this; these may: { $eligible }.
refusal-authorisation-missing = The units are not authorised by their host, so nobody adjusts for them.
refusal-purpose-not-eligible = The units are authorised for { $found }; this needs: { $eligible }.
refusal-amount-unknown = Nobody has said how many units the clause brings in { $year }.
refusal-amount-exceeded = The clause brings { $amount } units in { $year }, and no more.
refusal-quota-base-unknown = The limit { $quota } is a share of the obligation under { $mechanism } in { $year }, which nobody has entered yet.
refusal-quota-exceeded = The limit { $quota } is { $limit } units for { $year }, and too few are left of it.
refusal-levy-account-missing = The clause gives a share to account { $account }, which does not exist.
refusal-image-may-not-be-held = Account { $account } is of type { account-type }, which may not hold { $unit-type }.
refusal-originals-missing = { $quantity } originals would come back, and only { $available } rest here.
refusal-commitment-unknown = { $party } has no assigned amount on record for { $period }.
refusal-assigned-amount-exceeded = The assigned amount of { $party } for { $period } is { $assigned } units, and no more can be issued.
refusal-not-convertible = { $unit-type } cannot become an ERU: only AAUs and RMUs can, where the type ERU is declared.
refusal-not-eligible-for-track-1 = { $party } is not on the eligibility list: the supervisory committee must verify.
refusal-below-commitment-period-reserve = { $party } must keep { $reserve } units in its reserve for { $period }.
refusal-not-carried-over = Units of type { $unit-type } cannot be carried over.
refusal-carry-over-limit = { $party } can carry over { $limit } units of this type to { $to-period }, and no more.
refusal-expiry-missing = Temporary and long-term CERs say their last day, and no other units do ({ $unit-type }).
refusal-unit-expired = The units expired on { $expires }.
refusal-not-expired = The units have not expired (last day: { $expires }).
refusal-may-not-replace = Units of type { $unit-type } may not take the place of those.
refusal-nothing-replaced = It is not said which units are replaced: name them by blocks of serial numbers.
refusal-not-as-described = { $block } is of { $found }, and { $said } was asked for besides.
refusal-clause-borrows = The clause brings units of a later year forward; it carries none over to a later period.
refusal-entity-not-authorised = Authorisation { $authorisation } is for { $entities }, and { $account } is an account of none of these.
refusal-backing-differs = { $needed } units (of { $pool }, types { $unit-types }) must be given up for these, one for one, free and in the same account; { $named } such units are named as backing.

# Pages of the reference
page-refusals-title = What a registry refuses
page-refusals-about = Every reason for which a registry refuses, in order of precedence: of several that hold, the first is given. Where no clause of a mechanism or agreement is broken, the rule is named. ITL is the response code of the international and Community transaction logs that says the same (Regulation (EC) No 2216/2004, annexes IX and XII).
page-refusals-place = No.
page-refusals-code = code
page-refusals-rule = rule
page-refusals-itl = ITL
page-refusals-sentence = what is said
page-accounts-title = Types of accounts
page-accounts-about = What an account may hold, and what may be done with the units in it, is a matter of its type.
page-accounts-kyoto = Kyoto
page-accounts-holds = Which units it may hold
page-accounts-families = The families of units:
page-accounts-acts = What may be done with its units
page-accounts-blocked = From an account that is blocked, units leave only to be surrendered, cancelled or replaced. Issue, freeze, dispute, reversal and correction are acts of the administrator or an authority, and are not bound to a type.

## audit

audit-help = Find tonnes that are counted twice in other people's registries.

## serve

serve-help = Serve a registry and the solver over HTTP, with roles, to programs and people.

## study

study-help = Answer a question of the literature with the data at hand.

## studio

studio-help = Open the web page.

## worlds

worlds-help = List the worlds and their scenarios.
worlds-none = No world ships with this installation.
worlds-scenarios = scenarios: { $scenarios }

## new

new-help = Begin a world of your own from a commented example, or a workbook for curves and baselines of your own.
new-option-from = the world to copy, or to fill the workbook with, by name or path; tutorial if left out
new-written = { $files ->
    [one] 1 file written to { $dir }:
   *[other] { $files } files written to { $dir }:
}
new-next = Edit them, then type:
new-option-excel = write an Excel workbook with the baselines and abatement curves of the world instead, to fill in and give to --baselines and --curves
new-excel-written = Baselines of { $activities ->
    [one] 1 activity
   *[other] { $activities } activities
}, and their abatement curves, written to { $file }.
new-excel-next = Change what you know better, save it, then type:
found-no-activities = a world without activities
expected-dir-or-excel = either DIR or --excel FILE
expected-folder-there = a folder that is there
expected-xlsx-name = a file that ends in .xlsx
expected-activities = a world with activities, which baselines and curves are of

## own: curves and baselines of one's own

own-option-curves = abatement curves of your own, from a CSV or Excel file (comity new --excel makes one to fill in) or an IAMC table; they replace those of the activities named
own-option-baselines = baselines of your own (emissions without abatement), from a CSV or Excel file or an IAMC table; they replace those of the activities named
own-used = The answer rests on data of your own: { $files }.
own-sheet-about = read me
own-sheet-baselines = baselines
own-sheet-curves = curves
own-about-title = { $world }: baselines and abatement curves to fill in
own-about-what = The sheets baselines and curves hold what the world { $world } assumes of each activity. Change what you know better, save the workbook, and solve the world with it:
own-about-rows = A row belongs to the activity named in its first column. Delete the rows of activities that are to stay as they are, or leave them alone. The columns name and host are for your eyes only.
own-about-same = What you do not change keeps its source. What you change counts as an assumption that names this file and the row; results say what share of baselines and caps is assumed.
own-about-empty = An empty cell is unknown, not zero. Years between two figures are read off the line.
own-about-scenarios = Scenarios change your figures as they would change the world's, and the reference that results are measured against has your figures too.
own-about-forms = Instead of the columns of a family, a table of curves may have the columns activity, abatement (or share), marginal-cost and unit: points that the curve goes through. IAMC tables (model, scenario, region, variable, unit, years) are read as they are.
own-about-column = { $column }: { $meaning }
own-about-year = emissions of the year without abatement, in the unit of the row
own-error-number = A number of 0 or more, or an empty cell for what is unknown
own-column-activity = activity
own-column-name = name
own-column-host = host
own-column-family = family
own-column-unit = unit
own-column-per = per
own-column-factor = factor
own-column-supply = supply
own-column-slope = slope
own-column-intercept = intercept
own-column-a = a
own-column-b = b
own-column-coefficient = coefficient
own-column-exponent = exponent
own-column-rate = rate
own-column-quantity = quantity
own-column-price = price
own-column-to-price = to-price
own-column-abatement = abatement
own-column-share = share
own-column-abatement-unit = abatement-unit
own-column-marginal-cost = marginal-cost
own-column-year = year
own-column-value = value
own-column-source = source
own-column-note = note
own-column-model = model
own-column-scenario = scenario
own-column-region = region
own-column-variable = variable
own-meaning-activity = id of the activity, as the world has it
own-meaning-name = its name; not read
own-meaning-host = the Party whose emissions these are; not read
own-meaning-unit = baselines: a mass and a substance, as Mt CO2e; curves: currency, perhaps its year, and tonne, as USD2020/t CO2
own-meaning-family = q is what is abated. linear: intercept + slope q; quadratic: a q² + b q; power: the sum of coefficient q^exponent, a row a term; exponential: coefficient (exp(rate q) - 1); piecewise: segments, a row each
own-meaning-per = what the curve is a function of: quantity (in the world's unit) or share (of the baseline); quantity if left empty
own-meaning-factor = multiplies the marginal cost: 2 is twice as dear; 1 if left empty
own-meaning-supply = multiplies what is abated at each price: 0.1 leaves a tenth; 1 if left empty
own-meaning-slope = linear: price per unit of abatement
own-meaning-intercept = linear: price at which abatement starts; 0 if left empty
own-meaning-a = quadratic: of the square; above 0
own-meaning-b = quadratic: of the linear term; may be negative
own-meaning-coefficient = power: of the term; exponential: price scale; above 0
own-meaning-exponent = power: of the term; above 0
own-meaning-rate = exponential: per unit of abatement; above 0
own-meaning-quantity = piecewise: length of the segment, above 0
own-meaning-price = piecewise: marginal cost at the start of the segment; not below the end of the one before
own-meaning-to-price = piecewise: marginal cost at its end; that of its start if left empty
own-meaning-source = where the figure is from: a key of the world's sources, or any words
own-meaning-note = anything that a reader of the figure should know
own-family-linear = linear
own-family-quadratic = quadratic
own-family-power = power
own-family-exponential = exponential
own-family-piecewise = piecewise
own-per-quantity = quantity
own-per-share = share
found-own-again = { $what } again, first in line { $line }
found-column-again = the same column again
found-compound-file = a workbook under a password, or one of the old .xls kind
found-no-xlsx = something that is no .xlsx workbook
found-sheets = the sheets { $sheets }
found-larger-sheet = a sheet of { $rows } rows and { $columns } columns
found-heads-alone = heads without a row
expected-own-file = a .csv or .xlsx file
expected-own-csv = a CSV table
expected-own-xlsx = an .xlsx workbook that opens without a password
expected-own-sheet = a sheet called { $sheet }, or only one sheet
expected-own-table = heads, and rows below them
expected-own-cells = at most { $most } cells, filled or not
expected-own-head = an empty cell: its column has no head
expected-own-same = { $value }, as in line { $line }
expected-own-once = each row once
expected-own-one-row = one row: a { $family } curve has no more
expected-own-empty = an empty cell: a { $family } curve has { $columns }
expected-own-parameter = a number: a { $family } curve needs it
expected-own-rising = { $least } or more: marginal cost does not fall as more is abated
expected-own-points = a point at which something is abated
expected-own-one-amount = either abatement or share
expected-own-years = columns that are years, or the columns year and value
expected-own-year = a year from { $first } to { $last }, or the nearest before or after them (10 years at most)
expected-own-price = rows of Price|Carbon, which curves are made of
expected-own-emissions = rows of Emissions|CO2, Emissions|Kyoto Gases or another Emissions|…
expected-own-one-variable = Emissions|CO2 or Emissions|Kyoto Gases, or only one variable of emissions
expected-own-one-model = the rows of one model, { $model } alone
expected-own-base-scenario = exactly one scenario without a carbon price, from which abatement is counted (in the table: { $scenarios })
expected-own-one-price-year = carbon prices above 0 in exactly one year from { $first } to { $last }: a curve is the same in every year
expected-own-activities = one of the activities { $activities }: its host has several
expected-own-region = the id of an activity, or of a Party that hosts one
expected-own-base-figure = emissions above 0 in { $year } in the scenario without a carbon price
expected-own-price-of = Price|Carbon and emissions of { $region } in { $year } under { $scenario }
expected-own-abated = emissions in { $year } that are not above those under { $scenario }
expected-own-priced-scenario = a scenario with a carbon price for { $region }
hint-own-save-as = save it as .xlsx, or as CSV in UTF-8
hint-own-password = take the password off, or save it as .xlsx
hint-own-other = { $option } reads this table
hint-own-formula = open the workbook in a spreadsheet program and save it, so that formulas have values
hint-own-one-price-year = keep, for example, { $year } alone

## check

check-help = Read a world and name every problem, with file and line.
check-done = { $files ->
    [one] Read 1 file and found nothing wrong.
   *[other] Read { $files } files and found nothing wrong.
}
check-option-figures = also list every figure that is not sourced, with file and line, and how each system in force is priced
check-done-scenarios = { $files ->
    [one] Read 1 file and { $scenarios } scenarios and found nothing wrong.
   *[other] Read { $files } files and { $scenarios ->
        [one] 1 scenario
       *[other] { $scenarios } scenarios
    } and found nothing wrong.
}
check-figures = Figures and curves by status: { $count }
check-weak = Not sourced: { $count }
check-figure = { $what }, { $status }
check-figure-note = { $figure } – { $note }

## explain

explain-help = Where a value comes from, step by step.
explain-option-year = the year, for what differs by year; the world's first if left out
explain-status = { $status }: { $means }
explain-steps = How it came about
explain-nothing = nothing
explain-unknown = unknown
explain-yes = yes
explain-no = no
explain-table = { $count ->
    [one] a table or list of 1
   *[other] a table or list of { $count }
}
explain-stands-in = It stands in { $place }.
explain-stands = { $place } says { $value }.
explain-series-stands = { $place } has the series; read at { $year } it says { $value }.
explain-default = No file says it: this is the default.
explain-set = Scenario { $scenario } ({ $place }) sets it from { $before } to { $after }.
explain-scale = Scenario { $scenario } ({ $place }) scales it from { $before } to { $after }.
explain-add = Scenario { $scenario } ({ $place }) adds it: { $after } (before: { $before }).
explain-remove = Scenario { $scenario } ({ $place }) removes it: { $before } before, now { $after }.
explain-shock = Scenario { $scenario } ({ $place }) shocks it from { $before } to { $after }.
explain-outside = { $year } is outside the figures, which go from { $first } to { $last }: absent is not zero.
explain-between = { $year } is read off the line between { $before } and { $after }: { $value }.
explain-figure = { $year } ({ $value }, { $place })
explain-note = Note: { $note }
explain-converted = In the unit that the world is solved in, { $given } is { $made }.
explain-exchange-rate = Exchange rate: 1 { $currency } is { $rate } { $into } in { $year }.
explain-price-index = Price level: { $currency } of { $year } times { $ratio } is { $currency } of { $into }.
explain-below = Below it stand: { $keys }.
explain-made = { $count ->
    [one] The clause made from it: { $clauses }.
   *[other] { $count } clauses are made from it: { $clauses }.
}
explain-made-more = { $count } clauses are made from it, among them { $clauses }.
explain-made-none = No clause is made from it: the agreement is { $status }.
curve-formula = marginal cost = { $formula }
curve-q-quantity = q is what is abated, in { $unit }.
curve-q-share = q is the share of the baseline that is abated.
curve-factor = The whole curve is multiplied by { $factor }.
curve-supply = What is abated at each price is multiplied by { $supply }.
curve-step = { $quantity } at { $price }
curve-step-rising = { $quantity } from { $price } to { $to }
curve-more-steps = { $steps }, … ({ $more } more steps)
curve-of-family = { $family } curve, { $unit }
curve-linear = linear
curve-quadratic = quadratic
curve-power = power
curve-exponential = exponential
curve-piecewise = stepped
reserve-rule-intake = rule of a reserve: what high circulation makes it take in
reserve-rule-release = rule of a reserve: what low circulation makes it release
reserve-rule-price-release = rule of a reserve: what high prices make it release
reserve-rule-addition = rule of a reserve: what comes into it from elsewhere
reserve-rule-invalidation = rule of a reserve: what of it ceases to be valid
agreement-negotiating = under negotiation
agreement-signed = signed, not in force
agreement-in-force = in force
agreement-suspended = suspended
agreement-ended = ended
agreement-abandoned = abandoned
clause-issue = units are issued
clause-credit = reductions become credits
clause-trade = units change hands
clause-move = units enter the other mechanism
clause-use = units are surrendered
clause-retire = units are retired
clause-pay = money is paid in place of units
clause-carry = units of another year are used
clause-cancel = units are cancelled
clause-stands = Written in { $place }.
clause-yields = { $agreement } is { $status }.
clause-yields-not = { $agreement } is { $status }: this yields no clause now. In force, it would say:
clause-named = { $id }:
clause-more = … and { $count } more of the same clause.
clause-takes-gives = It takes { $takes } and gives { $gives }.
pool-units = units of { $of }
pool-units-typed = units of { $of } ({ $types })
pool-obligation = cover for the obligation of { $of }
pool-activity = reductions of activities
pool-nothing = nothing
pool-worth = the money worth of units of { $of }
clause-form-transfer = Transfer: units keep their serial numbers, one for one.
clause-form-immobilise = Conversion: the original rests while its image is in use, and is freed when the image returns.
clause-form-reissue = Reissue: units are cancelled and new ones issued.
clause-unit-type = The units given are { $unit-type }.
clause-rate = Each unit counts as { $rate }.
clause-ratio = For each missing unit { $ratio } are due, the missing one included.
clause-free = They are handed out free to the activities covered.
clause-adjusts-credit = The units are authorised, and the host makes a corresponding adjustment.
clause-adjusts-both = Both sides make corresponding adjustments.
clause-charges = The host charges what the adjustment costs its balance.
clause-owner = It is done in the name of { $holder }.
clause-owner-issue = What it brings belongs to { $holder }.
clause-fixed = In { $year } it must be { $amount }.
clause-most = In { $year } it may be up to { $amount }.
clause-part = { $mechanism } brings { $amount } in { $year }.
clause-per-output = In { $year } it is { $amount } per unit of output.
clause-output-response = Output responds: what the output that comes with a tonne is worth to those who use it is { $formula } [{ $unit }], { $q }. Where more is given than the tonnes that come with it, more is made, by the same curve.
output-q-quantity = with q the tonnes that go with output not made, in { $unit }
output-q-share = with q the share of the baseline that goes with output not made
clause-unsold-cancelled = What is not sold is cancelled.
clause-unsold-later-auctions = What is not sold comes to later auctions.
clause-unsold-reserve = What is not sold goes into a reserve.
clause-demand-fixed = { $amount } are bought whatever they cost, as { $claim }.
clause-demand-curve = Up to { $most } are bought, the first for { $price } at most, as { $claim }.
claim-offset = an offset
claim-contribution = a contribution
clause-price = Not below { $price } in { $year }.
clause-buys = The treasury buys at { $price } in { $year }, and cancels.
clause-pays = { $payee } is paid { $price } in { $year }.
clause-less = Taken off that, down to nothing: the price of units of { $of } in { $year }.
clause-times = That is { $times } times { $of }.
clause-times-unit-price = { $payee } is paid { $times } times the price of units of { $of } in { $year }.
priced-auction-reserve = the reserve price of the auctions
priced-floor = the price floor
priced-ceiling = the price ceiling
priced-charge = the charge
clause-next-price = Units of the next year are reckoned at { $price }.
clause-cost = Transaction cost: { $cost } { $unit }.
clause-quota = Quota { $id }: { $limit }.
quota-share = at most { $share } of the obligation of { $of } in { $year }
quota-quantity = at most { $amount } in { $year }
quota-per-entity = { $quota } It holds for each entity by itself.
quota-per-mechanism = { $quota } It holds for each mechanism by itself.
clause-levy = { $share } goes to { $to } ({ $purpose }).
levy-to-cancellation = cancellation
levy-to-nobody = a pool that rests
purpose-adaptation = adaptation
purpose-omge = overall mitigation in global emissions
purpose-buffer = buffer against reversals
purpose-administration = administration
clause-backed-by = { $host } gives up one of the { $of } for each unit.
eligible-unit-types = Only unit types { $wanted }.
eligible-vintages = Only vintages { $wanted }.
eligible-hosts = Only hosts { $wanted }.
eligible-standards = Only units issued by { $wanted }.
eligible-activities = Only activities of type { $wanted }.
eligible-purposes = Only units authorised for { $wanted }.
eligible-entities = Only for { $wanted }.
clause-from-to = In force from { $start } to { $end }.
clause-from = In force from { $start }, without end.
clause-to = In force until { $end }.
clause-always = In force without a first or last day.
clause-after = { $dates } After that, units already moved { $fate }.
after-stay = stay where they are
after-no-use = can no longer be used
after-return = go back
price-solved = Solved for { $year } under { $scenario }: { $status }. A price stands in no file; it is an outcome.
price-no-market = No market for its units in this year.
price-of-class = { $unit-class }: { $price } { $unit }.
price-supply = Issued: { $supply } { $unit }.
price-covered = Of the activities covered, { $emissions } { $unit } are emitted and { $abatement } abated.
price-set-by = { $count ->
    [one] One thing sets it:
   *[other] { $count } things set it together; each would do a little more at a slightly higher price:
}
price-set-by-nothing = Nothing sets it: no curve is climbed and no step is partly used.
price-curve = { $address } ({ $name }): marginal cost = { $formula } [{ $unit }], { $status }
price-curve-source = { $curve }; { $source }
price-rule-at = { $address }: at { $figure }, { $status }
price-rule-cost = { $address }: transaction cost { $figure }, { $status }
price-rule = { $address }
price-more = … and { $count } more.

## replay

replay-help = Run a reserve's rules over a published path.
replay-option-rules = the reserve: WORLD/MECHANISM, WORLD/MECHANISM.RESERVE (if it has several), or a TOML file that holds one
replay-option-monthly = by months and not by years
replay-option-scenario = a scenario of the world of the rules; several are layered in the order given
replay-under = { $reserve } ({ $rules }) · { $table }
replay-periods = Circulation and reserve
replay-decisions = What the circulation of a year decides
replay-differences = Published, but not what the rules give
replay-agree = { $count ->
    [one] The one published figure is what the rules give.
   *[other] All { $count } published figures are what the rules give.
}
replay-weak = Rules whose figures are not sourced:
replay-weak-rule = { $rule }: { $status }
replay-blind = Not evaluated, because the monthly prices it looks at are not known: { $rules }
replay-months = { $begin }, { $months ->
    [one] 1 month
   *[other] { $months } months
}
replay-nothing = nothing
head-period = Period
head-issued = Issued
head-intake = Intake
head-release = Release
head-cancelled = Cancelled
head-added = Added
head-content = Held
head-circulation = Circulation
head-unexplained = Unexplained
head-carried-out = Carried out from
head-regime = Rule
head-figure = Figure
head-published = Published
head-replayed = By the rules
figure-intake = intake
figure-release = release
figure-cancelled = cancelled

# How a system's price comes about, and why that is said
pricing-class-market = market
pricing-class-fixed = fixed or statutory price
pricing-class-administered = administered
pricing-class-no-trading = no trading
pricing-charge = a charge of its own holds ({ $on })
pricing-auction = auctions have made a price of late ({ $on })
pricing-spot = a market has made a price of late ({ $on })
pricing-fixed-price = allowances are sold at a fixed price ({ $on })
pricing-statutory = the law names what is paid for excess emissions, and no price of its units is known ({ $on })
pricing-ceiling = what is missing can be paid for at a ceiling, and no market price is known ({ $on })
pricing-band = its authority keeps the price between a floor and a ceiling, and no market price is known ({ $on })
pricing-floor = its authority buys at a floor, and no market price is known ({ $on })
pricing-auction-reserve = its authority sells nothing below a reserve price, and no market price is known ({ $on })
pricing-nothing = no price of its units is known
pricing-class-unknown = not known
pricing-unobserved = this world holds no observed prices
pricing-lacks-size = covered emissions
pricing-lacks-price = a price
pricing-lacks-supply = a cap or benchmarks
pricing-lacks-activity = an activity
pricing-join = , { "" }
pricing-systems = How each system in force is priced: { $count }
pricing-solved = have activities, and are priced by the solver
pricing-supply-assumed = of these have neither cap nor benchmarks in their files: a scenario must assume them
pricing-not-solved = are not priced by the solver
pricing-list-solved = Priced by the solver: { $price }, { $count }
pricing-list-not-solved = Not priced by the solver: { $price }, { $count }
pricing-head-solved = Supply
pricing-head-not-solved = Lacking
pricing-assumed = assumed
pricing-known = known
pricing-why = Why

# Article 6: the agreed electronic format and its checks

## formats: the agreed electronic format

expected-aef-required = a value: this column is required
expected-aef-text = text on one line, without control characters, that is not NA
expected-aef-texts = one or more texts, parted by ; and a space
expected-aef-integer = a whole number from 0, of at most { $digits } digits, without separators
expected-aef-number = a number from 0 with a point before its decimals, of at most { $digits } digits on either side
expected-aef-year = a year of four digits
expected-aef-years = two years, as 2021 - 2030
expected-aef-date = a day as dd/mm/yyyy
expected-aef-instant = a UTC instant, as 2025-03-01T12:00:00Z
expected-aef-party = a Party's three capital letters (ISO 3166-1 alpha-3)
expected-aef-parties = one or more Parties' three capital letters, parted by ; and a space
expected-aef-registry = a registry: a Party's three capital letters and two digits
expected-aef-approach = a cooperative approach: CA and four digits
expected-aef-version = a version: two numbers and a point between, the first version being 1.0
expected-aef-authorization = letters, digits, spaces and hyphens
expected-aef-choice = one of: { $values }
expected-aef-file = a folder or .zip of CSV files, an .xlsx or a .json file
expected-aef-csv = a CSV table in UTF-8
expected-aef-json = an object of tables, each a list of objects whose values are text, numbers or null
expected-aef-sheet = one of the tables { $sheets }
expected-aef-table = the table, with its heads even if it has no rows
expected-aef-one-row = one row
expected-aef-column = one of the columns { $columns }
expected-aef-column-there = the column
expected-aef-particulars = what the ledger does not know, in the filing
expected-aef-serial = serial numbers below 1000000000000, so that a series' number can stand before them
aef-conditional-missing = { $column } is missing, which this row needs.
aef-conditional-surplus = { $column } is filled, but does not apply to this row.
aef-platform-filled = { $column } is filled by the central platform, not by the Party.
aef-year-open = { $year } was not over when it was submitted.
aef-submission-repeated = Version { $version } about { $year } has been submitted before.
aef-snapshot-changed = The holdings are not those of version { $version }: what was held on 31 December does not change.
aef-ndc-period-reversed = The NDC period ends in { $last }, before it begins in { $first }.
aef-authorization-version-repeated = Version { $version } of this authorization stands twice.
aef-authorization-version-order = Version { $version } is dated before a lower one.
aef-timeframe-reversed = The timeframe ends in { $last }, before it begins in { $first }.
aef-authorized-entity-unlisted = { $entity } is not among the authorized entities.
aef-authorized-quantity-exceeded = { $units } ITMOs stand under it; it authorizes { $quantity }.
aef-subtype-misfit = { $subtype } is no subtype of { $action }.
aef-action-outside-year = { $at } is not in { $year }.
aef-range-reversed = The block ends at { $last }, before it begins at { $first }.
aef-quantity-differs = The quantity is { $quantity }, the block { $width } ITMOs wide.
aef-underlying-incomplete = Of the underlying units, registry, first and last must be given, or none.
aef-vintage-too-early = The vintage is { $vintage }; mitigation counts from { $first }.
aef-vintage-too-late = The vintage is { $vintage }, after { $year }.
aef-authorization-unknown = Authorization { $authorization } is not in the submission.
aef-authorization-not-in-force = No version of authorization { $authorization } was in force on { $day }.
aef-approach-differs = The cooperative approach is { $approach }; the authorization is under { $authorized }.
aef-metric-differs = The metric is { $metric }; the authorization is in { $authorized }.
aef-vintage-outside-timeframe = The vintage { $vintage } is not in the authorized timeframe { $first } - { $last }.
aef-action-outside-timeframe = { $year } is not in the authorized timeframe { $first } - { $last }.
aef-entity-unknown = { $entity } is not among the authorized entities.
aef-party-not-authorized = { $party } is not among the Parties that the authorization names.
aef-entity-not-authorized = { $entity } is not among the entities that the authorization names.
aef-purpose-not-authorized = The use is for { $purpose }; authorized is { $authorized }.
aef-use-year-outside-ndc = { $year } is not in the NDC period { $first } - { $last }.
aef-vintage-outside-ndc = The vintage { $vintage } is not in the NDC period { $first } - { $last } in which it is used.
aef-first-transfer-misdefined = { $subtype } is not how this authorization defines its first transfer: { $authorized }.
aef-first-transfer-repeated = { $first } to { $last } were first transferred before, in { $row ->
    [earlier] an earlier submission
   *[other] row { $row }
}.
aef-first-transfer-missing = { $first } to { $last } have not been first transferred.
aef-attributes-differ = Row { $row } of { $table } says something else of the same ITMOs.
aef-holdings-overlap = { $first } to { $last } stand in row { $row } too.
aef-held-and-ended = { $first } to { $last } were used or cancelled in row { $row } of Actions.
aef-ended-twice = { $first } to { $last } were used or cancelled before, in { $row ->
    [earlier] an earlier submission
   *[other] row { $row }
}.
aef-moved-after-end = { $first } to { $last } were used or cancelled before, in { $row ->
    [earlier] an earlier submission
   *[other] row { $row }
}.
aef-opening-unknown = What was held at the end of { $year } is not known, so the holdings cannot be checked.
aef-not-held = { $first } to { $last } were not held at that time.
aef-already-held = { $first } to { $last } were held already, since { $row ->
    [earlier] before the year
   *[other] row { $row }
}.
aef-holding-missing = { $first } to { $last } should be held on 31 December, and stand in no holding.
aef-holding-unexplained = { $first } to { $last } are held on 31 December, but neither the opening holdings nor the actions say why.
aef-years-differ = It is about { $year }; that of { $party } is about { $other }.
aef-transfer-unmatched = { $first } to { $last } left for { $party }, which acquired them nowhere.
aef-acquisition-unmatched = { $first } to { $last } were acquired from { $party }, which transferred them nowhere.
aef-acquired-before-transfer = It was acquired before { $party } transferred it, in its row { $row }.
aef-attributes-differ-between = { $party } says something else of these ITMOs, in its row { $row }.
aef-quantities-differ-between = { $party } has another quantity for these ITMOs, in its row { $row }.
aef-held-by-both = { $first } to { $last } are held by { $party } too, in row { $row } of its holdings.
aef-ended-by-both = { $first } to { $last } were used or cancelled by { $party } too, in its row { $row }.
aef-held-and-ended-between = { $first } to { $last } are held by one and were used or cancelled by the other; see row { $row } of { $party }.

# What changed between two worlds (comity.regime.notices)

regime-notice-added = New { $thing ->
    [mechanism] mechanism
    [agreement] agreement
    [party] Party
    [body] body
    [activity] activity
    [relation] relation
    [source] source
   *[other] { $thing }
}: { $name }.
regime-notice-removed = No longer there, the { $thing ->
    [mechanism] mechanism
    [agreement] agreement
    [party] Party
    [body] body
    [activity] activity
    [relation] relation
    [source] source
   *[other] { $thing }
} { $name }.
regime-notice-status = { $name }: { $where } was { $before }, is now { $after }.
regime-notice-progress = { $status ->
    [under-consideration] under consideration
    [under-development] under development
    [proposed] proposed
    [scheduled] scheduled
    [pilot] a pilot
    [in-force] in force
    [closing] closing
    [dormant] dormant
    [ended] ended
    [abolished] abolished
    [abandoned] abandoned
    [negotiating] under negotiation
    [signed] signed
    [suspended] suspended
    [under-discussion] under discussion
    [planned] planned
    [in-progress] in progress
    [done] done
    [absent] not said
   *[other] { $status }
}
regime-notice-layer = { $name }: was { $before ->
    [complex] of the regime complex
    [linkage] a regime linkage
   *[other] of a cluster
}, is now { $after ->
    [complex] of the regime complex
    [linkage] a regime linkage
   *[other] of a cluster
} (rule: { $rule ->
    [supervision] supervision
    [derivation] derivation
    [object] its object
    [transport] international transport
   *[other] none of the others
}; { $trace }).
regime-notice-joined = { $member } joined { $name }.
regime-notice-left = { $member } left { $name }.
regime-notice-set = { $name }: { $where } is now { $after }; before, it was not said.
regime-notice-dropped = { $name }: { $where } is no longer said; it was { $before }.
regime-notice-changed = { $name }: { $where } was { $before }, is now { $after }.

## The service

api-title-401 = Not recognised
api-title-403 = Not allowed
api-title-404 = Not found
api-title-405 = Method not allowed
api-title-409 = Refused
api-title-412 = Changed meanwhile
api-title-413 = Too large
api-title-422 = Malformed
api-title-429 = Too many
api-title-500 = Failed
api-title-503 = Not available
api-problem-unauthenticated = This needs a token that holds: Authorization: Bearer comity_….
api-problem-forbidden = The role of this token may not ask for it.
api-problem-not-own = It is about an account that is not the token's own.
api-problem-own-request = Whoever asked for it cannot be the second person who accepts it.
api-problem-not-found = There is nothing at this address.
api-problem-method-not-allowed = This address does not take this method.
api-problem-too-early = It cannot be accepted with this token before { $since }.
api-problem-decided-already = What became of it has been decided.
api-problem-key-waiting = Under this key another request waits for a second person, as number { $number }.
api-problem-changed-meanwhile = The registry is no longer as If-Match says.
api-problem-too-large = The body is larger than { $most } bytes.
api-problem-malformed = The request is not as the description of this operation has it.
api-problem-too-many-requests = Too many requests; wait before the next one.
api-problem-too-many-jobs = Too many jobs are waiting; ask again when one has ended.
api-problem-job-died = The job took too long, or its process has died.
api-problem-internal = The service has failed; its log says how.
api-problem-unavailable = The registry, or the audit log, cannot be written or read just now. With an idempotency key, send it again: it is done once at most.
expected-cursor = a cursor that an answer to this address has given
expected-other-key = a key that does not begin as the service's own do: { $own }
expected-holder = the holder of accounts, or the verifier, for whom the token acts
serve-option-host = address to listen on (else 127.0.0.1, which only this machine reaches); another needs TLS, or --behind-proxy
serve-option-port = port to listen on (else 8000); 0 takes a free one
serve-option-certificate = TLS: certificate chain, PEM; with --key
serve-option-key = TLS: private key, PEM
serve-option-behind-proxy = a proxy on this machine ends TLS, and says whom it asks for
serve-option-four-eyes-above = units of one command above which a second person must accept it (else 100000)
serve-option-one-person-adopts = for trying things out: one person may change the rules of a registry that has some (else a second must accept it)
serve-option-waiting-hours = hours before a command to a new counterparty can be accepted, and before a new token can accept anything (else 24)
serve-option-rate = requests a second that one address, and one token, may make in the long run (else 50)
serve-option-new-token = do not serve; print a new token of this role: administrator, authority, account-holder, verifier, read-only, registry
serve-option-holder = for --new-token: the holder of accounts, the verifier, or the registry, for whom it acts
serve-option-person = for --new-token: who has it; two tokens of one person are one pair of eyes
serve-option-oidc = let an identity provider vouch for callers too, as this TOML file says
api-problem-registry-silent = The registry in whose name this comes does not answer at its own address, and is to confirm it there. Ask again.
api-problem-oidc-refused = The identity provider's token does not hold here: it is another issuer's, for another service, out of date, or not signed with a key that the provider publishes.
api-problem-oidc-no-role = The identity provider vouches for { $subject }, but for no role here.
api-problem-oidc-several-roles = The identity provider gives { $subject } several roles at once; a token is to give one.
api-problem-oidc-no-claim = The identity provider's token of { $subject } does not have one name as { $claim }.
api-problem-oidc-unavailable = The identity provider does not answer, and without its keys its token cannot be checked.
oidc-expected-address = a web address that begins with https:// (on this machine also http://), without #
oidc-expected-issuer = the issuer's address, as its tokens have it: it begins with https:// (on this machine also http://) and has neither ? nor #
oidc-expected-roles = a table of at least one value of the role claim and its role
oidc-expected-holder-claim = the claim that names whom a token of { $roles } acts for
oidc-found-no-library = no library to check JWTs with
oidc-expected-library = PyJWT with cryptography
oidc-hint-library = run pip install "comity[oidc]"
serve-made = Registry { $registry } is made in { $where }, with { $clauses } permissions of its world in force from today on.
serve-listening = Listening on { $address } with the registry { $where } and the world { $world }. What it takes: { $address }/openapi.json. Ctrl-C stops it.
serve-first-token = The first administrator's token, shown this once: { $token }
serve-stopped = Stopped; all that was accepted is on the disk.
expected-free-port = an address of this machine, and a port that nobody listens on
serve-option-peers = A TOML file: where other registries are, to which and from which external transfers go.
expected-safe-address = an https address, or one of this machine
expected-token-file = a file with a token that the other registry gave out for the role registry
expected-certificates = certificates, PEM
found-no-certificate = no certificate
found-no-token = no token
expected-certificate = a certificate chain and its private key, both PEM
expected-loopback = an address that only this machine reaches, unless with --certificate and --key, or --behind-proxy
expected-both = --certificate and --key together
