import { useInterval } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { RegistryCamera } from "../../app/api.ts";
import { trackFeed, type LiveBox } from "../../app/track-feed.ts";
import { cssColor, identityColor } from "../../ui/identity-color.ts";
import { Panel } from "../../ui/panel.tsx";
import { identityLabel } from "./identity-label.ts";

const EVERY_MS = 1000;
/** A camera that says nothing for so long says nothing of now. */
const AGE_MS_MAX = 8000;
const SHOWN_MAX = 24;

interface Present {
  readonly box: LiveBox;
  readonly cameraCodes: readonly string[];
}

/** Who the cameras of a floor see at the moment: the way to them without a mouse. */
export function PresentSubjects({ cameras }: { readonly cameras: readonly RegistryCamera[] }) {
  const { t } = useTranslation();
  const [present, setPresent] = useState(() => presentNow(cameras));
  useInterval(() => setPresent(presentNow(cameras)), EVERY_MS, { autoInvoke: true });
  return (
    <Panel
      title={t("live.present")}
      actions={<strong className="tabular">{present.length}</strong>}
    >
      {present.length === 0 && <p className="soft zone-none">{t("live.nobody")}</p>}
      <ul className="present-list">
        {present.slice(0, SHOWN_MAX).map(({ box, cameraCodes }) => (
          <li key={box.subject_id}>
            <Link to={`/subjects/${box.subject_id}`}>
              <span
                className="zone-swatch"
                style={{ background: cssColor(identityColor(box)) }}
                aria-hidden
              />
              <span>{identityLabel(box)}</span>
              <span className="soft">{cameraCodes.join(" ")}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Subjects in the newest frames, in the order of their names. */
function presentNow(cameras: readonly RegistryCamera[]): Present[] {
  const frames = cameras.flatMap(({ camera_id }) => trackFeed.framesOf(camera_id).at(-1) ?? []);
  const newestMs = Math.max(...frames.map((frame) => frame.capture_time_ms));
  const found = new Map<string, Present>();
  for (const frame of frames) {
    if (newestMs - frame.capture_time_ms > AGE_MS_MAX) continue;
    for (const box of frame.boxes) {
      if (box.subject_id === null) continue;
      const codes = found.get(box.subject_id)?.cameraCodes ?? [];
      if (codes.includes(frame.camera_code)) continue;
      found.set(box.subject_id, { box, cameraCodes: [...codes, frame.camera_code].toSorted() });
    }
  }
  const name = ({ box }: Present) => box.global_id ?? "";
  return [...found.values()].toSorted((a, b) => name(a).localeCompare(name(b)));
}
