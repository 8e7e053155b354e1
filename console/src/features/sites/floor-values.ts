import { answerOf, api, type Floor, type Site, uploadPlan } from "../../app/api.ts";

/** What the dialog changes: a floor, or a new one (of a site when one is given). */
export interface FloorDialogTarget {
  readonly site: Site | undefined;
  readonly floor?: Floor;
}

/** Chosen in place of a site: make one. */
export const NEW_SITE = "";

/** The form as it opens. */
export function floorValues({ site, floor }: FloorDialogTarget) {
  return {
    siteId: site?.site_id ?? NEW_SITE,
    siteName: "",
    siteCode: "",
    name: floor?.name ?? "",
    code: floor?.code ?? "",
    level: floor?.level ?? 0,
    widthM: floor?.width_m ?? 20,
    heightM: floor?.height_m ?? 12,
    picture: null as File | null,
  };
}

type FloorValues = ReturnType<typeof floorValues>;

/** Creates or changes the floor, its site when that is new, then its picture. */
export async function saveFloor(values: FloorValues, floor: Floor | undefined): Promise<Floor> {
  const size = {
    name: values.name,
    level: values.level,
    width_m: values.widthM,
    height_m: values.heightM,
  };
  const saved =
    floor === undefined
      ? await createFloor(values, size)
      : await answerOf(
          api.PATCH("/api/v1/floors/{floor_id}", {
            params: { path: { floor_id: floor.floor_id } },
            body: size,
          }),
        );
  if (values.picture !== null) await uploadPlan(saved.floor_id, values.picture);
  return saved;
}

async function createFloor(
  values: FloorValues,
  size: { name: string; level: number; width_m: number; height_m: number },
): Promise<Floor> {
  const site_id = values.siteId === NEW_SITE ? await createSite(values) : values.siteId;
  return answerOf(
    api.POST("/api/v1/sites/{site_id}/floors", {
      params: { path: { site_id } },
      body: { ...size, code: values.code },
    }),
  );
}

async function createSite(values: FloorValues): Promise<string> {
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const body = { name: values.siteName, code: values.siteCode, time_zone };
  return (await answerOf(api.POST("/api/v1/sites", { body }))).site_id;
}
