import { FRAME_ERROR, type FrameEncoder } from "@whereabouts/contracts";
import type { Disposable } from "../../../base/index.ts";
import type { Bus } from "../../../bus/contract.ts";
import type { FleetEvent, VehicleFix } from "../../../model/index.ts";
import { Audience } from "./audience.ts";

/** The four channels by who listens. */
export interface Audiences {
  readonly devicesVehicles: Audience;
  readonly devicesEvents: Audience;
  readonly frontVehicles: Audience;
  readonly frontEvents: Audience;
}

/**
 * Turns what the fleet tells itself into frames for the sockets of this process, dashboards before
 * devices (fleet contract, section 6). Each process signs for its own audience only.
 */
export class Broadcaster implements Disposable {
  readonly audiences: Audiences = {
    devicesVehicles: new Audience(),
    devicesEvents: new Audience(),
    frontVehicles: new Audience(),
    frontEvents: new Audience(),
  };
  readonly #encoder: FrameEncoder;
  readonly #leave: () => void;

  constructor(ports: { readonly bus: Bus; readonly encoder: FrameEncoder }) {
    this.#encoder = ports.encoder;
    this.#leave = ports.bus.subscribe("fleet.>", ({ payload }) => this.#tell(payload));
  }

  dispose(): void {
    this.#leave();
  }

  #tell(event: FleetEvent): void {
    const encoder = this.#encoder;
    const { devicesVehicles, devicesEvents, frontVehicles, frontEvents } = this.audiences;
    switch (event.kind) {
      case "position": {
        const { vehicle, mapId, vehicleType } = event;
        const rawXy = rawXyOf(event);
        frontVehicles.send(() => encoder.positions(mapId, [{ key: vehicle.id, rawXy }]));
        if (vehicleType === "police") return;
        return devicesVehicles.send(() => encoder.targetPosition(vehicle.wireId, rawXy));
      }
      case "state":
        return frontVehicles.send(() => encoder.state({ ...event, key: event.vehicle.id }));
      case "registered": {
        const { vehicle, typeByte, name } = event;
        const known = { key: vehicle.id, wireId: vehicle.wireId, typeByte, name };
        return frontVehicles.send(() => encoder.vehicleRegistered(known));
      }
      case "run":
        frontEvents.send(() => encoder.traceStart(event.runner.id, Math.floor(event.atMs / 1000)));
        return devicesVehicles.send(() => encoder.run(event.runner.wireId));
      case "catch":
      case "catch-failed": {
        const { kind, catcher, runner } = event;
        const [keys, wireIds] = [
          { catcher: catcher.id, runner: runner.id },
          { catcher: catcher.wireId, runner: runner.wireId },
        ];
        frontEvents.send(() => encoder.catchForDashboards(kind, keys));
        return devicesEvents.send(() => encoder.catchForDevices(kind, wireIds));
      }
      case "roadblock": {
        const { runner, police, mapId } = event;
        const [keys, wireIds] = [
          { runner: runner.id, police: police.id },
          { runner: runner.wireId, police: police.wireId },
        ];
        frontVehicles.send(() => encoder.roadblockOnMap(mapId, keys, event));
        return devicesVehicles.send(() => encoder.roadblock(wireIds, event));
      }
      case "database-error": {
        const shown = event.channel === "vehicles" ? frontVehicles : frontEvents;
        return shown.send(() => encoder.systemError(FRAME_ERROR.databaseError));
      }
      default:
    }
  }
}

/** Both coordinates as the device sent them, two little-endian floats. */
function rawXyOf({ xM, yM, rawXy }: VehicleFix): Uint8Array {
  if (rawXy !== null) return Buffer.from(rawXy, "base64");
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeFloatLE(xM ?? NaN, 0);
  bytes.writeFloatLE(yM ?? NaN, 4);
  return bytes;
}
