import { Skeleton, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Grey rows in the place of content that is on its way. */
export function Loading({
  rows = 4,
  heightPx = 36,
}: {
  readonly rows?: number;
  readonly heightPx?: number;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" p="sm" role="status" aria-label={t("state.loading")}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={heightPx} />
      ))}
    </Stack>
  );
}
