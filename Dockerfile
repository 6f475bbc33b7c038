# Rawi's image: web, worker and every command run from it. `docker compose build` makes it.
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/rawi
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
COPY requirements/base.txt requirements/
# Wheels only: nothing is compiled, so no compiler is needed, and no code of a package runs while it is installed.
RUN python -m venv .venv \
 && .venv/bin/python -m pip install --require-hashes --no-deps --only-binary :all: -r requirements/base.txt \
 && .venv/bin/python -m pip uninstall --yes --quiet setuptools pip
COPY manage.py pyproject.toml ./
COPY locale/ locale/
COPY config/ config/
COPY archive/ archive/
COPY media/ media/
COPY search/ search/
COPY deploy/web_answers.py deploy/
# The image is read-only when it runs: byte code and message catalogues are made here.
RUN .venv/bin/python -m compileall -q config archive media search \
 && .venv/bin/python locale/compile
# Production refuses to start without these; collecting the static files uses none of them.
RUN SECRET_KEY=unused DATABASE_URL=sqlite:////nowhere RAWI_ALLOWED_HOSTS=unused RAWI_VAR_DIR=/var/lib/rawi \
    DJANGO_SETTINGS_MODULE=config.settings.production .venv/bin/python manage.py collectstatic --noinput

FROM python:3.11-slim-bookworm
RUN python -m pip uninstall --yes --quiet --root-user-action ignore setuptools wheel pip \
 && useradd --system --uid 10001 --user-group --home-dir /srv/rawi --no-create-home --shell /usr/sbin/nologin rawi
COPY --from=build /srv/rawi /srv/rawi
# The static files belong to this version of the program: they are part of the image, not of a volume.
COPY --from=build /var/lib/rawi/static /var/lib/rawi/static
# A new volume takes over the owner of the folder that it is mounted on.
RUN install -d -o rawi -g rawi -m 0700 /var/lib/rawi/originals /var/lib/rawi/public
WORKDIR /srv/rawi
USER rawi
ENV PATH=/srv/rawi/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production RAWI_VAR_DIR=/var/lib/rawi
EXPOSE 8000
# Gunicorn's control socket would need a home folder to write to; nothing here uses it.
CMD ["python", "-m", "gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--no-control-socket"]
