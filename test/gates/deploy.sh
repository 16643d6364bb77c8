#!/usr/bin/env bash
# Deploys the lab to a fake of AWS, reads every resource back, sends requests through it and
# destroys it. Then it makes mistakes, which the checks must find. It works on a copy of deploy/.
# Needs what lambda-tools.sh says, terraform, python3 with moto and boto3, curl, and in $SHARED/aws
# the fake, a Runtime API and a REST API front.
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
python3 -c 'import boto3, moto' 2>/dev/null || cannot 'python3 has no moto and boto3'
for file in moto_iam_server.py runtime-api.mjs native-shim.cjs rest-api-front.mjs; do
  [ -f "$tools/$file" ] || cannot "there is no $file in \${SHARED:-../shared}/aws"
done
[ -d node_modules/esbuild ] || cannot 'the dependencies are not installed (npm ci)'
install aws-lambda-ric || cannot 'npm could not install aws-lambda-ric'
node22=$(node_binary 22 "${NODE22:-}") || cannot 'NODE22 is not set, and npm could not install Node 22'

mkdir "$work/deploy" "$work/deployed"
cp deploy/*.tf deploy/policy.json deploy/responses.json "$work/deploy"
ln -s "$root/dist" "$work/dist"
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
  python3 test/gates/deploy.py refused "$work/deployed" || status=1
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

remove() { # title
  local status=0
  step "$1: destroy" tf destroy -auto-approve
  python3 test/gates/deploy.py gone >"$work/checks.log" 2>&1 || status=$?
  count "$1: what is left" "$work/checks.log" "$status"
}

# Makes a mistake, which the check that is there for it must find.
mutation() { # name, file, sed script, check that must fail
  local file=$work/deploy/$2 status=0
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
    checks '{}' >"$work/log" 2>&1 && status=1
    grep -qF "not ok $4" "$work/log" || status=1
  fi
  cp "$work/original" "$file"
  tell "$status" "$1 fails the verification"
}

refuses_wrong_values() {
  local wrong=() name rules
  for name in table_name role_name function_name api_name stage_name runtime integration log_level; do
    wrong+=(-var "$name=a b")
  done
  for name in memory_mb timeout_s log_retention_days throttling_rate throttling_burst; do
    wrong+=(-var "$name=-1")
  done
  tf plan "${wrong[@]}" >"$work/plan.log" 2>&1 && return 1
  rules=$(grep -c 'validation {' "$work/deploy/variables.tf")
  grep 'Error: ' "$work/plan.log"
  [ "$(grep -c 'Error: Invalid value for variable' "$work/plan.log")" -eq "$rules" ]
}

step 'terraform fmt -check' terraform fmt -check -diff deploy
step 'terraform validate' tf validate
step 'every variable with a rule refuses a wrong value' refuses_wrong_values
python3 test/gates/deploy.py prepare

verify 'as it is' '{}'
mutation 'a wildcard resource' policy.json 's/"\$\{table_arn\}"/"*"/' \
  'PutItem is refused on another table'
mutation 'a missing action' policy.json '/"dynamodb:UpdateItem",/d' 'update answers 200'
mutation 'a missing permission' function.tf 's/(aws_lambda_permission" "method" \{)/\1\n  count = 0/' \
  'create answers 200'
# The same on the other API, whose type is always another one.
sed -i 's/input = var.integration/input = "mutation"/' "$work/deploy/api.tf"
mutation 'a wrong integration type' api.tf 's/"AWS_PROXY" : "AWS"/"AWS" : "AWS"/' \
  "the integration's type"
cp deploy/api.tf "$work/deploy"

verify 'changed to the non-proxy integration' '{"integration": "lambda", "api_key": true}'
verify 'changed back' '{}'
remove 'as it is'
verify 'with everything on' \
  '{"integration": "lambda", "api_key": true, "tracing": true, "access_logs": true}'
remove 'with everything on'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
