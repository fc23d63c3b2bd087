-- Once, as a superuser of your PostgreSQL >= 17:  psql -f roles.sql  (it asks for two passwords)
\prompt 'Password of boutdufil_owner: ' owner_pw
\prompt 'Password of boutdufil_app: ' app_pw
create role boutdufil_owner login password :'owner_pw';
create role boutdufil_app login password :'app_pw';
create database boutdufil owner boutdufil_owner encoding 'UTF8' template template0
  locale_provider builtin builtin_locale 'C.UTF-8' locale 'C.UTF-8';
revoke all on database boutdufil from public;
grant connect on database boutdufil to boutdufil_app;
\connect boutdufil
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists cube;
create extension if not exists btree_gist;
revoke all on schema public from public;
grant all on schema public to boutdufil_owner;
grant usage on schema public to boutdufil_app;
alter default privileges for role boutdufil_owner in schema public
  grant select, insert, update, delete on tables to boutdufil_app;
alter default privileges for role boutdufil_owner in schema public
  grant usage, select on sequences to boutdufil_app;
