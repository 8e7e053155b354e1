import type { CameraPose } from "../camera.ts";
import type { PlanPoint, SpacePoint } from "../geometry.ts";

/** Codes of the simulated environments. */
export const ENVIRONMENT_CODES = ["campus", "factory"] as const;
export type EnvironmentCode = (typeof ENVIRONMENT_CODES)[number];

/** Surfaces the renderer knows; each has its own pattern. */
export type Surface =
  | "asphalt"
  | "bark"
  | "brick"
  | "cardboard"
  | "concrete"
  | "epoxy"
  | "facade"
  | "glass"
  | "grass"
  | "hazard"
  | "hedge"
  | "leaves"
  | "metal"
  | "mesh"
  | "paint"
  | "pavers"
  | "plaza"
  | "plaster"
  | "shutter"
  | "soil"
  | "stripes"
  | "terrace"
  | "water"
  | "wood"
  | "panel";

/** `#rrggbb`, sRGB. */
export type HexColor = `#${string}`;

interface SolidBase {
  readonly surface: Surface;
  readonly color: HexColor;
  /** People may walk through its footprint (an awning, a lamp's head, a flat marking). */
  readonly passable?: boolean;
}
/** A box standing on its base; `yawDeg` turns it counter-clockwise about its own axis. */
export interface BoxSolid extends SolidBase {
  readonly kind: "box";
  /** Middle of the base, metres. */
  readonly base: SpacePoint;
  readonly sizeM: SpacePoint;
  readonly yawDeg: number;
}
/** An upright cylinder or, with `topRadiusM`, a cut cone. */
export interface CylinderSolid extends SolidBase {
  readonly kind: "cylinder";
  readonly base: SpacePoint;
  readonly radiusM: number;
  readonly topRadiusM: number;
  readonly heightM: number;
}
/** An ellipsoid with its axes along the plan's axes. */
export interface EllipsoidSolid extends SolidBase {
  readonly kind: "ellipsoid";
  readonly center: SpacePoint;
  readonly radiiM: SpacePoint;
}
export type Solid = BoxSolid | CylinderSolid | EllipsoidSolid;

/** A patch of ground with its own surface; a later patch lies over an earlier one. */
export interface GroundPatch {
  readonly surface: Surface;
  readonly color: HexColor;
  /** `[x1, y1, x2, y2]`, metres. */
  readonly rectangle?: readonly [number, number, number, number];
  readonly circle?: { readonly center: PlanPoint; readonly radiusM: number };
}

export interface ZoneDefinition {
  readonly code: string;
  readonly name: string;
  readonly kind: "entrance" | "main_area" | "corridor" | "exit" | "restricted";
  readonly color: HexColor;
  /** Simple polygon, metres, first corner not repeated. */
  readonly polygonM: readonly PlanPoint[];
}

/** A place people walk through or stop at. Nodes that see each other are joined. */
export interface WalkNode {
  readonly code: string;
  readonly at: PlanPoint;
  /** How freely walkers may deviate from it, metres. */
  readonly slackM: number;
  /** `door`: out of every camera's sight, where walkers come from and go to. */
  readonly role: "way" | "stop" | "door";
  /** Only these neighbours, instead of all that can be seen. */
  readonly only?: readonly string[];
}

export type HairStyle = "short" | "long" | "bun" | "bald" | "cap" | "helmet";
export interface PersonLook {
  readonly heightM: number;
  /** Shoulder and hip breadth relative to the average. */
  readonly build: number;
  readonly shirt: HexColor;
  readonly sleeves: "short" | "long";
  readonly trousers: HexColor;
  readonly legs: "trousers" | "shorts" | "skirt";
  readonly shoes: HexColor;
  readonly skin: HexColor;
  readonly hair: HexColor;
  readonly hairStyle: HairStyle;
  readonly carries?: "backpack" | "bag";
  readonly bagColor?: HexColor;
  /** High-visibility vest over the shirt. */
  readonly vest?: HexColor;
}
export interface AnimalLook {
  readonly species: "dog" | "cat";
  /** Height at the shoulder, metres. */
  readonly shoulderM: number;
  readonly coat: HexColor;
  readonly markings: HexColor;
}

export interface ActorDefinition {
  readonly id: string;
  readonly name: string;
  readonly walkMps: number;
  readonly look: PersonLook | AnimalLook;
  /** Walks beside this actor. */
  readonly follows?: string;
  /** Mac address of the BLE tag it carries. */
  readonly tagMac?: string;
}

export interface GatewayDefinition {
  readonly mac: string;
  readonly name: string;
  readonly positionM: PlanPoint;
  readonly heightM: number;
}

/** Where light comes from and how much of it is direct. Colours are linear RGB. */
export interface Lighting {
  /** Unit vector towards the sun or the middle of the lamps. */
  readonly towards: SpacePoint;
  readonly sun: SpacePoint;
  readonly sky: SpacePoint;
  readonly bounce: SpacePoint;
  /** Radius of the light source seen from the ground, as a tangent: softness of shadows. */
  readonly spread: number;
  readonly indoor: boolean;
}

export interface SiteDefinition {
  readonly environment: EnvironmentCode;
  readonly name: string;
  readonly timeZone: string;
  readonly floorName: string;
  readonly widthM: number;
  readonly heightM: number;
  /** Polylines drawn on the plan, metres. */
  readonly wallsM: readonly (readonly PlanPoint[])[];
  readonly zones: readonly ZoneDefinition[];
  readonly cameras: readonly CameraPose[];
  readonly solids: readonly Solid[];
  readonly ground: readonly GroundPatch[];
  readonly nodes: readonly WalkNode[];
  readonly actors: readonly ActorDefinition[];
  readonly gateways: readonly GatewayDefinition[];
  readonly lighting: Lighting;
}
