import { queryOptions } from "@tanstack/react-query";

import { answerOf, api } from "./api.ts";

/** Queries that more than one feature reads; the keys are what mutations and live events renew. */
export const siteQuery = queryOptions({
  queryKey: ["sites"],
  queryFn: () => answerOf(api.GET("/api/v1/sites")),
});

export const cameraQuery = queryOptions({
  queryKey: ["cameras"],
  queryFn: () => answerOf(api.GET("/api/v1/registry/cameras")),
});

export const zoneQuery = (floorId: string) =>
  queryOptions({
    queryKey: ["zones", floorId],
    queryFn: () => answerOf(api.GET("/api/v1/zones", { params: { query: { floor_id: floorId } } })),
  });

/** Zones of every floor. */
export const allZonesQuery = queryOptions({
  queryKey: ["zones"],
  queryFn: () => answerOf(api.GET("/api/v1/zones")),
});

export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: async () => {
    const answer = await answerOf(api.GET("/api/v1/auth/me"));
    return answer;
  },
  staleTime: 60_000,
});

export const overviewQuery = queryOptions({
  queryKey: ["overview"],
  queryFn: () => answerOf(api.GET("/api/v1/system/overview")),
  staleTime: 1000,
});
