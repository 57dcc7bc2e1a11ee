# Sourced by run.sh and test.sh: goes to the top of the checkout and sets up the tools' surroundings.
# shellcheck shell=bash
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

if ! { mkdir -p artifacts && [[ -w . && -w artifacts ]]; } 2>/dev/null; then
    echo "The folder $PWD cannot be written by the user $(id -un), and the app is built in it." >&2
    echo "Start this as the user it belongs to ($(stat -c %U .)), or use a copy of your own." >&2
    exit 1
fi
# A folder that another user built in before, say root, cannot be built in again.
foreign=$(find artifacts src migrations tests -maxdepth 2 \( -name obj -o -name app -o -name bin \) ! -writable -print -quit)
if [[ -n $foreign ]]; then
    echo "$PWD/$foreign belongs to the user $(stat -c %U "$foreign"), who built the app before." >&2
    echo "Start this as that user, or remove that user's files: git clean -fdX -- artifacts src migrations tests" >&2
    exit 1
fi

# .NET, NuGet and npm keep their caches at home; service users often have none.
if [[ ! -d ${HOME:-} || ! -w $HOME ]]; then
    export HOME=$PWD/artifacts/home
    mkdir -p "$HOME"
fi

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Otherwise compilers and build nodes stay running for a while after a build.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
