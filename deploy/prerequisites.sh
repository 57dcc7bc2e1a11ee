#!/usr/bin/env bash
# Installs what run.sh needs on Debian and Ubuntu: .NET SDK, PostgreSQL with pgvector, Node, and as root the fonts of the PDF export.
# With --tests also what test.sh needs: Chromium, systemd to check the service's unit with, programs that look into PDF files, and pg_cron
# where there is a package of it.
# Looks first, and changes nothing when all is there.
set -euo pipefail

readonly SDK_MAJOR=10
readonly NODE_MINIMUM=18
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=deploy/postgres.sh
. "$here/postgres.sh"

for_tests=false
[[ ${1:-} == --tests ]] && for_tests=true

# Names what is missing and how to get it by hand, then gives up.
fail() {
    printf '\nThis could not be set up: %s\n' "$1" >&2
    shift
    [[ $# -eq 0 ]] || printf '  %s\n' "$@" >&2
    exit 1
}

# --- What is there ---------------------------------------------------------------------------------------------------

has_dotnet() {
    command -v dotnet >/dev/null && grep -q "^$SDK_MAJOR\." <(dotnet --list-sdks 2>/dev/null)
}

has_node() {
    command -v npm >/dev/null || return 1
    local version
    version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    ((${version%%.*} >= NODE_MINIMUM))
}

# The tests take CHROMIUM_PATH, or else /usr/bin/chromium.
has_chromium() { [[ -x ${CHROMIUM_PATH:-/usr/bin/chromium} ]]; }

# Without it that one test is left out, so it is no reason to ask for a password or to give up.
lacks_systemd() { $for_tests && ! command -v systemd-analyze >/dev/null && ((EUID == 0)) && command -v apt-get >/dev/null; }

# The app's own server is wanted for tests, and for running unless a connection string names another server.
wants_postgres() { $for_tests || [[ -z ${ConnectionStrings__Database:-} ]]; }

# Optional: where the distribution has no package of it, the tests check that the setup says so.
has_cron() { [[ -f $("$1/pg_config" --pkglibdir)/pg_cron.so ]]; }

# The PDF export says what is missing where it is, and tests of it are left out, so these are no reason to give up either.
optional=(fonts-noto-core:/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf fonts-noto-mono:/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf
    fonts-noto-cjk:/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc fonts-noto-color-emoji:/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf)
if $for_tests; then optional+=(qpdf:/usr/bin/qpdf poppler-utils:/usr/bin/pdftotext); fi

install_optional() {
    ((EUID == 0)) && command -v apt-get >/dev/null || return 0
    local package wanted=()
    for package in "${optional[@]}"; do
        [[ -e ${package#*:} ]] || wanted+=("${package%%:*}")
    done
    [[ ${#wanted[@]} -eq 0 ]] && return
    say "What the PDF export is better with is missing."
    (apt_update && apt_install "${wanted[@]}") || say "  It goes without: docs/exports.md says what to install later."
}

# --- Installing ------------------------------------------------------------------------------------------------------

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -- "$@"; fi
}

# Everything below needs apt and root; without them it is only said what to do.
require_means_to_install() {
    command -v apt-get >/dev/null ||
        fail "this is neither Debian nor Ubuntu (no apt-get), so nothing can be installed by itself." \
            "Please install these with your system's own tools, then run this again:" "$@"
    ((EUID == 0)) && return
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then return; fi
    fail "something is missing, and this user may not install packages (not root, no sudo)." \
        "Please have an administrator install these, or run this once as root:" "$@"
}

updated=false
apt_update() {
    $updated && return
    say "  reading the package lists"
    as_root apt-get -qq update || fail "the package lists could not be read (apt-get update failed)." \
        "Is the network reachable, and do the sources under /etc/apt work?"
    updated=true
}

candidate() { LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: \([^(].*\)/\1/p'; }

apt_install() {
    say "  installing $*"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "$@" >/dev/null ||
        fail "apt-get could not install: $*"
}

install_dotnet() {
    say ".NET SDK $SDK_MAJOR is missing."
    apt_update
    [[ -n $(candidate "dotnet-sdk-$SDK_MAJOR.0") ]] ||
        fail "this system has no package dotnet-sdk-$SDK_MAJOR.0." \
            "Please install the .NET SDK $SDK_MAJOR.0 as Microsoft describes (search for \"install .NET on Linux\")," \
            "see to it that 'dotnet --list-sdks' shows it, and run this again."
    apt_install "dotnet-sdk-$SDK_MAJOR.0"
}

install_node() {
    say "Node $NODE_MINIMUM or newer, with npm, is missing."
    apt_update
    local version
    version=$(candidate nodejs)
    version=${version#*:}
    ((${version%%.*} >= NODE_MINIMUM)) ||
        fail "this system's package of Node is '${version:-none}', and $NODE_MINIMUM or newer is needed." \
            "Please install a newer Node with npm, and run this again."
    # Some packages of Node bring npm along and conflict with the distribution's own.
    apt_install nodejs
    command -v npm >/dev/null || apt_install npm
}

install_chromium() {
    say "Chromium is missing (the browser tests use it)."
    apt_update
    # On Ubuntu the package of this name is absent or only fetches a snap, which does not work everywhere.
    [[ -n $(candidate chromium) ]] ||
        fail "this system has no package chromium." \
            "Please install Chromium or Chrome, set CHROMIUM_PATH to its program, and run this again."
    apt_install chromium
    has_chromium || fail "Chromium was installed, but not as ${CHROMIUM_PATH:-/usr/bin/chromium}." \
        "Please set CHROMIUM_PATH to its program."
}

install_cron() {
    local version package
    version=$("$1/postgres" --version | grep -oE '[0-9]+' | head -n 1)
    package=postgresql-$version-cron
    [[ $1 == /usr/lib/postgresql/* && -n $(candidate "$package") ]] || return 0
    say "pg_cron for PostgreSQL $version is missing (the tests use it)."
    apt_install "$package"
}

install_postgres() {
    say "PostgreSQL $POSTGRES_MINIMUM or newer is missing."
    apt_update
    local version
    version=$(LC_ALL=C apt-cache depends postgresql | sed -n 's/^ *Depends: postgresql-\([0-9]\+\)$/\1/p' | head -n 1)
    ((${version:-0} >= POSTGRES_MINIMUM)) ||
        fail "this system's package of PostgreSQL is '${version:-none}', and $POSTGRES_MINIMUM or newer is needed." \
            "Please install it, or set ConnectionStrings__Database to a server you have, and run this again."
    # The app has a cluster of its own; without this file the package would create and start another.
    local setting=/etc/postgresql-common/createcluster.d/zz-none.conf
    as_root mkdir -p "${setting%/*}"
    as_root sh -c "echo 'create_main_cluster = false' > $setting"
    local result=0
    (apt_install "postgresql-$version") || result=$?
    as_root rm -f "$setting"
    return $result
}

# --- pgvector --------------------------------------------------------------------------------------------------------

install_vector() {
    local bin=$1 version package
    version=$("$bin/postgres" --version | grep -oE '[0-9]+' | head -n 1)
    package=postgresql-$version-pgvector
    say "pgvector $PGVECTOR_MINIMUM or newer for PostgreSQL $version is missing."
    apt_update
    if [[ $bin == /usr/lib/postgresql/* ]] && at_least "$(candidate "$package")" "$PGVECTOR_MINIMUM"; then
        apt_install "$package"
    else
        build_vector "$bin" "$version"
    fi
    has_vector "$bin" || fail "pgvector was installed, but PostgreSQL $version in $bin does not see it."
}

# Builds the source package of a newer release of this distribution. Everything but the result stays in a folder that
# is removed again; in particular apt's own configuration is not touched.
build_vector() {
    local bin=$1 version=$2 tools=()
    say "  this system has no package of it: building it from the distribution's source package"
    command -v make >/dev/null || tools+=(make)
    command -v gcc >/dev/null || tools+=(gcc libc6-dev)
    [[ ${#tools[@]} -eq 0 ]] || apt_install "${tools[@]}"

    work=$(mktemp -d)
    trap 'rm -rf -- "$work"' EXIT
    fetch_source "$work" || fail "the source package of pgvector could not be fetched." \
        "Please install pgvector $PGVECTOR_MINIMUM or newer for PostgreSQL $version by hand, and run this again."
    mkdir "$work/pgvector"
    tar -xf "$work"/pgvector_*.orig.tar.* -C "$work/pgvector" --strip-components=1

    local headers
    headers=$("$bin/pg_config" --includedir-server)
    [[ -f $headers/postgres.h ]] || headers=$(fetch_headers "$work" "$version") ||
        fail "the header files of PostgreSQL $version (package postgresql-server-dev-$version) could not be fetched."
    say "  compiling"
    # Without OPTFLAGS it would be built for this very processor, and crash on an older one.
    local make=(make --silent -C "$work/pgvector" OPTFLAGS= with_llvm=no
        "PG_CONFIG=$bin/pg_config" "includedir_server=$headers")
    { "${make[@]}" && as_root "${make[@]}" install; } >"$work/log" 2>&1 || {
        tail -n 20 "$work/log" >&2
        fail "pgvector could not be built and installed (see above)."
    }
}

# Reads the mirror from this machine's own sources, and names the release there that has a pgvector new enough.
fetch_source() {
    local work=$1 id suite mirror keyring
    id=$(sed -n 's/^ID=//p' /etc/os-release | tr -d '"')
    case $id in
        debian) suite=trixie ;;
        ubuntu) suite=resolute ;;
        *) say "  (unknown distribution '$id')"; return 1 ;;
    esac
    # shellcheck disable=SC2016 # these names are apt's
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(LABEL)' 'Created-By: Packages' |
        grep -i " $id $id\$" | head -n 1 | cut -d ' ' -f 1)
    [[ -n $mirror ]] || { say "  (no source of the distribution among apt's)"; return 1; }
    keyring=/usr/share/keyrings/$id-archive-keyring.gpg
    local options=''
    [[ -f $keyring ]] && options="[signed-by=$keyring]"
    local component=main
    [[ $id == ubuntu ]] && component="main universe"
    say "deb-src $options $mirror $suite $component" >"$work/sources.list"
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
    local apt=(apt-get -qq
        -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
        -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache"
        -o APT::Sandbox::User="$(id -un)")
    "${apt[@]}" update && (cd "$work" && "${apt[@]}" source --download-only pgvector >/dev/null)
}

# The development package of PostgreSQL depends on a whole compiler suite that is not needed here, so it is only
# unpacked. Prints the folder of its header files.
fetch_headers() {
    local work=$1 version=$2
    (cd "$work" && apt-get -qq -o APT::Sandbox::User="$(id -un)" download "postgresql-server-dev-$version" >/dev/null) ||
        return 1
    dpkg-deb --extract "$work"/postgresql-server-dev-*.deb "$work/dev"
    say "$work/dev/usr/include/postgresql/$version/server"
}

# --- The work --------------------------------------------------------------------------------------------------------

missing=()
has_dotnet || missing+=(".NET SDK $SDK_MAJOR.0")
has_node || missing+=("Node $NODE_MINIMUM or newer, with npm")
if wants_postgres; then
    server=$(chosen_server)
    if [[ -z $server ]]; then
        missing+=("PostgreSQL $POSTGRES_MINIMUM or newer (the server)" "pgvector $PGVECTOR_MINIMUM or newer for it")
    elif ! has_vector "$server"; then
        missing+=("pgvector $PGVECTOR_MINIMUM or newer for the PostgreSQL in $server")
    fi
fi
if $for_tests && ! has_chromium; then missing+=("Chromium"); fi
if lacks_systemd; then missing+=("systemd (systemd-analyze)"); fi
if [[ ${#missing[@]} -eq 0 ]]; then
    # Not worth a failure where it cannot be installed.
    if $for_tests && ! has_cron "$server" && ((EUID == 0)) && command -v apt-get >/dev/null; then install_cron "$server"; fi
    install_optional
    exit 0
fi

require_means_to_install "${missing[@]/#/- }"
has_dotnet || install_dotnet
has_node || install_node
if wants_postgres; then
    if [[ -z $server ]]; then
        install_postgres
        server=$(chosen_server)
        [[ -n $server ]] || fail "PostgreSQL was installed, but its programs were not found."
    fi
    has_vector "$server" || install_vector "$server"
fi
if $for_tests && ! has_chromium; then install_chromium; fi
if lacks_systemd; then
    say "systemd-analyze is missing (it checks the service's unit)."
    apt_update
    apt_install systemd
fi
if $for_tests && ! has_cron "$server"; then install_cron "$server"; fi
install_optional
say "All that is needed is in place."
