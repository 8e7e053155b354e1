import {
  Checkbox,
  Fieldset,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TextInput,
} from "@mantine/core";
import type { useForm } from "@mantine/form";
import { DETECTOR_KINDS, MODEL_HEADS, OBJECT_CLASSES } from "@whereabouts/contracts/detection.ts";
import { useTranslation } from "react-i18next";

import type { Site } from "../../app/api.ts";
import { APPEARANCE_KINDS, type CameraValues } from "./camera-values.ts";

export type CameraForm = ReturnType<typeof useForm<CameraValues>>;

interface FieldsProps {
  readonly form: CameraForm;
  readonly sites: readonly Site[];
}

/** Name, address and place of a camera. */
export function IdentityFields({ form, sites }: FieldsProps) {
  const { t } = useTranslation();
  const floors = sites.map((site) => ({
    group: site.name,
    items: site.floors.map((floor) => ({
      value: floor.floor_id,
      label: `${site.name} · ${floor.name}`,
    })),
  }));
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          label={t("cameras.name")}
          required
          withAsterisk={false}
          {...form.getInputProps("name")}
        />
        <TextInput
          label={t("cameras.code")}
          description={t("cameras.codeHelp")}
          inputWrapperOrder={WITH_HELP_BELOW}
          {...form.getInputProps("code")}
        />
        <Select
          label={t("cameras.floor")}
          placeholder={t("cameras.noFloor")}
          data={floors}
          clearable
          {...form.getInputProps("floorId")}
          clearButtonProps={{ "aria-label": t("action.clear") }}
        />
        <TextInput label={t("cameras.locationZone")} {...form.getInputProps("locationZone")} />
      </SimpleGrid>
      <Switch
        label={t("cameras.enabled")}
        {...form.getInputProps("enabled", { type: "checkbox" })}
      />
    </Stack>
  );
}

const WITH_HELP_BELOW: ("label" | "input" | "description" | "error")[] = [
  "label",
  "input",
  "description",
  "error",
];

/** What looks for people and things in the pictures, and how often. */
export function DetectorFields({ form }: { readonly form: CameraForm }) {
  const { t } = useTranslation();
  const { detector } = form.values;
  return (
    <Fieldset legend={t("cameras.detector")} p="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Select
          label={t("cameras.detectorKind")}
          allowDeselect={false}
          data={[
            { value: "", label: t("cameras.asServer") },
            ...DETECTOR_KINDS.map((kind) => ({ value: kind, label: t(`detector.${kind}`) })),
          ]}
          {...form.getInputProps("detector")}
        />
        <NumberInput
          label={t("cameras.targetFps")}
          placeholder={t("cameras.asServer")}
          min={0.2}
          max={60}
          step={1}
          decimalScale={1}
          {...form.getInputProps("targetFps")}
        />
        {detector === "onnx" && (
          <>
            <TextInput
              label={t("cameras.modelPath")}
              required
              withAsterisk={false}
              {...form.getInputProps("modelPath")}
            />
            <Select
              label={t("cameras.head")}
              allowDeselect={false}
              data={[...MODEL_HEADS]}
              {...form.getInputProps("head")}
            />
          </>
        )}
        {detector !== "" && (
          <>
            <NumberInput
              label={t("cameras.minScore")}
              placeholder={t("cameras.asServer")}
              min={0}
              max={1}
              step={0.05}
              decimalScale={2}
              {...form.getInputProps("minScore")}
            />
            <MultiSelect
              label={t("cameras.classes")}
              placeholder={form.values.classes.length === 0 ? t("cameras.allClasses") : ""}
              data={OBJECT_CLASSES.map((name) => ({ value: name, label: t(`class.${name}`) }))}
              {...form.getInputProps("classes")}
            />
          </>
        )}
        <Select
          label={t("cameras.transport")}
          allowDeselect={false}
          data={[
            { value: "", label: t("cameras.asServer") },
            { value: "tcp", label: "TCP" },
            { value: "udp", label: "UDP" },
          ]}
          {...form.getInputProps("transport")}
        />
        <AppearanceFields form={form} />
      </SimpleGrid>
      <Checkbox
        mt="sm"
        label={t("cameras.motionGate")}
        {...form.getInputProps("motionGate", { type: "checkbox" })}
      />
    </Fieldset>
  );
}

/** How people and things are known again by their looks. */
function AppearanceFields({ form }: { readonly form: CameraForm }) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        label={t("cameras.appearance")}
        allowDeselect={false}
        data={[
          { value: "", label: t("cameras.asServer") },
          ...APPEARANCE_KINDS.map((kind) => ({ value: kind, label: t(`appearance.${kind}`) })),
        ]}
        {...form.getInputProps("appearance")}
      />
      {form.values.appearance === "onnx" && (
        <TextInput
          label={t("cameras.appearanceModelPath")}
          required
          withAsterisk={false}
          {...form.getInputProps("appearanceModelPath")}
        />
      )}
    </>
  );
}
