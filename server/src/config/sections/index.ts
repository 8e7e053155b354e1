import { access } from "./access.ts";
import { bus } from "./bus.ts";
import { database } from "./database.ts";
import { fleet } from "./fleet.ts";
import { mqtt } from "./mqtt.ts";
import { server } from "./server.ts";
import { video } from "./video.ts";

/** Every section in the order it is printed. */
export const SECTIONS = { server, database, access, video, mqtt, bus, fleet } as const;
