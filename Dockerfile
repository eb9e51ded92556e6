# One image: Airflow, Acta and dbt in one environment, from the same lock as a laptop.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DO_NOT_TRACK=1 \
    AIRFLOW_HOME=/opt/acta/data/airflow \
    PATH=/opt/acta/.venv/bin:$PATH

# libgomp: resiliparse and spaCy's numerics; procps: health checks look for processes
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 procps make \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/acta
# The environment changes seldom, the code often: install before copying the code.
COPY requirements.lock pyproject.toml README.md ./
COPY .ci/setup .ci/setup
COPY include/acta/__init__.py include/acta/__init__.py
RUN PYTHON=python3.11 .ci/setup .venv

COPY include include
COPY dags dags
COPY dbt_project dbt_project

# Group 0 owns what is written, so any AIRFLOW_UID can run the image (the arrangement of Airflow's own image).
RUN useradd --uid 50000 --gid 0 --home-dir /opt/acta --no-create-home acta \
    && mkdir -p data sources judgements validation dbt_project/target \
    && chown -R 50000:0 data sources judgements validation dbt_project \
    && chmod -R g=u data sources judgements validation dbt_project
USER 50000:0

# What is written is for its owner only.
ENTRYPOINT ["/bin/sh", "-c", "umask 077 && exec \"$@\"", "--"]
CMD ["acta", "status"]
