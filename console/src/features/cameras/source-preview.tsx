import { Button, Group, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { answerOf, api } from "../../app/api.ts";
import { formatNumber } from "../../app/format.ts";
import { Problem } from "../../ui/problem.tsx";
import type { CameraForm } from "./camera-fields.tsx";
import { settingsOf } from "./camera-values.ts";

/** The address of a camera, with a button that looks through it before anything is saved. */
export function SourcePreview({ form }: { readonly form: CameraForm }) {
  const { t, i18n } = useTranslation();
  const preview = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST("/api/v1/registry/cameras/preview", {
          body: { source_url: form.values.sourceUrl.trim(), settings: settingsOf(form.values) },
        }),
      ),
  });
  const { data } = preview;
  return (
    <div className="preview">
      <Group align="end" gap="sm" wrap="nowrap">
        <TextInput
          label={t("cameras.address")}
          placeholder="rtsp://user:password@192.168.1.20/stream"
          required
          withAsterisk={false}
          style={{ flex: 1 }}
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps("sourceUrl")}
        />
        <Button
          variant="default"
          loading={preview.isPending}
          disabled={form.values.sourceUrl.trim() === ""}
          onClick={() => preview.mutate()}
        >
          {t("cameras.preview")}
        </Button>
      </Group>
      <p className="soft preview-help">{t("cameras.addressHelp")}</p>
      {preview.isError && <Problem error={preview.error} />}
      {data !== undefined && (
        <figure className="preview-figure">
          <svg
            viewBox={`0 0 ${data.width_px} ${data.height_px}`}
            role="img"
            aria-label={t("cameras.previewOf", { count: data.detections.length })}
          >
            <image href={data.image} width={data.width_px} height={data.height_px} />
            {data.detections.map(({ box_px: [x1, y1, x2, y2] }, at) => (
              <rect
                key={at}
                x={x1}
                y={y1}
                width={x2 - x1}
                height={y2 - y1}
                className="preview-box"
              />
            ))}
          </svg>
          <figcaption className="tabular">
            {data.width_px} × {data.height_px} · {formatNumber(data.fps, i18n.language)} fps ·{" "}
            {data.codec} · {t("cameras.found", { count: data.detections.length })}
          </figcaption>
        </figure>
      )}
    </div>
  );
}
