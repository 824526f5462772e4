#!/usr/bin/env bash
# The stores' contract tests on a PostgreSQL cluster of their own. PostgreSQL refuses to run as root.
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
cluster=$TMPDIR/postgres
port=5432 # the network namespace is ours alone
install -d -o postgres -g postgres -m 700 "$cluster"
as_postgres() { (cd "$cluster" && runuser -u postgres -- "$@"); }

as_postgres "$bin/initdb" --auth trust --username postgres --pgdata "$cluster/data" >"$TMPDIR/initdb.log"
# Durability is not what these tests look at, and a cluster that lives for a minute need not survive a crash.
as_postgres "$bin/pg_ctl" start --wait --silent --pgdata "$cluster/data" --log "$cluster/log" \
  -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$cluster -c fsync=off -c max_connections=200"
trap 'as_postgres "$bin/pg_ctl" stop --silent --mode fast --pgdata "$cluster/data" || tail -n 20 "$cluster/log" >&2' EXIT

cd ..
code=0
HYTHE_TEST_POSTGRES_URL=postgres://postgres@127.0.0.1:$port/postgres \
  cargo test --offline --package meta -- --ignored 2>&1 | tee "$TMPDIR/stores.log" || code=1
awk -v version="$("$bin/postgres" --version)" '/^test result:/ { good += $4; bad += $6 }
  END { printf "%-22s|%d|%d|%s\n", "meta on PostgreSQL", good, bad, version }' "$TMPDIR/stores.log" >"$TMPDIR/summary"
exit "$code"
