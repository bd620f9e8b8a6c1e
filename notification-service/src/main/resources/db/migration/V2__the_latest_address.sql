-- Which version of the person the row tells of: an older one does not overwrite it. 0: nothing is known yet, or it was learnt before this.
alter table recipients add column version bigint not null default 0;
