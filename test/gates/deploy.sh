#!/usr/bin/env bash
# Deploys the lab to a fake of AWS, reads every resource back, sends requests through it and
# destroys it. Then it makes mistakes, which the checks must find. It works on a copy of deploy/.
# Needs what lambda-tools.sh says, terraform, python3, curl, and in $SHARED/aws the fake, a Runtime
# API and a REST API front. It installs moto and boto3 for this run if python3 has none.
# Exits 77 if it cannot run. The last line is: N passed, N failed.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
tools=$(cd "${SHARED:-../shared}/aws" 2>/dev/null && pwd) || tools=
work=$(mktemp -d)
moto=
trap '[ -z "$moto" ] || kill "$moto"; rm -rf "$work"' EXIT
. test/gates/lambda-tools.sh

for command in terraform python3 curl; do
  command -v "$command" >/dev/null || cannot "there is no $command"
done
for file in moto_iam_server.py runtime-api.mjs native-shim.cjs rest-api-front.mjs; do
  [ -f "$tools/$file" ] || cannot "there is no $file in \${SHARED:-../shared}/aws"
done
[ -d node_modules/esbuild ] || cannot 'the dependencies are not installed (npm ci)'
if ! python3 -c 'import boto3, moto.server' 2>/dev/null; then
  python3 -m venv "$work/python" && PATH=$work/python/bin:$PATH
  python3 -m pip install --quiet 'moto[server,dynamodb,apigateway,awslambda,iam,logs]~=5.2' boto3 \
    >"$work/pip.log" 2>&1 || cannot 'python3 has no moto and boto3, and pip could not install them'
fi
install aws-lambda-ric || cannot 'npm could not install aws-lambda-ric'
node22=$(node_binary 22 "${NODE22:-}") || cannot 'NODE22 is not set, and npm could not install Node 22'

