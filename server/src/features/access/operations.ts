import type { Role } from "@whereabouts/contracts";

/** Gates of the hotel contract, section 1.2: what a caller with the shared key must also be. */
export type HotelGate = "KEY" | "OWNER" | "STAFF" | "SYSTEM";

/** Who may call one operation. */
export interface OperationRule {
  /** Roles that may call with a bearer token or an API key of their own. */
  readonly roles: readonly Role[];
  /**
   * When a caller without any credential may call: `always`, or only with ACCESS=demo because the
   * family's contract leaves the operation open. Absent: never.
   */
  readonly open?: "always" | "demo";
  /** The hotel contract's gate: adds its headers, its order of checks and its refusals. */
  readonly hotel?: HotelGate;
  /** Takes the photo contract's tokens too, and refuses in its words (its section 2). */
  readonly photos?: true;
}

const EVERYONE: readonly Role[] = ["admin", "staff", "viewer", "owner", "system"];
const WATCHERS: readonly Role[] = ["admin", "staff", "viewer", "system"];
const WORKERS: readonly Role[] = ["admin", "staff"];

const GATE_ROLES: Readonly<Record<HotelGate, readonly Role[]>> = {
  KEY: ["admin", "staff", "system"],
  OWNER: ["owner", "admin"],
  STAFF: ["staff", "admin"],
  SYSTEM: ["admin", "system"],
};

/** Needs no credential in any mode: health, documents, login. */
const open: OperationRule = { roles: EVERYONE, open: "always" };
/** Any known caller. */
const known: OperationRule = { roles: EVERYONE };
/** Reads the site: everybody but owners, whose rights follow their animals. */
export const watch: OperationRule = { roles: WATCHERS };
/** Runs the site. */
export const work: OperationRule = { roles: WORKERS };
/** Administers the installation. */
const admin: OperationRule = { roles: ["admin"] };
/** The same rule, left open with ACCESS=demo because a contract's clients send no credential. */
const demo = (rule: OperationRule): OperationRule => ({ ...rule, open: "demo" });
/** The photo family's: every user, their own photos only. */
const photos: OperationRule = { roles: EVERYONE, photos: true };
const hotel = (gate: HotelGate, roles = GATE_ROLES[gate]): OperationRule => ({
  roles,
  hotel: gate,
});

/**
 * THE table of who may call what, by operationId, for HTTP routes and sockets alike. A route
 * without a row refuses the start; a test tries every row as every role.
 */
export const OPERATIONS: Readonly<Record<string, OperationRule>> = {
  // access
  registerUser: open,
  createToken: open,
  login: open,
  refreshToken: open,
  authHealth: open,
  logout: known,
  getCurrentUser: known,
  changePassword: known,
  testPermissions: known,
  listUsers: hotel("SYSTEM"),
  createUser: hotel("SYSTEM"),
  updateUser: admin,
  listSessions: known,
  revokeSession: known,
  listApiKeys: admin,
  createApiKey: admin,
  deleteApiKey: admin,
  listAuditLog: admin,

  // ops
  getRoot: open,
  getHealth: open,
  getHealthLive: open,
  getHealthReady: open,
  getSystemOverview: demo(watch),
  getMetrics: demo({ roles: ["admin", "staff", "system"] }),

  // sites
  listSites: watch,
  createSite: work,
  updateSite: work,
  deleteSite: admin,
  createFloor: work,
  updateFloor: work,
  deleteFloor: admin,
  putFloorPlan: work,
  getFloorPlan: watch,
  listZones: watch,
  createZone: work,
  updateZone: work,
  deleteZone: work,
  getZoneOccupancy: watch,

  // subjects
  listSubjects: watch,
  getSubject: watch,
  getSubjectEvidence: watch,
  getSubjectPicture: watch,
  updateSubject: work,
  confirmSubjectLink: work,
  splitSubject: work,
  mergeSubject: work,

  // cameras
  createCamera: hotel("KEY"),
  listCameras: hotel("KEY"),
  reportCameraHealth: hotel("SYSTEM"),
  listCameraHealth: hotel("STAFF"),
  listRegistryCameras: watch,
  createRegistryCamera: work,
  getRegistryCamera: watch,
  updateRegistryCamera: work,
  deleteRegistryCamera: work,
  listCameraHealthHistory: watch,
  previewCamera: work,
  getCameraSnapshot: watch,
  solveCameraCalibration: work,
  putCameraCalibration: work,
  deleteCameraCalibration: work,
  watchCameraVideo: watch,

  // photos
  upscalePhoto: photos,
  selectBestCut: photos,
  listPhotos: photos,
  getPhotoBytes: photos,
  deletePhoto: photos,
  listStoredPhotos: photos,
  getStoredPhoto: photos,
  getStoredPhotoPicture: photos,
  getPhotoBurstPicture: photos,
  cancelStoredPhoto: photos,
  enlargeStoredPhoto: photos,
  deleteStoredPhoto: photos,
  takeCameraPhoto: watch,
  takeSubjectPhoto: watch,

  // live
  ingestLiveTracks: hotel("SYSTEM"),
  listLatestTracks: hotel("STAFF"),
  getLiveState: watch,
  followLive: watch,

  // fleet: frames carry their own signature, so devices need no credential in any mode
  fleetVehicleDevices: open,
  fleetEventDevices: open,
  fleetVehicleDashboard: demo(watch),
  fleetEventDashboard: demo(watch),
  listFleetMaps: demo(watch),
  getFleetMap: demo(watch),
  getFleetMapGraph: demo(watch),
  importFleetMap: work,
  updateFleetMapGraph: work,
  deleteFleetMap: work,
  listVehicles: demo(watch),
  getVehicle: demo(watch),
  renameVehicle: demo(work),
  deleteVehicle: demo(work),
  listVehicleEvents: demo(watch),
  listFleetVehicles: watch,
  updateFleetVehicle: work,
  listMissions: watch,
  replayMission: watch,
  endMission: work,
};
