-- A new generation is shown before it signs, so that every service knows it when the first token arrives.
alter table signing_keys add column created_at timestamptz not null default now();
