/**
 * Settings: one schema per section beside its defaults, read once at the edge, frozen and typed
 * inside. Owns what may be set and what is refused; knows nothing of the parts it is handed to.
 */
export { loadConfig, type LoadConfigOptions } from "./load-config.ts";
export { renderExample, renderHelp, wantsHelp } from "./documentation.ts";
export { ensureSecrets, type Secrets } from "./secrets.ts";
export { isLoopback } from "./address.ts";
export type {
  BusConfig,
  CameraArgument,
  Config,
  DatabaseConfig,
  MqttConfig,
  SecretName,
} from "./config.ts";
export { PROCESS_ROLES, type ProcessRole } from "./sections/server.ts";
