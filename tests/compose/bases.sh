#!/bin/sh
# Makes the base images that the compose files name from Debian's packages, for a machine that reaches no registry of
# images. Needs root, debootstrap, docker, and nats-server (from the checkout's environment). An image that is there
# already is left as it is. GOUJI_BASES keeps the unpacked systems for the next time.
set -eu
cd "$(dirname "$0")/../.."
bases=${GOUJI_BASES:-$HOME/.cache/gouji-bases}
mkdir -p "$bases"

missing() { ! docker image inspect "$1" >/dev/null 2>&1; }

system() { # NAME PACKAGES: a small Debian with these packages
  [ -d "$bases/$1" ] && return
  rm -rf "$bases/$1.new"
  debootstrap --variant=minbase --include="$2" bookworm "$bases/$1.new" >"$bases/$1.log" 2>&1
  mv "$bases/$1.new" "$bases/$1"
}

package() { # NAME: a package's files
  [ -d "$bases/$1" ] && return
  mkdir -p "$bases/$1.new"
  (cd "$bases/$1.new" && apt-get download "$1" 2>/dev/null && dpkg-deb -x ./*.deb . && rm ./*.deb)
  mv "$bases/$1.new" "$bases/$1"
}

import() { # FOLDER IMAGE OPTION…
  folder=$1 image=$2
  shift 2
  tar -C "$folder" -c --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' --exclude='./usr/share/doc/*' \
    --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' --exclude='./var/log/*' . |
    docker import "$@" - "$image" >/dev/null
  echo "made $image"
}

python=${PYTHON_IMAGE:-python:3.11-slim-bookworm}
if missing "$python"; then
  system python python3,python3-venv,ca-certificates
  import "$bases/python" "$python" --change='CMD ["python3"]'
fi

postgres=${POSTGRES_IMAGE:-postgres:15-bookworm}
if missing "$postgres"; then
  system postgres postgresql-15,ca-certificates
  root=$bases/postgres
  chroot "$root" sh -c 'groupmod -g 999 postgres && usermod -u 999 -g 999 postgres'
  install -m 755 tests/compose/postgres-entrypoint.sh "$root/usr/local/bin/docker-entrypoint.sh"
  install -d -o 999 -g 999 -m 1777 "$root/var/lib/postgresql/data"
  import "$root" "$postgres" --change='ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/bin:/usr/bin:/bin' \
    --change='ENTRYPOINT ["docker-entrypoint.sh"]' --change='CMD ["postgres"]'
fi

busybox() { # FOLDER: a shell and wget
  package busybox-static
  rm -rf "$1"
  mkdir -p "$1/bin" "$1/tmp" "$1/etc"
  cp "$bases/busybox-static/bin/busybox" "$1/bin/"
  for tool in sh wget mkdir chown cat; do ln -sf busybox "$1/bin/$tool"; done
  printf 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n' >"$1/etc/passwd"
}

nats=${NATS_IMAGE:-nats:2.15-alpine}
if missing "$nats"; then
  busybox "$bases/nats"
  cp .venv/bin/nats-server "$bases/nats/bin/"
  import "$bases/nats" "$nats" --change='CMD ["nats-server"]'
fi

prometheus=${PROMETHEUS_IMAGE:-prom/prometheus:v2.53.4}
if missing "$prometheus"; then
  busybox "$bases/prometheus-image"
  package prometheus
  root=$bases/prometheus-image
  cp "$bases/prometheus/usr/bin/prometheus" "$root/bin/"
  for library in $(ldd "$root/bin/prometheus" | grep -o '/[^ ]*'); do
    mkdir -p "$root$(dirname "$library")" && cp -L "$library" "$root$library"
  done
  install -d -o 65534 -g 65534 "$root/prometheus"
  import "$root" "$prometheus" --change='ENTRYPOINT ["/bin/prometheus"]' --change='WORKDIR /prometheus'
fi
