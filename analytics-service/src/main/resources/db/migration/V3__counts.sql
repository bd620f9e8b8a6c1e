-- The figures are read from counts, so the time of a request does not grow with the facts (docs/decisions/0024).
-- Each new fact is also a row in uncounted_facts. CountFacts moves these rows into fact_counts.
create table uncounted_facts (
    position  bigint generated always as identity primary key,
    fact      text not null,
    week      text not null,
    reason    text,
    currency  text,
    condition text,
    amount    numeric
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create table fact_counts (
    fact      text not null,
    week      text not null,
    reason    text,
    currency  text,
    condition text,
    count     bigint not null,
    amount    numeric,   -- the sum of the amounts; null for facts without an amount
    unique nulls not distinct (fact, week, reason, currency, condition)
);

insert into fact_counts (fact, week, reason, currency, condition, count, amount)
select fact, week, reason, currency, condition, count(*), sum(amount)
from facts group by fact, week, reason, currency, condition;

-- No query reads the facts by week any more.
drop index facts_by_week;
