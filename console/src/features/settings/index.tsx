/**
 * Settings: users, API keys, sessions, the audit log, and how this browser shows the console.
 */
export { SettingsPage as Component } from "./settings-page.tsx";
