#!/usr/bin/env bash
# Runs the Postman collection at every door: postman.sh
# At a server that runs already: postman.sh URL [API_KEY]
# Needs bash, and npm with a registry that has newman. The stand-in for a REST API in front of the
# function is looked for in $SHARED/aws.
# Exits 77 if it cannot run. The last line is: N passed, N failed.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. test/gates/lambda-tools.sh

[ -d node_modules/tap ] || cannot 'the dependencies are not installed (npm ci)'
install newman@6 || cannot 'npm could not install newman'
export NEWMAN=$work/node_modules/.bin/newman

if [ $# -gt 0 ]; then
  "$NEWMAN" run postman/DynamoDBManager.postman_collection.json --color off \
    --environment postman/aws.postman_environment.json \
    --env-var "baseUrl=$1" --env-var "apiKey=${2:-}" --env-var "tableName=${TABLE_NAME:-lambda-apigateway}"
  exit
fi

front=${SHARED:-../shared}/aws/rest-api-front.mjs
if [ -f "$front" ]; then
  FRONT=$(realpath "$front")
  export FRONT
else
  echo "postman: not run with the function: there is no $front"
fi
npm run --silent build

status=0
TAP_TIMEOUT=300 node dist/test/gates/postman.js >"$work/tap.log" 2>&1 || status=$?
# Counts the asserts; the lines of subtests have a time at their end.
passed=$(grep -E '^ *ok [0-9]+' "$work/tap.log" | grep -cv ' # time=' || true)
failed=$(grep -E '^ *not ok [0-9]+' "$work/tap.log" | grep -cv ' # time=' || true)
grep -E '^ *(not )?ok [0-9]+' "$work/tap.log"
if [ "$status" -ne 0 ]; then
  cat "$work/tap.log"
  [ "$failed" -gt 0 ] || failed=1
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
