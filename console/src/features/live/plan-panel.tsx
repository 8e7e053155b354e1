import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { answerOf, api, type Floor, type RegistryCamera } from "../../app/api.ts";
import { zoneQuery } from "../../app/queries.ts";
import { trackFeed } from "../../app/track-feed.ts";
import { Panel } from "../../ui/panel.tsx";
import { usePicture } from "../../ui/use-picture.ts";
import { PlanMotion } from "./plan-motion.ts";
import { PlanFallback } from "./plan-fallback.tsx";
import { PresentSubjects } from "./present-subjects.tsx";

const PlanView = lazy(() => import("./plan-view.tsx"));

interface PlanPanelProps {
  readonly floor: Floor;
  readonly cameras: readonly RegistryCamera[];
}

/** The plan of a floor with what moves on it, and how many are in each zone. */
export function PlanPanel({ floor, cameras }: PlanPanelProps) {
  const { t } = useTranslation();
  const { data: zones = [] } = useQuery(zoneQuery(floor.floor_id));
  const { data: occupancy = [] } = useQuery({
    queryKey: ["occupancy", floor.floor_id],
    queryFn: () =>
      answerOf(
        api.GET("/api/v1/zones/occupancy", { params: { query: { floor_id: floor.floor_id } } }),
      ),
    refetchInterval: 10_000,
  });
  const plan = usePicture(floor.plan_url ?? undefined);
  const motion = usePlanMotion();
  const counts = new Map(occupancy.map((row) => [row.zone_id, row.count]));
  const here = cameras.filter((camera) => camera.floor_id === floor.floor_id);
  const navigate = useNavigate();
  const onPick = (subjectId: string | null) => {
    if (subjectId !== null) void navigate(`/subjects/${subjectId}`);
  };
  const scene = { floor, zones, counts, cameras: here, planUrl: plan.url, motion, onPick };
  return (
    <>
      <Panel title={floor.name} className="plan-panel">
        <div className="plan-stage" style={{ aspectRatio: `${floor.width_m} / ${floor.height_m}` }}>
          {hasWebGl() ? (
            <Suspense fallback={<Skeleton height="100%" />}>
              <PlanView {...scene} />
            </Suspense>
          ) : (
            <PlanFallback {...scene} />
          )}
        </div>
      </Panel>
      <PresentSubjects cameras={here} />
      <Panel title={t("live.zones")}>
        {zones.length === 0 && <p className="soft zone-none">{t("live.noZones")}</p>}
        <ul className="zone-list">
          {zones.map((zone) => {
            const row = occupancy.find((other) => other.zone_id === zone.zone_id);
            return (
              <li key={zone.zone_id}>
                <span
                  className="zone-swatch"
                  style={{ background: zone.color ?? "var(--wb-accent)" }}
                />
                <span>{zone.name}</span>
                <span className="soft zone-classes">
                  {Object.entries(row?.by_class ?? {})
                    .map(([name, count]) => `${t(`class.${name}`)} ${count}`)
                    .join(", ")}
                </span>
                <strong className="tabular">{row?.count ?? 0}</strong>
              </li>
            );
          })}
        </ul>
      </Panel>
    </>
  );
}

function usePlanMotion(): PlanMotion {
  const motion = useRef<PlanMotion>(undefined);
  motion.current ??= new PlanMotion();
  useEffect(() => trackFeed.subscribe((frame) => motion.current?.add(frame, Date.now())), []);
  return motion.current;
}

let webGl: boolean | undefined;

/** Whether the browser can draw the accelerated plan; asked once, since each try costs a context. */
function hasWebGl(): boolean {
  if (webGl !== undefined) return webGl;
  const context = document.createElement("canvas").getContext("webgl2");
  webGl = context !== null;
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return webGl;
}
