-- Pay made comparable, written a second time, by somebody who has only the exported package: one row a number, as the CSV of
-- `supplychain pay` has it, or one row with the reasons why there is none. DuckDB; nothing of supplychain is used.
--
-- Given: the variable `package` (folder of the exported package) and the variable `prices_of` (a year or NULL).
-- Made: the table `recomputed`, every column text, in the columns of the product's CSV ("" where it has nothing),
-- save that `reasons` holds only what speaks against a number, in alphabetical order, joined by |.
--
-- The rules. A month is a twelfth of a year, a year has 52 weeks. Hours of a week are those of the report, else those that the
-- minimum wages in force state, else 40, 45 and 48. Currencies go through the dollar, at the average of each year. Real pay and
-- living wages of another year go along the published changes of consumer prices. No average over 40 percent inflation.
-- Numbers are DOUBLE (16 digits). They are rounded half up, away from zero; what lies within a billionth of a step below the half
-- counts as the half, so that a half that binary numbers cannot hold is not rounded down.

-- ---------------------------------------------------------------------------------------------------------------- words and days

CREATE OR REPLACE MACRO in_file(name) AS getvariable('package') || '/' || name || '.csv';
CREATE OR REPLACE MACRO items(t) AS CASE WHEN coalesce(t, '') = '' THEN []::VARCHAR[] ELSE string_split(t, '|') END;
CREATE OR REPLACE MACRO num(t) AS CAST(nullif(t, '') AS DOUBLE);
CREATE OR REPLACE MACRO is_day(t) AS coalesce(t, '') NOT IN ('', '..');
CREATE OR REPLACE MACRO day_core(t) AS regexp_extract(t, '^[0-9-]+');
-- An approximate date reaches one unit of its own precision further on both sides.
CREATE OR REPLACE MACRO slack(t) AS CASE WHEN right(t, 1) NOT IN ('~', '%') THEN 0
    WHEN length(day_core(t)) = 4 THEN 366 WHEN length(day_core(t)) = 7 THEN 31 ELSE 1 END;
CREATE OR REPLACE MACRO first_day(t) AS
    CAST(day_core(t) || right('-01-01', 10 - length(day_core(t))) AS DATE) - CAST(slack(t) AS INTEGER);
CREATE OR REPLACE MACRO final_day(t) AS CASE length(day_core(t))
    WHEN 4 THEN CAST(day_core(t) || '-12-31' AS DATE)
    WHEN 7 THEN last_day(CAST(day_core(t) || '-01' AS DATE))
    ELSE CAST(day_core(t) AS DATE) END + CAST(slack(t) AS INTEGER);
CREATE OR REPLACE MACRO steps(x, step) AS sign(x) * floor(abs(x) / step + 0.5 + 1e-9 + 1e-14 * abs(x) / step) + 0.0;
CREATE OR REPLACE MACRO ratio_text(x) AS printf('%.4f', steps(x, 0.0001) / 10000);
CREATE OR REPLACE MACRO money_text(x) AS
    CASE WHEN abs(x) < 0.1 - 1e-12 THEN ratio_text(x) ELSE printf('%.2f', steps(x, 0.01) / 100) END;
CREATE OR REPLACE MACRO in_words(codes) AS array_to_string(list_sort(list_distinct(codes)), '|');
CREATE OR REPLACE MACRO is_long(unit) AS unit IN ('week', 'month', 'year');
CREATE OR REPLACE MACRO per_year(unit) AS CASE unit WHEN 'week' THEN 52.0 WHEN 'month' THEN 12.0 ELSE 1.0 END;
-- Pay for one `unit`, when so many hours are worked in one `per`.
CREATE OR REPLACE MACRO an_hour(amount, unit, hours, per) AS
    CASE WHEN unit = per THEN amount / hours ELSE amount * per_year(unit) / (per_year(per) * hours) END;

-- ------------------------------------------------------------------------------------------------------------------------ the files

-- Unpaid hours of a week that a source sets beside the pay it asked for in a survey across employers, where it is one figure.
CREATE OR REPLACE TABLE beside AS
WITH says AS (SELECT claim, source FROM read_csv(in_file('citations'), header = true, all_varchar = true) WHERE stance = 'supports'),
surveys AS (
    SELECT w.id FROM read_csv(in_file('wages'), header = true, all_varchar = true) AS w
    JOIN read_csv(in_file('entities'), header = true, all_varchar = true) AS e ON e.id = w.employer AND e.kind = 'undisclosed'
    WHERE w.asserted_by IN ('researcher', 'worker_organisation') AND CAST(nullif(w.sample_size, '') AS INT) > 1
        AND w.basis <> 'paid_by_client'
)
SELECT w.id AS wage, any_value(num(f.value)) AS hours FROM surveys AS w JOIN says AS a ON a.claim = w.id
JOIN says AS b ON b.source = a.source
JOIN read_csv(in_file('figures'), header = true, all_varchar = true) AS f ON f.id = b.claim
WHERE f.topic = 'unpaid_time' AND f.unit = 'hours/week' AND coalesce(f.value, '') <> '' AND coalesce(f.withdrawn_reason, '') = ''
GROUP BY w.id HAVING count(DISTINCT f.id) = 1;

CREATE OR REPLACE TABLE wages AS
SELECT id, employer, items(countries) AS countries, items(sites) AS sites, items(work_types) AS work_types,
    items(clients) AS clients, items(tools) AS tools, num(low) AS low, num(high) AS high, num(mean) AS mean, num(median) AS median,
    currency, unit, basis, pay_kind, num(hours_per_week) AS hours, 
    coalesce(num(unpaid_hours_per_week), (SELECT b.hours FROM beside AS b WHERE b.wage = w.id)) AS unpaid,
    CASE WHEN len(items(countries)) = 1 THEN countries ELSE '' END AS country,
    coalesce("start", '') AS since, coalesce("end", '') AS until,
    CASE WHEN is_day("start") THEN CAST(left("start", 4) AS INT) WHEN is_day("end") THEN CAST(left("end", 4) AS INT)
        ELSE TRY_CAST(left(reported_on, 4) AS INT) END AS first_year,
    CASE WHEN is_day("end") THEN CAST(left("end", 4) AS INT) WHEN is_day("start") THEN CAST(left("start", 4) AS INT)
        ELSE TRY_CAST(left(reported_on, 4) AS INT) END AS last_year,
    CASE WHEN is_day("start") THEN first_day("start") END AS first_possible,
    CASE WHEN is_day("end") THEN final_day("end") END AS last_possible
FROM read_csv(in_file('wages'), header = true, all_varchar = true) AS w WHERE coalesce(withdrawn_reason, '') = '';

