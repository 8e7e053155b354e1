import { sql, type Kysely } from "kysely";

/** Vehicles, where they were, what happened, maps, missions and where roads were blocked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `CREATE TABLE fleet_maps (
    id integer PRIMARY KEY CHECK (id > 0),
    site_id uuid REFERENCES sites(id) ON DELETE SET NULL,
    floor_id uuid REFERENCES floors(id) ON DELETE SET NULL,
    name text NOT NULL UNIQUE,
    polygons jsonb NOT NULL,
    graph jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  // The wire id is an unsigned 32-bit number. The map is not tied to fleet_maps: a vehicle may stand
  // on a map that was removed and comes back.
  `CREATE TABLE vehicles (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    track_id uuid NOT NULL DEFAULT gen_random_uuid(),
    wire_id bigint NOT NULL,
    name text NOT NULL,
    type text NOT NULL CHECK (type IN ('police', 'runner')),
    map_id integer,
    fuel_percent smallint NOT NULL DEFAULT 100,
    collision_count smallint NOT NULL DEFAULT 0,
    status smallint NOT NULL DEFAULT 0,
    state_at timestamptz NOT NULL DEFAULT now(),
    requires_envelope boolean NOT NULL DEFAULT false,
    envelope_sequence bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
  )`,
  `CREATE UNIQUE INDEX vehicles_name ON vehicles (name) WHERE deleted_at IS NULL`,
  `CREATE UNIQUE INDEX vehicles_wire_id ON vehicles (wire_id) WHERE deleted_at IS NULL`,
  `CREATE INDEX vehicles_by_wire_id ON vehicles (wire_id, id DESC)`,
  // Append-only and partitioned like observations; a key would cost inserts and protect nothing.
  `CREATE TABLE vehicle_positions (
    vehicle_id integer NOT NULL,
    ts timestamptz NOT NULL,
    map_id integer NOT NULL,
    x_m real NOT NULL,
    y_m real NOT NULL
  ) PARTITION BY RANGE (ts)`,
  `CREATE INDEX vehicle_positions_vehicle_ts ON vehicle_positions (vehicle_id, ts)`,
  `CREATE TABLE vehicle_states (
    vehicle_id integer NOT NULL REFERENCES vehicles(id) ON DELETE CASCADE,
    ts timestamptz NOT NULL,
    fuel_percent smallint NOT NULL,
    collision_count smallint NOT NULL,
    status smallint NOT NULL
  )`,
  `CREATE INDEX vehicle_states_vehicle_ts ON vehicle_states (vehicle_id, ts)`,
  `CREATE INDEX vehicle_states_ts ON vehicle_states (ts)`,
  `CREATE TABLE fleet_events (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    catcher_id integer REFERENCES vehicles(id) ON DELETE CASCADE,
    runner_id integer NOT NULL REFERENCES vehicles(id) ON DELETE CASCADE,
    status text NOT NULL CHECK (status IN ('run', 'catch', 'failed')),
    created_at timestamptz NOT NULL
  )`,
  `CREATE INDEX fleet_events_created ON fleet_events (created_at DESC, id DESC)`,
  `CREATE INDEX fleet_events_runner ON fleet_events (runner_id, created_at)`,
  `CREATE TABLE missions (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    runner_id integer NOT NULL REFERENCES vehicles(id) ON DELETE CASCADE,
    map_id integer NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    outcome text CHECK (outcome IN ('caught', 'ended')),
    ended_by text
  )`,
  `CREATE UNIQUE INDEX missions_open ON missions (runner_id) WHERE ended_at IS NULL`,
  `CREATE INDEX missions_started ON missions (started_at DESC)`,
  `CREATE TABLE roadblocks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    runner_id integer NOT NULL REFERENCES vehicles(id) ON DELETE CASCADE,
    police_id integer NOT NULL REFERENCES vehicles(id) ON DELETE CASCADE,
    map_id integer NOT NULL,
    x_m real NOT NULL,
    y_m real NOT NULL,
    eta_s real NOT NULL,
    margin_s real,
    reason jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL
  )`,
  `CREATE INDEX roadblocks_runner_created ON roadblocks (runner_id, created_at)`,
];
