#!/bin/bash
# Creates the two database roles of every service. It runs at every start, so a new service needs no new volume.
set -eu
password() { cat "/run/swapr/postgres/$1_password"; }

variables=()
for service in user listing purchase notification analytics; do
  for role in "${service}_service" "${service}_service_owner"; do
    variables+=(-v "${role}_password=$(password "$role")")
  done
done
PGPASSWORD=$(password superuser) exec psql -q -v ON_ERROR_STOP=1 -h postgres -U postgres -d swapr "${variables[@]}" \
  -f /etc/swapr/roles.sql
