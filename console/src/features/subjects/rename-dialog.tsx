import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { SubjectDetail } from "../../app/api.ts";
import { Dialog, DialogForm } from "../../ui/dialog.tsx";
import { rename } from "./corrections.ts";
import { subjectName } from "./subject-queries.ts";
import { useCorrection } from "./use-correction.tsx";

interface RenameProps {
  readonly subject: SubjectDetail;
  readonly onClose: () => void;
}

/** Gives a subject a name, or takes it away. */
export function RenameDialog({ subject, onClose }: RenameProps) {
  const { t } = useTranslation();
  const { subject_id: id, display_name: former } = subject;
  const [name, setName] = useState(former ?? "");
  const saving = useCorrection(async (wanted: string) => {
    const renamed = await rename(id, wanted === "" ? null : wanted);
    const message = t("subjects.renamed", { name: subjectName(renamed) });
    return { message, undo: () => rename(id, former) };
  }, onClose);
  return (
    <Dialog title={t("subjects.renameTitle", { name: subject.global_id })} opened onClose={onClose}>
      <DialogForm
        saving={saving}
        onCancel={onClose}
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate(name.trim());
        }}
      >
        <TextInput
          label={t("subjects.name")}
          description={t("subjects.nameHelp")}
          value={name}
          maxLength={200}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </DialogForm>
    </Dialog>
  );
}
