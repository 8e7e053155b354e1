import type { Floor, Point, RegistryCamera, Zone } from "../../app/api.ts";
import type { PlanMotion } from "./plan-motion.ts";

/** Everything a plan shows. Metres, y up. */
export interface PlanScene {
  readonly floor: Floor;
  readonly zones: readonly Zone[];
  /** How many are in each zone, by zone id. */
  readonly counts: ReadonlyMap<string, number>;
  readonly cameras: readonly RegistryCamera[];
  /** Address of the plan picture, which fills the floor. */
  readonly planUrl: string | undefined;
  readonly motion: PlanMotion;
  /** A dot was clicked; null: nobody knows whose it is. */
  readonly onPick: (subjectId: string | null) => void;
}

/** What one camera sees of the plan, and where its name stands: at the near edge of its view. */
export interface CameraView {
  readonly code: string;
  readonly polygonM: readonly Point[];
  readonly anchorM: Point;
}

/** Views of the calibrated cameras. */
export function cameraViews(cameras: readonly RegistryCamera[]): CameraView[] {
  return cameras.flatMap(({ code, calibration }) => {
    if (calibration === null || calibration.view_polygon_m.length < 3) return [];
    return [{ code, polygonM: calibration.view_polygon_m, anchorM: nearEdge(calibration) }];
  });
}

/** Middle of the picture's lower edge on the plan: the ground nearest to the camera. */
function nearEdge({ homography, size_px }: NonNullable<RegistryCamera["calibration"]>): Point {
  const h = (at: number) => homography[at] ?? 0;
  const [x, y] = [size_px[0] / 2, size_px[1]];
  const w = h(6) * x + h(7) * y + h(8);
  return [(h(0) * x + h(1) * y + h(2)) / w, (h(3) * x + h(4) * y + h(5)) / w];
}

/** Mean of a polygon's corners: good enough to hold a label inside the usual zone. */
export function labelPoint(polygonM: readonly Point[]): Point {
  const sum = polygonM.reduce<Point>((total, [x, y]) => [total[0] + x, total[1] + y], [0, 0]);
  return [sum[0] / polygonM.length, sum[1] / polygonM.length];
}
