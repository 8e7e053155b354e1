import { FileInput, NumberInput, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { Site } from "../../app/api.ts";
import { siteQuery } from "../../app/queries.ts";
import { Dialog, DialogForm } from "../../ui/dialog.tsx";
import { FloorRemoval } from "./floor-removal.tsx";
import { type FloorDialogTarget, floorValues, NEW_SITE, saveFloor } from "./floor-values.ts";

interface FloorDialogProps {
  readonly target: FloorDialogTarget | undefined;
  readonly sites: readonly Site[];
  readonly onClose: () => void;
  readonly onSaved: (floorId: string) => void;
}

/** Creates or changes a floor, its site when that is new, and its plan picture. */
export function FloorDialog({ target, ...rest }: FloorDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      opened={target !== undefined}
      onClose={rest.onClose}
      size="lg"
      title={target?.floor === undefined ? t("plans.addFloor") : t("plans.editFloor")}
    >
      {target !== undefined && <FloorForm target={target} {...rest} />}
    </Dialog>
  );
}

function FloorForm({
  target,
  sites,
  onClose,
  onSaved,
}: FloorDialogProps & { readonly target: FloorDialogTarget }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { floor } = target;
  const form = useForm({ initialValues: floorValues(target) });
  const save = useMutation({
    mutationFn: () => saveFloor(form.values, floor),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: siteQuery.queryKey });
      await queries.invalidateQueries({ queryKey: ["picture"] });
      onSaved(saved.floor_id);
      onClose();
    },
  });
  return (
    <DialogForm
      saving={save}
      onCancel={onClose}
      onSubmit={form.onSubmit(() => save.mutate())}
      footer={
        floor !== undefined &&
        target.site !== undefined && (
          <FloorRemoval site={target.site} floor={floor} onRemoved={onClose} />
        )
      }
    >
      {floor === undefined && (
        <Select
          label={t("plans.site")}
          allowDeselect={false}
          {...form.getInputProps("siteId")}
          data={[
            ...sites.map((site) => ({ value: site.site_id, label: site.name })),
            { value: NEW_SITE, label: t("plans.newSite") },
          ]}
        />
      )}
      {floor === undefined && form.values.siteId === NEW_SITE && (
        <SimpleGrid cols={2} spacing="sm">
          <TextInput
            label={t("plans.siteName")}
            required
            withAsterisk={false}
            {...form.getInputProps("siteName")}
          />
          <TextInput
            label={t("plans.siteCode")}
            required
            withAsterisk={false}
            {...form.getInputProps("siteCode")}
          />
        </SimpleGrid>
      )}
      <SimpleGrid cols={2} spacing="sm">
        <TextInput
          label={t("plans.name")}
          required
          withAsterisk={false}
          {...form.getInputProps("name")}
        />
        {floor === undefined ? (
          <TextInput
            label={t("plans.code")}
            required
            withAsterisk={false}
            {...form.getInputProps("code")}
          />
        ) : (
          <NumberInput
            label={t("plans.level")}
            allowDecimal={false}
            {...form.getInputProps("level")}
          />
        )}
        <NumberInput
          label={t("plans.width")}
          min={0.1}
          decimalScale={2}
          suffix=" m"
          required
          withAsterisk={false}
          {...form.getInputProps("widthM")}
        />
        <NumberInput
          label={t("plans.height")}
          min={0.1}
          decimalScale={2}
          suffix=" m"
          required
          withAsterisk={false}
          {...form.getInputProps("heightM")}
        />
      </SimpleGrid>
      <FileInput
        label={t("plans.picture")}
        placeholder={t("plans.pictureHelp")}
        accept="image/png,image/jpeg,image/webp"
        clearable
        clearButtonProps={{ "aria-label": t("action.clear") }}
        {...form.getInputProps("picture")}
      />
    </DialogForm>
  );
}
