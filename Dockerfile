# One small image a service. Plain instructions only, so that docker, podman and buildah all build it:
#   docker build --target notes-api --tag persistence-lab/notes-api:dev .
ARG NODE_IMAGE=node:24-bookworm-slim

# What `npm ci` reads and nothing else, so that this layer lasts until a dependency changes.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /src
COPY package.json package-lock.json ./
COPY apps/notes-api/package.json apps/notes-api/
COPY apps/uploader/package.json apps/uploader/
COPY packages/api/package.json packages/api/
COPY packages/config/package.json packages/config/
COPY packages/durable/package.json packages/durable/
COPY packages/experiment/package.json packages/experiment/
COPY packages/language/package.json packages/language/
COPY packages/local-servers/package.json packages/local-servers/
COPY packages/service/package.json packages/service/
RUN npm ci --ignore-scripts --no-audit --no-fund --include-workspace-root \
  --workspace @persistence-lab/notes-api --workspace @persistence-lab/uploader

FROM dependencies AS sources
COPY tsconfig.base.json ./
COPY packages packages

FROM sources AS build-notes-api
COPY apps/notes-api apps/notes-api
RUN npm run build --workspace @persistence-lab/notes-api

FROM sources AS build-uploader
COPY apps/uploader apps/uploader
RUN npm run build --workspace @persistence-lab/uploader

FROM ${NODE_IMAGE} AS runtime
# /data is what the storage kind `none` writes to; every other kind mounts a volume there. No VOLUME: it would
# silently put one there.
RUN mkdir /data && chown 1000:1000 /data
WORKDIR /app
ENV NODE_ENV=production DATA_DIR=/data
USER 1000:1000
EXPOSE 8080
# Node itself is process 1 and gets the signals. Two flags for little memory, by npm run bench: without the middle
# one of V8's compilers an idle service takes 63 MiB, not 66; with small young generations a loaded one 95, not 131.
ENTRYPOINT ["node", "--no-maglev", "--max-semi-space-size=4", "/app/main.js"]

FROM runtime AS notes-api
COPY --from=build-notes-api /src/apps/notes-api/dist/ /app/

FROM runtime AS uploader
COPY --from=build-uploader /src/apps/uploader/dist/ /app/
# Smaller still, by npm run bench: the bytes of an upload wait for a collection beside the young generation. With 4 MiB
# of it resident memory grows by 66 to 85 MiB during 1 GiB, with 1 MiB by 28 to 60, in no more processor time.
ENTRYPOINT ["node", "--no-maglev", "--max-semi-space-size=1", "/app/main.js"]
