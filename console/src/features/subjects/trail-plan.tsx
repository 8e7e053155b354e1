import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Floor, Point, SubjectDetail } from "../../app/api.ts";
import { formatAgo } from "../../app/format.ts";
import { cameraQuery, siteQuery, zoneQuery } from "../../app/queries.ts";
import { trackFeed, type TrackFrame } from "../../app/track-feed.ts";
import { cssColor, identityColor } from "../../ui/identity-color.ts";
import { Panel } from "../../ui/panel.tsx";
import { drawingPoints, PlanBase, toDrawing } from "../../ui/plan-base.tsx";
import { usePicture } from "../../ui/use-picture.ts";
import { subjectName } from "./subject-queries.ts";

interface TrailPoint {
  readonly floorId: string;
  readonly timeMs: number;
  readonly pointM: Point;
}

const TRAIL_POINTS_MAX = 400;

/** Where a subject is on the plan, and the way it came since the feed was opened. */
export function TrailPlan({ subject }: { readonly subject: SubjectDetail }) {
  const { t, i18n } = useTranslation();
  const { data: sites = [] } = useQuery(siteQuery);
  const trail = useTrail(subject.subject_id);
  const place = subject.last_place;
  const floorId = trail.at(-1)?.floorId ?? place?.floor_id;
  const floor = sites.flatMap((site) => site.floors).find((row) => row.floor_id === floorId);
  const here = trail.filter((point) => point.floorId === floorId).map(({ pointM }) => pointM);
  const at = here.at(-1) ?? place?.position_m ?? null;
  const when = subject.is_present
    ? t("subjects.here")
    : t("subjects.wasHere", { ago: formatAgo(subject.last_seen_at, i18n.language) });
  return (
    <Panel
      title={
        floor === undefined ? t("subjects.whereNow") : `${t("subjects.whereNow")} · ${floor.name}`
      }
      actions={
        <span className="status" data-status={subject.is_present ? "healthy" : "unknown"}>
          {when}
        </span>
      }
    >
      {floor !== undefined && at !== null ? (
        <PlanWithTrail floor={floor} subject={subject} trail={here} at={at} />
      ) : (
        <p className="soft subject-none">
          {t("subjects.noPosition", { camera: place?.camera.name ?? "–" })}{" "}
          {place !== null && (
            <Link to={`/cameras/${place.camera.code}?tab=calibrate`}>
              {t("cameras.calibration")}
            </Link>
          )}
        </p>
      )}
    </Panel>
  );
}

interface PlanProps {
  readonly floor: Floor;
  readonly subject: SubjectDetail;
  readonly trail: readonly Point[];
  readonly at: Point;
}

function PlanWithTrail({ floor, subject, trail, at }: PlanProps) {
  const { t } = useTranslation();
  const { data: zones = [] } = useQuery(zoneQuery(floor.floor_id));
  const plan = usePicture(floor.plan_url ?? undefined);
  const unit = Math.max(floor.width_m, floor.height_m) / 100;
  const [x, y] = toDrawing(floor, at);
  const color = cssColor(identityColor(subject));
  const name = subjectName(subject);
  return (
    <div className="trail-stage" style={{ aspectRatio: `${floor.width_m} / ${floor.height_m}` }}>
      <PlanBase
        floor={floor}
        planUrl={plan.url}
        role="img"
        aria-label={t("subjects.planOf", { name, floor: floor.name })}
      >
        {zones.map((zone) => (
          <g key={zone.zone_id}>
            <polygon
              className="plan-zone"
              points={drawingPoints(floor, zone.polygon_m)}
              style={{
                fill: zone.color ?? "var(--wb-accent)",
                stroke: zone.color ?? "var(--wb-accent)",
              }}
            />
          </g>
        ))}
        <polyline
          points={drawingPoints(floor, trail)}
          fill="none"
          stroke={color}
          strokeWidth={unit * 0.8}
          strokeLinejoin="round"
          strokeLinecap="round"
          strokeOpacity={0.75}
        />
        <circle cx={x} cy={y} r={unit * 3.2} fill={color} fillOpacity={0.25} />
        <circle
          cx={x}
          cy={y}
          r={unit * 1.5}
          fill={subject.is_present ? color : "var(--wb-panel)"}
          stroke={subject.is_present ? "var(--wb-panel)" : color}
          strokeWidth={unit * 0.5}
        />
        <text className="plan-label" x={x} y={y - unit * 4.4}>
          {name}
        </text>
      </PlanBase>
    </div>
  );
}

/** Points of one subject from the live feed, oldest first, beginning with what the feed kept. */
function useTrail(subjectId: string): readonly TrailPoint[] {
  const { data: cameras } = useQuery(cameraQuery);
  const [trail, setTrail] = useState<readonly TrailPoint[]>([]);
  useEffect(() => {
    const kept = (cameras ?? [])
      .flatMap(({ camera_id }) => trackFeed.framesOf(camera_id))
      .flatMap((frame) => pointOf(frame, subjectId) ?? [])
      .toSorted((a, b) => a.timeMs - b.timeMs);
    setTrail(kept.slice(-TRAIL_POINTS_MAX));
    return trackFeed.subscribe((frame) => {
      const point = pointOf(frame, subjectId);
      if (point === undefined) return;
      setTrail((former) =>
        point.timeMs > (former.at(-1)?.timeMs ?? 0)
          ? [...former.slice(1 - TRAIL_POINTS_MAX), point]
          : former,
      );
    });
    // The cameras are only needed for what the feed kept; their health changes all the time.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [subjectId, cameras === undefined]);
  return trail;
}

function pointOf(frame: TrackFrame, subjectId: string): TrailPoint | undefined {
  const box = frame.boxes.find((row) => row.subject_id === subjectId);
  const pointM = box?.subject_position_m ?? box?.position_m ?? null;
  if (frame.floor_id === null || pointM === null) return undefined;
  return { floorId: frame.floor_id, timeMs: frame.capture_time_ms, pointM };
}
