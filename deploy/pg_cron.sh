#!/usr/bin/env bash
# Has the database sweep by itself, every 10 minutes, even while the app is down:
#
#   deploy/pg_cron.sh                                    the app's own PostgreSQL, while the app runs
#   deploy/pg_cron.sh 'host=… dbname=… user=postgres'    a server of yours, as a superuser
#   deploy/pg_cron.sh --remove […]                       ends it
#
# Safe to repeat. DataDirectory says where the app's own PostgreSQL is (default: data), SCHEDULE when it sweeps
# (default: */10 * * * *).
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
remove=false
if [[ ${1:-} == --remove ]]; then
    remove=true
    shift
fi
connection=${1:-host=${DataDirectory:-$here/data}/postgres/socket dbname=conversationmemory user=cm_admin}

fail() {
    printf 'pg_cron could not be set up: %s\n' "$1" >&2
    shift
    [[ $# -eq 0 ]] || printf '  %s\n' "$@" >&2
    exit 1
}

sql() { psql -XAtq -v ON_ERROR_STOP=1 -d "$connection" "$@"; }

sql -c 'SELECT 1' >/dev/null || fail "the database cannot be opened (see above)." \
    "For the app's own PostgreSQL: start the app first, run this as the app's user, and set DataDirectory if it is not $here/data."

if $remove; then
    # By its number: by name only its own user, who cannot sign in here, would find it.
    sql -c "SELECT cron.unschedule(jobid) FROM cron.job WHERE jobname = 'conversationmemory-sweep'" >/dev/null || fail "see above: was it ever set up here?"
    echo "The database no longer sweeps by itself."
    exit 0
fi

version=$(sql -c "SELECT current_setting('server_version_num')::int / 10000")
[[ $(sql -c "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_cron'") == 1 ]] ||
    fail "this server has no pg_cron." \
        "On Debian and Ubuntu: apt-get install postgresql-$version-cron; then start the app (or your server) again, and run this again." \
        "Without it everything is swept all the same: by the app itself, every 10 minutes."
[[ $(sql -c "SELECT current_setting('shared_preload_libraries') ~ 'pg_cron'") == t ]] ||
    fail "the server was started without it." \
        "The app's own PostgreSQL loads it by itself: start the app again. For a server of yours, set in postgresql.conf" \
        "  shared_preload_libraries = 'pg_cron'" \
        "  cron.database_name = '$(sql -c 'SELECT current_database()')'" \
        "  cron.use_background_workers = on" \
        "and start it again."

# As the maintenance role, which sees every row; a superuser is not needed for anything but this.
sql -v schedule="${SCHEDULE:-*/10 * * * *}" >/dev/null <<'SQL' || fail "see above. pg_cron lives in the database that cron.database_name names."
CREATE EXTENSION IF NOT EXISTS pg_cron;
SELECT cron.schedule_in_database('conversationmemory-sweep', :'schedule', $$CALL app.run_sweep('pg_cron')$$, current_database(), 'cm_maintenance');
SQL
echo "The database sweeps by itself now (${SCHEDULE:-*/10 * * * *}). /admin/cleanup shows when it last did."
