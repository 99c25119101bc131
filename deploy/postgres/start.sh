#!/bin/sh
# PostgreSQL takes a key only if nobody else may read it, so it gets a copy of its own.
set -eu
install -m 0600 /run/secrets/server.key /tmp/server.key
exec docker-entrypoint.sh postgres \
  -c ssl=on -c ssl_cert_file=/run/secrets/server.crt -c ssl_key_file=/tmp/server.key -c ssl_min_protocol_version=TLSv1.2 \
  -c hba_file=/etc/gouji/pg_hba.conf
