import { ActionIcon, Menu, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import {
  IconCamera,
  IconDeviceDesktop,
  IconGauge,
  IconInfoCircle,
  IconLayoutGrid,
  IconLogout,
  IconMap2,
  IconMoon,
  IconPhoto,
  IconSettings,
  IconSun,
  IconUserCircle,
  IconUsers,
} from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, Outlet, useLocation } from "react-router";

import { Logo } from "../ui/logo.tsx";
import { answerOf, api } from "./api.ts";
import { followLive } from "./live-events.ts";
import { accountQuery, overviewQuery } from "./queries.ts";
import { forgetTokens } from "./session.ts";

const PAGES = [
  { path: "/live", icon: IconLayoutGrid, label: "nav.live" },
  { path: "/subjects", icon: IconUsers, label: "nav.subjects" },
  { path: "/photos", icon: IconPhoto, label: "nav.photos" },
  { path: "/cameras", icon: IconCamera, label: "nav.cameras" },
  { path: "/plans", icon: IconMap2, label: "nav.plans" },
  { path: "/system", icon: IconGauge, label: "nav.system" },
  { path: "/settings", icon: IconSettings, label: "nav.settings" },
] as const;

/** Frame around every page: navigation, account, the access banner and the page itself. */
export function Shell() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { pathname } = useLocation();
  useEffect(() => followLive(queries), [queries]);
  useEffect(() => {
    const page = PAGES.find(({ path }) => pathname.startsWith(path));
    document.title = page === undefined ? "Whereabouts" : `${t(page.label)} · Whereabouts`;
  }, [pathname, t]);
  return (
    <div className="shell">
      <a className="skip-link" href="#content" onClick={skipToContent}>
        {t("nav.skip")}
      </a>
      <nav className="shell-nav" aria-label={t("nav.main")}>
        <NavLink className="shell-brand" to="/live">
          <Logo size={26} /> Whereabouts
        </NavLink>
        {PAGES.map(({ path, icon: Icon, label }) => (
          <NavLink key={path} className="shell-link" to={path}>
            <Icon size={18} stroke={1.7} aria-hidden />
            {t(label)}
          </NavLink>
        ))}
        <AccountMenu />
      </nav>
      <div className="shell-main">
        <DemoBanner />
        <Outlet />
      </div>
    </div>
  );
}

/** The router owns the part of the address after `#`, so the link moves the focus itself. */
function skipToContent(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}

function DemoBanner() {
  const { t } = useTranslation();
  const { data } = useQuery(overviewQuery);
  if (data?.access !== "demo") return null;
  return (
    <aside className="shell-banner" aria-label={t("demo.title")}>
      <IconInfoCircle size={18} aria-hidden />
      <span>
        <strong>{t("demo.title")}</strong> {t("demo.explain")}
      </span>
    </aside>
  );
}

function AccountMenu() {
  const { t } = useTranslation();
  const { data: account } = useQuery(accountQuery);
  const name = account?.display_name ?? account?.username ?? account?.email ?? "";
  return (
    <div className="shell-account">
      <Menu position="right-end" withinPortal width={200}>
        <Menu.Target>
          <UnstyledButton
            className="shell-link"
            style={{ flex: 1, minWidth: 0 }}
            aria-label={`${t("nav.account")}: ${name}`}
          >
            <IconUserCircle size={20} stroke={1.6} aria-hidden />
            <Text span truncate size="md">
              {name}
            </Text>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {account !== undefined && <Menu.Label>{t(`role.${account.role}`)}</Menu.Label>}
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
            {t("action.signOut")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SchemeButton />
    </div>
  );
}

function SchemeButton() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = colorScheme === "auto" ? "light" : colorScheme === "light" ? "dark" : "auto";
  const Icon = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon }[colorScheme];
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={36}
      onClick={() => setColorScheme(next)}
      aria-label={t("theme.switch", { current: t(`theme.${colorScheme}`) })}
    >
      <Icon size={18} stroke={1.7} />
    </ActionIcon>
  );
}

/** Ends the session on the server; the browser forgets it even when the server cannot be reached. */
export async function signOut(): Promise<void> {
  try {
    await answerOf(api.POST("/api/v1/auth/logout"));
  } finally {
    forgetTokens();
  }
}
