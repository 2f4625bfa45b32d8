# One image for the gateway and the four subgraphs: the command says which of them a container is.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The compilers come as optional packages by platform, so nothing is left out here.
RUN npm ci --no-audit
COPY tsconfig.json tsconfig.build.json ./
COPY shared shared
COPY subgraphs subgraphs
COPY gateway gateway
COPY web web
RUN npm run build

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# PostgreSQL is a server of its own here, so the embedded one stays out.
# Licence files stay in node_modules: the gateway's library asks for it (docs/licences.md).
RUN npm ci --omit=dev --omit=optional --no-audit

FROM node:24-bookworm-slim
# A platform that others run sends nobody figures about them.
ENV NODE_ENV=production HOST=0.0.0.0 APOLLO_TELEMETRY_DISABLED=1
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY gateway/supergraph.graphql gateway/supergraph.graphql
COPY package.json LICENSE ./
USER node
# Node itself is process 1 and gets the signals, so a stop is a clean one.
CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", "dist/gateway/main.js"]