CREATE OR REPLACE TABLE minimums AS
SELECT id, country, coalesce("start", '') AS since, coalesce("end", '') AS until, area, coalesce(places, '') AS places, kind,
    "group" AS who, num(amount) AS amount, currency, unit, CASE WHEN basis = 'unknown' THEN 'gross' ELSE basis END AS basis, use,
    hours_low, hours_high, coalesce(hours_per, '') AS hours_per,
    coalesce("start", '') <> '' OR coalesce("end", '') <> '' AS dated,
    CASE WHEN is_day("start") THEN first_day("start") ELSE DATE '0001-01-01' END AS first_day,
    CASE WHEN is_day("end") THEN final_day("end") ELSE DATE '9999-12-31' END AS own_last_day
FROM read_csv(in_file('minimum_wages'), header = true, all_varchar = true);

-- A rate without an end holds until the day before the next rate of its kind.
ALTER TABLE minimums ADD COLUMN last_day DATE;
UPDATE minimums SET last_day = least(own_last_day, coalesce((
    SELECT min(later.first_day) - 1 FROM minimums AS later
    WHERE minimums.kind = 'rate' AND later.kind = 'rate' AND minimums.dated AND later.dated
        AND minimums.own_last_day = DATE '9999-12-31' AND later.first_day > minimums.first_day
        AND (later.country, later.area, later.places, later.who, later.unit, later.currency)
            = (minimums.country, minimums.area, minimums.places, minimums.who, minimums.unit, minimums.currency)
), DATE '9999-12-31'));

CREATE OR REPLACE TABLE livings AS
SELECT id, country, "start" AS since, area, places, place, method, covers, household, bound, num(amount) AS amount, currency, unit,
    basis, use, coalesce("start", '') <> '' OR coalesce("end", '') <> '' AS dated,
    CASE WHEN is_day("start") THEN first_day("start") ELSE DATE '0001-01-01' END AS first_day,
    CASE WHEN is_day("end") THEN final_day("end") END AS last_day
FROM read_csv(in_file('living_wages'), header = true, all_varchar = true);

-- Of several rows for one year the one without doubt is taken.
CREATE OR REPLACE MACRO doubt(use) AS list_position(['yes', 'check', 'no'], use);
CREATE OR REPLACE TABLE rates AS
SELECT id, CAST(year AS INT) AS year, currency, num(per_usd) AS per_usd, coalesce(several_rates, '') = 'yes' AS apart, use
FROM read_csv(in_file('exchange_rates'), header = true, all_varchar = true)
QUALIFY row_number() OVER (PARTITION BY currency, year ORDER BY doubt(use), id) = 1;
CREATE OR REPLACE TABLE parities AS
FROM (SELECT id, CAST(year AS INT) AS year, country, currency, num(per_international_dollar) AS parity, use
    FROM read_csv(in_file('purchasing_power'), header = true, all_varchar = true)
    QUALIFY row_number() OVER (PARTITION BY country, year ORDER BY doubt(use), id) = 1) WHERE use <> 'no';
CREATE OR REPLACE TABLE prices AS
FROM (SELECT id, CAST(year AS INT) AS year, country, num(change) AS change, use
    FROM read_csv(in_file('consumer_prices'), header = true, all_varchar = true)
    QUALIFY row_number() OVER (PARTITION BY country, year ORDER BY doubt(use), id) = 1) WHERE use <> 'no';

-- ------------------------------------------------------------------------------------------------- currencies, their worth, prices

-- What a country pays in (ISO 4217): as the table of parities has it, and by hand where that has none or, for Palestine, the
-- dollar of the World Bank. Bulgaria pays in euro since 2026.
CREATE OR REPLACE TABLE tender AS
SELECT DISTINCT country, currency FROM read_csv(in_file('purchasing_power'), header = true, all_varchar = true)
WHERE country <> 'PS'
UNION ALL VALUES ('CH', 'CHF'), ('GR', 'EUR'), ('HK', 'HKD'), ('PS', 'ILS'), ('SG', 'SGD'), ('VE', 'VES');
CREATE OR REPLACE MACRO pays_in(land, in_year) AS CASE WHEN land = 'BG' AND in_year >= 2026 THEN 'EUR'
    ELSE (SELECT t.currency FROM tender AS t WHERE t.country = land) END;

-- Where a currency is used, if that is one country.
CREATE OR REPLACE TABLE homes AS SELECT currency, any_value(country) AS country FROM tender GROUP BY currency HAVING count(*) = 1;

CREATE OR REPLACE TABLE calendar AS SELECT CAST(y AS INT) AS year FROM range(1990, 2041) AS r(y);
CREATE OR REPLACE TABLE inflation AS -- of the year, else of the last one known before
SELECT h.currency, c.year, p.change FROM homes AS h CROSS JOIN calendar AS c
ASOF JOIN prices AS p ON p.country = h.country AND p.year <= c.year;

-- What one dollar was worth, and what speaks against saying so.
CREATE OR REPLACE TABLE worth AS
WITH currencies AS (
    SELECT currency FROM wages UNION SELECT currency FROM minimums UNION SELECT currency FROM livings
    UNION SELECT currency FROM tender UNION SELECT currency FROM rates UNION SELECT currency FROM parities
)
SELECT c.currency, y.year, CASE WHEN c.currency = 'USD' THEN 1.0 ELSE r.per_usd END AS per_usd, r.id AS row,
    coalesce(r.use, '') = 'check' AS doubtful,
    CASE WHEN c.currency = 'USD' THEN []::VARCHAR[] ELSE list_filter([
        CASE WHEN b.apart AND (b.year = y.year OR b.year = newest.year) THEN 'several_rates' END,
        CASE WHEN i.change > 40 THEN 'high_inflation' END,
        CASE WHEN r.per_usd IS NULL THEN 'no_exchange_rate' WHEN r.use = 'no' THEN 'rate_not_usable' END
    ], lambda code: code IS NOT NULL) END AS against
FROM currencies AS c CROSS JOIN calendar AS y
LEFT JOIN rates AS r ON r.currency = c.currency AND r.year = y.year
ASOF LEFT JOIN rates AS b ON b.currency = c.currency AND b.year <= y.year
LEFT JOIN (SELECT currency, max(year) AS year FROM rates GROUP BY currency) AS newest ON newest.currency = c.currency
LEFT JOIN inflation AS i ON i.currency = c.currency AND i.year = y.year;

-- What one unit of a currency gives in another; money that stays in its currency needs no rate.
CREATE OR REPLACE MACRO ratio_of(from_money, from_per_usd, to_money, to_per_usd) AS
    CASE WHEN from_money = to_money THEN 1.0 ELSE to_per_usd / from_per_usd END;

