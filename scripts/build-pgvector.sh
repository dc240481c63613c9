#!/usr/bin/env bash
# Builds pgvector for the newest PostgreSQL of this Debian and installs it. Debian 12 has no package of it, so its source is that of the release after.
set -euo pipefail

version=$(ls /usr/lib/postgresql | sort -V | tail -1)
pg_config=/usr/lib/postgresql/$version/bin/pg_config
as_root=(); [ "$(id -u)" -eq 0 ] || as_root=(sudo)
export DEBIAN_FRONTEND=noninteractive
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "postgresql-server-dev-$version" gcc make >/dev/null

# Lists of its own, so that nothing else on this machine ever comes from the other release.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $(. /etc/os-release && echo "$VERSION_CODENAME")" | head -1)
echo "deb-src $mirror trixie main" >"$work/sources.list"
mkdir -p "$work/lists/partial"
from=(-qq -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$work/lists" -o APT::Sandbox::User=root)
cd "$work"
"${as_root[@]}" apt-get "${from[@]}" update
"${as_root[@]}" apt-get "${from[@]}" source --download-only pgvector

tar xzf pgvector_*.orig.tar.gz --strip-components=1
make -s with_llvm=no OPTFLAGS= PG_CONFIG="$pg_config" >/dev/null
"${as_root[@]}" make -s install with_llvm=no PG_CONFIG="$pg_config"
