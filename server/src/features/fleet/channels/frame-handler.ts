import {
  decodeDeviceFrame,
  decodeEnvelope,
  ENVELOPE_TYPE,
  FRAME_ERROR,
  FRAME_TYPE,
  vehicleTypeOf,
  type CatchFrame,
  type DeviceFrame,
  type FrameEncoder,
  type FrameError,
  type FrameMac,
  type MalformedFrame,
  type PositionFrame,
  type RegisterFrame,
  type StatusFrame,
} from "@whereabouts/contracts";
import type { Clock, Log } from "../../../base/index.ts";
import type { Bus } from "../../../bus/contract.ts";
import type { FleetEvent, VehicleFix } from "../../../model/index.ts";
import type { EventLog } from "../missions/index.ts";
import type { FleetWriters, Vehicle, VehicleRegistry } from "../vehicles/index.ts";
import { FrameRate } from "./frame-rate.ts";
import type { SignatureGuard } from "./signature-guard.ts";

export type DeviceChannel = "vehicles" | "events";

/** The device that sent a frame, as far as answers go. */
export interface Sender {
  readonly address: string;
  reply(frame: Uint8Array): void;
  drop(): void;
}

/** What an envelope adds to the frame inside. */
interface Sealed {
  readonly senderWireId: number;
  readonly sequence: number;
  readonly timeMs: number;
}

export interface FrameHandlerPorts {
  readonly registry: VehicleRegistry;
  readonly writers: FleetWriters;
  readonly events: EventLog;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly mac: FrameMac;
  readonly encoder: FrameEncoder;
  readonly guard: SignatureGuard;
}

/** Which first bytes a channel takes; all others are ignored (fleet contract, section 6). */
const TAKEN: Readonly<Record<DeviceChannel, ReadonlySet<number>>> = {
  vehicles: new Set([FRAME_TYPE.registerRequest, FRAME_TYPE.position, FRAME_TYPE.statusUpdate]),
  events: new Set([FRAME_TYPE.catch, FRAME_TYPE.catchFailed]),
};
/** Devices hear of these when they are malformed, and of the others nothing. */
const ANSWERED = new Set<number>([
  FRAME_TYPE.statusUpdate,
  FRAME_TYPE.catch,
  FRAME_TYPE.catchFailed,
]);
const STATUS_MAX = 2;
/** How far a device's clock may be off, ms; what is older is taken for a replay. */
const ENVELOPE_SKEW_MS_MAX = 30_000;

const COUNTED = [
  "registered",
  "positions",
  "states",
  "catches",
  "foreign",
  "malformed",
  "unknown",
  "replayed",
  "unsealed",
  "tooMany",
] as const;
export type FrameCounts = Record<(typeof COUNTED)[number], number>;

/**
 * What a device's frame leads to (fleet contract, section 6, table of outcomes). Frames of known
 * vehicles are done when the call returns; a promise comes back where the database is asked.
 */
export class FrameHandler {
  readonly counts = Object.fromEntries(COUNTED.map((name) => [name, 0])) as FrameCounts;
  readonly #ports: FrameHandlerPorts;
  readonly #rate: FrameRate;

  constructor(ports: FrameHandlerPorts) {
    this.#ports = ports;
    this.#rate = new FrameRate(ports.clock);
  }

  handle(channel: DeviceChannel, bytes: Uint8Array, sender: Sender): void | Promise<void> {
    const type = bytes[0];
    if (type === ENVELOPE_TYPE) return this.#open(channel, bytes, sender);
    if (type === undefined || !TAKEN[channel].has(type)) {
      this.counts.foreign++;
      return undefined;
    }
    return this.#take(decodeDeviceFrame(bytes, this.#ports.mac), sender, null);
  }