-- What speaks against a currency in every year that is known.
CREATE OR REPLACE TABLE never AS
SELECT currency, list(code) AS against FROM (
    SELECT currency, 'several_rates' AS code FROM rates GROUP BY currency HAVING bool_and(apart)
    UNION ALL SELECT currency, 'high_inflation' FROM homes JOIN prices USING (country) GROUP BY currency HAVING min(change) > 40
) GROUP BY currency;
CREATE OR REPLACE MACRO against_ever(money) AS coalesce((SELECT n.against FROM never AS n WHERE n.currency = money), []::VARCHAR[]);

-- From the prices of one year to those of another. A missing year comes before a wild one.
CREATE OR REPLACE TABLE carried AS
SELECT a.country, a.year AS from_year, b.year AS to_year,
    CASE WHEN b.year > a.year THEN coalesce(product(1 + p.change / 100) FILTER (p.year > a.year), 1.0)
        ELSE 1 / coalesce(product(1 + p.change / 100) FILTER (p.year > b.year), 1.0) END AS factor,
    CASE WHEN count(p.year) FILTER (p.year > least(a.year, b.year)) < abs(b.year - a.year) THEN ['no_consumer_prices']
        WHEN max(p.change) > 40 THEN ['high_inflation'] ELSE []::VARCHAR[] END AS against,
    coalesce(bool_or(p.use = 'check' AND p.year > least(a.year, b.year)), false) AS doubtful
FROM (SELECT DISTINCT country, year FROM (SELECT DISTINCT unnest(countries) AS country FROM wages) CROSS JOIN calendar) AS a
CROSS JOIN calendar AS b
LEFT JOIN prices AS p ON p.country = a.country AND p.year BETWEEN least(a.year, b.year) AND greatest(a.year, b.year)
GROUP BY a.country, a.year, b.year;

-- --------------------------------------------------------------------------------------------------- numbers, years, places, hours

CREATE OR REPLACE TABLE points AS
SELECT id AS wage, 'figure' AS point, low AS amount FROM wages WHERE low = high
UNION ALL SELECT id, 'low', low FROM wages WHERE low IS NOT NULL AND low IS DISTINCT FROM high
UNION ALL SELECT id, 'high', high FROM wages WHERE high IS NOT NULL AND low IS DISTINCT FROM high
UNION ALL SELECT id, 'mean', mean FROM wages WHERE mean IS NOT NULL
UNION ALL SELECT id, 'median', median FROM wages WHERE median IS NOT NULL;

-- The years of a report and the days in each on which it may have been paid; both ends have to be stated to narrow a year.
CREATE OR REPLACE TABLE years AS
SELECT w.id AS wage, y.year,
    CASE WHEN cut THEN greatest(make_date(y.year, 1, 1), w.first_possible) ELSE make_date(y.year, 1, 1) END AS first_day,
    CASE WHEN cut THEN least(make_date(y.year, 12, 31), w.last_possible) ELSE make_date(y.year, 12, 31) END AS last_day
FROM (SELECT *, first_possible IS NOT NULL AND last_possible IS NOT NULL AS cut FROM wages) AS w
JOIN calendar AS y ON y.year BETWEEN w.first_year AND w.last_year;

CREATE OR REPLACE TABLE held AS -- minimum wages of the one country that held in a year of the report
SELECT y.wage, y.year, m.id AS row FROM years AS y JOIN wages AS w ON w.id = y.wage
JOIN minimums AS m ON m.country = w.country AND m.dated AND m.first_day <= y.last_day AND y.first_day <= m.last_day;

CREATE OR REPLACE TABLE row_hours AS
SELECT id AS row, hours_per AS per, hours_low AS said, num(hours_low) AS hours FROM minimums WHERE hours_per <> ''
UNION SELECT id, hours_per, hours_high, num(hours_high) FROM minimums WHERE hours_per <> '' AND num(hours_low) <> num(hours_high);
CREATE OR REPLACE TABLE legal AS
SELECT h.wage, h.year, r.row, r.per, r.said, r.hours FROM held AS h JOIN row_hours AS r USING (row)
JOIN minimums AS m ON m.id = h.row AND m.kind = 'rate' AND m.use = 'yes' AND m.who IN ('general', 'office');

CREATE OR REPLACE TABLE assumed(said VARCHAR, hours DOUBLE);
INSERT INTO assumed VALUES ('40', 40), ('45', 45), ('48', 48);
CREATE OR REPLACE TABLE week_hours AS -- hours that a week (or a month of the law) is reckoned to have
SELECT id AS wage, '' AS said, hours, 'week' AS per FROM wages WHERE hours IS NOT NULL
UNION ALL
SELECT wage, arg_min(said, row), legal.hours, per FROM legal JOIN wages ON wages.id = wage
WHERE wages.hours IS NULL AND per <> 'day' GROUP BY wage, legal.hours, per
UNION ALL
SELECT w.id, a.said, a.hours, 'week' FROM wages AS w CROSS JOIN assumed AS a
WHERE w.hours IS NULL AND w.id NOT IN (SELECT wage FROM legal WHERE per <> 'day');
CREATE OR REPLACE TABLE day_hours AS SELECT wage, any_value(hours) AS hours FROM legal WHERE per = 'day' GROUP BY wage
HAVING count(DISTINCT hours) = 1;

-- Pay an hour, and an hour worked, for every number and every number of hours; `said` is "" where the hours are the report's.
CREATE OR REPLACE TABLE timed AS
SELECT p.wage, p.point, unpaid_counted, h.said, CASE WHEN unpaid_counted
    THEN plain * h.hours * per_year(h.per) / 52 / (h.hours * per_year(h.per) / 52 + w.unpaid) ELSE plain END AS amount
FROM points AS p JOIN wages AS w ON w.id = p.wage CROSS JOIN (VALUES (false), (true)) AS u(unpaid_counted)
LEFT JOIN week_hours AS h ON h.wage = w.id AND (is_long(w.unit) OR unpaid_counted)
LEFT JOIN day_hours AS d ON d.wage = w.id
CROSS JOIN LATERAL (SELECT CASE w.unit WHEN 'hour' THEN p.amount WHEN 'day' THEN p.amount / d.hours WHEN 'task' THEN NULL
    ELSE an_hour(p.amount, w.unit, h.hours, h.per) END AS plain);

