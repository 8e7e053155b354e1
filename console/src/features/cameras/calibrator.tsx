import { Button, Group } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { answerOf, api, type Floor, type Point, type RegistryCamera } from "../../app/api.ts";
import { formatNumber } from "../../app/format.ts";
import { cameraQuery } from "../../app/queries.ts";
import { Panel } from "../../ui/panel.tsx";
import { notifyProblem, Problem } from "../../ui/problem.tsx";
import { usePicture } from "../../ui/use-picture.ts";
import {
  addPair,
  completePairs,
  draftsOf,
  movePoint,
  placePoint,
  removePoint,
} from "./calibration-points.ts";
import { CalibrationTable } from "./calibration-table.tsx";
import { PicturePoints, PlanPoints } from "./calibration-views.tsx";

/** Pairs a homography needs. */
const PAIRS_MIN = 4;

/** Ties a camera's picture to its floor: the same spots clicked on both, and the error of each. */
export function Calibrator({
  camera,
  floor,
}: {
  readonly camera: RegistryCamera;
  readonly floor: Floor;
}) {
  const { t, i18n } = useTranslation();
  const [drafts, setDrafts] = useState(() => draftsOf(camera.calibration?.pairs ?? []));
  const [sizePx, setSizePx] = useState<Point | undefined>(camera.calibration?.size_px);
  const picture = usePicture(`/api/v1/registry/cameras/${camera.camera_id}/snapshot.jpg`);
  const plan = usePicture(floor.plan_url ?? undefined);
  const pairs = completePairs(drafts);
  const [settled] = useDebouncedValue(JSON.stringify(pairs), 250);
  const solution = useSolution({ camera, settled, sizePx });
  const { save, remove } = useCalibrationChange(camera);
  const solved = pairs.length >= PAIRS_MIN ? solution.data : undefined;
  const points = {
    drafts,
    onPlace: (side: "imagePx" | "planM", point: Point) =>
      setDrafts(placePoint(drafts, side, point)),
    onMove: (id: number, change: Parameters<typeof movePoint>[2]) =>
      setDrafts(movePoint(drafts, id, change)),
  };
  return (
    <div className="calibrator">
      <p className="soft">{t("calibrate.how")}</p>
      <div className="calibrator-views">
        <Panel
          title={t("calibrate.picture")}
          actions={
            <Button variant="subtle" size="xs" mih={28} onClick={picture.reload}>
              {t("calibrate.newPicture")}
            </Button>
          }
        >
          {picture.error !== null && picture.error !== undefined && (
            <Problem error={picture.error} onRetry={picture.reload} />
          )}
          <PicturePoints {...points} url={picture.url} sizePx={sizePx} onSize={setSizePx} />
        </Panel>
        <Panel title={t("calibrate.plan", { floor: floor.name })}>
          <PlanPoints {...points} floor={floor} planUrl={plan.url} grid={solved?.grid_m ?? []} />
        </Panel>
      </div>
      <Panel
        title={t("calibrate.points")}
        flush
        actions={
          solved !== undefined && (
            <span className="calibration-sum">
              <span className="soft">{modelText(solved, t, i18n.language)}</span>
              <strong className="tabular">
                {t("calibrate.rms", {
                  value: formatNumber(solved.rms_error_m * 100, i18n.language),
                })}
              </strong>
            </span>
          )
        }
      >
        <CalibrationTable
          {...points}
          errorsM={solved?.errors_m ?? []}
          errorsPx={solved?.errors_px ?? []}
          onRemove={(id) => setDrafts(removePoint(drafts, id))}
        />
      </Panel>
      {solution.isError && pairs.length >= PAIRS_MIN && <Problem error={solution.error} />}
      <Group justify="end">
        <Button
          variant="default"
          mr="auto"
          disabled={sizePx === undefined}
          onClick={() =>
            sizePx !== undefined &&
            setDrafts(
              addPair(drafts, {
                imagePx: [sizePx[0] / 2, sizePx[1] / 2],
                planM: [floor.width_m / 2, floor.height_m / 2],
              }),
            )
          }
        >
          {t("calibrate.addPoint")}
        </Button>
        {pairs.length < PAIRS_MIN && (
          <span className="soft">{t("calibrate.more", { count: PAIRS_MIN - pairs.length })}</span>
        )}
        {camera.calibration !== null && (
          <Button
            variant="default"
            onClick={() => remove.mutate(undefined, { onSuccess: () => setDrafts([]) })}
          >
            {t("calibrate.remove")}
          </Button>
        )}
        <Button
          disabled={solved === undefined}
          loading={save.isPending}
          onClick={() =>
            save.mutate({ pairs, ...(sizePx === undefined ? {} : { size_px: sizePx }) })
          }
        >
          {t("calibrate.save")}
        </Button>
      </Group>
    </div>
  );
}

/** Which model was taken, and for a lens what was found out about the camera. */
function modelText(
  { lens }: Pick<NonNullable<RegistryCamera["calibration"]>, "lens">,
  t: TFunction,
  language: string,
): string {
  if (lens === null) return t("calibrate.homography");
  return t("calibrate.pinhole", {
    focal: formatNumber(Math.round(lens.focal_px), language),
    height: formatNumber(lens.height_m, language),
  });
}

interface SolutionRequest {
  readonly camera: RegistryCamera;
  /** Pairs as JSON, once the user has stopped moving them. */
  readonly settled: string;
  readonly sizePx: Point | undefined;
}

function useSolution({ camera, settled, sizePx }: SolutionRequest) {
  const pairs = JSON.parse(settled) as ReturnType<typeof completePairs>;
  return useQuery({
    queryKey: ["calibration", camera.camera_id, settled, sizePx],
    queryFn: () =>
      answerOf(
        api.POST("/api/v1/registry/cameras/{camera}/calibration/solve", {
          params: { path: { camera: camera.camera_id } },
          body: { pairs, ...(sizePx === undefined ? {} : { size_px: sizePx }) },
        }),
      ),
    enabled: pairs.length >= PAIRS_MIN,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

function useCalibrationChange(camera: RegistryCamera) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const params = { path: { camera: camera.camera_id } };
  const done = (message: string) => {
    notifications.show({ message, color: "lagoon" });
    return queries.invalidateQueries({ queryKey: cameraQuery.queryKey });
  };
  const save = useMutation({
    mutationFn: (body: { pairs: ReturnType<typeof completePairs>; size_px?: Point }) =>
      answerOf(api.PUT("/api/v1/registry/cameras/{camera}/calibration", { params, body })),
    onSuccess: () => done(t("calibrate.saved")),
    onError: (error) => notifyProblem(error, t),
  });
  const remove = useMutation({
    mutationFn: () =>
      answerOf(api.DELETE("/api/v1/registry/cameras/{camera}/calibration", { params })),
    onSuccess: () => done(t("calibrate.removed")),
    onError: (error) => notifyProblem(error, t),
  });
  return { save, remove };
}
