import type { LiveSocket, SocketRoute } from "@whereabouts/contracts";
import type { Audience } from "./audience.ts";
import type { Audiences } from "./broadcaster.ts";
import { DeviceLane, type LanePorts } from "./device-lane.ts";
import type { DeviceChannel } from "./frame-handler.ts";

const TAG = "Fleet";
/** Devices give up on a server they have not heard for ten seconds (fleet contract, section 11). */
const PING_EVERY_MS = 5_000;
/** A device opens a socket per message, and many devices may stand behind one address. */
const DEVICE_SOCKETS_PER_ADDRESS = 4_000;
const DASHBOARD_SOCKETS_PER_ADDRESS = 200;

/** The four channels. What each side sends in the wrong kind of frame is ignored. */
export function socketRoutes(ports: LanePorts & { readonly audiences: Audiences }): SocketRoute[] {
  const { audiences } = ports;
  const device = (channel: DeviceChannel, audience: Audience) => ({
    ...common(`/ws/${channel}`, { group: "fleet devices", limit: DEVICE_SOCKETS_PER_ADDRESS }),
    open: (socket: LiveSocket, { caller }: { readonly caller: { readonly address: string } }) => {
      audience.join(socket);
      const sender = {
        address: caller.address,
        reply: (frame: Uint8Array) => socket.sendBytes(frame),
        drop: () => socket.drop(),
      };
      const lane = new DeviceLane(channel, sender, ports);
      socket.onMessage((data) => {
        if (typeof data !== "string") lane.push(data);
      });
    },
  });
  const dashboard = (channel: DeviceChannel, audience: Audience) => ({
    ...common(`/ws/front/${channel}`, {
      group: "fleet dashboards",
      limit: DASHBOARD_SOCKETS_PER_ADDRESS,
    }),
    open: (socket: LiveSocket) => {
      audience.join(socket);
      socket.onMessage(() => undefined);
    },
  });
  return [
    {
      operationId: "fleetVehicleDevices",
      summary: "Vehicles register, say where they are and how they do; runs and targets come back",
      ...device("vehicles", audiences.devicesVehicles),
    },
    {
      operationId: "fleetEventDevices",
      summary: "Vehicles report catches, and hear of them",
      ...device("events", audiences.devicesEvents),
    },
    {
      operationId: "fleetVehicleDashboard",
      summary: "Vehicles as they register, move and report, as signed binary frames",
      ...dashboard("vehicles", audiences.frontVehicles),
    },
    {
      operationId: "fleetEventDashboard",
      summary: "Runs and catches as they happen, as signed binary frames",
      ...dashboard("events", audiences.frontEvents),
    },
  ];
}

function common(path: string, own: { readonly group: string; readonly limit: number }) {
  return {
    path,
    aliases: [`/api${path}`],
    tag: TAG,
    anyOrigin: true,
    pingEveryMs: PING_EVERY_MS,
    ownLimit: { group: own.group, socketsPerAddress: own.limit },
  };
}
