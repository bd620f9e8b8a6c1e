-- How worn a pair was that was sold; null where the event did not say it.
alter table facts add column condition text;
