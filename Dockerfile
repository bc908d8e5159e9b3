# Two stages: the first builds the environment, the second only carries it.
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/trivium
COPY requirements/run.lock requirements/run.lock
RUN /opt/trivium/bin/pip install --no-cache-dir --require-hashes --requirement requirements/run.lock
COPY pyproject.toml README.md LICENSE ./
COPY facts facts
COPY bot bot
COPY adapters adapters
RUN /opt/trivium/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --create-home --home-dir /data --uid 10001 trivium
COPY --from=build /opt/trivium /opt/trivium
ENV PATH=/opt/trivium/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/trivium.db \
    TRIVIUM_HOST=0.0.0.0 \
    TRIVIUM_PORT=8080
WORKDIR /data
VOLUME /data
USER trivium
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD \
    ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['TRIVIUM_PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["trivium"]
CMD ["run"]