-- Why pay an hour (or an hour worked) is not known, the first reason only.
CREATE OR REPLACE TABLE untimed AS
SELECT w.id AS wage, unpaid_counted, CASE
    WHEN (is_long(w.unit) OR unpaid_counted) AND w.hours NOT BETWEEN 1e-9 AND 168 THEN 'hours_implausible'
    WHEN w.unit = 'task' THEN 'task_pay'
    WHEN w.unit = 'day' AND d.hours IS NULL THEN 'day_length_unknown'
    WHEN unpaid_counted AND w.unpaid IS NULL THEN 'no_unpaid_hours'
    WHEN unpaid_counted AND w.unpaid > 168 THEN 'hours_implausible' END AS reason
FROM wages AS w CROSS JOIN (VALUES (false), (true)) AS u(unpaid_counted) LEFT JOIN day_hours AS d ON d.wage = w.id;

-- --------------------------------------------------------------------------------------------------------------------- pay in money

CREATE OR REPLACE TABLE asked AS
SELECT w.id AS wage, measure, unpaid_counted, currency AS own,
    CASE WHEN len(countries) = 0 THEN 'no_country' WHEN len(countries) > 1 THEN 'several_countries' END AS placeless,
    pays_in(country, last_year) AS local,
    CASE measure WHEN 'hourly' THEN currency WHEN 'usd' THEN 'USD' WHEN 'eur' THEN 'EUR' ELSE pays_in(country, last_year) END
        AS target
FROM wages AS w CROSS JOIN (VALUES ('hourly'), ('local'), ('usd'), ('eur'), ('international'), ('real')) AS m(measure)
CROSS JOIN (VALUES (false), (true)) AS u(unpaid_counted)
WHERE (measure <> 'real' OR getvariable('prices_of') IS NOT NULL)
    AND (measure = 'hourly' OR NOT unpaid_counted OR w.unpaid IS NOT NULL);

-- Whether the figures of a year are needed.
CREATE OR REPLACE TABLE asked_dated AS
SELECT a.*, CASE measure WHEN 'hourly' THEN false WHEN 'international' THEN true WHEN 'real' THEN true
    WHEN 'local' THEN coalesce((SELECT bool_or(pays_in(w.country, y.year) <> a.own) FROM years AS y JOIN wages AS w ON w.id = y.wage
        WHERE y.wage = a.wage), a.local <> a.own, false)
    ELSE a.own <> a.target END AS dated
FROM asked AS a;

CREATE OR REPLACE TABLE money_years AS -- every year asked for, with what to multiply by or what speaks against it
SELECT a.wage, a.measure, a.unpaid_counted, y.year, CASE
    WHEN y.year IS NULL THEN 1.0
    WHEN measure = 'international' THEN ratio_of(a.own, own_worth.per_usd, p.currency, parity_worth.per_usd) / p.parity
    WHEN measure = 'real' THEN ratio_of(a.own, own_worth.per_usd, a.target, target_worth.per_usd) * c.factor
    ELSE ratio_of(a.own, own_worth.per_usd, a.target, target_worth.per_usd) END AS factor,
    CASE WHEN y.year IS NULL THEN []::VARCHAR[]
    WHEN measure = 'international' AND p.parity IS NULL THEN ['no_parity']
    WHEN measure = 'international' AND i.change > 40 THEN ['high_inflation']
    WHEN measure = 'international' THEN
        CASE WHEN a.own = p.currency THEN []::VARCHAR[] ELSE own_worth.against || parity_worth.against END
    WHEN a.own <> a.target AND len(own_worth.against || target_worth.against) > 0 THEN own_worth.against || target_worth.against
    WHEN measure = 'real' THEN c.against
    ELSE []::VARCHAR[] END AS against
FROM asked_dated AS a JOIN wages AS w ON w.id = a.wage
JOIN (SELECT wage, year FROM years UNION ALL SELECT id, NULL FROM wages) AS y ON y.wage = a.wage AND a.dated = (y.year IS NOT NULL)
LEFT JOIN parities AS p ON p.country = w.country AND p.year = y.year
LEFT JOIN inflation AS i ON i.currency = p.currency AND i.year = y.year
LEFT JOIN worth AS own_worth ON own_worth.currency = a.own AND own_worth.year = y.year
LEFT JOIN worth AS target_worth ON target_worth.currency = a.target AND target_worth.year = y.year
LEFT JOIN worth AS parity_worth ON parity_worth.currency = p.currency AND parity_worth.year = y.year
LEFT JOIN carried AS c ON c.country = w.country AND c.from_year = y.year AND c.to_year = getvariable('prices_of');

CREATE OR REPLACE TABLE money AS -- refused for the first thing that fails; of the years, for the first that fails
SELECT a.*, untimed.reason IS NOT NULL AS own_unit, CASE
    WHEN a.unpaid_counted AND w.basis = 'paid_by_client' THEN ['not_pay']
    WHEN measure IN ('local', 'international', 'real') AND placeless IS NOT NULL THEN [placeless]
    WHEN measure = 'local' AND a.local IS NULL THEN ['currency_of_country_unknown']
    WHEN a.dated AND w.first_year IS NULL THEN CASE
        WHEN measure IN ('international', 'real') AND a.local IS NULL THEN ['currency_of_country_unknown']
        WHEN measure = 'usd' OR measure = 'eur' THEN against_ever(own) || ['no_year']
        ELSE against_ever(own) || against_ever(a.local) || ['no_year'] END
    WHEN untimed.reason IS NOT NULL AND (measure = 'hourly' OR a.unpaid_counted OR untimed.reason = 'hours_implausible')
        THEN [untimed.reason]
    WHEN measure = 'real' AND a.local IS NULL THEN ['currency_of_country_unknown']
    ELSE coalesce((SELECT arg_min(y.against, y.year) FROM money_years AS y WHERE len(y.against) > 0
        AND (y.wage, y.measure, y.unpaid_counted) = (a.wage, a.measure, a.unpaid_counted)), []::VARCHAR[]) END AS reasons
FROM asked_dated AS a JOIN wages AS w ON w.id = a.wage
JOIN untimed ON untimed.wage = a.wage AND untimed.unpaid_counted = a.unpaid_counted;

CREATE OR REPLACE TABLE money_rows AS
SELECT m.wage, measure, unpaid_counted, 'comparable' AS state, t.point AS of, y.year, t.said AS hours,
    money_text(t.amount * y.factor) AS amount, CASE measure WHEN 'international' THEN 'international_dollar' ELSE target END AS currency,
    CASE WHEN own_unit THEN w.unit ELSE 'hour' END AS unit, '' AS reasons
FROM money AS m JOIN wages AS w ON w.id = m.wage JOIN money_years AS y USING (wage, measure, unpaid_counted)
JOIN (SELECT wage, point, unpaid_counted, coalesce(said, '') AS said, amount, false AS own_unit FROM timed
    UNION ALL SELECT wage, point, false, '', amount, true FROM points) AS t USING (wage, unpaid_counted, own_unit)
