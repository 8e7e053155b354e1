/** The live feed and the transport below it; what a camera would say comes from the bench. */
import { createLog, systemClock } from "../../server/src/base/index.ts";
import { createBus } from "../../server/src/bus/index.ts";
import { createLive } from "../../server/src/features/live/index.ts";
import { startServer } from "../../server/src/transport/testing.ts";
import { framePayload } from "../harness/frame-payload.ts";

const log = createLog("error");
const bus = await createBus({ kind: "process" }, { log, clock: systemClock });
const live = createLive({ bus, clock: systemClock });
const { baseUrl } = await startServer({ routes: live.routes, sockets: live.sockets, log });

process.on("message", ({ publish }: { publish: number }) => {
  for (let index = 0; index < publish; index++) {
    bus.publish("tracks.bench.c01", framePayload());
  }
  process.send?.({});
});
process.on("disconnect", () => process.exit(0));
process.send?.({ port: Number(new URL(baseUrl).port) });
