#!/bin/bash
# Generates all passwords once, at the first start, in a volume. No password is in a file of the project or in an image.
# Each owner has a folder that only it can read, so a service can read only its own database passwords. The environment
# of the first "docker compose up" can set the passwords of the sample users. This script also prints them.
set -eu
umask 077

secret() { # secret FOLDER FILE BYTES [CHOSEN]: an existing file is kept
  mkdir -p "/secrets/$1"
  if [ ! -s "/secrets/$1/$2" ]; then
    if [ -n "${4:-}" ]; then
      printf %s "$4"
    else
      head -c "$3" /dev/urandom | od -An -v -tx1 | tr -d ' \n'
    fi > /secrets/new
    mv /secrets/new "/secrets/$1/$2"
  fi
}

secret postgres superuser_password 24
while read -r service uid; do
  secret postgres "${service}_service_password" 24
  secret postgres "${service}_service_owner_password" 24
  secret "$service-service" SWAPR_DB_PASSWORD 24 "$(cat "/secrets/postgres/${service}_service_password")"
  secret "$service-service" SWAPR_DB_OWNER_PASSWORD 24 "$(cat "/secrets/postgres/${service}_service_owner_password")"
  [ "$service" != user ] || people='ADA BOB OLGA'
  for person in ${people:-}; do
    chosen=SWAPR_SEED_PASSWORD_$person
    secret user-service "$chosen" 8 "${!chosen:-}"
  done
  people=
  chown -R "$uid:$uid" "/secrets/$service-service"
done <<'SERVICES'
user 10081
listing 10082
purchase 10083
notification 10084
analytics 10085
SERVICES
secret room SWAPR_SEED_PASSWORD_OLGA 8 "$(cat /secrets/user-service/SWAPR_SEED_PASSWORD_OLGA)"
chown -R 10098:10098 /secrets/room
chown -R postgres:postgres /secrets/postgres
chmod 755 /secrets

password() { cat "/secrets/user-service/SWAPR_SEED_PASSWORD_$1"; }
cat <<PEOPLE
Sample users and their passwords ("docker compose logs secrets" shows them again):
  Ada   seller    ada@swapr.example   $(password ADA)
  Bob   buyer     bob@swapr.example   $(password BOB)
  Olga  operator  olga@swapr.example  $(password OLGA)
PEOPLE
