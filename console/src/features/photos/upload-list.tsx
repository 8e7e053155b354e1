import { ActionIcon, Button, Progress } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { isOver, type Upload } from "./upload-queue.ts";
import { uploads, useUploads } from "./uploads.ts";

/** What is being sent, each with its bar. */
export function UploadList() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const list = useUploads();
  const doneCount = list.filter(({ state }) => state === "done").length;
  useEffect(() => {
    if (doneCount > 0) void queries.invalidateQueries({ queryKey: ["photos", "list"] });
  }, [doneCount, queries]);
  if (list.length === 0) return null;
  return (
    <div className="uploads">
      <ul>
        {list.map((upload) => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
      </ul>
      {list.some(isOver) && (
        <Button variant="subtle" color="gray" size="xs" mih={32} onClick={() => uploads.clear()}>
          {t("photos.clearUploads")}
        </Button>
      )}
    </div>
  );
}

function UploadRow({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation();
  const { id, name, count, state, sentShare, photoId, error } = upload;
  const percent = Math.round(sentShare * 100);
  const isSent = state === "sending" && sentShare === 1;
  const title = count > 1 ? t("photos.burstOf", { name, count }) : name;
  const said = error instanceof Error ? error.message : "";
  return (
    <li className="upload" data-state={state}>
      <span className="upload-name">{title}</span>
      <span className="upload-state">
        {state === "done" && photoId !== null ? (
          <Link to={`/photos/${photoId}`}>{t("photos.open")}</Link>
        ) : (
          t(`photos.sending.${isSent ? "checking" : state}`, { percent })
        )}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        aria-label={t(isOver(upload) ? "photos.dismiss" : "photos.stopSending", { name })}
        onClick={() => uploads.remove(id)}
      >
        <IconX size={16} />
      </ActionIcon>
      <Progress
        className="upload-bar"
        value={percent}
        size="sm"
        color={state === "failed" ? "red" : "teal"}
        aria-label={title}
      />
      {state === "failed" && (
        <span className="upload-error">{said === "" ? t("problem.offlineMend") : said}</span>
      )}
    </li>
  );
}
