/**
 * The web console: live wall, subjects, photos, cameras, plans, system and settings in one page. It speaks to the
 * server through the typed client (`api.ts`) and the live socket (`live-socket.ts`) only.
 */
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./theme.css";

import { createRoot } from "react-dom/client";

import { App } from "./app.tsx";
import { startLanguages } from "./i18n.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no element with the id root");
await startLanguages();
createRoot(root).render(<App />);
