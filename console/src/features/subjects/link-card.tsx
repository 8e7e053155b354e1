import { Button } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useRights } from "../../app/account.ts";
import type { SubjectDetail, SubjectLink, SubjectPicture } from "../../app/api.ts";
import { formatInstant, formatSpan } from "../../app/format.ts";
import { Crop } from "./crop.tsx";
import { LinkDialog, type LinkCorrection } from "./link-dialog.tsx";
import { counterpartOf, LinkReasons, percentOf } from "./link-reasons.tsx";
import { subjectName, subjectQuery } from "./subject-queries.ts";

interface LinkCardProps {
  readonly subject: SubjectDetail;
  readonly link: SubjectLink;
  /** Every link of the subject, for the pictures they refer to. */
  readonly links: readonly SubjectLink[];
  /** A subject keeps at least one track. */
  readonly canSplit: boolean;
}

/** One decision: both crops, the reasons, how sure it is, who else it might be, and corrections. */
export function LinkCard({ subject, link, links, canSplit }: LinkCardProps) {
  const { t } = useTranslation();
  const { mayWork } = useRights();
  const [correction, setCorrection] = useState<LinkCorrection>();
  const isCurrent = link.revoked_at === null;
  const open = mayWork && isCurrent;
  const own = link.evidence.appearance?.own_picture ?? link.picture;
  const other = counterpartOf(link, links);
  return (
    <li className="link" data-current={isCurrent}>
      <PicturePair subject={subject} own={own} other={other} link={link} />
      <div className="link-words">
        <LinkHead link={link} />
        <LinkReasons link={link} />
        <Certainty link={link} />
        {link.previous_subject_id !== null && (
          <Revised subjectId={subject.subject_id} previousId={link.previous_subject_id} />
        )}
        <RunnersUp
          subject={subject}
          link={link}
          onPick={
            open && canSplit ? (instead) => setCorrection({ kind: "instead", instead }) : undefined
          }
        />
        {open && (
          <div className="link-actions">
            {link.confirmed_at === null && (
              <Button
                size="xs"
                mih={32}
                variant="light"
                leftSection={<IconCheck size={16} />}
                onClick={() => setCorrection({ kind: "confirm" })}
              >
                {t("subjects.confirm")}
              </Button>
            )}
            {canSplit && (
              <Button
                size="xs"
                mih={32}
                variant="default"
                leftSection={<IconX size={16} />}
                onClick={() => setCorrection({ kind: "split" })}
              >
                {t("subjects.split", { name: subjectName(subject) })}
              </Button>
            )}
          </div>
        )}
      </div>
      {correction !== undefined && (
        <LinkDialog
          subject={subject}
          link={link}
          pictures={[own, other ?? subject.picture]}
          correction={correction}
          onClose={() => setCorrection(undefined)}
        />
      )}
    </li>
  );
}

function LinkHead({ link }: { readonly link: SubjectLink }) {
  const { t, i18n } = useTranslation();
  const { camera, started_at: from, ended_at: to } = link;
  return (
    <header>
      <h3>{camera === null ? t("subjects.noCamera") : `${camera.code} · ${camera.name}`}</h3>
      <span className="soft">
        {formatInstant(from ?? link.decided_at, i18n.language)}
        {from !== null && to !== null && (
          <> · {formatSpan((Date.parse(to) - Date.parse(from)) / 1000)}</>
        )}
      </span>
    </header>
  );
}

function PicturePair({
  subject,
  own,
  other,
  link,
}: {
  readonly subject: SubjectDetail;
  readonly own: SubjectPicture | null;
  readonly other: SubjectPicture | null;
  readonly link: SubjectLink;
}) {
  const { t, i18n } = useTranslation();
  const { appearance } = link.evidence;
  const time = (picture: SubjectPicture) =>
    `${picture.camera?.code ?? ""} ${new Date(picture.captured_at).toLocaleTimeString(i18n.language)}`;
  const crop = (picture: SubjectPicture | null, caption: string) => (
    <figure>
      <Crop
        picture={picture}
        objectClass={subject.object_class}
        name={subjectName(subject)}
        size="medium"
      />
      <figcaption className="soft">
        {caption}
        <br />
        {picture === null ? t("subjects.noPicture") : time(picture)}
      </figcaption>
    </figure>
  );
  const hasOther = other !== null || appearance !== null;
  return (
    <div className="link-pictures" data-pair={hasOther}>
      <div className="link-crops">
        {crop(own, t("subjects.thisTrack"))}
        {hasOther && crop(other, t("subjects.comparedWith"))}
      </div>
      {appearance !== null && (
        <Meter
          label={t("subjects.similarity")}
          share={appearance.similarity}
          text={percentOf(appearance.similarity, i18n.language)}
        />
      )}
    </div>
  );
}

