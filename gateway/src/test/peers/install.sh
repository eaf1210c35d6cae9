#!/bin/sh
# Finds the real peers of the end-to-end tests, installs what is missing where it may, and writes
# peer.<name>=<path> for each that is there. Usage: install.sh <properties file>
set -eu
properties=$1

# name, program, Debian package
peers='chromium chromium chromium
sipp sipp sip-tester
baresip baresip baresip-core'

path_of() {
    command -v "$1" 2>/dev/null || true
}

missing_packages() {
    echo "$peers" | while read -r _ program package; do
        [ -n "$(path_of "$program")" ] || printf '%s ' "$package"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

apt_install() {
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 \
        install --no-install-recommends $1 >/dev/null </dev/null
}

wanted=$(missing_packages)
if [ -n "$wanted" ] && may_install; then
    echo "peers: installing $wanted"
    apt_install "$wanted" 2>/dev/null || {
        as_root apt-get -qq -o DPkg::Lock::Timeout=300 update >/dev/null </dev/null || true
        apt_install "$wanted" || true
    }
fi

: >"$properties"
absent=0
while read -r name program package; do
    path=$(path_of "$program")
    if [ -n "$path" ]; then
        echo "peer.$name=$path" >>"$properties"
    else
        echo "peers: $name is not installed, its tests are skipped; on Debian: apt-get install $package"
        absent=1
    fi
done <<EOF
$peers
EOF

if [ "$absent" = 1 ] && [ "${CI:-}" = true ]; then
    echo "peers: CI must have them all"
    exit 1
fi