WHERE len(m.reasons) = 0
UNION ALL
SELECT wage, measure, unpaid_counted, 'not_comparable', '', NULL, '', '', '', '', in_words(reasons)
FROM money WHERE len(reasons) > 0;

-- -------------------------------------------------------------------------------------------------------- which benchmarks apply

-- A site is a place when one of the names in the one is one of the names in the other, whatever stands beside it.
CREATE OR REPLACE MACRO names(t) AS list_filter(list_transform(
    regexp_split_to_array(lower(strip_accents(t)), '[,;()/]| and '), lambda n: trim(n)), lambda n: n <> '');
CREATE OR REPLACE TABLE near AS
WITH sites AS (
    SELECT id AS wage, country, site, unnest(names(said)) AS name
    FROM (SELECT id, country, unnest(sites) AS said, generate_subscripts(sites, 1) AS site FROM wages)
),
places AS (
    SELECT id AS row, country, unnest(names(replace(places, '|', ';'))) AS name FROM minimums
    UNION SELECT id, country, unnest(names(replace(coalesce(places, ''), '|', ';'))) FROM livings
)
SELECT DISTINCT wage, row, site FROM sites JOIN places USING (country, name);

-- Sure and perhaps; rows for another place are not here.
CREATE OR REPLACE TABLE reach AS
FROM (SELECT w.id AS wage, r.id AS row, CASE
    WHEN r.area = 'country' THEN 'country'
    WHEN len(w.sites) = 0 OR r.area IN ('urban', 'rural') THEN 'possible'
    WHEN r.area = 'elsewhere' THEN
        CASE WHEN w.id IN (SELECT n.wage FROM near AS n JOIN minimums AS m ON m.id = n.row) THEN NULL ELSE 'possible' END
    -- Of several places of work, a benchmark of one of them may not hold for those who are meant.
    WHEN (SELECT count(DISTINCT n.site) FROM near AS n WHERE n.wage = w.id AND n.row = r.id) = len(w.sites) THEN 'place'
    WHEN EXISTS (FROM near AS n WHERE n.wage = w.id AND n.row = r.id) THEN 'possible' END AS applies
FROM wages AS w JOIN (SELECT id, country, area FROM minimums UNION ALL SELECT id, country, area FROM livings) AS r
    ON r.country = w.country) WHERE applies IS NOT NULL;

CREATE OR REPLACE TABLE without AS -- countries and times without an effective minimum wage
SELECT w.id AS wage, array_to_string(list(m.id ORDER BY m.id), '|') AS rows FROM wages AS w
JOIN minimums AS m ON m.country = w.country AND m.kind IN ('none', 'not_effective') AND m.use <> 'no'
    AND (NOT m.dated OR EXISTS (FROM held AS h WHERE h.wage = w.id AND h.row = m.id))
GROUP BY w.id;

-- A benchmark is one row, or the two ends of one range. `of_year`: it is of that year, and has to be carried.
CREATE OR REPLACE TABLE benchmarks AS
SELECT r.wage, 'minimum_gap' AS measure, m.id AS benchmark, [m.id] AS rows, list(h.year ORDER BY h.year) AS years,
    CAST(NULL AS INT) AS of_year, r.applies = 'possible' OR m.who = 'age' AS place_open, false AS other_meaning, m.use <> 'yes' AS doubtful
FROM reach AS r JOIN minimums AS m ON m.id = r.row JOIN held AS h ON h.wage = r.wage AND h.row = r.row
WHERE m.use <> 'no' AND m.kind IN ('rate', 'series') AND m.who IN ('general', 'office', 'age')
GROUP BY ALL;

-- Living wages: of each line (method, meaning, place, unit, currency) the one of the year, else the last before it, else the first
-- after it. A voluntary rate without an end lasts until the year of the next, else to the end of the year after its own.
CREATE OR REPLACE TABLE living_lines AS
SELECT r.wage, r.applies, l.*, hash(method, covers, place, unit, currency) AS line, year(l.first_day) AS from_year,
    CASE WHEN l.last_day IS NOT NULL THEN year(l.last_day) WHEN covers <> 'voluntary_rate' THEN year(l.first_day)
        ELSE coalesce((SELECT min(year(later.first_day)) FROM livings AS later JOIN reach AS near_too ON near_too.row = later.id
            WHERE near_too.wage = r.wage AND later.use <> 'no' AND later.dated AND later.first_day > l.first_day
                AND (later.method, later.covers, later.place, later.unit, later.currency, later.country)
                    = (l.method, l.covers, l.place, l.unit, l.currency, l.country)), year(l.first_day) + 1) END AS to_year
FROM reach AS r JOIN livings AS l ON l.id = r.row WHERE l.use <> 'no' AND l.dated;
CREATE OR REPLACE TABLE living_chosen AS
SELECT l.wage, l.line, y.year, l.since, CASE WHEN y.year NOT BETWEEN from_year AND to_year THEN from_year END AS of_year
FROM living_lines AS l JOIN years AS y USING (wage)
QUALIFY row_number() OVER (PARTITION BY l.wage, l.line, y.year ORDER BY
    y.year BETWEEN from_year AND to_year DESC,
    CASE WHEN y.year BETWEEN from_year AND to_year THEN l.first_day <= y.last_day ELSE l.first_day < y.first_day END DESC,
    CASE WHEN y.year NOT BETWEEN from_year AND to_year AND l.first_day >= y.first_day
        THEN -epoch(l.first_day) ELSE epoch(l.first_day) END DESC) = 1;
INSERT INTO benchmarks
WITH ends AS (
    SELECT l.*, c.year, c.of_year, CASE WHEN bound = 'point' THEN id
        ELSE min(id) FILTER (bound <> 'point') OVER (PARTITION BY wage, line, l.since, c.year, household, basis) END AS benchmark
    FROM living_lines AS l JOIN living_chosen AS c USING (wage, line, since)
)
SELECT wage, 'living_gap', benchmark, list(DISTINCT id), list_sort(list(DISTINCT year)), of_year, bool_or(applies = 'possible'),
    bool_or(covers IN ('family', 'food', 'survey')), bool_or(use <> 'yes')
FROM ends GROUP BY wage, benchmark, of_year;

CREATE OR REPLACE TABLE rows AS
SELECT id, country, amount, currency, unit, basis, hours_per, 'figure' AS bound FROM minimums
UNION ALL SELECT id, country, amount, currency, unit, basis, '', CASE bound WHEN 'point' THEN 'figure' ELSE bound END FROM livings;

