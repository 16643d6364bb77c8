FROM node:24-bookworm-slim AS manifest
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM manifest AS build
RUN npm ci
COPY tsconfig.json ./
COPY src src
RUN npm run build

FROM manifest AS production
RUN npm ci --omit=dev 
# What no browser asks for: maps, and bundles for other programs.
RUN cd node_modules/swagger-ui-dist && rm -f -- *.map *-es-*

FROM node:24-bookworm-slim
WORKDIR /app
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/dist/src dist/src
COPY package.json LICENSE scripts/healthcheck.sh ./

# package.json has the type of the modules; without a terminal the log is JSON lines.
# Two arenas of malloc's, not eight for each processor: 6 to 10 MB less of 128 under large bodies.
ENV NODE_ENV=production DYNAMODB=aws HOST=0.0.0.0 MALLOC_ARENA_MAX=2
USER node
EXPOSE 3000
# Alive, not ready: an orchestrator that starts unhealthy containers anew would not mend the database.
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["./healthcheck.sh", "/health"]
# Node itself is process 1, so that SIGTERM reaches it.
# V8's heap ends at 40 % of the container's memory, not of the machine's, and grows by half; its young generation
# is one that 128 MB have room for: it collects what large bodies leave behind before the kernel ends the process.
CMD ["node", "--max-old-space-size-percentage=40", "--max-semi-space-size=8", "--heap-growing-percent=50", "dist/src/server.js"]

ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="DynamoDBManager" \
      org.opencontainers.image.description="One envelope API in front of DynamoDB" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.base.name="docker.io/library/node:24-bookworm-slim"
