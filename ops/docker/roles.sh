#!/bin/bash
# Gives every service its database role, at every start: a service added later needs no new volume.
set -eu
password() { cat "/run/swapr/postgres/$1_password"; }

PGPASSWORD=$(password superuser) exec psql -q -v ON_ERROR_STOP=1 -h postgres -U postgres -d swapr \
  -v user_service_password="$(password user_service)" \
  -v listing_service_password="$(password listing_service)" \
  -v purchase_service_password="$(password purchase_service)" \
  -v notification_service_password="$(password notification_service)" \
  -v analytics_service_password="$(password analytics_service)" \
  -f /etc/swapr/roles.sql
