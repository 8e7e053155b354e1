import { sql, type Kysely } from "kysely";

/** What a month has passed over may leave the audit log, so that it does not grow for ever. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `DROP TRIGGER audit_log_append_only ON audit_log`,
  `CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only()`,
  `CREATE TRIGGER audit_log_keeps_a_month BEFORE DELETE ON audit_log
    FOR EACH ROW WHEN (OLD.at > now() - interval '30 days')
    EXECUTE FUNCTION audit_log_is_append_only()`,
];