mkdir "$work/deploy" "$work/deployed"
cp deploy/*.tf deploy/policy.json deploy/responses.json "$work/deploy"
ln -s "$root/dist" "$root/examples" "$work"
npm run --silent build
npm run --silent build:lambda >"$work/log"

mirror=$("$tools/terraform-cli-config.sh" 2>/dev/null) && export TF_CLI_CONFIG_FILE=$mirror
export TF_IN_AUTOMATION=1 TF_INPUT=0 TF_CLI_ARGS=-no-color
terraform -chdir="$work/deploy" init >"$work/log" 2>&1 || {
  cat "$work/log"
  [ -n "$mirror" ] || cannot 'terraform could not get its provider'
  exit 1
}

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export AWS_ENDPOINT_URL=http://127.0.0.1:$port AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1 AWS_EC2_METADATA_DISABLED=true
unset AWS_PROFILE AWS_SESSION_TOKEN
python3 "$tools/moto_iam_server.py" -H 127.0.0.1 -p "$port" >"$work/moto.log" 2>&1 &
moto=$!
for _ in $(seq 100); do
  curl -s -o /dev/null "$AWS_ENDPOINT_URL/moto-api/" && break
  kill -0 "$moto" || cannot 'the fake of AWS does not start'
  sleep 0.2
done

export LAMBDA_NODE=$node22 LAMBDA_TOOLS=$tools
export LAMBDA_RIC=$work/node_modules/aws-lambda-ric/bin/index.mjs
passed=0 failed=0

tell() { # status, name; what was said goes after a failure
  if [ "$1" -eq 0 ]; then
    echo "ok $2" && passed=$((passed + 1))
  else
    echo "not ok $2" && tail -n 40 "$work/log" | sed 's/^/    /'
    failed=$((failed + 1))
  fi
}

step() { # name, command …
  local name=$1 status=0
  shift
  "$@" >"$work/log" 2>&1 || status=$?
  tell "$status" "$name"
}

tf() { terraform -chdir="$work/deploy" "$@"; }

# Makes the fake check from now on who calls and what they may do (0), or allow everything (inf).
authorize() {
  curl -sf -o /dev/null -H 'content-type: text/plain' -d "$1" "$AWS_ENDPOINT_URL/moto-api/reset-auth"
}

# Runs every check of the deployment; prints the lines of the checks.
checks() { # settings
  local status=0
  tf state list >"$work/deployed/resources.txt"
  tf output -json >"$work/deployed/outputs.json"
  python3 test/gates/deploy.py readback "$1" "$work/deployed" || status=1
  authorize 0
  node test/gates/deploy.js "$work/deployed" || status=1
  python3 test/gates/deploy.py refused "$1" "$work/deployed" || status=1
  authorize inf
  return $status
}

# Counts the lines of the checks, and shows those that failed.
count() { # title, file, status of the checks
  local good bad
  good=$(grep -c '^ok ' "$2" || true)
  bad=$(grep -c '^not ok ' "$2" || true)
  if [ "$3" -ne 0 ]; then
    grep -v '^ok ' "$2" || true
    [ "$bad" -gt 0 ] || bad=1
  fi
  echo "$1: $good passed, $bad failed"
  passed=$((passed + good)) failed=$((failed + bad))
}

verify() { # title, settings as JSON
  local status=0
  echo "$2" >"$work/deploy/verify.auto.tfvars.json"
  step "$1: plan" tf plan -out="$work/plan"
  step "$1: apply" tf apply "$work/plan"
  step "$1: a second plan finds nothing to change" tf plan -detailed-exitcode
  checks "$2" >"$work/checks.log" 2>&1 || status=$?
  count "$1: what is deployed" "$work/checks.log" "$status"
}

# As npm run destroy does it, without the settings.
remove() { # title
  local status=0
  rm -f "$work/deploy/verify.auto.tfvars.json"
  step "$1: destroy" tf destroy -auto-approve
  python3 test/gates/deploy.py gone >"$work/checks.log" 2>&1 || status=$?
  count "$1: what is left" "$work/checks.log" "$status"
}

# Makes a mistake, which the check that is there for it must find.
mutation() { # name, file, sed script, check that must fail
  local file=$work/deploy/$2 status=0 settings
  if [ "$failed" -gt 0 ]; then
    echo 'the verification fails without it' >"$work/log"
    tell 1 "$1 fails the verification"
    return
  fi
  cp "$file" "$work/original"
  sed -i -E "$3" "$file"
  if cmp -s "$file" "$work/original"; then
    echo 'the mutation changed nothing' >"$work/log" && status=1
  elif ! tf apply -auto-approve -refresh=false >"$work/log" 2>&1; then
    status=1
  else
    settings=$(<"$work/deploy/verify.auto.tfvars.json")
    checks "$settings" >"$work/log" 2>&1 && status=1
    grep -qF "not ok $4" "$work/log" || status=1
  fi
  cp "$work/original" "$file"
  tell "$status" "$1 fails the verification"
}

# What of the variables a plan refuses, by name.
refused_by_plan() { # arguments …
  tf plan "$@" >"$work/plan.log" 2>&1 && return 1
  grep -o '^[^"]*[0-9]: variable "[a-z_]*"' "$work/plan.log" | cut -d '"' -f 2 | sort -u
}

refuses_wrong_values() {
  local wrong=(-var tables_file=missing.json -var 'allowed_operations=[]') name
  for name in table_name role_name function_name api_name stage_name runtime integration log_level; do
    wrong+=(-var "$name=a b")
  done
  for name in memory_mb timeout_s log_retention_days throttling_rate throttling_burst; do
    wrong+=(-var "$name=-1")
  done
  diff <(refused_by_plan "${wrong[@]}") \
    <(awk '/^variable/ { name = $2 } / validation / { print name }' "$work/deploy/variables.tf" | tr -d '"' | sort -u)
}

refuses_wrong_entries() {
  local operations=('["reed"]' '["Read"]' '["batchread"]' '["logs"]' '["read,create"]' '["*"]' '[""]' '[null]') n
  local tables=('no JSON' '[]' '{"0":{"TableName":"one"}}' '[{}]' '[null]' '[{"TableName":"a b"}]'
    '[{"TableName":"one","WarmThroughput":{}}]'
    '[{"TableName":"one","GlobalSecondaryIndexes":[{"IndexName":"two","WarmThroughput":{}}]}]')
  for n in "${!operations[@]}"; do
    echo "allowed_operations: ${operations[n]}, tables_file: ${tables[n]}"
    echo "${tables[n]}" >"$work/deploy/wrong.json"
    diff <(refused_by_plan -var "allowed_operations=${operations[n]}" -var tables_file=wrong.json) \
      <(printf 'allowed_operations\ntables_file\n') || return 1
  done
}

refuses_wrong_tables() {
  local text
  # What the provider finds, or the configuration itself.
  for text in 's/"sku", "KeyType"/"other", "KeyType"/' 's/"carts"/"orders"/' \
    's/"RANGE"/"HASH"/' 's/"ProjectionType"/"Type"/'; do
    echo "examples/tables.json: $text"
    sed "$text" examples/tables.json >"$work/deploy/wrong.json"
    tf plan -var tables_file=wrong.json >"$work/plan.log" 2>&1 && return 1
    grep 'Error: ' "$work/plan.log" || return 1
  done
}

# Deployments were made when the one table had no index in the state: it is not made anew.
keeps_the_table() {
  tf state mv 'aws_dynamodb_table.items[0]' aws_dynamodb_table.items &&
    tf apply -auto-approve >"$work/moved.log" 2>&1 && cat "$work/moved.log" &&
    grep -q 'aws_dynamodb_table.items has moved to aws_dynamodb_table.items\[0\]' "$work/moved.log" &&
    grep -q ' 0 added, 0 changed, 0 destroyed' "$work/moved.log"
}

# What follows -- of npm run deploy reaches Terraform's apply, quotes and all.
passes_variables_on() {
  mkdir "$work/bin"
  printf '#!/bin/sh\nprintf "<%%s>" "$@"\necho\n' >"$work/bin/terraform"
  chmod +x "$work/bin/terraform"
  PATH=$work/bin:$PATH npm run deploy -- -var tables_file=../examples/tables.json \
    -var 'allowed_operations=["read", "list"]' | tee "$work/arguments"
  grep -qxF '<-chdir=deploy><apply><-var><tables_file=../examples/tables.json><-var><allowed_operations=["read", "list"]>' \
    "$work/arguments"
}

step 'terraform fmt -check' terraform fmt -check -diff deploy
step 'terraform validate' tf validate
step 'every variable with a rule refuses a wrong value' refuses_wrong_values
step 'a wrong operation, and a file of no tables, are refused' refuses_wrong_entries
step 'a wrong file of tables is refused' refuses_wrong_tables
step 'npm run deploy passes variables on' passes_variables_on
python3 test/gates/deploy.py prepare

verify 'as it is' '{}'
mutation 'a wildcard resource' policy.json 's/"\$\{table_arn\}"/"*"/' \
  'PutItem is refused on another table'
mutation 'a missing action' policy.json 's/"dynamodb:UpdateItem"/"dynamodb:GetItem"/' 'update answers 200'
mutation 'a missing permission' function.tf 's/(aws_lambda_permission" "method" \{)/\1\n  count = 0/' \
  'create answers 200'
# The same on the other API, whose type is always another one.
sed -i 's/input = var.integration/input = "mutation"/' "$work/deploy/api.tf"
mutation 'a wrong integration type' api.tf 's/"AWS_PROXY" : "AWS"/"AWS" : "AWS"/' \
  "the integration's type"
cp deploy/api.tf "$work/deploy"

verify 'changed to the non-proxy integration' '{"integration": "lambda", "api_key": true}'
verify 'changed back' '{}'
step 'the table of an older deployment stays' keeps_the_table
verify 'changed to reads alone' '{"allowed_operations": ["read", "list", "query", "count"]}'
mutation 'a policy for every operation' function.tf 's/== null \? true/!= null ? true/' \
  'IAM refuses create'
remove 'as it is'

verify 'with tables of a file' '{"tables_file": "../examples/tables.json"}'
mutation 'a time to live that is off' table.tf 's/= ttl.value.Enabled/= false/' 'the time to live of carts'
mutation 'a policy for the first table alone' function.tf 's/for arn in local.table_arns/for arn in [local.table_arns[0]]/' \
  'a transaction over two tables answers 200'
remove 'with tables of a file'

verify 'with everything on' \
  '{"integration": "lambda", "api_key": true, "tracing": true, "access_logs": true}'
remove 'with everything on'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
