#!/bin/sh
# Writes the locks anew from pyproject.toml: every version pinned, every file hashed, no index named.
# dev.lock is for this checkout; the others are for the images, one a service, with the versions of dev.lock.
# Run after changing a dependency: pip install uv && sh requirements/compile.sh [--upgrade]
set -eu
cd "$(dirname "$0")/.."

lock() { # FILE OPTION…
  file=$1
  shift
  uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header --quiet -o "requirements/$file.lock" "$@"
}

lock dev --extra all --group dev "$@"
for extra in ingest parse validate store operate; do
  lock "$extra" --extra "$extra" --constraint requirements/dev.lock
done
# What makes wheels inside an image: of the checkout, and of libraries that come as source only.
printf "hatchling\nsetuptools\n" | uv pip compile - --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-header --quiet \
  --constraint requirements/dev.lock -o requirements/build.lock
