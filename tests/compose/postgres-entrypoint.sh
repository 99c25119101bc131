#!/bin/sh
# Does for the stand-in of the image what docker-entrypoint.sh does in the image `postgres`: the cluster, user and
# database on the first start.
set -eu
data=${PGDATA:-/var/lib/postgresql/data}
if [ "$1" = postgres ] && [ ! -s "$data/PG_VERSION" ]; then
  # shellcheck disable=SC2086 # several options
  initdb -D "$data" -U "$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" --auth-host=scram-sha-256 $POSTGRES_INITDB_ARGS
  pg_ctl -D "$data" -w -o "-c listen_addresses=''" start
  psql -U "$POSTGRES_USER" -d postgres -c "CREATE DATABASE \"$POSTGRES_DB\""
  pg_ctl -D "$data" -m fast -w stop
fi
[ "$1" = postgres ] && { shift; set -- postgres -D "$data" -c "listen_addresses=*" "$@"; }
exec "$@"
