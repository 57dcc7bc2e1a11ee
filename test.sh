#!/usr/bin/env bash
# Checks the whole project: installs what is missing, then format, build and every test. The last line is
# "N passed, N failed" (and ", N skipped" if any). Options go to dotnet test: ./test.sh --filter Chat
# shellcheck source=deploy/environment.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/deploy/environment.sh"

passed=0 failed=0 skipped=0
results=artifacts/test-results

finish() {
    end_leftovers
    rm -rf "$TMPDIR"
    local line="$passed passed, $failed failed"
    ((skipped == 0)) || line+=", $skipped skipped"
    echo "$line"
    ((failed == 0))
    exit
}

# What tests put aside goes with this folder, even when they were interrupted.
TMPDIR=$(mktemp -d)
export TMPDIR

# Every process started from here carries this in its environment, so those that outlive their test are found.
export CONVERSATIONMEMORY_TEST_RUN=$$.$RANDOM$RANDOM
end_leftovers() {
    local signal process
    for signal in TERM KILL; do
        for process in $(leftovers); do kill "-$signal" "$process" 2>/dev/null || true; done
        for _ in {1..20}; do
            [[ -n $(leftovers) ]] || return 0
            sleep 0.1
        done
    done
}

leftovers() {
    local file process
    while read -r file; do
        process=${file//[^0-9]/}
        # The search found itself, and has ended since.
        [[ ! -d /proc/$process ]] || echo "$process"
    done <<<"$(grep --files-with-matches --no-messages --null-data --fixed-strings --line-regexp \
        "CONVERSATIONMEMORY_TEST_RUN=$CONVERSATIONMEMORY_TEST_RUN" /proc/[0-9]*/environ)"
}

# shellcheck disable=SC2317 # reached by the trap
interrupted() {
    failed=$((failed + 1))
    echo "Interrupted."
    finish
}
trap interrupted INT TERM

# In the background and waited for, so that an interruption is acted on at once.
step() {
    "$@" &
    wait $!
}

stop_unless() {
    step "$@" && return
    failed=1
    finish
}

counter() { sed -n "s/.*<Counters [^>]*\b$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1; }

run_tests() {
    local name=$1 report=$results/$1.trx status=0 ran failures
    shift
    step dotnet test "tests/$name" --no-build --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
        --blame-hang-timeout 10m --blame-hang-dump-type none "$@" || status=$?
    ran=0 failures=0
    if [[ -f $report ]]; then
        ran=$(counter executed "$report")
        failures=$(counter failed "$report")
        skipped=$((skipped + $(counter total "$report") - ran))
        passed=$((passed + $(counter passed "$report")))
    fi
    # A run that broke down is a failure even if each test that it came to passed.
    ((status == 0 || failures > 0)) || failures=1
    failed=$((failed + failures))
}

stop_unless deploy/prerequisites.sh --tests
rm -rf "$results"
[[ ${CI:-} != true ]] || export RestoreLockedMode=true
stop_unless dotnet restore --verbosity quiet
if ! step dotnet format --verify-no-changes --no-restore; then
    echo "The format is not as agreed (see above): 'dotnet format' puts it right."
    failed=$((failed + 1))
fi
stop_unless dotnet build --no-restore --verbosity quiet
# A model that has changed without a migration would break at the next start, and pass here.
stop_unless dotnet run --no-build --project migrations/Tool -- check

run_tests Unit "$@"
run_tests E2E "$@"
if ((passed + failed == 0)); then
    echo "Not one test ran."
    failed=1
fi
finish
