import { MantineProvider, mergeThemeOverrides } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useMemo, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { createHashRouter, Navigate } from "react-router";
import { RouterProvider } from "react-router/dom";

import { SignIn } from "../features/access/sign-in.tsx";
import { ApiError } from "./api.ts";
import { PageError } from "./page-error.tsx";
import { isSignedIn, onSessionChange } from "./session.ts";
import { Shell } from "./shell.tsx";
import { theme } from "./theme.ts";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && isPassing(error),
    },
  },
});

// Paths below `#` cannot meet a path of the API families, which own the server's root.
const router = createHashRouter([
  {
    path: "/",
    Component: Shell,
    ErrorBoundary: PageError,
    HydrateFallback: () => null,
    children: [
      { index: true, element: <Navigate to="/live" replace /> },
      {
        ErrorBoundary: PageError,
        children: [
          { path: "live", lazy: () => import("../features/live/index.tsx") },
          { path: "cameras", lazy: () => import("../features/cameras/index.tsx") },
          {
            path: "cameras/:code",
            lazy: async () => ({
              Component: (await import("../features/cameras/camera-page.tsx")).CameraPage,
            }),
          },
          { path: "subjects", lazy: () => import("../features/subjects/index.tsx") },
          {
            path: "subjects/:subjectId",
            lazy: async () => ({
              Component: (await import("../features/subjects/subject-page.tsx")).SubjectPage,
            }),
          },
          { path: "photos", lazy: () => import("../features/photos/index.tsx") },
          {
            path: "photos/:photoId",
            lazy: async () => ({
              Component: (await import("../features/photos/photo-page.tsx")).PhotoPage,
            }),
          },
          { path: "plans", lazy: () => import("../features/sites/index.tsx") },
          { path: "system", lazy: () => import("../features/system/index.tsx") },
          { path: "settings/:section?", lazy: () => import("../features/settings/index.tsx") },
          { path: "*", element: <Navigate to="/live" replace /> },
        ],
      },
    ],
  },
]);

export function App() {
  const { t } = useTranslation();
  const signedIn = useSyncExternalStore(onSessionChange, isSignedIn);
  const named = useMemo(() => {
    const defaultProps = { closeButtonProps: { "aria-label": t("action.close") } };
    return mergeThemeOverrides(theme, { components: { Notification: { defaultProps } } });
  }, [t]);
  return (
    <MantineProvider theme={named} defaultColorScheme="auto">
      <Notifications position="top-right" autoClose={6000} limit={4} />
      <QueryClientProvider client={queries}>
        {signedIn ? <RouterProvider router={router} /> : <SignIn onLeave={() => queries.clear()} />}
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Whether trying again may help: no answer, or the server's own trouble. */
function isPassing(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}
