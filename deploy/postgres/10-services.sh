#!/bin/bash
# Runs once, when PostgreSQL's data folder is new: a user and a database of the same name for each service, closed to the others.
# Names and passwords are those of the services' own addresses: /run/secrets/<service>_database_url.
set -euo pipefail

for secret in /run/secrets/*_database_url; do
  address=$(cat "$secret")
  login=${address#postgres://}
  login=${login%@*}
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    -v name="${login%%:*}" -v password="${login#*:}" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0;
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
