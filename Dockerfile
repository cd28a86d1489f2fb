# Two images from one file: `portal` (web servers, workers, beat, renderer, migrations) and `proxy` (nginx).
FROM debian:12-slim AS portal
# As `.ci/setup demo` says, each with its reason; Chinese is set where fonts-noto-cjk is there.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
      fonts-noto-core fonts-hosny-amiri fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/portal
COPY requirements.lock ./
RUN python3 -m venv /opt/portal \
 && /opt/portal/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
ENV PATH=/opt/portal/bin:$PATH PYTHONUNBUFFERED=1
COPY . ./
# The programs change nothing of their own: only these folders, each a volume, are theirs to write.
RUN useradd --system --uid 10001 --home-dir /var/lib/ccm-portal portal \
 && install -d -o portal -g portal /var/lib/ccm-portal /srv/public /run/ccm-portal \
 && python -m compileall -q ccm_portal friends meetings actions
USER portal
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "ccm_portal.wsgi"]

FROM debian:12-slim AS proxy
RUN apt-get update \
 && apt-get install -y --no-install-recommends nginx-light curl \
 && rm -rf /var/lib/apt/lists/*
COPY deploy/nginx /srv/proxy
COPY static /srv/static
USER www-data
CMD ["sh", "-c", "/srv/proxy/fill /tmp/proxy && exec nginx -c /tmp/proxy/nginx.conf"]
