#!/usr/bin/env bash
# Makes the user that Grafana reads with, who may read every table of the schema, those to come too, and change none. The container of
# PostgreSQL runs it when its volume is new. Over an older one, and after a change of the password, run it again:
#   docker compose --file deploy/docker-compose.yml exec postgres bash /docker-entrypoint-initdb.d/grafana-role.sh
set -euo pipefail
: "${GRAFANA_POSTGRES_PASSWORD:?the password of the user grafana}"

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\getenv password GRAFANA_POSTGRES_PASSWORD
SELECT 'CREATE ROLE grafana' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'grafana') \gexec
ALTER ROLE grafana LOGIN PASSWORD :'password';
ALTER ROLE grafana SET default_transaction_read_only = on;
GRANT USAGE ON SCHEMA public TO grafana;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO grafana;
-- Of the tables that this user makes, who owns the schema.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO grafana;
SQL
