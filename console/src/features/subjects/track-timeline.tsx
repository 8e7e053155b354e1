import { useTranslation } from "react-i18next";

import type { SubjectDetail } from "../../app/api.ts";
import { formatSpan } from "../../app/format.ts";
import { cssColor, identityColor } from "../../ui/identity-color.ts";
import { timelineOf, type TimelineBar } from "./timeline.ts";

const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;
const DAY_MS = 86_400_000;

/** When each camera saw the subject: a lane for each camera on one axis of time. */
export function TrackTimeline({ subject }: { readonly subject: SubjectDetail }) {
  const { t, i18n } = useTranslation();
  if (subject.tracks.length === 0) {
    return <p className="soft subject-none">{t("subjects.noTracks")}</p>;
  }
  const { fromMs, toMs, lanes } = timelineOf(subject.tracks);
  const color = cssColor(identityColor(subject));
  const timeAt = (atMs: number) =>
    new Date(atMs).toLocaleString(i18n.language, {
      ...(toMs - fromMs > DAY_MS && { month: "short", day: "numeric" }),
      hour: "numeric",
      minute: "2-digit",
      ...(toMs - fromMs < 600_000 && { second: "2-digit" }),
    });
  const words = ({ track }: TimelineBar) =>
    t("subjects.trackOf", {
      camera: track.camera.name,
      from: timeAt(Date.parse(track.started_at)),
      span: formatSpan((Date.parse(track.ended_at) - Date.parse(track.started_at)) / 1000),
    });
  return (
    <div className="timeline">
      {lanes.map(({ camera, bars }) => (
        <div key={camera.camera_id} className="timeline-lane">
          <span className="timeline-camera" title={camera.name}>
            <strong>{camera.code}</strong> <span className="soft">{camera.name}</span>
          </span>
          <ul className="timeline-bars">
            {bars.map((bar) => (
              <li
                key={bar.track.track_id}
                title={words(bar)}
                style={{
                  left: `${bar.from * 100}%`,
                  width: `${bar.width * 100}%`,
                  background: color,
                }}
              >
                <span className="visually-hidden">{words(bar)}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div className="timeline-axis soft tabular" aria-hidden>
        {TICKS.map((share) => (
          <span key={share}>{timeAt(fromMs + (toMs - fromMs) * share)}</span>
        ))}
      </div>
    </div>
  );
}
