import { useTranslation } from "react-i18next";

import type { SubjectDetail } from "../../app/api.ts";
import { formatInstant, formatSpan } from "../../app/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { RecordTable } from "../../ui/record-table.tsx";
import { Crop } from "./crop.tsx";
import { subjectName } from "./subject-queries.ts";
import { TrackTimeline } from "./track-timeline.tsx";
import { TrailPlan } from "./trail-plan.tsx";

/** Where a subject is, which cameras saw it when, where it stayed, and every crop of it. */
export function SubjectWhereabouts({ subject }: { readonly subject: SubjectDetail }) {
  const { t } = useTranslation();
  return (
    <div className="subject-sections">
      <TrailPlan subject={subject} />
      <Panel title={t("subjects.timeline")}>
        <TrackTimeline subject={subject} />
      </Panel>
      <Stays subject={subject} />
      <Panel title={t("subjects.pictures")}>
        {subject.pictures.length === 0 && (
          <p className="soft subject-none">{t("subjects.noPictures")}</p>
        )}
        <ul className="subject-pictures">
          {subject.pictures.map((picture) => (
            <li key={picture.picture_id}>
              <Crop
                picture={picture}
                objectClass={subject.object_class}
                name={subjectName(subject)}
                size="medium"
              />
              <PictureCaption picture={picture} />
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function PictureCaption({ picture }: { readonly picture: SubjectDetail["pictures"][number] }) {
  const { i18n } = useTranslation();
  return (
    <span className="soft subject-caption">
      <strong>{picture.camera?.code ?? "–"}</strong>{" "}
      {new Date(picture.captured_at).toLocaleTimeString(i18n.language)}
    </span>
  );
}

function Stays({ subject }: { readonly subject: SubjectDetail }) {
  const { t, i18n } = useTranslation();
  const stays = subject.presences;
  const totals = new Map<string, number>();
  for (const stay of stays) {
    totals.set(stay.zone_name, (totals.get(stay.zone_name) ?? 0) + stay.dwell_ms);
  }
  const longestMs = Math.max(1, ...totals.values());
  return (
    <Panel title={t("subjects.stays")} flush={stays.length > 0}>
      {stays.length === 0 && <p className="soft subject-none">{t("subjects.noStays")}</p>}
      {stays.length > 0 && (
        <>
          <ul className="stay-totals">
            {[...totals]
              .toSorted((a, b) => b[1] - a[1])
              .map(([zone, totalMs]) => (
                <li key={zone}>
                  <span>{zone}</span>
                  <span className="stay-bar" aria-hidden>
                    <span style={{ width: `${(100 * totalMs) / longestMs}%` }} />
                  </span>
                  <span className="tabular">{formatSpan(totalMs / 1000)}</span>
                </li>
              ))}
          </ul>
          <RecordTable
            rows={stays}
            keyOf={(stay) => stay.presence_id}
            columns={[
              { title: t("subjects.zone"), cell: (stay) => stay.zone_name },
              {
                title: t("subjects.entered"),
                cell: (stay) => formatInstant(stay.entered_at, i18n.language),
              },
              {
                title: t("subjects.left"),
                cell: (stay) =>
                  stay.left_at === null ? (
                    <span className="status" data-status="healthy">
                      {t("subjects.stillThere")}
                    </span>
                  ) : (
                    formatInstant(stay.left_at, i18n.language)
                  ),
              },
              { title: t("subjects.stayed"), cell: (stay) => formatSpan(stay.dwell_ms / 1000) },
            ]}
          />
        </>
      )}
    </Panel>
  );
}
