# Provides what runs the function as Lambda does; it is sourced. It needs npm with a registry, and a
# directory $work. NODE22 and NODE24 may name node binaries; otherwise they are fetched.

cannot() { # reason
  echo "$(basename "$0" .sh): not run: $1"
  exit 77
}

install() { # packages: into $work, without their install scripts
  npm install --prefix "$work" --ignore-scripts --no-audit --no-fund --silent "$@" >"$work/npm.log" 2>&1
}

node_binary() { # major version, binary from the environment
  if [ -n "$2" ]; then
    echo "$2"
    return
  fi
  local package="node-$1@npm:node-$(node -p 'process.platform + "-" + process.arch')@$1"
  install "$package" || return 1
  echo "$work/node_modules/node-$1/bin/node"
}
