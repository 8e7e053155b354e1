import { Button, SegmentedControl, Select, Stack, useMantineColorScheme } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { chooseLanguage, LANGUAGES, type Language } from "../../app/i18n.ts";
import { signOut } from "../../app/shell.tsx";
import { Panel } from "../../ui/panel.tsx";

/** Language and colours of this browser, and the way out. */
export function Appearance() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Panel title={t("settings.section.appearance")} className="settings-narrow">
      <Stack gap="md" align="start">
        <Select
          label={t("settings.language")}
          allowDeselect={false}
          w={240}
          value={i18n.language}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          onChange={(value) =>
            value !== null && void chooseLanguage(value as Language, { remember: true })
          }
        />
        <div>
          <div className="settings-label" id="scheme-label">
            {t("settings.scheme")}
          </div>
          <SegmentedControl
            aria-labelledby="scheme-label"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={(["auto", "light", "dark"] as const).map((value) => ({
              value,
              label: t(`theme.${value}`),
            }))}
          />
        </div>
        <Button
          variant="default"
          leftSection={<IconLogout size={16} />}
          onClick={() => void signOut()}
        >
          {t("action.signOut")}
        </Button>
      </Stack>
    </Panel>
  );
}
