#!/bin/sh
# Sets up all that this project needs on a machine with Python 3.11: uv, bubblewrap, and both environments.
# Says what it installs before it does; does nothing where nothing is missing.
set -eu
cd "$(dirname "$0")/.."

say() { echo "setup: $*" >&2; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install_packages() { # install_packages PURPOSE PACKAGE...: with the distribution's own installer
    purpose=$1; shift
    say "$* is missing ($purpose); installing it with the system's installer"
    if command -v apt-get >/dev/null; then
        as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@"
    elif command -v dnf >/dev/null; then as_root dnf install -y -q "$@"
    elif command -v pacman >/dev/null; then as_root pacman -S --noconfirm --needed "$@"
    elif command -v zypper >/dev/null; then as_root zypper --non-interactive install "$@"
    elif command -v apk >/dev/null; then as_root apk add "$@"
    else say "no installer known here: install $* yourself, then try again"; exit 1
    fi
}

python_311() { # the newest Python of 3.11 or later
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$name"; return; fi
    done
    say "Python 3.11 or newer is needed and was not found"; exit 1
}

if ! command -v uv >/dev/null && [ ! -x .tools/bin/uv ]; then
    python=$(python_311)
    say "uv is missing; installing it into .tools with pip"
    "$python" -m venv .tools || { install_packages "to make environments" python3-venv; "$python" -m venv .tools; }
    .tools/bin/python -m pip install --quiet 'uv>=0.9'
fi
PATH="$PATH:$PWD/.tools/bin"

if [ "$(uname -s)" = Linux ]; then
    command -v bwrap >/dev/null || install_packages "the sandbox of the embedded session pool" bubblewrap
else
    say "the embedded session pool needs Linux; here, set POOL_ENDPOINT to a pool in Azure"
fi

uv sync --quiet --frozen
if ! cmp -s session_pool/session-packages.lock .session-env/installed.lock; then
    say "installing the packages of the sessions into .session-env"
    uv venv --quiet --allow-existing .session-env
    uv pip sync --quiet --compile-bytecode --python .session-env session_pool/session-packages.lock
    cp session_pool/session-packages.lock .session-env/installed.lock
fi
