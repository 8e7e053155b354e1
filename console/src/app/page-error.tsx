import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";

/** Shown in place of a page whose code failed or could not be loaded. */
export function PageError() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <main className="page" id="content">
      <div className="problem" role="alert">
        <strong>{t("problem.page")}</strong>
        <p>{t("problem.pageMend")}</p>
        <code>{error instanceof Error ? error.message : String(error)}</code>
        <div>
          <Button variant="default" onClick={() => location.reload()}>
            {t("action.reload")}
          </Button>
        </div>
      </div>
    </main>
  );
}