-- What stands before any comparison: the report itself, or that there is nothing to compare with.
CREATE OR REPLACE TABLE stopped AS
FROM (SELECT w.id AS wage, measure, s.rows, CASE
    WHEN basis = 'paid_by_client' THEN ['not_pay']
    WHEN len(countries) = 0 THEN ['no_country'] WHEN len(countries) > 1 THEN ['several_countries']
    WHEN first_year IS NULL AND NOT (measure = 'minimum_gap' AND EXISTS (FROM minimums AS m
        WHERE m.country = w.country AND m.kind IN ('none', 'not_effective') AND NOT m.dated))
        THEN ['no_year'] || CASE WHEN coalesce(pays_in(country, NULL), w.currency) = w.currency THEN []::VARCHAR[]
            ELSE against_ever(w.currency) || against_ever(pays_in(country, NULL)) END
    WHEN measure = 'minimum_gap' AND s.rows IS NOT NULL THEN []::VARCHAR[]
    WHEN unit = 'task' THEN ['task_pay']
    WHEN NOT EXISTS (FROM benchmarks AS b WHERE b.wage = w.id AND b.measure = g.measure)
        THEN [CASE measure WHEN 'minimum_gap' THEN 'no_minimum_known' ELSE 'no_living_wage_known' END] END AS reasons
FROM wages AS w CROSS JOIN (VALUES ('minimum_gap'), ('living_gap')) AS g(measure) LEFT JOIN without AS s ON s.wage = w.id)
WHERE reasons IS NOT NULL;

-- ------------------------------------------------------------------------------------------------------- how far from a benchmark

-- Both in their own unit when the report alone does not give pay an hour; else both an hour.
CREATE OR REPLACE TABLE gaps AS
SELECT b.*, u.unpaid_counted, NOT by_report AND (w.unit = r.unit OR is_long(w.unit) AND is_long(r.unit)) AS direct,
    CASE WHEN NOT direct THEN 'hour' WHEN w.unit = r.unit THEN w.unit ELSE 'year' END AS unit,
    w.currency <> r.currency OR b.of_year IS NOT NULL AS dated, r.currency, r.country,
    CASE WHEN direct OR r.unit = 'hour' THEN 'none' WHEN r.hours_per = 'day' AND r.unit = 'day' THEN 'own'
        WHEN r.hours_per IN ('week', 'month') AND r.unit <> 'day' THEN 'own' ELSE 'law' END AS hours_from,
    r.unit = 'day' AS of_day, r.basis AS benchmark_basis
FROM benchmarks AS b JOIN wages AS w ON w.id = b.wage JOIN rows AS r ON r.id = b.rows[1]
JOIN (VALUES (false), (true)) AS u(unpaid_counted) ON NOT u.unpaid_counted OR w.unpaid > 0
CROSS JOIN LATERAL (SELECT u.unpaid_counted OR w.unit = 'hour' OR is_long(w.unit) AND w.hours IS NOT NULL AS by_report)
WHERE (b.wage, b.measure) NOT IN (SELECT (wage, measure) FROM stopped);

CREATE OR REPLACE TABLE gap_hours AS -- hours that the benchmark is for
SELECT DISTINCT g.wage, g.benchmark, g.of_year, g.unpaid_counted, h.row, h.said, h.hours, h.per
FROM gaps AS g JOIN row_hours AS h ON h.row = g.rows[1] WHERE hours_from = 'own';
INSERT INTO gap_hours
SELECT g.wage, g.benchmark, g.of_year, g.unpaid_counted, NULL, arg_min(l.said, l.row), l.hours, l.per
FROM gaps AS g JOIN legal AS l ON l.wage = g.wage AND list_contains(g.years, l.year) AND (l.per = 'day') = g.of_day
WHERE hours_from = 'law' GROUP BY ALL;
INSERT INTO gap_hours
SELECT g.wage, g.benchmark, g.of_year, g.unpaid_counted, NULL, a.said, a.hours, 'week' FROM gaps AS g CROSS JOIN assumed AS a
WHERE hours_from = 'law' AND NOT of_day AND NOT EXISTS (FROM gap_hours AS h
    WHERE (h.wage, h.benchmark, h.unpaid_counted) = (g.wage, g.benchmark, g.unpaid_counted)
        AND h.of_year IS NOT DISTINCT FROM g.of_year);

CREATE OR REPLACE TABLE gap_years AS
SELECT g.*, y.year, CASE WHEN y.year IS NULL THEN 1.0 ELSE ratio_of(w.currency, mine.per_usd, g.currency, theirs.per_usd) END AS factor,
    CASE WHEN g.of_year IS NULL THEN 1.0 ELSE c.factor END AS carrying,
    coalesce(c.against, []::VARCHAR[]) AS against_carrying,
    CASE WHEN w.currency = g.currency OR y.year IS NULL THEN []::VARCHAR[] ELSE mine.against || theirs.against END AS against_money,
    g.doubtful OR coalesce(g.of_year IS NOT NULL AND g.of_year <> y.year AND c.doubtful, false)
        OR coalesce(w.currency <> g.currency AND y.year IS NOT NULL AND (mine.doubtful OR theirs.doubtful), false) AS in_doubt
FROM gaps AS g JOIN wages AS w ON w.id = g.wage
CROSS JOIN LATERAL (SELECT unnest(CASE WHEN g.dated THEN g.years ELSE [NULL::INT] END) AS year) AS y
LEFT JOIN worth AS mine ON mine.currency = w.currency AND mine.year = y.year
LEFT JOIN worth AS theirs ON theirs.currency = g.currency AND theirs.year = y.year
LEFT JOIN carried AS c ON c.country = g.country AND c.from_year = g.of_year AND c.to_year = y.year;

CREATE OR REPLACE TABLE gap_reasons AS
SELECT g.wage, g.measure, g.benchmark, g.of_year, g.unpaid_counted, g.rows, CASE
    WHEN NOT direct AND u.reason = 'hours_implausible' AND w.hours IS NOT NULL AND w.hours NOT BETWEEN 1e-9 AND 168
        AND (is_long(w.unit) OR g.unpaid_counted) THEN ['hours_implausible']
    WHEN hours_from = 'law' AND of_day AND NOT EXISTS (FROM gap_hours AS h
        WHERE (h.wage, h.benchmark, h.unpaid_counted) = (g.wage, g.benchmark, g.unpaid_counted)
            AND h.of_year IS NOT DISTINCT FROM g.of_year) THEN ['benchmark_day_length']
    ELSE coalesce((SELECT arg_min(CASE WHEN len(y.against_carrying) > 0 THEN y.against_carrying
            WHEN NOT g.direct AND u.reason IS NOT NULL THEN [u.reason] ELSE y.against_money END, coalesce(y.year, 0))
        FROM gap_years AS y WHERE (y.wage, y.benchmark, y.unpaid_counted) = (g.wage, g.benchmark, g.unpaid_counted)
            AND y.of_year IS NOT DISTINCT FROM g.of_year
            AND (len(y.against_carrying) + len(y.against_money) > 0 OR NOT g.direct AND u.reason IS NOT NULL)),
        []::VARCHAR[]) END AS reasons
