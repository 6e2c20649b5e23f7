# One image for web, worker, beat and migrate; docker-compose.yml says which it is.
FROM python:3.11.14-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-noto-cjk ffmpeg \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv comms

WORKDIR /srv
COPY requirements.txt .
RUN pip install --no-cache-dir --requirement requirements.txt

COPY . .
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/var/lib/comms HOST=0.0.0.0 PORT=8000
# Static files and translations are made once, here. The secrets of this step are thrown away with it.
RUN mkdir -p "$VAR_DIR/files" \
    && export SECRET_KEY=build LINK_KEY=build TRAIL_KEY=build EXPORT_KEY=build MARK_KEY=build WAY_BACK_KEY=build INDEX_KEY=build CASE_KEYS=build EVIDENCE_RECIPIENT=build \
    && python manage.py compilemo \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && chown -R comms "$VAR_DIR"

USER comms
EXPOSE 8000
CMD ["gunicorn", "--config", "python:cps_comms.web", "cps_comms.wsgi"]