  #open(channel: DeviceChannel, bytes: Uint8Array, sender: Sender): void | Promise<void> {
    const opened = decodeEnvelope(bytes, this.#ports.mac);
    if (opened.kind === "malformed") {
      this.counts.malformed++;
      if (opened.reason === "mac") this.#ports.guard.note(sender.address);
      return this.#nack(sender, FRAME_ERROR.invalidFormat);
    }
    const { frame, timeMs } = opened;
    if (frame.kind === "malformed") {
      this.counts.malformed++;
      return this.#nack(sender, FRAME_ERROR.invalidFormat);
    }
    const isEvent = frame.kind === "catch" || frame.kind === "catch-failed";
    if (frame.kind === "foreign" || isEvent !== (channel === "events")) {
      this.counts.foreign++;
      return undefined;
    }
    if (Math.abs(timeMs - this.#ports.clock.nowMs()) > ENVELOPE_SKEW_MS_MAX) {
      return this.#replayed(sender);
    }
    const speakers = "wireId" in frame ? [frame.wireId] : [frame.catcherWireId, frame.runnerWireId];
    if (speakers.includes(opened.senderWireId)) return this.#take(frame, sender, opened);
    this.counts.malformed++;
    return this.#nack(sender, FRAME_ERROR.invalidData);
  }

  #take(frame: DeviceFrame, sender: Sender, sealed: Sealed | null): void | Promise<void> {
    switch (frame.kind) {
      case "register":
        return this.#register(frame, sender, sealed);
      case "position":
        return this.#withVehicle(frame.wireId, sender, (vehicle) =>
          this.#position(frame, { vehicle, sender, sealed }),
        );
      case "status":
        return this.#withVehicle(frame.wireId, sender, (vehicle) =>
          this.#status(frame, { vehicle, sender, sealed }),
        );
      case "catch":
      case "catch-failed":
        return this.#caught(frame, sender, sealed);
      case "malformed":
        return this.#malformed(frame, sender);
      default:
        this.counts.foreign++;
    }
  }

  #malformed(frame: MalformedFrame, sender: Sender): void {
    this.counts.malformed++;
    if (frame.reason === "mac") this.#ports.guard.note(sender.address);
    if (ANSWERED.has(frame.type)) this.#nack(sender, FRAME_ERROR.invalidFormat);
  }

  async #register(frame: RegisterFrame, sender: Sender, sealed: Sealed | null): Promise<void> {
    const { registry, writers, clock } = this.#ports;
    const { wireId, typeByte, name } = frame;
    let done;
    try {
      done = await registry.register({ wireId, typeByte, name });
    } catch (error) {
      return this.#databaseRefused("vehicles", sender, error);
    }
    if (done.kind === "name-taken") return this.#nack(sender, FRAME_ERROR.duplicateName);
    // The clients' server has always broken down here, and so their connection is cut.
    if (done.kind === "wire-id-taken") return sender.drop();
    this.counts.registered++;
    const { id } = done.row;
    const vehicle = { id, wireId };
    if (sealed !== null) {
      const known = registry.byId(id);
      if (known !== undefined) known.sequence = sealed.sequence;
      writers.sequences.push({ vehicleId: id, sequence: sealed.sequence });
    }
    const vehicleType = vehicleTypeOf(typeByte);
    const atMs = done.row.created_at.getTime();
    this.#say({ kind: "registered", vehicle, vehicleType, typeByte, name, atMs });
    if (done.runEventId === null) return;
    this.#say({ kind: "run", runner: vehicle, eventId: done.runEventId, atMs });
    this.#ports.log.info({ runner: id, at: clock.nowMs() }, "A runner is on the run");
  }

  #position(frame: PositionFrame, spoken: Spoken): void {
    const { vehicle } = spoken;
    if (vehicle === undefined) return this.#unknownVehicle(spoken.sender);
    if (!this.#mayPass(vehicle, frame, spoken)) return;
    this.counts.positions++;
    const { registry, writers, clock } = this.#ports;
    const { xM, yM } = frame;
    const atMs = spoken.sealed?.timeMs ?? clock.nowMs();
    const { id, wireId, mapId } = vehicle;
    registry.noteFix(vehicle, { xM, yM, mapId, atMs });
    this.#say({
      kind: "position",
      vehicle: { id, wireId },
      vehicleType: vehicle.type,
      mapId,
      ...coordinatesOf(frame),
      atMs,
      sequence: spoken.sealed?.sequence ?? null,
    });
    writers.positions.push({ vehicleId: id, mapId, xM, yM, atMs });
  }

  #status(frame: StatusFrame, spoken: Spoken): void {
    const { vehicle, sender } = spoken;
    if (vehicle === undefined || vehicle.type !== "police") return this.#unknownVehicle(sender);
    if (frame.statusByte > STATUS_MAX) {
      this.counts.malformed++;
      return this.#nack(sender, FRAME_ERROR.invalidFormat);
    }
    if (!this.#mayPass(vehicle, frame, spoken)) return;
    this.counts.states++;
    const { registry, writers, clock } = this.#ports;
    const { fuelPercent, collisionCount, statusByte } = frame;
    const state = { fuelPercent, collisionCount, statusByte };
    const atMs = clock.nowMs();
    registry.noteState(vehicle, state, atMs);
    const { id, wireId } = vehicle;
    const sequence = spoken.sealed?.sequence ?? null;
    this.#say({ kind: "state", vehicle: { id, wireId }, ...state, atMs, sequence });
    writers.states.push({ vehicleId: id, ...state, atMs });
  }

  #caught(frame: CatchFrame, sender: Sender, sealed: Sealed | null): void | Promise<void> {
    return this.#withVehicle(frame.catcherWireId, sender, (catcher) =>
      this.#withVehicle(frame.runnerWireId, sender, (runner) => {
        if (catcher === undefined || runner === undefined) return this.#unknownVehicle(sender);
        const speaker = sealed?.senderWireId === runner.wireId ? runner : catcher;
        if (!this.#mayPass(speaker, frame, { vehicle: speaker, sender, sealed })) return undefined;
        if (sealed === null && runner.requiresEnvelope) return this.#unsealed(frame, sender);
        return this.#tellCatch(frame.kind, catcher, runner);
      }),
    );
  }

  /** Stored first, since dashboards read the list; yet a database that pauses ends no chase late. */
  async #tellCatch(kind: CatchFrame["kind"], catcher: Vehicle, runner: Vehicle): Promise<void> {
    this.counts.catches++;
    const atMs = this.#ports.clock.nowMs();
    const status = kind === "catch" ? "catch" : "failed";
    const event = { catcherId: catcher.id, runnerId: runner.id, status, atMs } as const;
    const isStored = await this.#ports.events.add(event);
    if (!isStored) this.#say({ kind: "database-error", channel: "events", atMs });
    const numbers = ({ id, wireId }: Vehicle) => ({ id, wireId });
    this.#say({ kind, catcher: numbers(catcher), runner: numbers(runner), atMs });
    this.#ports.log.info({ ...event }, "A chase has an event");
  }

  /** Envelope, replay and rate, in this order; what does not pass is counted. */
  #mayPass(vehicle: Vehicle, frame: DeviceFrame, { sender, sealed }: Spoken): boolean {
    if (sealed === null && vehicle.requiresEnvelope) {
      this.#unsealed(frame, sender);
      return false;
    }
    if (sealed !== null) {
      if (sealed.sequence <= vehicle.sequence) {
        this.#replayed(sender);
        return false;
      }
      vehicle.sequence = sealed.sequence;
      this.#ports.writers.sequences.push({ vehicleId: vehicle.id, sequence: sealed.sequence });
    }
    if (this.#rate.take(vehicle)) return true;
    this.counts.tooMany++;
    return false;
  }

  #withVehicle(
    wireId: number,
    sender: Sender,
    then: (vehicle: Vehicle | undefined) => void | Promise<void>,
  ): void | Promise<void> {
    const found = this.#ports.registry.byWireId(wireId);
    if (!(found instanceof Promise)) return then(found);
    return found.then(then, (error) => this.#databaseRefused("vehicles", sender, error));
  }

  #unknownVehicle(sender: Sender): void {
    this.counts.unknown++;
    this.#nack(sender, FRAME_ERROR.invalidData);
  }

  /** Answered like a malformed frame of its type: old clients know nothing else. */
  #unsealed(frame: DeviceFrame, sender: Sender): void {
    this.counts.unsealed++;
    if (frame.kind !== "position") this.#nack(sender, FRAME_ERROR.invalidFormat);
  }

  #replayed(sender: Sender): void {
    this.counts.replayed++;
    this.#nack(sender, FRAME_ERROR.invalidFormat);
  }

  #databaseRefused(channel: DeviceChannel, sender: Sender, error: unknown): void {
    this.#ports.log.warn({ err: error }, "The database refused what a vehicle's frame needs");
    this.#say({ kind: "database-error", channel, atMs: this.#ports.clock.nowMs() });
    this.#nack(sender, FRAME_ERROR.databaseError);
  }

  #nack(sender: Sender, error: FrameError): void {
    sender.reply(this.#ports.encoder.nack(error));
  }

  #say(event: FleetEvent): void {
    this.#ports.bus.publish(`fleet.${event.kind}`, event);
  }
}

/** JSON knows neither NaN nor infinity nor the sign of a zero: those travel as bytes beside it. */
function coordinatesOf({ xM, yM, rawXy }: PositionFrame): Pick<VehicleFix, "xM" | "yM" | "rawXy"> {
  const isPlain = (value: number) => Number.isFinite(value) && !Object.is(value, -0);
  if (isPlain(xM) && isPlain(yM)) return { xM, yM, rawXy: null };
  return {
    xM: Number.isFinite(xM) ? xM : null,
    yM: Number.isFinite(yM) ? yM : null,
    rawXy: Buffer.from(rawXy).toString("base64"),
  };
}

interface Spoken {
  readonly vehicle: Vehicle | undefined;
  readonly sender: Sender;
  readonly sealed: Sealed | null;
}
