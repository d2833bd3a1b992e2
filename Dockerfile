# Builds one image per service. Uses only instructions that docker, podman and buildah support:
#   docker build --target notes-api --tag persistence-lab/notes-api:dev .
ARG NODE_IMAGE=node:24-bookworm-slim

# Copy only the files that `npm ci` reads, so that this layer stays cached until a dependency changes.
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
# The storage kind `none` writes to /data in the image; all other kinds mount a volume there. A VOLUME instruction would
# mount an anonymous volume for `none` too.
RUN mkdir /data && chown 1000:1000 /data
WORKDIR /app
ENV NODE_ENV=production DATA_DIR=/data
USER 1000:1000
EXPOSE 8080
# Node is process 1 and receives the signals. Two flags reduce memory, as measured by npm run bench: without V8's Maglev
# compiler an idle service uses 63 MiB instead of 66; with a small young generation a busy one uses 95 instead of 131.
ENTRYPOINT ["node", "--no-maglev", "--max-semi-space-size=4", "/app/main.js"]

FROM runtime AS notes-api
COPY --from=build-notes-api /src/apps/notes-api/dist/ /app/

FROM runtime AS uploader
COPY --from=build-uploader /src/apps/uploader/dist/ /app/
# A smaller young generation is collected more often, which frees the buffers of uploads outside it earlier. According
# to npm run bench, 1 GiB of uploads adds 66 to 85 MiB of memory with 4 MiB, and 28 to 60 MiB with 1 MiB, for the same
# CPU time.
ENTRYPOINT ["node", "--no-maglev", "--max-semi-space-size=1", "/app/main.js"]
