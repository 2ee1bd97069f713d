# Sourced by ./run and ./test: find a Python, make .venv. Only a POSIX shell is assumed here.
# `root` is set by the caller.

# Compiled modules are kept, beside the environment: without them each of our processes compiles
# everything anew, which doubles the time a command takes to start.
unset PYTHONDONTWRITEBYTECODE
PYTHONPYCACHEPREFIX=${PYTHONPYCACHEPREFIX:-$root/.venv/pycache}
export PYTHONPYCACHEPREFIX

is_new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
  for name in ${STAYFLOW_PYTHON:-} python3 python3.13 python3.12 python3.14 python3.11 python; do
    if command -v "$name" >/dev/null 2>&1 && is_new_enough "$name"; then
      command -v "$name"
      return 0
    fi
  done
  echo "stayflow: Python 3.11 or later is needed and none was found; name one in STAYFLOW_PYTHON" >&2
  return 1
}

make_environment() {
  if [ -x "$root/.venv/bin/python" ] && is_new_enough "$root/.venv/bin/python" &&
    "$root/.venv/bin/python" -m pip --version >/dev/null 2>&1; then
    return 0
  fi
  python=$(find_python) || return 1
  echo "stayflow: making .venv with $("$python" --version 2>&1)" >&2
  rm -rf "$root/.venv"
  if ! "$python" -m venv "$root/.venv" >&2; then
    # Debian splits `venv` off; root may fetch it, anybody else is told
    minor=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    rm -rf "$root/.venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
      { apt-get update -qq && apt-get install -y -qq "python$minor-venv"; } >&2
    fi
    if ! "$python" -m venv "$root/.venv" >&2; then
      echo "stayflow: $python cannot make an environment; install python$minor-venv" >&2
      return 1
    fi
  fi
}

# TRICKY: `tools` is found through the working directory, so every caller has gone to $root.
setup() {
  make_environment || exit 1
  "$root/.venv/bin/python" -m tools.house.setup "$@" || exit 1
}
