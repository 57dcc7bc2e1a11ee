#!/usr/bin/env bash
# Writes a backup of everything the app keeps into a folder, and prints its name:
#     deploy/backup.sh /var/backups/conversationmemory
# Of the database that ConnectionStrings__Database names, or else of the private one below DataDirectory, whether the app
# runs or not. What has been written is read back and its rows are counted before it gets its name. docs/operations.md
# says how to keep, test and restore backups.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=deploy/postgres.sh
. "$here/postgres.sh"

fail() {
    printf '\nThere is no new backup: %s\n' "$1" >&2
    shift
    [[ $# -eq 0 ]] || printf '  %s\n' "$@" >&2
    exit 1
}

# --- Where to, and from what -----------------------------------------------------------------------------------------

[[ $# -eq 1 && $1 != -* ]] || {
    sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}
begin_work
{ mkdir -p -- "$1" && [[ -w $1 ]]; } || fail "the folder $1 cannot be written by the user $(id -un)."
folder=$(cd -- "$1" && pwd)

data=$(data_directory)
if [[ -n ${ConnectionStrings__Database:-} ]]; then
    read_connection "$ConnectionStrings__Database"
else
    [[ ! -d $data ]] || may_act_for "$(owner_of "$data")" "$data"
    [[ -d $data/postgres ]] || fail "there is no database in $data." \
        "Set DataDirectory to the app's folder, or ConnectionStrings__Database to the server it uses."
    may_act_for "$(owner_of "$data/postgres")" "$data/postgres"
    if take_instance_lock "$data"; then
        server=$(chosen_server)
        [[ -n $server ]] || fail "the PostgreSQL of the version in $data/postgres/PG_VERSION is not installed."
        start_server "$data/postgres" "$server"
    else
        join_running_server "$data"
    fi
fi
choose_clients

see_every_row
options=()
# Without this pg_dump refuses a table that has row security for the role: rightly, if see_every_row had not looked.
[[ $exempt == t ]] || options+=(--enable-row-security)

# --- Writing, and reading it back ------------------------------------------------------------------------------------

# A session that stays open, so that the rows are counted in the very state that is dumped while people go on writing.
coproc STATE { sql; }
exec {answers}<&"${STATE[0]}" {questions}>&"${STATE[1]}"
tell() { say "$1" >&"$questions"; }
tell 'SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0; SET idle_session_timeout = 0;'
tell 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT pg_export_snapshot();'
read -r -u "$answers" snapshot || fail "the database ended the session (see above)."

name=conversationmemory-$(date -u +%Y%m%dT%H%M%SZ)
[[ ! -e $folder/$name.dump ]] || fail "$folder/$name.dump is there already."
draft=$(mktemp -- "$folder/.$name.XXXXXX")
drafts+=("$draft")
no_room() { fail "it could not be written to $folder whole (see above). Is the disk full? Room left there:" "$(df -h --output=avail -- "$folder" | tail -n 1)"; }

client pg_dump --format=custom --schema=app --snapshot="$snapshot" --no-password "${options[@]}" >"$draft" || no_room

tell "$(count_rows)"
tell '\echo .'
while read -r -u "$answers" line && [[ $line != . ]]; do say "$line"; done | LC_ALL=C sort >"$work/database"
[[ -s $work/database ]] || fail "the rows of the database could not be counted (see above)."
rows_in_backup "$draft" >"$work/backup" || fail "what was written cannot be read back (see above)."
differences=$(diff "$work/database" "$work/backup") ||
    fail "it does not hold the rows of the database (<: in the database, >: in the backup):" "$differences"

# The key beside it, where the app keeps one in a file: without it people would only have to sign in again.
if [[ -z ${MasterKey:-} && -z ${PGPASSWORD:-} && -f $data/master.key ]]; then
    key=$(mktemp -- "$folder/.$name.XXXXXX")
    drafts+=("$key")
    cat -- "$data/master.key" >"$key" || fail "the file $data/master.key cannot be copied (see above)."
    sync -- "$key" && mv -- "$key" "$folder/$name.key"
    drafts+=("$folder/$name.key")
fi
{ sync -- "$draft" && mv -- "$draft" "$folder/$name.dump" && sync -- "$folder"; } || no_room
drafts=()

printf 'All rows are in it: %s\n' "$(awk '{ rows += $2 } END { print rows " in " NR " tables." }' "$work/backup")" >&2
[[ ! -e $folder/$name.key ]] || say "The key of the sign-ins is in $folder/$name.key; better kept elsewhere." >&2
say "$folder/$name.dump"
