import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { SubjectDetail } from "../../app/api.ts";
import { formatAgo, formatInstant } from "../../app/format.ts";
import { EnhanceButton } from "../../ui/enhance-button.tsx";
import { cssColor, identityColor } from "../../ui/identity-color.ts";
import { Crop } from "./crop.tsx";
import { placeWords, useZoneNames } from "./place-words.ts";
import { subjectName } from "./subject-queries.ts";

/** The best crop with what is known at a glance. */
export function SubjectFacts({ subject }: { readonly subject: SubjectDetail }) {
  const { t, i18n } = useTranslation();
  const zoneNames = useZoneNames();
  const facts: readonly (readonly [string, string])[] = [
    [t("subjects.class"), t(`class.${subject.object_class}`)],
    [t("subjects.where"), placeWords(subject.last_place, zoneNames)],
    [t("subjects.lastSeen"), formatAgo(subject.last_seen_at, i18n.language)],
    [t("subjects.firstSeen"), formatInstant(subject.first_seen_at, i18n.language)],
    [t("subjects.trackCount"), String(subject.track_count)],
  ];
  return (
    <section className="panel subject-side" aria-label={t("subjects.facts")}>
      <Crop
        picture={subject.picture}
        objectClass={subject.object_class}
        name={subjectName(subject)}
        size="large"
      />
      <div className="subject-facts">
        <p className="subject-presence">
          <span className="status" data-status={subject.is_present ? "healthy" : "unknown"}>
            {subject.is_present ? t("subjects.here") : t("subjects.gone")}
          </span>
        </p>
        <dl>
          <div>
            <dt>{t("subjects.publicName")}</dt>
            <dd className="subject-public">
              <span
                className="subject-swatch"
                style={{ background: cssColor(identityColor(subject)) }}
                aria-hidden
              />
              {subject.global_id}
            </dd>
          </div>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          <div>
            <dt>{t("subjects.visitedCameras")}</dt>
            <dd>
              {subject.cameras.map((camera) => (
                <Link
                  key={camera.camera_id}
                  className="subject-camera"
                  to={`/cameras/${camera.code}`}
                  title={camera.name}
                >
                  {camera.code}
                </Link>
              ))}
            </dd>
          </div>
        </dl>
        {subject.picture !== null && (
          <div className="subject-enhance">
            <EnhanceButton source={{ pictureId: subject.picture.picture_id }} />
          </div>
        )}
      </div>
    </section>
  );
}
