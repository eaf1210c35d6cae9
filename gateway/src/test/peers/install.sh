#!/bin/sh
# Installs what tests need of Debian's packages and is missing, where it may. With a file named it also says there
# what was found, as peer.<name>=<path>, and gets the npm packages. Usage: install.sh [<properties file> <folder for npm packages>]
set -eu
here=$(dirname "$0")
# Servers are where only root looks.
PATH=$PATH:/usr/sbin

# name, program or pattern of a file, Debian package
peers='chromium chromium chromium
firefox firefox-esr firefox-esr
sipp sipp sip-tester
openssl openssl openssl
baresip baresip baresip-core
linphone linphonec linphone-cli
kamailio kamailio kamailio
kamailio-tls /usr/lib/*/kamailio/modules/tls.so kamailio-tls-modules
coturn turnserver coturn
spandsp /usr/lib/*/libspandsp.so.2 libspandsp2
ip ip iproute2
node node nodejs
npm npm npm'

path_of() {
    case $1 in
        /*) for file in $1; do [ ! -e "$file" ] || echo "$file"; done ;;
        *) command -v "$1" 2>/dev/null || true ;;
    esac
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

[ $# = 2 ] || exit 0
properties=$1
modules=$2

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

# Browser clients and the driver of Firefox, in the versions of the lock file; none of them runs a script of its own.
installed=$modules/node_modules/.package-lock.json
if [ ! -e "$installed" ] || [ "$here/package-lock.json" -nt "$installed" ]; then
    mkdir -p "$modules"
    cp "$here/package.json" "$here/package-lock.json" "$modules"
    (cd "$modules" && npm ci --ignore-scripts --no-audit --no-fund --prefer-offline \
        --fetch-retries=1 --fetch-timeout=60000 >/dev/null </dev/null) || rm -rf "$modules/node_modules"
fi
if [ -e "$installed" ]; then
    echo "peer.modules=$modules/node_modules" >>"$properties"
else
    echo "peers: the npm packages of src/test/peers cannot be had, their tests are skipped; run: npm ci"
    absent=1
fi

if [ "$absent" = 1 ] && [ "${CI:-}" = true ]; then
    echo "peers: CI must have them all"
    exit 1
fi
