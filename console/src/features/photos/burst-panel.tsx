import { IconPhotoOff, IconStarFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { StoredPhotoDetail } from "../../app/api.ts";
import { formatNumber } from "../../app/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { usePicture } from "../../ui/use-picture.ts";
import { decisionOf, remarksOn, type BurstFrame } from "./burst-reasons.ts";

/** The pictures of a burst side by side: what each scored and why one was kept. */
export function BurstPanel({ photo }: { readonly photo: StoredPhotoDetail }) {
  const { t, i18n } = useTranslation();
  const { burst, measures } = photo;
  const decision = decisionOf(burst);
  const number = (value: number) =>
    formatNumber(value, i18n.language, decision?.by === "smart" ? 3 : 1);
  return (
    <Panel title={t("photos.burstTitle", { count: burst.length })}>
      {decision !== null && (
        <p className="burst-decision">
          {t(decision.by === "smart" ? "photos.chosenSmart" : "photos.chosenSharp", {
            value: number(decision.value),
          })}{" "}
          {decision.next !== null && t("photos.nextBest", { value: number(decision.next) })}{" "}
          <span className="soft" lang="en">
            {decision.by === "smart" ? measures.smart : measures.sharpness}
          </span>
        </p>
      )}
      <ul className="burst">
        {burst.map((frame) => (
          <li key={frame.index} data-chosen={frame.is_chosen}>
            <Frame frame={frame} burst={burst} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Frame({
  frame,
  burst,
}: {
  readonly frame: BurstFrame;
  readonly burst: readonly BurstFrame[];
}) {
  const { t, i18n } = useTranslation();
  const { url } = usePicture(frame.thumbnail_url ?? undefined, "never");
  const { judgement } = frame;
  const number = (value: number | null | undefined, digits = 2) =>
    formatNumber(value, i18n.language, digits);
  const values: readonly (readonly [string, string])[] = [
    ...(frame.smart_score === null
      ? []
      : [[t("photos.measure.smart"), number(frame.smart_score, 3)] as const]),
    [t("photos.measure.sharpness"), number(frame.sharpness, 1)],
    [t("photos.measure.exposure"), number(judgement?.exposure)],
    [t("photos.measure.blur"), number(judgement?.blur_strength)],
    [t("photos.measure.subject"), number(judgement?.subject?.score)],
  ];
  const other = frame.duplicate_of === null ? 0 : frame.duplicate_of + 1;
  return (
    <>
      <span className="burst-picture">
        {url === undefined ? (
          <IconPhotoOff size={26} stroke={1.3} aria-hidden />
        ) : (
          <img src={url} alt={frame.file_name} />
        )}
        {frame.is_chosen && (
          <span className="burst-chosen">
            <IconStarFilled size={12} aria-hidden /> {t("photos.kept")}
          </span>
        )}
      </span>
      <strong className="wrap-anywhere">
        {frame.index + 1}. {frame.file_name}
      </strong>
      <dl>
        {values.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="tabular">{value}</dd>
          </div>
        ))}
      </dl>
      <ul className="burst-remarks">
        {remarksOn(frame, burst).map((remark) => (
          <li key={remark}>{t(`photos.remark.${remark}`, { other })}</li>
        ))}
        {frame.error !== null && <li lang="en">{frame.error}</li>}
      </ul>
    </>
  );
}
