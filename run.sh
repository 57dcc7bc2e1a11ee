#!/usr/bin/env bash
# Starts the app: installs what is missing, builds what changed, serves http://127.0.0.1:5080 until stopped (Ctrl+C).
# Settings come from the environment; README.md lists them. Arguments are passed to the app.
started_in=$PWD
# shellcheck source=deploy/environment.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/deploy/environment.sh"

# A relative path means the caller's folder, not this one.
if [[ -n ${DataDirectory:-} ]]; then
    DataDirectory=$(cd -- "$started_in" && realpath --canonicalize-missing -- "$DataDirectory")
    export DataDirectory
fi

deploy/prerequisites.sh

app=artifacts/app

# What the app is built from. By name, size and time, so that a file that is gone counts as well.
sources() {
    find src migrations wwwroot ./*.* \( -name bin -o -name obj -o -name node_modules -o -path wwwroot/lib \
        -o -path wwwroot/build \) -prune -o -type f -printf '%p %s %T@\n' | sort
}

now=$(sources)
if [[ ! -e $app/built || $now != "$(<"$app/built")" ]]; then
    echo "Building (the first time takes a minute)."
    rm -rf "$app.new"
    dotnet publish src/Web --configuration Release --output "$app.new" --verbosity quiet
    printf '%s\n' "$now" >"$app.new/built"
    rm -rf "$app" && mv "$app.new" "$app"
fi

export ASPNETCORE_URLS=${ASPNETCORE_URLS:-http://127.0.0.1:5080}
export ASPNETCORE_CONTENTROOT=$PWD/$app
echo "ConversationMemory will be at ${ASPNETCORE_URLS//;/ and } (Ctrl+C stops it)."
if [[ -n ${Admin__Email:-} ]]; then
    echo "The administrator is $Admin__Email."
else
    echo "The first account made there becomes the administrator."
fi
exec dotnet "$app/ConversationMemory.Web.dll" "$@"
