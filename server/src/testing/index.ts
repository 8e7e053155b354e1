/**
 * What tests need and the product does not: fresh databases, and which services this machine has.
 * Nothing outside of tests and benchmarks imports it.
 */
export {
  createTestDatabase,
  testDatabaseServers,
  type TestDatabase,
  type TestDatabaseServerName,
} from "./test-database.ts";
export { serveTestDatabase, type TestDatabaseServer } from "./database-server.ts";
export {
  hasLocalService,
  LOCAL_MQTT,
  LOCAL_NATS,
  LOCAL_POSTGRES,
  LOCAL_REDIS,
  type LocalService,
} from "./services.ts";
