# Two steps: the first has the build tools, the second only what runs.
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV SKIP_FFMPEG=true ONNXRUNTIME_NODE_INSTALL=skip
COPY package.json package-lock.json .npmrc ./
COPY console/package.json console/
COPY server/package.json server/
COPY tools/package.json tools/
COPY packages/contracts/package.json packages/contracts/
COPY packages/mot/package.json packages/mot/
COPY packages/simulator/package.json packages/simulator/
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN cd console && ../node_modules/.bin/vite build
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
COPY --from=build --chown=node:node /app/node_modules node_modules
COPY --from=build --chown=node:node /app/package.json ./
COPY --from=build --chown=node:node /app/packages packages
COPY --from=build --chown=node:node /app/server server
COPY --from=build --chown=node:node /app/console/dist console/dist
COPY --from=build --chown=node:node /app/LICENSE /app/NOTICE ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8000/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "server/src/main.ts"]
