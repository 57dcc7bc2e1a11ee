# Sourced by prerequisites.sh, backup.sh and restore.sh: finds PostgreSQL's programs, and reads and reaches the app's
# database as the app's own settings name it. The script says what failing means: fail "why" "what to do".
# shellcheck shell=bash
# shellcheck disable=SC2034 # some of what is set here is for those scripts

readonly POSTGRES_MINIMUM=15
readonly PGVECTOR_MINIMUM=0.8.0
readonly SUPERUSER=cm_admin DATABASE=conversationmemory

say() { printf '%s\n' "$*"; }

# The folder of the app's own files: as the app and run.sh read the setting.
data_directory() { realpath --canonicalize-missing -- "${DataDirectory:-$(dirname -- "${BASH_SOURCE[0]}")/../data}"; }

# What the script that sources this leaves behind in any case: a temporary folder, a server of its own, a right lent.
begin_work() {
    umask 077
    # Root's TMPDIR may be closed to the user whose server reads and writes there.
    if ((EUID == 0)); then work=$(TMPDIR=/tmp mktemp -d); else work=$(mktemp -d); fi
    drafts=()
    trap end_work EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

end_work() {
    local code=$?
    trap - EXIT
    [[ -z ${lent_to:-} ]] || ask "REVOKE cm_maintenance FROM CURRENT_USER" >/dev/null || true
    stop_server || true
    rm -rf -- "${drafts[@]}" "$work"
    exit "$code"
}

# --- Installed programs ----------------------------------------------------------------------------------------------

major_of() { "$1" --version | grep -oE '[0-9]+' | head -n 1; }

# Folders with a PostgreSQL server that is new enough, newest first: "15 /usr/lib/postgresql/15/bin".
servers() {
    local bin version
    for bin in /usr/lib/postgresql/*/bin ${PATH//:/ }; do
        [[ -x $bin/initdb && -x $bin/postgres && -x $bin/pg_config ]] || continue
        version=$(major_of "$bin/postgres")
        ((version < POSTGRES_MINIMUM)) || say "$version $bin"
    done | sort -k1,1nr -s
}

at_least() { [[ $(printf '%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

has_vector() {
    local control
    control=$("$1/pg_config" --sharedir)/extension/vector.control
    [[ -f $control ]] && at_least "$(sed -n "s/^default_version = '\(.*\)'/\1/p" "$control")" "$PGVECTOR_MINIMUM"
}

# The folder of the server the app will use: an existing cluster keeps its version, otherwise the newest that has
# pgvector, otherwise the newest. The app chooses by the same rule (src/Data/Cluster/ServerBinaries.cs).
chosen_server() {
    local version bin newest='' kept='' cluster
    cluster=$(data_directory)/postgres/PG_VERSION
    # Unreadable when the cluster belongs to another user; then the app will say so.
    [[ -r $cluster ]] && kept=$(<"$cluster")
    while read -r version bin; do
        [[ -z $kept || $kept == "$version" ]] || continue
        : "${newest:=$bin}"
        if has_vector "$bin"; then
            say "$bin"
            return
        fi
    done < <(servers)
    say "$newest"
}

# The folder of the oldest client programs that are at least of the version $1: pg_dump refuses newer servers.
clients() {
    local bin version
    for bin in /usr/lib/postgresql/*/bin ${PATH//:/ }; do
        [[ -x $bin/pg_dump && -x $bin/pg_restore && -x $bin/psql ]] || continue
        version=$(major_of "$bin/pg_dump")
        ((version < $1)) || say "$version $bin"
    done | sort -k1,1n -s | head -n 1 | cut -d ' ' -f 2-
}

# --- The connection string -------------------------------------------------------------------------------------------

# Sets libpq's variables from a connection string as Npgsql reads it. Not as arguments, which every user can see.
read_connection() {
    local rest=$1 name value quote
    while [[ $rest =~ ^[\;[:space:]]*([^=\;]+)=[[:space:]]*(.*)$ ]]; do
        name=${BASH_REMATCH[1]//[[:space:]]/} rest=${BASH_REMATCH[2]}
        if [[ $rest == [\"\']* ]]; then
            # In quotes, which are doubled inside of them.
            quote=${rest:0:1} rest=${rest:1} value=''
            while :; do
                [[ $rest == *"$quote"* ]] || fail "a quotation mark in ConnectionStrings__Database is not closed."
                value+=${rest%%"$quote"*} rest=${rest#*"$quote"}
                [[ $rest == "$quote"* ]] || break
                value+=$quote rest=${rest:1}
            done
        else
            value=${rest%%;*} rest=${rest#"${rest%%;*}"}
            value=${value%"${value##*[![:space:]]}"}
        fi
        set_connection "${name,,}" "$value"
    done
    [[ $rest =~ ^[\;[:space:]]*$ ]] || fail "ConnectionStrings__Database is not a connection string the app understands."
    [[ -n ${PGHOST:-} ]] || fail "ConnectionStrings__Database names no Host."
}

set_connection() {
    case $1 in
        host | server) export PGHOST=$2 ;;
        port) export PGPORT=$2 ;;
        database | db) export PGDATABASE=$2 ;;
        username | userid | uid) export PGUSER=$2 ;;
        password | psw | pwd) export PGPASSWORD=$2 ;;
        options) export PGOPTIONS=$2 ;;
        passfile) export PGPASSFILE=$2 ;;
        rootcertificate) export PGSSLROOTCERT=$2 ;;
        sslcertificate) export PGSSLCERT=$2 ;;
        sslkey) export PGSSLKEY=$2 ;;
        gssencryptionmode) export PGGSSENCMODE=${2,,} ;;
        sslmode)
            local mode=${2,,}
            mode=${mode/verifyca/verify-ca}
            export PGSSLMODE=${mode/verifyfull/verify-full}
            ;;
    esac
}

