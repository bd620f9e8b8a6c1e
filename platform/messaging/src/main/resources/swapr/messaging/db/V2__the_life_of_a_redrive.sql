-- So that an operator sees what became of a redrive: requested, running, or failed again and how often.
alter table dead_letters
  add column redrive_started_at timestamptz,
  add column redrives           int not null default 0;   -- attempts that somebody asked for and that failed again
