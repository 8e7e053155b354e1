import { Button, Checkbox } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCamera, IconPhotoUp } from "@tabler/icons-react";
import { useRef, useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";

import { FILES_MAX } from "./upload-queue.ts";
import { UploadList } from "./upload-list.tsx";
import { uploads } from "./uploads.ts";

/** Shown of what was refused; the rest is counted. */
const FAULTS_SHOWN = 3;

/** Takes pictures by drop, from a file chooser or from a phone's camera. */
export function Uploader() {
  const { t } = useTranslation();
  const [isBurst, setIsBurst] = useState(false);
  const take = (files: readonly File[]) => {
    const faults = uploads.add(files, isBurst);
    if (faults.length === 0) return;
    const words = faults
      .slice(0, FAULTS_SHOWN)
      .map(({ name, fault }) => `${name}: ${t(`photos.fault.${fault}`, { count: FILES_MAX })}`);
    const rest = faults.length - words.length;
    if (rest > 0) words.push(t("photos.moreFaults", { count: rest }));
    const title = t("photos.notSent", { count: faults.length });
    notifications.show({ color: "red", title, message: words.join("\n") });
  };
  const drop = useDrop(take);
  return (
    <section className="panel uploader" aria-label={t("photos.upload")}>
      <div className="uploader-drop" data-over={drop.isOver} {...drop.handlers}>
        <IconPhotoUp size={30} stroke={1.4} aria-hidden />
        <div className="uploader-words">
          <strong>{t("photos.drop")}</strong>
          <span className="soft">{t("photos.dropHelp")}</span>
        </div>
        <div className="uploader-buttons">
          <FileButton
            label={t("photos.takePicture")}
            onFiles={take}
            icon={<IconCamera size={18} />}
            fromCamera
          />
          <FileButton label={t("photos.choose")} onFiles={take} icon={<IconPhotoUp size={18} />} />
        </div>
      </div>
      <Checkbox
        className="uploader-burst"
        label={t("photos.burst")}
        description={t("photos.burstHelp")}
        checked={isBurst}
        onChange={(event) => setIsBurst(event.currentTarget.checked)}
      />
      <UploadList />
    </section>
  );
}

interface FileButtonProps {
  readonly label: string;
  readonly icon: React.ReactNode;
  readonly onFiles: (files: readonly File[]) => void;
  readonly fromCamera?: boolean;
}

function FileButton({ label, icon, onFiles, fromCamera = false }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={label}
        {...(fromCamera ? { capture: "environment" as const } : { multiple: true })}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file may be chosen again.
          currentTarget.value = "";
        }}
      />
      <Button
        {...(fromCamera && { className: "uploader-camera" })}
        variant={fromCamera ? "default" : "filled"}
        leftSection={icon}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
    </>
  );
}

function useDrop(onFiles: (files: readonly File[]) => void) {
  const [isOver, setIsOver] = useState(false);
  const handlers = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setIsOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      const isInside = event.currentTarget.contains(event.relatedTarget as Node | null);
      if (!isInside) setIsOver(false);
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setIsOver(false);
      onFiles([...event.dataTransfer.files]);
    },
  };
  return { isOver, handlers };
}
