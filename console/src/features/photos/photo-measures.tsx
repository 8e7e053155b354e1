import { useTranslation } from "react-i18next";

import type { StoredPhotoDetail } from "../../app/api.ts";
import { formatNumber } from "../../app/format.ts";
import { Panel } from "../../ui/panel.tsx";

type Judgement = NonNullable<StoredPhotoDetail["judgement"]>;
type Measures = StoredPhotoDetail["measures"];

interface MeasuresProps {
  readonly judgement: Judgement;
  /** The server's own words on each value; they come in English. */
  readonly measures: Measures;
}

/** What was measured in a picture, each value with what it means. */
export function PhotoMeasures({ judgement, measures }: MeasuresProps) {
  const { t, i18n } = useTranslation();
  const number = (value: number, digits = 2) => formatNumber(value, i18n.language, digits);
  const { subject, blur_direction_deg: directionDeg } = judgement;
  const blur = number(judgement.blur_strength);
  const rows: readonly (readonly [keyof Measures & string, string])[] = [
    ["sharpness", number(judgement.sharpness, 1)],
    ["exposure", number(judgement.exposure)],
    ["blur", directionDeg === null ? blur : `${blur} · ${number(directionDeg, 0)}°`],
    [
      "subject",
      subject === null
        ? (judgement.subject_note ?? "–")
        : `${number(subject.score)} · ${t(`class.${subject.object_class}`)}`,
    ],
  ];
  return (
    <Panel title={t("photos.measures")}>
      <dl className="photo-measures">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`photos.measure.${name}`)}</dt>
            <dd className="tabular">{value}</dd>
            <dd className="soft" lang="en">
              {measures[name]}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
