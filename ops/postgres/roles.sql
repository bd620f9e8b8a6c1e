-- One database role per service: it owns one schema, works in that schema, and can read no other.
--
-- Run by the superuser inside the database of the services, as often as you like: it creates what is missing and puts
-- right what has drifted. The five passwords are variables, so none of them ever stands in a file:
--
--   psql -v ON_ERROR_STOP=1 -d swapr -v user_service_password=… -v listing_service_password=… \
--        -v purchase_service_password=… -v notification_service_password=… -v analytics_service_password=… -f roles.sql
--
-- Plain SQL only. Its other reader is not psql: it replaces the quoted variables and sends the rest as one script.
-- For the same reason no variable is used inside a DO block, where psql would not replace it.

set client_min_messages = warning;

-- Roles. A password can be given to an existing role only by ALTER, so that is where it stands.
do $$
declare
  service text;
begin
  foreach service in array array['user_service', 'listing_service', 'purchase_service', 'notification_service', 'analytics_service'] loop
    if not exists (select from pg_roles where rolname = service) then
      execute format('create role %I', service);
    end if;
    execute format('alter role %I with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls', service);
  end loop;
end
$$;

alter role user_service password :'user_service_password';
alter role listing_service password :'listing_service_password';
alter role purchase_service password :'purchase_service_password';
alter role notification_service password :'notification_service_password';
alter role analytics_service password :'analytics_service_password';

-- Schemas, each owned by the role that works in it. Unqualified names in migrations and queries land there.
create schema if not exists users;
create schema if not exists listing;
create schema if not exists purchase;
create schema if not exists notification;
create schema if not exists analytics;

alter schema users owner to user_service;
alter schema listing owner to listing_service;
alter schema purchase owner to purchase_service;
alter schema notification owner to notification_service;
alter schema analytics owner to analytics_service;

alter role user_service set search_path = users;
alter role listing_service set search_path = listing;
alter role purchase_service set search_path = purchase;
alter role notification_service set search_path = notification;
alter role analytics_service set search_path = analytics;

-- What PostgreSQL gives to everybody, taken back: connecting to any database, temporary tables (they fill the disk
-- unseen), the schema "public". What somebody granted by hand across services goes as well.
do $$
declare
  services text[] := array['user_service', 'listing_service', 'purchase_service', 'notification_service', 'analytics_service'];
  schemas text[] := array['users', 'listing', 'purchase', 'notification', 'analytics'];
  existing text;
begin
  for existing in select datname from pg_database where datname in (current_database(), 'postgres', 'template1') loop
    execute format('revoke all on database %I from public', existing);
  end loop;
  revoke all on schema public from public;
  for i in 1 .. array_length(services, 1) loop
    execute format('revoke all on database %I from %I', current_database(), services[i]);
    execute format('grant connect on database %I to %I', current_database(), services[i]);
    execute format('revoke all on schema public from %I', services[i]);
    execute format('revoke all on schema %I from public', schemas[i]);
    for j in 1 .. array_length(services, 1) loop
      if i <> j then
        execute format('revoke all on schema %I from %I', schemas[i], services[j]);
        execute format('revoke all on all tables in schema %I from %I', schemas[i], services[j]);
        if pg_has_role(services[j], services[i], 'member') then
          execute format('revoke %I from %I', services[i], services[j]);
        end if;
      end if;
    end loop;
  end loop;
end
$$;

-- Time limits: PostgreSQL has none of its own, and one forgotten transaction holds back vacuum and row locks for all.
--   lock_timeout                         a writer that cannot get its row says so while its caller is still there
--   statement_timeout                    longer than any query of ours should ever take
--   idle_in_transaction_session_timeout  a process frozen in the middle of a transaction loses its locks (and the
--                                        relay its leadership) before anybody's patience
--   transaction_timeout                  the end of everything else; a rebuild of a read model raises it for itself
do $$
declare
  service text;
begin
  foreach service in array array['user_service', 'listing_service', 'purchase_service', 'notification_service', 'analytics_service'] loop
    execute format('alter role %I set lock_timeout = ''10s''', service);
    execute format('alter role %I set statement_timeout = ''30s''', service);
    execute format('alter role %I set idle_in_transaction_session_timeout = ''15s''', service);
    execute format('alter role %I set transaction_timeout = ''60s''', service);
  end loop;
end
$$;

-- What no grant can take away, so that nobody believes it is gone: a service may NOTIFY, may take advisory locks in the
-- same database (no service relies on one), may raise its own time limits, and may read the names, not the rows, of other
-- services' tables in the system catalogues.
