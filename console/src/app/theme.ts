import { createTheme, type MantineColorsTuple } from "@mantine/core";

const lagoon: MantineColorsTuple = [
  "#e6f7f4",
  "#cdeee8",
  "#9fddd2",
  "#6ecbbc",
  "#45bfae",
  "#27a897",
  "#128a7c",
  "#0b766a",
  "#075f56",
  "#034a43",
];

const ink: MantineColorsTuple = [
  "#e8eef1",
  "#c3ced4",
  "#a3b3bc",
  "#6b7d87",
  "#33424b",
  "#243038",
  "#1a2329",
  "#12181c",
  "#0b0f12",
  "#070a0c",
];

/** Colours, type and default sizes; `theme.css` holds what is not a Mantine concept. */
export const theme = createTheme({
  primaryColor: "lagoon",
  // White on this shade has a contrast above 5 on both grounds.
  primaryShade: 7,
  colors: { lagoon, dark: ink },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  fontFamily:
    'ui-sans-serif, -apple-system, "Segoe UI", "Inter", "Noto Sans", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  headings: {
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "1.25rem", lineHeight: "1.35" },
      h2: { fontSize: "1rem", lineHeight: "1.4" },
      h3: { fontSize: "0.875rem", lineHeight: "1.4" },
    },
  },
  components: {
    Button: { defaultProps: { size: "sm" } },
    TextInput: { defaultProps: { size: "sm" } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.5, blur: 2 } } },
    Tooltip: {
      defaultProps: {
        withArrow: true,
        openDelay: 300,
        events: { hover: true, focus: true, touch: false },
      },
    },
  },
});
