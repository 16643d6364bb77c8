#!/usr/bin/env bash
# Tests the image and the composed stack: builds and starts them, runs the contract, breaks them
# under load, stops them and cleans up.
# Needs Docker with Compose 2.24 or later: an engine that answers, or, as root, the one that
# $SHARED/containers/engine.sh starts.
# Exits 77 if there is none. The last line is: N passed, N failed.
set -euo pipefail
cd "$(dirname "$0")/../.."

tool=${SHARED:-../shared}/containers/engine.sh
export COMPOSE_PROJECT_NAME=dynamodbmanager-test-$$
started=no

cannot() {
  echo "container: not run: $1"
  exit 77
}

answers() {
  docker version >/dev/null 2>&1
}

find_engine() {
  if answers; then return; fi
  [ -x "$tool" ] || cannot 'no Docker engine answers'
  [ "$(id -u)" = 0 ] || cannot 'no Docker engine answers, and only root can start one'
  # The file exists if the engine ran before on this machine; another test may be using it now.
  eval "$("$tool" env 2>/dev/null || true)"
  if ! answers; then started=yes; fi
  "$tool" up-dynamodb >"$work/engine.log" 2>&1 || {
    tail -n 5 "$work/engine.log"
    cannot 'the Docker engine could not be started'
  }
  eval "$("$tool" env)"
}

# Takes every step, whether or not the one before it worked.
clean_up() {
  set +e
  if answers; then
    docker ps --all --quiet --filter "name=^$COMPOSE_PROJECT_NAME-" |
      xargs --no-run-if-empty docker rm --force >/dev/null
    docker compose --progress quiet down --volumes --rmi local --remove-orphans 2>/dev/null
  fi
  if [ $started = yes ]; then "$tool" stop >/dev/null 2>&1; fi
  rm -rf "$work"
}

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => {
    console.log(s.address().port)
    s.close()
  })'
}

[ -d node_modules/tap ] || cannot 'the dependencies are not installed (npm ci)'
[ ! -e .env ] || cannot 'there is a file .env, which compose would hand to the service'
work=$(mktemp -d)
trap clean_up EXIT
find_engine
docker compose version >/dev/null 2>&1 || cannot 'this Docker has no compose'

PORT=$(free_port) DYNAMODB_PORT=$(free_port) BASE_IMAGE=$(sed -n 's/^FROM \([^ ]*\)$/\1/p' Dockerfile)
export PORT DYNAMODB_PORT BASE_IMAGE
docker image inspect "$BASE_IMAGE" >/dev/null 2>&1 || docker pull --quiet "$BASE_IMAGE"
npm run --silent build
build_started=$SECONDS
docker compose --progress plain build >"$work/build.log" 2>&1 || {
  tail -n 30 "$work/build.log"
  exit 1
}
echo "  built in $((SECONDS - build_started)) s"

status=0
node dist/test/gates/container.js >"$work/tap.log" || status=$?
# Counts the asserts; the lines of subtests have a time at their end.
good=$(grep -E '^ *ok [0-9]+' "$work/tap.log" | grep -cv ' # time=' || true)
bad=$(grep -E '^ *not ok [0-9]+' "$work/tap.log" | grep -cv ' # time=' || true)
if [ $status -ne 0 ]; then
  grep -A 25 -E '^ *not ok' "$work/tap.log" || tail -n 40 "$work/tap.log"
  [ "$bad" -gt 0 ] || bad=1
fi
echo "$good passed, $bad failed"
[ "$bad" -eq 0 ]
