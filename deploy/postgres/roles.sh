#!/bin/sh
# When the database is made: the role `portal`, which reads and writes rows and owns nothing. It cannot take a trigger away,
# nor change a table. Needs psql's usual variables for the owner, and DATABASE_PASSWORD.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set password="$DATABASE_PASSWORD" <<'SQL'
CREATE ROLE portal LOGIN PASSWORD :'password';
ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal;
ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO portal;
GRANT USAGE ON SCHEMA public TO portal;
SQL
