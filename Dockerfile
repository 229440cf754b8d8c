# The image of web, worker and backup, which run as an account without rights. docker-compose.yml shows how.

# pg_dump and pg_restore of the database's version and of the same Debian, with the libraries that only they need.
FROM postgres:18-trixie AS postgres
RUN mkdir -p /client/bin /client/lib \
    && cp /usr/lib/postgresql/18/bin/pg_dump /usr/lib/postgresql/18/bin/pg_restore /client/bin/ \
    && ldd /client/bin/* | awk '$3 ~ "^/" { print $3 }' | sort -u | grep -vE '/lib(c|m|dl|pthread|rt|resolv)\.so' \
    | xargs cp --dereference --target-directory=/client/lib

FROM python:3.13.9-slim-trixie

ENV DJANGO_SETTINGS_MODULE=clinic.settings.production \
    PG_BIN=/opt/postgres/bin \
    WEB_BIND=0.0.0.0:8000 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --no-compile --disable-pip-version-check --require-hashes -r requirements.txt \
    && useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin clinic \
    && install -d -o clinic -g clinic var/media var/backups var/metrics
COPY --from=postgres /client /opt/postgres

COPY . .
# Static files are part of the image. The values are needed to read the settings and are kept nowhere.
RUN set -a \
    && SECRET_KEY=only-while-the-image-is-built-and-kept-nowhere \
    && PATIENT_LOOKUP_KEY=$SECRET_KEY \
    && PATIENT_LINK_KEYS=$SECRET_KEY \
    && PATIENT_DATA_KEYS=$(python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())") \
    && ALLOWED_HOSTS=localhost SITE_URL=https://localhost CLINIC_PHONE=949-555-0100 SMTP_HOST=none MAIL_FROM=none@localhost \
    && DATABASE_URL=postgres://none@none/none \
    && python manage.py collectstatic --noinput --verbosity 0

USER clinic
EXPOSE 8000
CMD ["gunicorn", "--config", "python:clinic.server.gunicorn", "clinic.wsgi"]