interface MeterProps {
  readonly label: string;
  readonly share: number;
  readonly text: string;
}

function Meter({ label, share, text }: MeterProps) {
  const percent = Math.round(100 * Math.min(1, Math.max(0, share)));
  return (
    <div className="link-meter">
      <span className="soft">{label}</span>
      <span
        className="link-meter-bar"
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <span style={{ width: `${percent}%` }} />
      </span>
      <strong className="tabular">{text}</strong>
    </div>
  );
}

/** How sure a link is, and whether that may still change. */
function Certainty({ link }: { readonly link: SubjectLink }) {
  const { t, i18n } = useTranslation();
  const at = (iso: string) => formatInstant(iso, i18n.language);
  const state =
    link.revoked_at !== null
      ? { status: "down", text: t("subjects.revoked", { at: at(link.revoked_at) }) }
      : link.confirmed_at !== null
        ? {
            status: "healthy",
            text: t("subjects.confirmedBy", {
              who: link.confirmed_by ?? "–",
              at: at(link.confirmed_at),
            }),
          }
        : link.is_final
          ? { status: "healthy", text: t("subjects.final") }
          : { status: "degraded", text: t("subjects.waiting") };
  return (
    <div className="link-certainty">
      <Meter
        label={t("subjects.score")}
        share={link.score}
        text={percentOf(link.score, i18n.language)}
      />
      <span className="status" data-status={state.status}>
        {state.text}
      </span>
    </div>
  );
}

/** Who the track was taken for before. */
function Revised({
  subjectId,
  previousId,
}: {
  readonly subjectId: string;
  readonly previousId: string;
}) {
  const { t } = useTranslation();
  const { data: previous, isError } = useQuery({
    ...subjectQuery(previousId),
    refetchInterval: false,
  });
  if (isError) return <p className="soft link-revised">{t("subjects.revisedErased")}</p>;
  if (previous === undefined) return null;
  if (previous.subject_id === subjectId) {
    return <p className="soft link-revised">{t("subjects.revisedJoined")}</p>;
  }
  return (
    <p className="soft link-revised">
      {t("subjects.revisedFrom")}{" "}
      <Link to={`/subjects/${previous.subject_id}?tab=why`}>{subjectName(previous)}</Link>
    </p>
  );
}

interface RunnersUpProps {
  readonly subject: SubjectDetail;
  readonly link: SubjectLink;
  readonly onPick: ((instead: SubjectLink["runners_up"][number]) => void) | undefined;
}

/** Who else was considered. */
function RunnersUp({ subject, link, onPick }: RunnersUpProps) {
  const { t, i18n } = useTranslation();
  const others = link.runners_up.filter((other) => other.global_id !== null);
  if (others.length === 0) return null;
  return (
    <details className="runners-up">
      <summary>{t("subjects.runnersUp", { count: others.length })}</summary>
      <ul>
        {others.map((other) => {
          const name = other.display_name ?? other.global_id ?? "";
          return (
            <li key={other.subject_id}>
              <Crop
                picture={other.picture}
                objectClass={subject.object_class}
                name={name}
                size="small"
              />
              <Link to={`/subjects/${other.subject_id}`}>{name}</Link>
              <span className="soft tabular">
                {t("subjects.runnerUpScore", { percent: percentOf(other.score, i18n.language) })}
                {other.similarity !== null &&
                  ` · ${t("subjects.runnerUpLooks", { percent: percentOf(other.similarity, i18n.language) })}`}
              </span>
              {onPick !== undefined && other.subject_id !== subject.subject_id && (
                <Button size="compact-xs" mih={28} variant="default" onClick={() => onPick(other)}>
                  {t("subjects.instead", { name })}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
