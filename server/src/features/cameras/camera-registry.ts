import { randomUUID } from "node:crypto";
import { sql, type Insertable, type Kysely, type Updateable } from "kysely";
import { AppError } from "../../base/index.ts";
import type { Bus } from "../../bus/contract.ts";
import {
  isForeignKeyViolation,
  isUniqueViolation,
  type Cameras as CameraTable,
  type DB,
} from "../../db/index.ts";
import type { BusEvents, Camera } from "../../model/index.ts";
import { toCamera } from "./camera-rows.ts";

export type CameraInsert = Omit<Insertable<CameraTable>, "code"> & { readonly code?: string };
export type CameraUpdate = Omit<Updateable<CameraTable>, "id" | "number" | "created_at">;

interface Snapshot {
  readonly byId: ReadonlyMap<string, Camera>;
  readonly byCode: ReadonlyMap<string, Camera>;
  readonly byNumber: ReadonlyMap<string, Camera>;
}

/** All cameras in memory, and the one place that changes them. */
export class CameraRegistry {
  readonly #db: Kysely<DB>;
  readonly #bus: Bus;
  #snapshot: Snapshot = { byId: new Map(), byCode: new Map(), byNumber: new Map() };
  #listeners: ((cameras: readonly Camera[], gone: readonly Camera[]) => void | Promise<void>)[] =
    [];
  #loading: Promise<void> | null = null;
  #isStale = false;

  constructor(ports: { readonly db: Kysely<DB>; readonly bus: Bus }) {
    this.#db = ports.db;
    this.#bus = ports.bus;
  }

  /** In the order they were added. */
  get cameras(): readonly Camera[] {
    return [...this.#snapshot.byId.values()];
  }

  /** Finds a camera by uuid, code or number. */
  find(key: string): Camera | undefined {
    const { byId, byCode, byNumber } = this.#snapshot;
    return byId.get(key) ?? byCode.get(key) ?? byNumber.get(key) ?? byId.get(key.toLowerCase());
  }

  /** @throws AppError `not-found` */
  get(key: string): Camera {
    const camera = this.find(key);
    if (!camera) throw new AppError("not-found", "Camera not found");
    return camera;
  }

  /**
   * Called after every change, here or on another node, with all cameras and those now gone; the
   * change counts as seen once every listener is done.
   */
  onChange(
    listener: (cameras: readonly Camera[], gone: readonly Camera[]) => void | Promise<void>,
  ): void {
    this.#listeners.push(listener);
  }

  /** Without a code the camera is called by its number: `cam-7`. */
  async create(input: CameraInsert): Promise<Camera> {
    const code = input.code ?? `new-${randomUUID()}`;
    const id = await this.#write(code, () =>
      this.#db.transaction().execute(async (transaction) => {
        const row = await transaction
          .insertInto("cameras")
          .values({ ...input, code })
          .returning(["id", "number"])
          .executeTakeFirstOrThrow();
        if (input.code === undefined) await nameByNumber(transaction, row);
        return row.id;
      }),
    );
    await this.#changed({ what: "camera", id, change: "created" });
    return this.get(id);
  }

  async update(cameraId: string, values: CameraUpdate): Promise<Camera> {
    if (Object.keys(values).length > 0) {
      const update = this.#db.updateTable("cameras").set(values).where("id", "=", cameraId);
      await this.#write(values.code ?? "", () => update.execute());
      await this.#changed({ what: "camera", id: cameraId, change: "updated" });
    }
    return this.get(cameraId);
  }

  /** History keeps the row; everything else forgets it, and its code is free again. */
  async remove(cameraId: string): Promise<void> {
    const values = { deleted_at: sql<Date>`now()`, enabled: false };
    await this.#db.updateTable("cameras").set(values).where("id", "=", cameraId).execute();
    await this.#changed({ what: "camera", id: cameraId, change: "deleted" });
  }

  /** Resolves once what was committed before the call is seen. */
  async reload(): Promise<void> {
    this.#isStale = true;
    while (this.#isStale || this.#loading) {
      this.#loading ??= this.#load().finally(() => (this.#loading = null));
      await this.#loading;
    }
  }

  async #load(): Promise<void> {
    this.#isStale = false;
    const rows = await this.#db
      .selectFrom("cameras")
      .selectAll()
      .where("deleted_at", "is", null)
      .orderBy("number")
      .execute();
    const cameras = rows.map(toCamera);
    const former = this.#snapshot.byId;
    this.#snapshot = {
      byId: new Map(cameras.map((camera) => [camera.id, camera])),
      byCode: new Map(cameras.map((camera) => [camera.code, camera])),
      byNumber: new Map(cameras.map((camera) => [String(camera.number), camera])),
    };
    const gone = [...former.values()].filter((camera) => !this.#snapshot.byId.has(camera.id));
    for (const listener of this.#listeners) await listener(cameras, gone);
  }

  async #changed(event: BusEvents["registry"]): Promise<void> {
    await this.reload();
    this.#bus.publish("registry.camera", event);
  }

  async #write<T>(code: string, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (isUniqueViolation(error)) {
        throw new AppError("conflict", `Camera code ${code} is taken`, { cause: error });
      }
      if (isForeignKeyViolation(error)) {
        throw new AppError("not-found", "Site or floor not found", { cause: error });
      }
      throw error;
    }
  }
}

async function nameByNumber(
  db: Kysely<DB>,
  row: { readonly id: string; readonly number: number },
): Promise<void> {
  const wanted = `cam-${row.number}`;
  const taken = await db
    .selectFrom("cameras")
    .select("id")
    .where("code", "=", wanted)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  const code = taken ? `${wanted}-${row.id.slice(0, 8)}` : wanted;
  await db.updateTable("cameras").set({ code }).where("id", "=", row.id).execute();
}
