import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Subject } from "../../app/api.ts";
import { formatAgo } from "../../app/format.ts";
import { cssColor, identityColor } from "../../ui/identity-color.ts";
import { Crop } from "./crop.tsx";
import { placeWords, type ZoneNames } from "./place-words.ts";
import { subjectName } from "./subject-queries.ts";

/** One subject of the gallery. */
export function SubjectCard({
  subject,
  zoneNames,
}: {
  readonly subject: Subject;
  readonly zoneNames: ZoneNames;
}) {
  const { t, i18n } = useTranslation();
  return (
    <Link className="subject-card" to={`/subjects/${subject.subject_id}`}>
      <Crop
        picture={subject.picture}
        objectClass={subject.object_class}
        name={subjectName(subject)}
        size="medium"
      />
      <span className="subject-card-text">
        <strong className="subject-card-name">
          <span
            className="subject-swatch"
            style={{ background: cssColor(identityColor(subject)) }}
            aria-hidden
          />
          <span>{subjectName(subject)}</span>
        </strong>
        <span className="soft">
          {[t(`class.${subject.object_class}`), subject.display_name && subject.global_id]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <span>{placeWords(subject.last_place, zoneNames)}</span>
        {subject.camera_count > 0 && (
          <span className="soft">{t("subjects.visited", { count: subject.camera_count })}</span>
        )}
        <span className="subject-seen">
          {subject.is_present ? (
            <span className="status" data-status="healthy">
              {t("subjects.here")}
            </span>
          ) : (
            <span className="soft">{formatAgo(subject.last_seen_at, i18n.language)}</span>
          )}
        </span>
      </span>
    </Link>
  );
}
