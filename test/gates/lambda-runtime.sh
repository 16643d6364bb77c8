#!/usr/bin/env bash
# Runs the contract on the function's zip, in AWS's runtime interface client on Node 22 and 24.
# Needs what lambda-tools.sh says, and the Runtime API's stand-in in $SHARED/aws.
# Exits 77 if it cannot run. The last line is: N passed, N failed.
set -euo pipefail
cd "$(dirname "$0")/../.."

tools=$(cd "${SHARED:-../shared}/aws" 2>/dev/null && pwd) || tools=
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

. test/gates/lambda-tools.sh

for file in runtime-api.mjs native-shim.cjs; do
  [ -f "$tools/$file" ] || cannot "there is no $file in \${SHARED:-../shared}/aws"
done
[ -d node_modules/tap ] || cannot 'the dependencies are not installed (npm ci)'
install aws-lambda-ric || cannot 'npm could not install aws-lambda-ric'
node22=$(node_binary 22 "${NODE22:-}") || cannot 'NODE22 is not set, and npm could not install Node 22'
node24=$(node_binary 24 "${NODE24:-}") || cannot 'NODE24 is not set, and npm could not install Node 24'
npm run --silent build

passed=0 failed=0
for node in "$node22" "$node24"; do
  version=$("$node" --version) || cannot "$node is no node binary"
  status=0
  LAMBDA_NODE=$node LAMBDA_RIC=$work/node_modules/aws-lambda-ric/bin/index.mjs \
    LAMBDA_RUNTIME_API=$tools/runtime-api.mjs LAMBDA_SHIM=$tools/native-shim.cjs \
    node dist/test/gates/lambda-runtime.js >"$work/tap.log" 2>&1 || status=$?
  # Counts the asserts; the lines of subtests have a time at their end.
  good=$(grep -E '^ *ok [0-9]+' "$work/tap.log" | grep -cv ' # time=' || true)
  bad=$(grep -E '^ *not ok [0-9]+' "$work/tap.log" | grep -cv ' # time=' || true)
  if [ "$status" -ne 0 ]; then
    grep -A 25 -E '^ *not ok' "$work/tap.log" || tail -n 40 "$work/tap.log"
    [ "$bad" -gt 0 ] || bad=1
  fi
  echo "aws-lambda-ric on Node $version: $good passed, $bad failed"
  passed=$((passed + good)) failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
