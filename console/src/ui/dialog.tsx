import { Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "./problem.tsx";

interface DialogProps {
  readonly title: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly size?: "md" | "lg";
  readonly children: ReactNode;
}

/** A window over the page that can be closed by key, by click beside it and by its button. */
export function Dialog({ children, ...modal }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal {...modal} closeButtonProps={{ "aria-label": t("action.close") }}>
      {children}
    </Modal>
  );
}

interface DialogFormProps {
  /** How the saving goes, as `useMutation` tells. */
  readonly saving: { readonly isPending: boolean; readonly error: Error | null };
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  readonly onCancel: () => void;
  /** Default: save. */
  readonly submitLabel?: string;
  /** Stands below the buttons. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** The fields of a dialog with what went wrong, a way back and a button that saves. */
export function DialogForm(props: DialogFormProps) {
  const { t } = useTranslation();
  const { saving } = props;
  return (
    <form onSubmit={props.onSubmit}>
      <Stack gap="md">
        {props.children}
        {saving.error !== null && <Problem error={saving.error} />}
        <Group justify="end">
          <Button variant="default" onClick={props.onCancel}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {props.submitLabel ?? t("action.save")}
          </Button>
        </Group>
        {props.footer}
      </Stack>
    </form>
  );
}
