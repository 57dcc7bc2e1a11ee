#!/usr/bin/env bash
# Restores a backup made by backup.sh:
#     deploy/restore.sh /var/backups/conversationmemory/conversationmemory-20260101T030000Z.dump
# Into the database that ConnectionStrings__Database names, which must be there and empty, or else into a new private one
# below DataDirectory, where there must be none yet. The app must not run meanwhile. It is all or nothing, and counted
# at the end. docs/operations.md says more.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=deploy/postgres.sh
. "$here/postgres.sh"
readonly ROLES=$here/../migrations/sql/setup/roles.sql

outcome="Nothing was restored"
fail() {
    printf '\n%s: %s\n' "$outcome" "$1" >&2
    shift
    [[ $# -eq 0 ]] || printf '  %s\n' "$@" >&2
    exit 1
}

# A cluster as the app makes it (src/Data/Cluster/ClusterFiles.cs), under a name that the app takes for unfinished.
make_cluster() {
    local bin=$1 owner
    owner=$(owner_of "$data")
    if ((EUID == 0)) && [[ $owner == 0:* ]]; then owner=$(id -u postgres):$(id -g postgres); fi
    rm -rf -- "$data/postgres.new"
    mkdir -- "$data/postgres.new"
    drafts+=("$data/postgres.new")
    ((EUID != 0)) || chown "$owner" "$data/postgres.new"
    exec 3<"$data/postgres.new"
    as_user "$owner" "$bin/initdb" -D /proc/self/fd/3 --username=$SUPERUSER --auth=peer --encoding=UTF8 \
        --locale=C.UTF-8 --data-checksums --no-instructions 9>&- >"$work/initdb" 2>&1 ||
        fail "a new PostgreSQL could not be made in $data. It said:" "$(tail -n 5 "$work/initdb")"
}

# Whether the file beside the backup has to go back to where the app looks for it.
wants_key() { [[ -z ${MasterKey:-} && -z ${PGPASSWORD:-} && -f $key && ! -e $data/master.key ]]; }

place_key() {
    local draft
    mkdir -p -- "$data"
    draft=$(mktemp -- "$data/master.key.XXXXXX")
    drafts+=("$draft")
    cat -- "$key" >"$draft"
    ((EUID != 0)) || chown "$(owner_of "$data")" "$draft"
    mv -- "$draft" "$data/master.key"
}

# --- What, and where to ----------------------------------------------------------------------------------------------

[[ $# -eq 1 && $1 != -* ]] || {
    sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}
[[ -r $1 && -f $1 ]] || fail "the file $1 cannot be read by the user $(id -un)."
[[ -r $ROLES ]] || fail "the file $ROLES is missing: run this script where the whole of the app's sources are."
backup=$(realpath -- "$1")
key=${backup%.dump}.key
begin_work

data=$(data_directory)
private=false
if [[ -n ${ConnectionStrings__Database:-} ]]; then
    read_connection "$ConnectionStrings__Database"
else
    private=true
    [[ ! -e $data/postgres ]] || fail "there is a database in $data already, and a backup is only restored into nothing." \
        "Move $data/postgres away, or set DataDirectory to another folder."
    mkdir -p -- "$data"
    may_act_for "$(owner_of "$data")" "$data"
    take_instance_lock "$data" || fail "the app is using $data. Stop it first."
    ((EUID != 0)) || chown "$(owner_of "$data")" "$data/instance.lock"
    server=$(chosen_server)
    [[ -n $server ]] || fail "no PostgreSQL server of version $POSTGRES_MINIMUM or newer is installed." \
        "Run deploy/prerequisites.sh, or set ConnectionStrings__Database to a server you have."
    make_cluster "$server"
    start_server "$data/postgres.new" "$server"
    PGDATABASE=postgres as_user "$client_user" "$server/createdb" --no-password $DATABASE
fi
choose_clients

"$client_bin/pg_restore" --list "$backup" >"$work/contents" ||
    fail "this is no backup, or was made by a newer pg_dump than $client_bin can read (see above)."
from=$(sed -n 's/^; *Dumped from database version: \([0-9]*\).*/\1/p' "$work/contents")
((from <= server_major)) || fail "the backup is of PostgreSQL $from, and this server is $server_major, which is older." \
    "Restore it to PostgreSQL $from or newer."
rows_in_backup "$backup" >"$work/backup" || fail "the backup is damaged: it cannot be read to its end (see above)."
grep --quiet '^migrations ' "$work/backup" || fail "this is no backup of the app: it does not hold its tables."
[[ $(ask "SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('app')") == 0 ]] ||
    fail "the database is not empty: it has tables of the app, and a backup is only restored into nothing." \
        "Make a new database and let ConnectionStrings__Database name it."
if [[ -f $key && -e $data/master.key ]] && ! cmp --silent -- "$key" "$data/master.key"; then
    fail "$data/master.key is another key than the backup's, $key." \
        "Move the one away that is not to be used any more."
fi

# --- Restoring -------------------------------------------------------------------------------------------------------

sql <"$ROLES" || fail "the login may not make the roles, the schema or the extension that the app needs (see above)." \
    "README.md says which rights it needs."
# The schema is there by now, and belongs to whom it should.
grep --invert-match ' SCHEMA - app ' "$work/contents" >"$work/wanted"
client pg_restore --dbname="${PGDATABASE:-$PGUSER}" --role=cm_owner --use-list="$work/wanted" --single-transaction \
    --exit-on-error --no-password "$backup" || fail "the server refused a part of it (see above), and has undone the rest."

# --- Looking whether all is there ------------------------------------------------------------------------------------

$private || outcome="Do not use this database yet, drop it"
see_every_row
sql < <(count_rows) | LC_ALL=C sort >"$work/database"
differences=$(diff "$work/backup" "$work/database") ||
    fail "the database does not hold the rows of the backup (<: in the backup, >: in the database):" "$differences"
for kind in TRIGGER:pg_trigger:tgrelid:'NOT tgisinternal' POLICY:pg_policy:polrelid:true; do
    IFS=: read -r name catalog table condition <<<"$kind"
    wanted=$(grep --count " $name app " "$work/contents" || true)
    found=$(ask "SELECT count(*) FROM $catalog JOIN pg_class c ON c.oid = $table
        WHERE relnamespace = 'app'::regnamespace AND $condition")
    ((found == wanted)) || fail "the database has $found of the backup's $wanted entries of the kind $name."
done
sql <<<"SET ROLE cm_owner; SELECT format('ANALYZE app.%I', relname) FROM pg_class
    WHERE relnamespace = 'app'::regnamespace AND relkind = 'r' \gexec"

! wants_key || place_key
if $private; then
    stop_server
    sync -f -- "$data/postgres.new"
    mv -- "$data/postgres.new" "$data/postgres"
fi
say "$(awk '{ rows += $2 } END { print "All rows are there: " rows " in " NR " tables." }' "$work/backup") The app can be started."
