import {
  IconEye,
  IconMapPin,
  IconPlugConnected,
  IconRoute,
  IconSparkles,
  IconUserCheck,
  type Icon,
} from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { SubjectLink, SubjectPicture } from "../../app/api.ts";
import { formatNumber, formatSpan } from "../../app/format.ts";

type Kind = SubjectLink["kind"];

const ICONS: Readonly<Record<Kind, Icon>> = {
  new: IconSparkles,
  geometry: IconMapPin,
  appearance: IconEye,
  travel: IconRoute,
  manual: IconUserCheck,
  ingest: IconPlugConnected,
};

/** A reason in words. */
interface Reason {
  readonly kind: Kind;
  readonly text: string;
}

/** What spoke for a link, in words; what decided stands first and is marked. */
export function LinkReasons({ link }: { readonly link: SubjectLink }) {
  const { t, i18n } = useTranslation();
  return (
    <ul className="link-reasons">
      {reasonsOf(link, t, i18n.language).map(({ kind, text }) => {
        const Sign = ICONS[kind];
        return (
          <li key={kind} data-decided={kind === link.kind}>
            <Sign size={18} stroke={1.6} aria-hidden />
            <span>
              <strong>{t(`subjects.kind.${kind}`)}</strong> {text}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function reasonsOf(link: SubjectLink, t: TFunction, language: string): Reason[] {
  const { geometry, appearance, travel } = link.evidence;
  const reasons: Reason[] = [];
  if (link.kind === "manual") {
    reasons.push({ kind: "manual", text: t("subjects.said", { who: link.decided_by ?? "–" }) });
  }
  if (link.kind === "new") reasons.push({ kind: "new", text: t("subjects.isNew") });
  if (link.kind === "ingest") reasons.push({ kind: "ingest", text: t("subjects.isIngest") });
  if (geometry !== null) reasons.push({ kind: "geometry", text: walked(geometry, t, language) });
  if (appearance !== null) {
    reasons.push({
      kind: "appearance",
      text: t("subjects.looks", {
        percent: percentOf(appearance.similarity, language),
        count: appearance.exemplar_count,
      }),
    });
  }
  if (travel !== null) reasons.push({ kind: "travel", text: travelled(travel, t, language) });
  if (!reasons.some(({ kind }) => kind === link.kind)) reasons.push({ kind: link.kind, text: "" });
  return reasons.toSorted((a, b) => Number(b.kind === link.kind) - Number(a.kind === link.kind));
}

function walked(
  geometry: NonNullable<SubjectLink["evidence"]["geometry"]>,
  t: TFunction,
  language: string,
): string {
  return t("subjects.walked", {
    camera: geometry.other_camera?.code ?? "–",
    distance: formatNumber(geometry.distance_m, language, 2),
    span: spanOf(geometry.shared_ms, language),
  });
}

function travelled(
  travel: NonNullable<SubjectLink["evidence"]["travel"]>,
  t: TFunction,
  language: string,
): string {
  const places = {
    from: travel.from_camera?.code ?? "–",
    to: travel.to_camera?.code ?? "–",
    elapsed: spanOf(travel.elapsed_ms, language),
  };
  if (travel.expected_ms === null) return t("subjects.travelled", places);
  const usual = spanOf(travel.expected_ms, language);
  return t("subjects.travelledUsual", { ...places, usual });
}

const SHORT_MS_MAX = 10_000;

/** A span, with tenths of a second where they matter. */
function spanOf(spanMs: number, language: string): string {
  if (spanMs >= SHORT_MS_MAX) return formatSpan(spanMs / 1000);
  return `${formatNumber(spanMs / 1000, language)} s`;
}

/** A share as people read it; a cosine below zero is no likeness at all. */
export function percentOf(share: number, language: string): string {
  return Math.max(0, share).toLocaleString(language, {
    style: "percent",
    maximumFractionDigits: 0,
  });
}

/**
 * The picture a link was compared with: what looked most alike, else what walked at the same place,
 * else what was seen last where it came from.
 */
export function counterpartOf(
  { evidence, track_id, started_at }: SubjectLink,
  links: readonly SubjectLink[],
): SubjectPicture | null {
  if (evidence.appearance?.other_picture != null) return evidence.appearance.other_picture;
  const { geometry, travel } = evidence;
  if (geometry !== null) {
    const other = links.findLast((link) => link.track_id === geometry.other_track_id);
    if (other?.picture != null) return other.picture;
  }
  if (travel?.from_camera == null || started_at === null) return null;
  const before = links.filter(
    (link) =>
      link.track_id !== track_id &&
      link.camera?.camera_id === travel.from_camera?.camera_id &&
      (link.started_at ?? started_at) < started_at,
  );
  return before.at(-1)?.picture ?? null;
}