FROM gaps AS g JOIN wages AS w ON w.id = g.wage JOIN untimed AS u ON u.wage = g.wage AND u.unpaid_counted = g.unpaid_counted;

CREATE OR REPLACE TABLE gap_values AS
SELECT y.*, r.id AS row, r.bound AS against, coalesce(h.said, '') AS benchmark_hours, t.point, coalesce(t.said, '') AS hours,
    CASE WHEN h.hours IS NOT NULL THEN an_hour(r.amount, r.unit, h.hours, h.per)
        WHEN y.unit = 'year' THEN r.amount * per_year(r.unit) ELSE r.amount END * y.carrying AS benchmark_amount,
    CASE WHEN NOT y.direct THEN t.amount WHEN y.unit = 'year' THEN t.amount * per_year(w.unit) ELSE t.amount END * y.factor AS pay,
    pay / benchmark_amount - 1 AS gap
FROM gap_years AS y JOIN gap_reasons AS g ON (g.wage, g.benchmark, g.unpaid_counted) = (y.wage, y.benchmark, y.unpaid_counted)
    AND g.of_year IS NOT DISTINCT FROM y.of_year AND len(g.reasons) = 0
JOIN wages AS w ON w.id = y.wage
JOIN rows AS r ON list_contains(y.rows, r.id)
LEFT JOIN gap_hours AS h ON (h.wage, h.benchmark, h.unpaid_counted) = (y.wage, y.benchmark, y.unpaid_counted)
    AND h.of_year IS NOT DISTINCT FROM y.of_year
JOIN (SELECT wage, point, said, amount, unpaid_counted, false AS direct FROM timed
    UNION ALL SELECT wage, point, NULL, amount, false, true FROM points) AS t
    ON t.wage = y.wage AND t.direct = y.direct AND t.unpaid_counted = y.unpaid_counted;

-- What can be said whatever the tax: what is paid out is never more than pay before tax and never less than half of it.
CREATE OR REPLACE TABLE stretches AS
SELECT * FROM (VALUES ('gross', 'gross', 1.0, 1.0), ('net', 'net', 1.0, 1.0), ('net', 'gross', 1.0, 2.0), ('unknown', 'gross', 1.0, 2.0),
    ('net', 'unknown', 1.0, 2.0), ('gross', 'net', 0.5, 1.0), ('unknown', 'net', 0.5, 1.0), ('gross', 'unknown', 0.5, 1.0),
    ('unknown', 'unknown', 0.5, 2.0)) AS s(pay_basis, benchmark_basis, least_part, most_part);
CREATE OR REPLACE TABLE verdicts AS
WITH spans AS ( -- a range is one span, an average and a median are their own; an open end stays open
    SELECT v.wage, benchmark, of_year, v.unpaid_counted, w.basis AS pay_basis, v.benchmark_basis,
        CASE WHEN point IN ('figure', 'low', 'high') THEN 'range' ELSE point END AS span,
        min(gap) FILTER (point <> 'high') AS low, max(gap) FILTER (point <> 'low') AS high,
        bool_or(in_doubt) AS in_doubt, any_value(place_open) AS place_open, any_value(other_meaning) AS other_meaning
    FROM gap_values AS v JOIN wages AS w ON w.id = v.wage GROUP BY ALL
)
SELECT wage, benchmark, of_year, unpaid_counted, CASE
    WHEN bool_or(in_doubt) OR any_value(place_open) OR any_value(other_meaning) OR of_year IS NOT NULL THEN ''
    WHEN bool_and(coalesce(low >= -1e-12 AND (1 + low) * least_part - 1 >= -1e-12, false)) THEN 'at_or_above'
    WHEN bool_and(coalesce(high < -1e-12 AND (1 + high) * most_part - 1 < -1e-12, false)) THEN 'below'
    ELSE '' END AS verdict
FROM spans JOIN stretches USING (pay_basis, benchmark_basis) GROUP BY wage, benchmark, of_year, unpaid_counted;

CREATE OR REPLACE TABLE gap_rows AS
SELECT wage, measure, unpaid_counted, false AS itself, 'comparable' AS state, verdict, point AS of, against, row, year, hours,
    benchmark_hours, ratio_text(gap) AS amount, '' AS currency, '' AS unit, '' AS reasons
FROM gap_values AS v JOIN verdicts AS s USING (wage, benchmark, unpaid_counted) WHERE v.of_year IS NOT DISTINCT FROM s.of_year
UNION ALL
SELECT DISTINCT wage, measure, unpaid_counted, true, 'comparable', verdict, against, '', row, CASE WHEN v.of_year IS NOT NULL THEN year END,
    '', benchmark_hours, money_text(benchmark_amount), currency, unit, ''
FROM gap_values AS v JOIN verdicts AS s USING (wage, benchmark, unpaid_counted) WHERE v.of_year IS NOT DISTINCT FROM s.of_year
UNION ALL
SELECT wage, measure, unpaid_counted, false, 'not_comparable', '', '', '',
    (SELECT array_to_string(list(r.id ORDER BY r.amount), '|') FROM rows AS r WHERE list_contains(g.rows, r.id)), NULL, '', '', '', '', '',
    in_words(reasons)
FROM gap_reasons AS g WHERE len(reasons) > 0
UNION ALL
SELECT wage, measure, false, false, CASE WHEN len(reasons) = 0 THEN 'no_effective_minimum' ELSE 'not_comparable' END, '', '', '',
    CASE WHEN len(reasons) = 0 THEN rows ELSE '' END, NULL, '', '', '', '', '', in_words(reasons)
FROM stopped;

-- ------------------------------------------------------------------------------------------------------------ the client's price

