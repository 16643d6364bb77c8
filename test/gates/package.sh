#!/usr/bin/env bash
# Installs what npm pack makes into an empty folder, and uses it as the README says, on each Node
# that it supports.
# Needs npm with a registry. NODE22 and NODE24 may name node binaries; otherwise they are fetched.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. test/gates/lambda-tools.sh

npm pack --silent --pack-destination "$work" >/dev/null
tarball=$(echo "$work"/dynamodbmanager-*.tgz)
echo "$(wc -c <"$tarball") bytes packed, $(tar tzf "$tarball" | wc -l) files"

# No tests, no sources, no maps, nothing that runs when it is installed.
if tar tzf "$tarball" | grep -E '\.map$|\.test\.|/test/|/src/.*[^d]\.ts$' | grep -v '\.d\.ts$'; then
  echo 'FAILED: the package has what nobody needs'
  exit 1
fi

app=$work/app
mkdir "$app"
cp test/gates/package.js test/gates/package-types.ts "$app"
echo '{ "type": "module" }' >"$app/package.json"
if ! (cd "$app" && npm install --no-audit --no-fund --silent --ignore-scripts "$tarball") >"$work/npm.log" 2>&1; then
  cat "$work/npm.log"
  cannot 'npm could not install its dependencies'
fi
for name in preinstall install postinstall prepare; do
  if grep -q "\"$name\":" "$app/node_modules/dynamodbmanager/package.json"; then
    echo "FAILED: the package has the script $name"
    exit 1
  fi
done

"$root/node_modules/.bin/tsc" --noEmit --ignoreConfig --strict --module nodenext --target es2023 --skipLibCheck \
  --types node --typeRoots "$root/node_modules/@types" "$app/package-types.ts"
echo 'its types are those of its exports'

(cd "$app" && node package.js)
for version in 22 24; do
  given=NODE$version
  if node=$(node_binary $version "${!given:-}"); then
    (cd "$app" && PATH=$(dirname "$node"):$PATH "$node" package.js)
  else
    echo "not run on Node $version: npm could not install it"
  fi
done
