import { Tabs } from "@mantine/core";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";

import { useRights } from "../../app/account.ts";
import { Page } from "../../ui/page.tsx";
import { Appearance } from "./appearance.tsx";
import { ApiKeys } from "./api-keys.tsx";
import { AuditLog } from "./audit-log.tsx";
import { Sessions } from "./sessions.tsx";
import { Users } from "./users.tsx";
import "./settings.css";

interface Section {
  readonly name: "users" | "keys" | "sessions" | "audit" | "appearance";
  readonly adminOnly: boolean;
  readonly Content: ComponentType;
}

const SECTIONS: readonly Section[] = [
  { name: "appearance", adminOnly: false, Content: Appearance },
  { name: "sessions", adminOnly: false, Content: Sessions },
  { name: "users", adminOnly: true, Content: Users },
  { name: "keys", adminOnly: true, Content: ApiKeys },
  { name: "audit", adminOnly: true, Content: AuditLog },
];

/** Settings in sections; the administrator's are hidden from others. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { mayAdminister } = useRights();
  const navigate = useNavigate();
  const { section } = useParams();
  const shown = SECTIONS.filter((row) => mayAdminister || !row.adminOnly);
  const current = shown.find((row) => row.name === section) ?? shown[0];
  return (
    <Page title={t("nav.settings")}>
      <Tabs
        value={current?.name ?? null}
        keepMounted={false}
        onChange={(name) => void navigate(`/settings/${name ?? ""}`, { replace: true })}
      >
        <Tabs.List mb="md" className="settings-tabs">
          {shown.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {t(`settings.section.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map(({ name, Content }) => (
          <Tabs.Panel key={name} value={name}>
            <Content />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