-- Pay and price belong together: same employer, a client or a product in common, and nothing both name that differs.
CREATE OR REPLACE MACRO agree(ours, theirs) AS len(ours) = 0 OR len(theirs) = 0 OR list_has_any(ours, theirs);
-- Kinds of work, told apart by the words of the source; the first that fits.
CREATE OR REPLACE MACRO work_class(words) AS CASE
    WHEN regexp_matches(words, 'customer support|customer service|call cent') THEN 'customer support'
    WHEN regexp_matches(words, 'moderat|hate speech|trust and safety') THEN 'moderation'
    WHEN regexp_matches(words, 'remote|order entry|teleoperat|live |impersonat|surveillance review|receipt|human review') THEN 'live help'
    WHEN regexp_matches(words, 'rating|ranking|evaluat|grading|check|verification|validation|red team|review|testing') THEN 'evaluation'
    WHEN regexp_matches(words, 'annotat|label|transcri|training|writing|dialogue|translat|record|speech|tagging|segment|caption|classif')
        OR regexp_matches(words, 'demonstrat|data|question|answering|simplif|comparison|image') THEN 'training data' END;
CREATE OR REPLACE TABLE pairs AS
WITH classed AS (SELECT *, list_filter(list_transform(work_types, lambda t: work_class(lower(t) || ' ')), lambda c: c IS NOT NULL)
    AS classes FROM wages)
SELECT a.id AS wage, b.id AS price, a.unit = b.unit AND a.hours IS NULL AND b.hours IS NULL AS direct, a.currency <> b.currency AS dated
FROM classed AS a JOIN classed AS b ON a.employer = b.employer AND a.basis <> 'paid_by_client' AND b.basis = 'paid_by_client'
WHERE agree(a.clients, b.clients) AND agree(a.tools, b.tools) AND agree(a.countries, b.countries) AND agree(a.classes, b.classes)
    AND (list_has_any(a.clients, b.clients) OR list_has_any(a.tools, b.tools))
    AND (a.since || a.until = '' OR b.since || b.until = '' OR (
        coalesce(a.first_possible, DATE '0001-01-01') <= coalesce(b.last_possible, DATE '9999-12-31')
        AND coalesce(b.first_possible, DATE '0001-01-01') <= coalesce(a.last_possible, DATE '9999-12-31')));

CREATE OR REPLACE TABLE share_reasons AS
SELECT p.*, CASE
    WHEN 'task' IN (a.unit, b.unit) THEN ['task_pay']
    WHEN NOT EXISTS (FROM points AS x, points AS y WHERE x.wage = a.id AND y.wage = b.id
        AND NOT (x.point = y.point AND x.point IN ('low', 'high'))) THEN ['same_end_open']
    WHEN NOT direct AND is_long(a.unit) AND a.hours NOT BETWEEN 1e-9 AND 168 THEN ['hours_implausible']
    WHEN NOT direct AND is_long(b.unit) AND b.hours NOT BETWEEN 1e-9 AND 168 THEN ['hours_implausible']
    WHEN dated AND (a.first_year IS NULL OR b.first_year IS NULL) THEN ['no_year']
    WHEN NOT direct AND coalesce(ua.reason, ub.reason) IS NOT NULL THEN [coalesce(ua.reason, ub.reason)]
    ELSE coalesce((SELECT arg_min(CASE WHEN len(x.against) > 0 THEN x.against ELSE y.against END, (x.year, y.year))
        FROM worth AS x, worth AS y WHERE p.dated AND len(x.against) + len(y.against) > 0
            AND x.currency = a.currency AND x.year BETWEEN a.first_year AND a.last_year
            AND y.currency = b.currency AND y.year BETWEEN b.first_year AND b.last_year),
        CASE WHEN EXISTS (FROM points AS z WHERE z.wage = p.price AND z.amount = 0) THEN ['price_is_zero'] ELSE []::VARCHAR[] END)
    END AS reasons
FROM pairs AS p JOIN wages AS a ON a.id = p.wage JOIN wages AS b ON b.id = p.price
JOIN untimed AS ua ON ua.wage = p.wage AND NOT ua.unpaid_counted JOIN untimed AS ub ON ub.wage = p.price AND NOT ub.unpaid_counted;

CREATE OR REPLACE TABLE share_rows AS
WITH amounts AS (SELECT wage, point, coalesce(said, '') AS said, amount, false AS direct FROM timed WHERE NOT unpaid_counted
    UNION ALL SELECT wage, point, '', amount, true FROM points),
in_dollars AS (SELECT y.wage, y.year, w.per_usd, true AS dated FROM years AS y JOIN wages ON wages.id = y.wage
    JOIN worth AS w ON w.currency = wages.currency AND w.year = y.year
    UNION ALL SELECT id, NULL, 1.0, false FROM wages)
SELECT p.wage, p.price AS row, 'comparable' AS state, a.point AS of, b.point AS against, x.year, a.said AS hours, b.said AS benchmark_hours,
    ratio_text((a.amount / x.per_usd) / (b.amount / y.per_usd)) AS amount, '' AS reasons
FROM share_reasons AS p JOIN amounts AS a ON a.wage = p.wage AND a.direct = p.direct
JOIN amounts AS b ON b.wage = p.price AND b.direct = p.direct AND NOT (a.point = b.point AND a.point IN ('low', 'high'))
JOIN in_dollars AS x ON x.wage = p.wage AND x.dated = p.dated JOIN in_dollars AS y ON y.wage = p.price AND y.dated = p.dated
WHERE len(p.reasons) = 0
UNION ALL
SELECT wage, price, 'not_comparable', '', '', NULL, '', '', '', in_words(reasons) FROM share_reasons WHERE len(reasons) > 0;

-- ------------------------------------------------------------------------------------------------------------------------ together

CREATE OR REPLACE TABLE recomputed AS
WITH all_rows AS (
    SELECT wage, measure, unpaid_counted, false AS itself, state, '' AS verdict, of, '' AS against, '' AS row, year, hours,
        '' AS benchmark_hours, amount, currency, unit, CASE measure WHEN 'real' THEN getvariable('prices_of') END AS prices_of, reasons
    FROM money_rows
    UNION ALL BY NAME SELECT *, NULL::INT AS prices_of FROM gap_rows
    UNION ALL BY NAME SELECT *, 'client_share' AS measure, false AS unpaid_counted, false AS itself, '' AS verdict, '' AS currency,
        '' AS unit, NULL::INT AS prices_of FROM share_rows
)
SELECT r.wage, w.employer, w.country, measure, CASE WHEN itself THEN 'yes' ELSE '' END AS benchmark_itself,
    CASE WHEN unpaid_counted THEN 'yes' ELSE '' END AS unpaid_counted, state, verdict, of, against, row,
    coalesce(CAST(year AS VARCHAR), '') AS year, r.hours, benchmark_hours, amount, r.currency, r.unit,
    coalesce(CAST(prices_of AS VARCHAR), '') AS prices_of, w.pay_kind, w.basis, reasons
FROM all_rows AS r JOIN wages AS w ON w.id = r.wage;
