import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { SubjectDetail, SubjectLink, SubjectPicture } from "../../app/api.ts";
import { Dialog, DialogForm } from "../../ui/dialog.tsx";
import { confirmLink, mergeInto, splitOff } from "./corrections.ts";
import { Crop } from "./crop.tsx";
import { subjectName } from "./subject-queries.ts";
import { useCorrection, type Outcome } from "./use-correction.tsx";

/** What a person says of a link: it is right, it is somebody else's, or whose it is instead. */
export type LinkCorrection =
  | { readonly kind: "confirm" | "split" }
  | { readonly kind: "instead"; readonly instead: SubjectLink["runners_up"][number] };

interface LinkDialogProps {
  readonly subject: SubjectDetail;
  readonly link: SubjectLink;
  /** The track's crop, and what it was compared with. */
  readonly pictures: readonly [SubjectPicture | null, SubjectPicture | null];
  readonly correction: LinkCorrection;
  readonly onClose: () => void;
}

/** Asks before a link is corrected, with both crops to look at once more. */
export function LinkDialog({ subject, link, pictures, correction, onClose }: LinkDialogProps) {
  const { t } = useTranslation();
  const name = subjectName(subject);
  const other =
    correction.kind === "instead"
      ? (correction.instead.display_name ?? correction.instead.global_id ?? "")
      : "";
  const about = { subject, link, t };
  const saving = useCorrection<LinkCorrection>((wanted) => {
    if (wanted.kind === "instead") return giveAway(about, wanted.instead.subject_id, other);
    return wanted.kind === "split" ? split(about) : confirm(about);
  }, onClose);
  const words = {
    confirm: {
      title: t("subjects.confirmTitle", { name }),
      explain: t("subjects.confirmExplain", { name }),
      submit: t("subjects.confirm"),
    },
    split: {
      title: t("subjects.splitTitle", { name }),
      explain: t("subjects.splitExplain", { name }),
      submit: t("subjects.splitSubmit"),
    },
    instead: {
      title: t("subjects.insteadTitle", { name: other }),
      explain: t("subjects.insteadExplain", { name, other }),
      submit: t("subjects.insteadSubmit"),
    },
  }[correction.kind];
  const compared = correction.kind === "instead" ? correction.instead.picture : pictures[1];
  return (
    <Dialog title={words.title} opened onClose={onClose}>
      <DialogForm
        saving={saving}
        submitLabel={words.submit}
        onCancel={onClose}
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate(correction);
        }}
      >
        <div className="subject-pair">
          <figure>
            <Crop picture={pictures[0]} objectClass={subject.object_class} name="" size="large" />
            <figcaption>{t("subjects.thisTrack")}</figcaption>
          </figure>
          <figure>
            <Crop picture={compared} objectClass={subject.object_class} name="" size="large" />
            <figcaption>
              <strong>{correction.kind === "instead" ? other : name}</strong>
            </figcaption>
          </figure>
        </div>
        <p className="subject-explain">{words.explain}</p>
      </DialogForm>
    </Dialog>
  );
}

interface About extends Pick<LinkDialogProps, "subject" | "link"> {
  readonly t: TFunction;
}

async function confirm({ subject, link, t }: About): Promise<Outcome> {
  await confirmLink(subject.subject_id, link.link_id);
  return { message: t("subjects.confirmed", { name: subjectName(subject) }) };
}

async function split({ subject, link, t }: About): Promise<Outcome> {
  const made = await splitOff(subject.subject_id, [link.track_id]);
  return {
    message: t("subjects.splitDone", { name: subjectName(made) }),
    openId: made.subject_id,
    undo: () => mergeInto(made.subject_id, subject.subject_id),
  };
}

async function giveAway(
  { subject, link, t }: About,
  otherId: string,
  other: string,
): Promise<Outcome> {
  const made = await splitOff(subject.subject_id, [link.track_id]);
  const taken = await mergeInto(made.subject_id, otherId);
  return {
    message: t("subjects.insteadDone", { name: other }),
    openId: taken.subject_id,
    undo: async () => {
      const again = await splitOff(taken.subject_id, [link.track_id]);
      return mergeInto(again.subject_id, subject.subject_id);
    },
  };
}
