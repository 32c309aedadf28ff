# Sourced by Config/run and Config/test: what the machine must have, and the release build they share.

# Set by --yes: install without asking.
assume_yes=no

# The C libraries of the README, as Debian names them.
libraries=(libcurl4-openssl-dev libmicrohttpd-dev libsqlite3-dev libssl-dev pkg-config)

# need_swift: Swift 6.2 or later in PATH, or a word on where to get it.
need_swift() {
    local version
    if ! command -v swift >/dev/null; then
        echo "Swift is missing. Install 6.2 or later (https://www.swift.org/install/linux/) and put it in PATH." >&2
        exit 1
    fi
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    if [ "$(printf '%s\n6.2\n' "$version" | sort -V | head -n 1)" != 6.2 ]; then
        echo "Swift 6.2 or later is needed; this is ${version:-unknown}." >&2
        exit 1
    fi
}

# need_packages NAME…: says which of these Debian packages are missing and installs them.
need_packages() {
    local missing=() name command answer
    if ! command -v dpkg-query >/dev/null; then
        echo "This is no Debian: make sure that you have what these packages hold: $*" >&2
        return
    fi
    for name; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return

    command="apt-get install -y --no-install-recommends ${missing[*]}"
    [ "$(id -u)" -eq 0 ] || command="sudo $command"
    echo "Missing: ${missing[*]}" >&2
    if [ "$assume_yes" != yes ]; then
        if [ ! -t 0 ]; then
            printf 'Run this, or start again with --yes:\n    %s\n' "$command" >&2
            exit 1
        fi
        printf 'Run "%s" now? [y/N] ' "$command" >&2
        read -r answer
        case $answer in [yY]*) ;; *) exit 1 ;; esac
    fi
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        printf 'There is no sudo here. As root, run:\n    %s\n' "${command#sudo }" >&2
        exit 1
    fi
    ${command%%apt-get*} apt-get update || echo "apt-get update failed; going on with the lists there are." >&2
    ${command%%apt-get*} env DEBIAN_FRONTEND=noninteractive ${command#sudo } </dev/null || exit 1
}

# build_release: the binary, unless nothing changed since it was last built. The mark is set before the build begins,
# so that a file saved meanwhile is not missed; a folder's own time tells of a file taken away.
build_release() {
    local mark=.build/release.mark
    if [ -x .build/release/yishi ] && [ -e "$mark" ] && [ -z "$(find Package.swift Sources -newer "$mark" -print -quit)" ]; then
        return
    fi
    mkdir -p .build
    touch "$mark.new"
    swift build -c release --product yishi || return 1
    mv "$mark.new" "$mark"
}