# --- The private cluster ---------------------------------------------------------------------------------------------

# Runs a command as the user and group $1 (numbers, "0:0"), which only root can do for others.
as_user() {
    local user=${1%:*} group=${1#*:}
    shift
    if ((EUID == user)); then
        "$@"
    else
        setpriv --reuid="$user" --regid="$group" --clear-groups --inh-caps=-all -- "$@"
    fi
}

owner_of() { stat -c %u:%g -- "$1"; }

may_act_for() {
    local owner
    ((EUID != 0 && EUID != ${1%:*})) || return 0
    owner=$(stat -c %U -- "$2")
    fail "$2 belongs to the user $owner." "Run this as root$([[ $owner == root ]] || say " or as that user: sudo -u $owner …")."
}

# Takes the lock that the app holds while it runs; false when it does run.
take_instance_lock() {
    exec 9>>"$1/instance.lock" || fail "the folder $1 cannot be written by the user $(id -un)."
    flock --nonblock 9
}

# Connects to the server that the app runs.
join_running_server() {
    local server=$1/postgres sockets
    may_act_for "$(owner_of "$server")" "$server"
    client_user=$(owner_of "$1/instance.lock")
    may_act_for "$client_user" "$1/instance.lock"
    sockets=$(sed -n 5p "$server/postmaster.pid" 2>/dev/null || true)
    [[ -n $sockets ]] ||
        fail "the app holds $1, but its PostgreSQL is not running (yet). Try again in a moment."
    [[ $sockets == /* ]] || sockets=$server/$sockets
    export PGHOST=$sockets PGUSER=$SUPERUSER PGDATABASE=$DATABASE
}

# Starts the server in the folder $1 with the programs in $2 for this script alone: nobody else gets in, whatever the
# cluster's own settings say. As the folder's owner, who may be barred from its parents: so by descriptor 3.
start_server() {
    server_user=$(owner_of "$1")
    client_user=$EUID:$(id -g)
    exec 3<"$1"
    printf 'local all all peer map=cm\n' >"$work/hba"
    printf 'cm "%s" %s\n' "$(id -un)" "$SUPERUSER" >"$work/ident"
    mkdir "$work/socket"
    chmod 755 "$work"
    chmod 644 "$work/hba" "$work/ident"
    install -m 600 /dev/null "$work/log"
    ((EUID != 0)) || chown "$server_user" "$work/socket" "$work/log"
    chmod 700 "$work/socket"
    local options="-c hba_file=$work/hba -c ident_file=$work/ident -c unix_socket_directories=$work/socket"
    options+=" -c listen_addresses= -c logging_collector=off -c cluster_name=deploy"
    # Without the app's lock: should this script be killed, the app's next start stops what is left of the server.
    as_user "$server_user" "$2/pg_ctl" start --silent -D /proc/self/fd/3 --log="$work/log" --timeout=300 \
        --options="$options" 9>&- </dev/null >/dev/null ||
        fail "the PostgreSQL in $1 did not start. It said:" "$(tail -n 5 "$work/log")"
    server_control=$2/pg_ctl
    export PGHOST=$work/socket PGUSER=$SUPERUSER PGDATABASE=$DATABASE
}

stop_server() {
    [[ -n ${server_control:-} ]] || return 0
    as_user "$server_user" "$server_control" stop --silent -D /proc/self/fd/3 --mode=fast
    server_control=
}

# --- Asking the database ---------------------------------------------------------------------------------------------

# A client program that connects as the settings above say.
client() {
    local program=$1
    shift
    as_user "$client_user" "$client_bin/$program" "$@"
}

# Runs what it is given on standard input; an error ends it.
sql() { client psql --no-psqlrc --quiet --no-align --tuples-only --field-separator=' ' --no-password --set=ON_ERROR_STOP=1; }

ask() { sql <<<"$1"; }

# Sets client_bin for the server's version, and server_major.
choose_clients() {
    client_user=${client_user:-$EUID:$(id -g)}
    client_bin=$(clients 0)
    [[ -n $client_bin ]] || fail "pg_dump, pg_restore and psql were not found." \
        "Install PostgreSQL's client programs (Debian and Ubuntu: postgresql-client)."
    local version
    version=$(ask 'SHOW server_version_num') || fail "the database cannot be reached (see above)."
    server_major=$((version / 10000))
    client_bin=$(clients "$server_major")
    [[ -n $client_bin ]] || fail "the server is PostgreSQL $server_major, and the installed pg_dump is older." \
        "Install its client programs (Debian and Ubuntu: postgresql-client-$server_major)."
}

# --- Every row, or nothing -------------------------------------------------------------------------------------------

# Row security shows a role that is neither superuser nor exempt no more than its policies do, and a table without a
# policy for it looks empty without an error. So such a role is let see what cm_maintenance sees, while this runs, and
# each table is asked whether that is all of its rows. Sets exempt to whether row security did not concern the role.
see_every_row() {
    exempt=$(ask 'SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user')
    if [[ $exempt == f && $(ask "SELECT pg_has_role('cm_maintenance', 'USAGE')") == f ]]; then
        ask 'GRANT cm_maintenance TO CURRENT_USER' || fail "this login may not see every row (see above)." \
            "Have an administrator of the server run: GRANT cm_maintenance TO \"${PGUSER:-$(id -un)}\""
        lent_to=$PGUSER
    fi
    local hidden
    hidden=$(ask "
        SELECT string_agg(c.relname, ', ' ORDER BY c.relname) FROM pg_class c
        WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'r' AND row_security_active(c.oid)
            AND (EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive)
                OR NOT EXISTS (
                    SELECT FROM pg_policy p
                    WHERE p.polrelid = c.oid AND p.polcmd IN ('r', '*') AND pg_get_expr(p.polqual, p.polrelid) = 'true'
                        AND EXISTS (SELECT FROM unnest(p.polroles) role WHERE role = 0 OR pg_has_role(role, 'USAGE'))))") ||
        fail "the database has no tables of the app (see above). Has the app been started on it?"
    [[ -z $hidden ]] || fail "this login does not see all rows of: $hidden." \
        "Use a superuser's login, or one with BYPASSRLS."
}

# Writes statements that count the rows of each table, for psql.
count_rows() {
    say "SELECT format('SELECT %L, count(*) FROM app.%I', relname, relname) FROM pg_class" \
        "WHERE relnamespace = 'app'::regnamespace AND relkind = 'r' \gexec"
}

# The same of a backup, by reading all of it. Both print "messages 12" a line.
rows_in_backup() {
    "$client_bin/pg_restore" --data-only --schema=app --file=- "$1" | LC_ALL=C awk '
        inside && $0 == "\\." { print table, rows; inside = 0; next }
        inside { rows++; next }
        /^COPY app\./ { table = substr($2, 5); rows = 0; inside = 1 }' | LC_ALL=C sort
}
