#!/bin/sh
# Writes requirements/dev.lock anew from pyproject.toml: every version pinned, every file hashed, no index named.
# Run after changing a dependency: pip install uv && sh requirements/compile.sh [--upgrade]
set -eu
cd "$(dirname "$0")/.."
uv pip compile pyproject.toml --extra all --group dev --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements/dev.lock "$@"
