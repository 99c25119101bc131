# One small image a service, with that service's libraries only: docker build --build-arg EXTRA=parse .
# EXTRA is ingest, parse, validate, store, or operate (provisioning, dead letters, reviews over HTTP).
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
# Without the internet: put the wheels into deploy/wheels (docs/operations.md) and give PIP_NO_INDEX=1.
ARG PIP_INDEX_URL
ARG PIP_NO_INDEX
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore PIP_FIND_LINKS=/wheels
WORKDIR /build
COPY deploy/wheels/ /wheels/
COPY requirements/build.lock requirements/
RUN python3 -m venv maker && maker/bin/pip install --quiet --require-hashes -r requirements/build.lock
ARG EXTRA
COPY requirements/${EXTRA}.lock requirements/
RUN maker/bin/pip wheel --quiet --no-deps --no-build-isolation --require-hashes -r requirements/${EXTRA}.lock --wheel-dir dist
COPY pyproject.toml README.md LICENSE ./
COPY gouji gouji
COPY services services
COPY shared shared
RUN maker/bin/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist . \
 && python3 -m venv --without-pip /opt/gouji \
 && maker/bin/pip --python /opt/gouji/bin/python3 install --quiet --no-deps --no-index dist/*.whl

FROM ${PYTHON_IMAGE}
# /inbox and /data are made here so that a new volume on them belongs to the user.
RUN groupadd --gid 10001 gouji && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin gouji \
 && install -d -o gouji -g gouji /inbox /data
COPY --from=build /opt/gouji /opt/gouji
ENV PATH=/opt/gouji/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 GOUJI_LISTEN=0.0.0.0:8000
USER gouji
WORKDIR /data
ENTRYPOINT ["gouji"]
CMD ["--help"]
